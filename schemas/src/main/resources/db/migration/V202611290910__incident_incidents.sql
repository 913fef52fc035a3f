-- Incidents: operations that last until somebody closes them. What was written is sealed with the operation's data key.
create table incidents (
  operation         text        primary key references operations (id) on delete cascade,
  organisation_id   text        not null references organisations (id),
  kind              text        not null,
  subject           text        not null,
  severity          text        not null check (severity in ('low', 'medium', 'high', 'critical')),
  owner             text,
  title_sealed      bytea,
  opened_by         text        not null,
  opened_at         timestamptz not null default now(),
  closed_by         text,
  closed_at         timestamptz,
  outcome           text,                 -- how it ended: succeeded if somebody closed it
  resolution_sealed bytea,
  signals           integer     not null default 0
);
-- One is open at a time: of two that open one at once, the second adds its signal to that of the first.
create unique index incidents_open on incidents (organisation_id, kind, subject) where closed_at is null;
create index incidents_newest on incidents (organisation_id, opened_at desc, operation desc);

-- The timeline, in the order in which it was recorded; written by the incident's workflow.
create table incident_entries (
  operation   text        not null references incidents (operation) on delete cascade,
  id          text        not null,       -- of the request: the same one again is not recorded
  number      bigint      generated always as identity,
  kind        text        not null,       -- dev.holdfast.schemas.incident.EntryKind
  who         text        not null,
  at          timestamptz not null,
  reference   text,
  text_sealed bytea,
  primary key (operation, id)
);
create index incident_entries_in_order on incident_entries (operation, number);

-- What came as a signal, from the request on; the workflow puts it into the timeline, and is told again until it has.
create table incident_signals (
  operation       text        not null references incidents (operation) on delete cascade,
  id              text        not null,
  number          bigint      generated always as identity,
  organisation_id text        not null references organisations (id),
  sender          text        not null,
  key             text,                   -- the sender's: the same one again is the same signal
  digest          text        not null,   -- of what was sent, so that a key is not used for two things
  data_sealed     bytea,
  at              timestamptz not null,
  recorded_at     timestamptz,            -- null: not in the timeline yet
  primary key (operation, id),
  unique (organisation_id, sender, key)
);
create index incident_signals_waiting on incident_signals (operation, number) where recorded_at is null;
