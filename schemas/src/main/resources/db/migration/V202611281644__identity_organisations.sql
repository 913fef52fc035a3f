-- An organisation that is removed stays as a name that is never given again: the audit and old operations say it.
alter table organisations
  add column created_by text,
  add column removed_at timestamptz;
