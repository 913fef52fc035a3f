-- Operations that start by themselves. What is started is sealed in secrets, 'schedule/ID'; Temporal keeps the time.
create table schedules (
  id             text        primary key,
  name           text        not null,
  owner          text        not null,
  operation      text        not null,
  selector       text        not null,
  timing         jsonb       not null,
  approved_until timestamptz,             -- until then its plans are approved; null: never
  created_at     timestamptz not null default now(),
  synced_at      timestamptz,             -- when Temporal was last given it; null: not yet
  removed_at     timestamptz              -- Temporal may still have it
);
create unique index schedules_by_name on schedules (name) where removed_at is null;

create table schedule_runs (
  schedule  text        not null references schedules (id) on delete cascade,
  at        timestamptz not null,         -- the time that it was due
  operation text,                         -- null: nothing was started
  error     text,                         -- why
  fired_at  timestamptz not null default now(),
  primary key (schedule, at)
);
