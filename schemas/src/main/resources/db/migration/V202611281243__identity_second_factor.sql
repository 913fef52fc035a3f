-- A second factor beside the password: a code of the moment, or a recovery code.
create table second_factors (
  user_name       text        primary key references users (name) on delete cascade,
  organisation_id text        not null references organisations (id),
  secret_sealed   bytea       not null,
  created_at      timestamptz not null default now(),
  confirmed_at    timestamptz,              -- null: it is not asked for yet
  last_step       bigint      not null default 0   -- a code is good once: only later ones are
);

create table recovery_codes (
  digest          text        primary key,
  organisation_id text        not null references organisations (id),
  user_name       text        not null references users (name) on delete cascade
);
create index recovery_codes_by_user on recovery_codes (user_name);

-- Between the password and the code.
alter table tokens drop constraint tokens_kind_check;
alter table tokens add constraint tokens_kind_check
  check (kind in ('cli', 'session', 'one-time', 'metrics', 'api', 'mfa'));
