-- Runbooks by name, each version as it was written. The text is sealed in secrets, 'runbook/NAME/VERSION'.
create table runbooks (
  name       text        not null,
  version    integer     not null check (version > 0),
  title      text        not null,
  added_by   text        not null,
  added_at   timestamptz not null default now(),
  removed_at timestamptz,               -- of the last version only: nothing of this name can be started
  primary key (name, version)
);

-- The operations that a runbook has started, in their order; child is null where none was.
create table runbook_steps (
  operation     text        not null references operations (id) on delete cascade,
  key           text        not null,
  attempt       integer     not null,
  number        bigint      generated always as identity,
  type          text,
  child         text,
  tolerated     boolean     not null,   -- the runbook goes on where it fails
  skipped       boolean     not null,
  reason_sealed bytea,                  -- why nothing was started
  at            timestamptz not null default now(),
  primary key (operation, key, attempt)
);
create index runbook_steps_by_child on runbook_steps (child);
