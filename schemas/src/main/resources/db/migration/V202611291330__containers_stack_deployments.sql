-- What was deployed of each stack, and when it was removed: versions count from 1. What was given is the operation's input.
create table stack_deployments (
  organisation_id text    not null references organisations (id),
  stack           text    not null,
  version         integer not null check (version > 0),
  operation       text    not null references operations (id) on delete cascade,
  removal         boolean not null,
  document        text,                 -- a keyed digest: the same for the same document; null where servers had their own
  primary key (organisation_id, stack, version)
);
create index stack_deployments_by_operation on stack_deployments (operation);
