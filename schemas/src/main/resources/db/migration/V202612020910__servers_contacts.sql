-- When each server was reached and when not, as operations and checks have seen it; written by the worker that saw it.
create table server_contacts (
  server        text        primary key references servers (name) on delete cascade,
  address       text        not null,      -- it was seen there; at another place it says nothing
  port          integer     not null,
  reached_at    timestamptz,
  failing_since timestamptz,               -- null where it was reached last
  failed_at     timestamptz
);
