-- Secrets that people name and operations refer to, with versions. The values are encrypted with the data key of their
-- secret; what is deleted here cannot be read again.
create table named_secrets (
  id           bigint      generated always as identity primary key,
  name         text        not null unique,
  description  text        not null default '',
  labels       jsonb       not null default '{}',
  last_version integer     not null default 0,      -- numbers are never used again
  created_by   text        not null,
  created_at   timestamptz not null default now()
);

create table named_secret_versions (
  secret       bigint      not null references named_secrets (id) on delete cascade,
  version      integer     not null check (version > 0),
  value_sealed bytea       not null,
  bytes        integer     not null,
  set_by       text        not null,
  set_at       timestamptz not null default clock_timestamp(),
  primary key (secret, version)
);

-- Which operation was the last to read a version for a server: by this it is masked in everything that the server prints
-- later.
create table named_secret_uses (
  secret    bigint      not null,
  version   integer     not null,
  server    text        not null,
  operation text        not null,
  used_at   timestamptz not null default now(),
  primary key (secret, version, server),
  foreign key (secret, version) references named_secret_versions on delete cascade
);
create index named_secret_uses_server on named_secret_uses (server);

alter table data_keys add column named_secret bigint unique references named_secrets (id) on delete cascade;

-- Of whatever owners there are by now.
do $$
declare owners text;
begin
  select string_agg(quote_ident(attname), ', ' order by attnum) into owners
  from pg_attribute
  where attrelid = 'data_keys'::regclass and attnum > 0 and not attisdropped
    and attname not in ('id', 'wrapped', 'created_at', 'erased_at');
  alter table data_keys drop constraint data_keys_one_owner;
  execute format('alter table data_keys add constraint data_keys_one_owner check (num_nonnulls(%s) = 1)', owners);
end $$;
