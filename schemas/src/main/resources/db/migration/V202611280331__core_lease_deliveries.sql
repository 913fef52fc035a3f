-- What was sent to servers under a lease, written before it is sent and taken away where it was surely not started.
-- A lease under which nothing was started needs no look at the server; delivery '' is its end, after which nothing is
-- sent any more.
create table lease_deliveries (
  operation     text        not null references operations (id) on delete cascade,
  server        text        not null,
  fencing_token bigint      not null,
  delivery      text        not null,
  at            timestamptz not null default now(),
  primary key (operation, server, fencing_token, delivery)
);

-- Of operations from before nothing is known: they are always looked after.
alter table operations add column deliveries_recorded boolean not null default false;
alter table operations alter column deliveries_recorded set default true;
