-- What has happened, told once: a row is inserted in the transaction of the change that it tells of, without an id.
-- One process at a time gives ids to rows that it sees committed, so that nobody who has read up to an id has missed one
-- below it: a transaction that commits late gets a higher one. The column recorded only orders what is numbered together;
-- changes of one subject lock that subject's row, so that it has their order.
create table events (
  recorded        bigint      generated always as identity primary key,
  id              bigint      unique,       -- null: not numbered yet
  organisation_id text        not null references organisations (id),
  kind            text        not null,     -- dev.holdfast.schemas.event.EventKind
  level           text        not null check (level in ('info', 'warning', 'error')),
  subject         text        not null,     -- what it is about: operation/ID, server/NAME, …
  operation       text,                     -- an event stays when its operation is deleted
  server          text,
  data            jsonb       not null,
  at              timestamptz not null default clock_timestamp()
);
create index events_unnumbered on events (recorded) where id is null;
create index events_by_operation on events (operation, id) where operation is not null;
create index events_by_server on events (server, id) where server is not null;
create index events_by_age on events (at);

-- The last id that was given; not the greatest there is, because old events are deleted.
create table event_ids (
  one  boolean primary key default true check (one),
  last bigint  not null
);
insert into event_ids (last) values (0);

create function notify_events() returns trigger language plpgsql as $$
begin
  perform pg_notify('events_changed', '');
  return null;
end $$;
create trigger events_recorded after insert on events
  for each statement execute function notify_events();
