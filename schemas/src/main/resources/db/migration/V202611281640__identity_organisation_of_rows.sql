-- What people name belongs to an organisation, and its name is unique within it. There is no default: a statement that
-- forgets the organisation fails.
alter table named_secrets add column organisation_id text not null default 'default' references organisations (id);
alter table named_secrets alter column organisation_id drop default;
alter table named_secrets drop constraint named_secrets_name_key;
alter table named_secrets add constraint named_secrets_by_name unique (organisation_id, name);

alter table schedules add column organisation_id text not null default 'default' references organisations (id);
alter table schedules alter column organisation_id drop default;
drop index schedules_by_name;
create unique index schedules_by_name on schedules (organisation_id, name) where removed_at is null;

alter table runbooks add column organisation_id text not null default 'default' references organisations (id);
alter table runbooks alter column organisation_id drop default;
alter table runbooks drop constraint runbooks_pkey;
alter table runbooks add primary key (organisation_id, name, version);

alter table profiles add column organisation_id text not null default 'default' references organisations (id);
alter table profiles alter column organisation_id drop default;
alter table profiles drop constraint profiles_operation_server_key;
alter table profiles drop constraint profiles_operation_label_key;
alter table profiles
  add constraint profiles_by_server unique (organisation_id, operation, server),
  add constraint profiles_by_label unique (organisation_id, operation, label);

alter table command_rules alter column organisation drop default;
alter table command_rules
  add constraint command_rules_organisation foreign key (organisation) references organisations (id);
create index command_rules_in_force on command_rules (organisation, id) where removed_at is null;

-- The organisation of whoever has asked for an operation.
alter table operations add column organisation_id text not null default 'default' references organisations (id);

alter table users alter column organisation_id drop default;
alter table tokens alter column organisation_id drop default;

alter table command_audit alter column organisation drop default;
alter table command_audit
  add constraint command_audit_organisation foreign key (organisation) references organisations (id);
create index command_audit_by_organisation on command_audit (organisation, id);
