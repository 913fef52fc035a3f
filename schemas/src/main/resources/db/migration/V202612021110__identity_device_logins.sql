-- Logins on machines without a browser (RFC 8628): the state is the device code, by which the client asks whether it is done.
alter table provider_logins
  add column poll_seconds int,              -- how long to wait between two questions; null: a browser comes back
  add column next_poll_at timestamptz;
