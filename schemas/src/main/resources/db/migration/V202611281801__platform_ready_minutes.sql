-- The minutes in which operations could be started; those that are missing since the first one the platform was not available.
create table ready_minutes (
  minute timestamptz primary key
);
