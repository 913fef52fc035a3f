-- Which SSH client a server was found to need, written by the worker that found it.
create table server_adapters (
  server   text        primary key references servers (name) on delete cascade,
  address  text        not null,      -- it was found there; at another place it says nothing
  port     integer     not null,
  adapter  text        not null check (adapter in ('sshj', 'mina')),
  why      text        not null,
  found_at timestamptz not null default now()
);
