-- What people want of running operations and no worker has heard yet: it is sent again, under the same id, until the
-- operation takes it or refuses it. A refusal is kept for whoever asked, as long as the operation is.
create table steering_requests (
  operation        text        not null references operations (id) on delete cascade,
  id               text        not null,
  position         bigint      not null generated always as identity,
  update_name      text        not null,
  argument_sealed  bytea       not null,
  asked_by         text        not null,
  asked_at         timestamptz not null default clock_timestamp(),
  refusal_sealed   bytea,
  primary key (operation, id)
);
