-- Where an organisation wants to have its events sent. What a sink is set to (addresses, keys, passwords) is sealed in the
-- table secrets, by the sink's id.
create table sinks (
  id              bigint      generated always as identity primary key,
  organisation_id text        not null references organisations (id),
  name            text        not null,
  type            text        not null,           -- dev.holdfast.api.notify.SinkType
  rule            jsonb       not null,           -- which events; dev.holdfast.platform.notify.SinkRule
  enabled         boolean     not null default true,
  created_by      text        not null,
  created_at      timestamptz not null default now(),
  changed_by      text        not null,
  changed_at      timestamptz not null default now(),
  failures        integer     not null default 0, -- attempts to reach it that failed since the last that succeeded
  retry_at        timestamptz not null default now(),
  error           text,                           -- of the last attempt that failed
  error_at        timestamptz,
  claimed_by      uuid,                           -- the process that sends to it now,
  claimed_until   timestamptz,                    -- and how long that is so without being renewed
  constraint sinks_by_name unique (organisation_id, name)
);
create trigger sinks_organisation before insert on sinks
  for each row execute function require_organisation();

-- An event on its way to a sink; inserted by whoever gives the event its id, in the same transaction.
create table sink_deliveries (
  id       bigint      generated always as identity primary key,
  sink     bigint      not null references sinks (id) on delete cascade,
  event    bigint      not null references events (id) on delete cascade,
  subject  text        not null,                  -- of the event: those of one subject are sent in order
  state    text        not null default 'waiting' check (state in ('waiting', 'delivered', 'dead')),
  since    timestamptz not null default now(),    -- its attempts end so many hours after this
  next_at  timestamptz not null default now(),    -- no attempt before this
  attempts integer     not null default 0,
  error    text,
  ended_at timestamptz,
  unique (sink, event)
);
create index sink_deliveries_waiting on sink_deliveries (sink, event) where state = 'waiting';
create index sink_deliveries_by_subject on sink_deliveries (sink, subject, event) where state = 'waiting';
create index sink_deliveries_dead on sink_deliveries (sink, id) where state = 'dead';
create index sink_deliveries_delivered on sink_deliveries (ended_at) where state = 'delivered';
create index sink_deliveries_by_event on sink_deliveries (event);
