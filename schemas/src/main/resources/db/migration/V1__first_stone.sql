-- The platform's own data. Temporal's databases are Temporal's.

create table users (
  name          text primary key,
  password_hash text,                       -- null: cannot log in with a password
  admin         boolean     not null default false,
  created_at    timestamptz not null default now()
);

-- Bearer tokens, browser sessions and one-time links; only the hash of a token is kept.
create table tokens (
  sha256     bytea       primary key,
  user_name  text        not null references users (name) on delete cascade,
  kind       text        not null check (kind in ('cli', 'session', 'one-time')),
  created_at timestamptz not null default now(),
  expires_at timestamptz,
  used_at    timestamptz
);

-- Secrets, encrypted by the platform's keyset; the associated data of the encryption is the name.
create table secrets (
  name       text        primary key,
  ciphertext bytea       not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create table servers (
  name       text        primary key,
  address    text        not null,
  port       integer     not null check (port between 1 and 65535),
  user_name  text        not null,
  credential text        not null references secrets (name),
  host_keys  jsonb       not null,          -- [{"type": …, "key": …}]
  labels     jsonb       not null default '{}',
  region     text,
  created_at timestamptz not null default now()
);

-- Grows with every lease that is granted; servers refuse a lower one than they have seen.
create sequence fencing_tokens;

create table operations (
  id              text        primary key,
  type            text        not null,
  state           text        not null,
  priority        text        not null,
  dry_run         boolean     not null,
  initiator       text        not null,
  selector        text        not null,
  input           jsonb       not null,
  settings        jsonb       not null default '{}', -- concurrency, maxFailures, approved
  plan_hash       text,
  error           text,
  run_id          text,
  idempotency_key text,
  input_sha256    text        not null,     -- over type, selector, input and settings
  created_at      timestamptz not null default now(),
  started_at      timestamptz,
  ended_at        timestamptz,
  unique (initiator, idempotency_key)
);
create index operations_newest on operations (created_at desc, id desc);
create index operations_open on operations (state) where ended_at is null;

create table operation_servers (
  operation text    not null references operations (id) on delete cascade,
  server    text    not null,
  state     text    not null default 'queued',
  plan_hash text,
  changes   integer not null default 0,
  unchanged integer not null default 0,
  error     text,
  primary key (operation, server)
);

create table operation_steps (
  operation  text        not null references operations (id) on delete cascade,
  server     text        not null,
  step       text        not null,
  generation integer     not null,
  summary    text        not null,
  state      text        not null check (state in ('running', 'succeeded', 'failed')),
  attempts   integer     not null default 1,
  worker     text        not null,
  error      text,
  started_at timestamptz not null default now(),
  ended_at   timestamptz,
  primary key (operation, server, step, generation)
);

-- Output of commands, in chunks by byte offset; a chunk that arrives twice is ignored.
create table operation_logs (
  operation   text        not null references operations (id) on delete cascade,
  server      text        not null,
  step        text        not null,
  generation  integer     not null,
  stream      text        not null check (stream in ('stdout', 'stderr')),
  byte_offset bigint      not null,
  bytes       bytea       not null,
  at          timestamptz not null default clock_timestamp(),
  primary key (operation, server, step, generation, stream, byte_offset)
);

create table plans (
  operation  text        not null references operations (id) on delete cascade,
  server     text        not null,
  hash       text        not null,
  body       jsonb       not null,          -- dev.holdfast.schemas.change.Plan
  created_at timestamptz not null default clock_timestamp(),
  primary key (operation, server, hash)
);

-- The undo ledger: what was changed, with the state before it.
create table changes (
  operation  text        not null references operations (id) on delete cascade,
  server     text        not null,
  change_id  text        not null,
  resource   text        not null,
  body       jsonb       not null,          -- dev.holdfast.schemas.change.Change
  state      text        not null check (state in ('applied', 'reverted')),
  applied_at timestamptz not null default clock_timestamp(),
  primary key (operation, server, change_id)
);

create table approvals (
  operation  text        not null references operations (id) on delete cascade,
  server     text        not null default '',  -- '': the operation as a whole
  plan_hash  text        not null,
  decision   text        not null check (decision in ('approved', 'rejected')),
  decided_by text        not null,
  reason     text,
  at         timestamptz not null default now(),
  primary key (operation, server, plan_hash)
);

-- Everything that a person may be watching tells them through one channel; the payload is the operation's id.
create function notify_operation() returns trigger language plpgsql as $$
begin
  perform pg_notify('operation_changed', new.id);
  return null;
end $$;
create function notify_operation_part() returns trigger language plpgsql as $$
begin
  perform pg_notify('operation_changed', new.operation);
  return null;
end $$;
create trigger operations_changed after insert or update on operations
  for each row execute function notify_operation();
create trigger operation_servers_changed after insert or update on operation_servers
  for each row execute function notify_operation_part();
create trigger operation_steps_changed after insert or update on operation_steps
  for each row execute function notify_operation_part();
create trigger operation_logs_changed after insert on operation_logs
  for each row execute function notify_operation_part();
