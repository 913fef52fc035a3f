-- Servers that are left for later, with why, since when and until when: window, offline.
alter table operation_servers
  add column parked_why   text,
  add column parked_since timestamptz,
  add column parked_until timestamptz;

-- The hours in which an operation may start servers, as they are at present, and until when they are open or closed.
alter table operations
  add column window_hours text,
  add column window_open  boolean,
  add column window_until timestamptz;
