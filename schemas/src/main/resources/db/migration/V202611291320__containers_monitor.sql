-- Which servers' containers are watched. The row is what somebody wants; the workflow makes it so, and looks at it each time.
create table container_monitors (
  server          text        primary key references servers (id) on delete cascade,
  organisation_id text        not null references organisations (id),
  wanted          boolean     not null default true,
  started_by      text        not null,
  started_at      timestamptz not null default now(),
  state           text        not null default 'starting'
                              check (state in ('starting', 'watching', 'unreachable', 'stopping', 'stopped')),
  message         text,                             -- why it is unreachable, or what is not watched
  state_at        timestamptz not null default now(),
  seen_at         timestamptz                       -- of the last sample
);
create index container_monitors_by_organisation on container_monitors (organisation_id);

-- What differs from the settings, for a server or one of its containers. Null: as it is for the one above.
create table container_limits (
  server          text        not null references servers (id) on delete cascade,
  container       text        not null,             -- its name; empty for all of the server
  organisation_id text        not null references organisations (id),
  cpu             integer     check (cpu between 1 and 100),
  memory          integer     check (memory between 1 and 100),
  connections     integer     check (connections > 0),
  processes       integer     check (processes > 0),
  expected        text[],                           -- where it may connect to; null: what was learnt
  set_by          text        not null,
  set_at          timestamptz not null default now(),
  primary key (server, container)
);

-- Since when the destinations of a container are learnt, and those that were.
create table container_learning (
  server          text        not null references servers (id) on delete cascade,
  container       text        not null,
  organisation_id text        not null references organisations (id),
  since           timestamptz not null default now(),
  primary key (server, container)
);
create table container_destinations (
  server          text        not null references servers (id) on delete cascade,
  container       text        not null,
  destination     text        not null,             -- 192.0.2.1:443/tcp
  organisation_id text        not null references organisations (id),
  seen_at         timestamptz not null default now(),
  primary key (server, container, destination)
);

-- Every sample of a day, and of thirty days one row a minute.
create table container_samples (
  server          text        not null references servers (id) on delete cascade,
  container       text        not null,
  at              timestamptz not null,
  organisation_id text        not null references organisations (id),
  cpu             real,                             -- percent of what it may use; null where it is not known yet
  memory          bigint,                           -- bytes, without what could be given back at once
  memory_limit    bigint      not null,
  processes       integer,
  connections     integer,                          -- null where its network is not its own
  received        bigint,                           -- bytes since it was started
  sent            bigint,
  restarts        integer     not null,
  health          text,
  primary key (server, container, at)
);
create index container_samples_by_time on container_samples (at);
create table container_minutes (
  server          text        not null references servers (id) on delete cascade,
  container       text        not null,
  minute          timestamptz not null,
  organisation_id text        not null references organisations (id),
  samples         integer     not null,
  cpu_samples     integer     not null,             -- those that know the CPU
  cpu_sum         real        not null,
  cpu_max         real        not null,
  memory_sum      bigint      not null,
  memory_max      bigint      not null,
  processes_max   integer     not null,
  connections_max integer     not null,
  primary key (server, container, minute)
);
create index container_minutes_by_time on container_minutes (minute);

-- What went beyond a limit, from its begin to its end; told when the row is made and when it is ended.
create table container_violations (
  id              bigint      generated always as identity primary key,
  server          text        not null references servers (id) on delete cascade,
  container       text        not null,
  organisation_id text        not null references organisations (id),
  kind            text        not null,             -- dev.holdfast.schemas.containers.monitor.ViolationKind
  destination     text        not null default '',
  value           bigint      not null,             -- the highest of them
  boundary        bigint      not null,
  begun_at        timestamptz not null,
  last_at         timestamptz not null,             -- of the last sample that shows it
  ended_at        timestamptz
);
-- Two workers that see the same tell it once.
create unique index container_violations_open on container_violations (server, container, kind, destination)
  where ended_at is null;
create index container_violations_newest on container_violations (server, begun_at desc);
create index container_violations_ended on container_violations (ended_at) where ended_at is not null;
