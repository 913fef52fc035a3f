-- The kept input of an operation, for one server or for all that have a label. It stays when it is removed: its history
-- tells by whom. That of a server goes with the server.
create table profiles (
  id        bigint generated always as identity primary key,
  operation text   not null,
  server    text   references servers (name) on delete cascade,
  label     text,                           -- env=prod
  check (num_nonnulls(server, label) = 1),
  unique (operation, server),
  unique (operation, label)
);

-- What was kept when; the highest version counts. None is ever changed.
create table profile_versions (
  profile     bigint      not null references profiles (id) on delete cascade,
  version     integer     not null check (version > 0),
  priority    integer     not null,
  removed     boolean     not null default false,
  body_sealed bytea,                        -- dev.holdfast.platform.profile.ProfileBody; null where it is removed
  set_by      text        not null,
  set_at      timestamptz not null default clock_timestamp(),
  primary key (profile, version),
  check (removed = (body_sealed is null))
);
alter table profile_versions alter column body_sealed set storage external;

create function guard_profile_versions() returns trigger language plpgsql as $$
begin
  raise exception 'profile_versions: version % of profile % is history', old.version, old.profile
    using errcode = 'insufficient_privilege';
end $$;
create trigger profile_versions_are_history before update on profile_versions
  for each row execute function guard_profile_versions();

alter table data_keys add column profile bigint unique references profiles (id) on delete cascade;
do $$
declare one record;
begin
  for one in select conname from pg_constraint
    where conrelid = 'data_keys'::regclass and contype = 'c'
      and pg_get_constraintdef(oid) like '%num_nonnulls%'
  loop
    execute format('alter table data_keys drop constraint %I', one.conname);
  end loop;
end $$;
alter table data_keys add constraint data_keys_one_owner
  check (num_nonnulls(operation, file, audit_month, profile) = 1);
