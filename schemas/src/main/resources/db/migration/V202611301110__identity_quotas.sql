-- How much of the platform an organisation may use; what has no row here is not limited.
create table organisation_quotas (
  organisation_id text        not null references organisations (id),
  quota           text        not null,     -- operations, servers, schedules, file-bytes, requests
  most            bigint      not null check (most >= 0),
  changed_by      text        not null,
  changed_at      timestamptz not null default now(),
  primary key (organisation_id, quota)
);
