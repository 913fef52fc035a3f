-- Tokens that users make for programs: named, limited and ending by themselves.
alter table tokens drop constraint tokens_kind_check;
alter table tokens add constraint tokens_kind_check
  check (kind in ('cli', 'session', 'one-time', 'metrics', 'api'));
alter table tokens
  add column id text unique,
  add column name text,
  add column permissions text[],            -- null: whatever the user may do
  add column created_by text,
  add constraint tokens_api check (kind <> 'api' or
    (id is not null and name is not null and created_by is not null and expires_at is not null));
create unique index tokens_by_name on tokens (user_name, name) where kind = 'api';
