-- Who may do what: organisations, roles of their own, and grants of roles. The system roles are part of the program.
create table organisations (
  id         text        primary key check (id ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  name       text        not null unique,
  created_at timestamptz not null default now()
);
insert into organisations (id, name) values ('default', 'default');

-- admin: a platform-wide administrator, who needs no grant and cannot be disabled.
alter table users
  add column organisation_id text not null default 'default' references organisations (id),
  add column disabled_at timestamptz;
alter table tokens
  add column organisation_id text not null default 'default' references organisations (id);

create table roles (
  organisation_id text        not null references organisations (id),
  name            text        not null,
  description     text        not null,
  permissions     text[]      not null,     -- 'resource:action', '*' for any
  created_by      text        not null,
  created_at      timestamptz not null default now(),
  primary key (organisation_id, name)
);

-- A grant that is over stays, so that one can see who had granted what; only its user's removal takes it along.
create table grants (
  id              text        primary key default 'grant-' || left(encode(sha256(uuid_send(gen_random_uuid())), 'hex'), 16),
  organisation_id text        not null references organisations (id),
  user_name       text        not null references users (name) on delete cascade,
  role            text        not null,     -- a system role or one of the organisation's own
  scope           text        not null,     -- a selector of servers
  granted_by      text        not null,
  granted_at      timestamptz not null default now(),
  expires_at      timestamptz,
  revoked_at      timestamptz,
  revoked_by      text
);
create index grants_in_force on grants (user_name) where revoked_at is null;

-- What every user could do until now: read servers, and the operations that the user has started.
insert into grants (organisation_id, user_name, role, scope, granted_by)
select organisation_id, name, 'member', 'all', 'migration' from users where not admin;
