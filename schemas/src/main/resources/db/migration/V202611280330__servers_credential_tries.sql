-- What became of the credentials that were shown to servers, for all workers: a refused password is not tried again, a
-- refused key not before its time. The fingerprint is an HMAC under a secret of the platform.
create table credential_tries (
  server      text        not null references servers (name) on delete cascade,
  kind        text        not null check (kind in ('sudo-password', 'login-key')),
  fingerprint bytea       not null,
  state       text        not null check (state in ('trying', 'accepted', 'refused')),
  changed_at  timestamptz not null default now(),  -- when it came into this state
  refused_at  timestamptz,                         -- when it was refused first
  refusals    integer     not null default 0,      -- in a row
  reason      text        not null default '',     -- in the server's own words
  next_try    timestamptz,                         -- null: only after somebody has freed it
  primary key (server, kind)
);

-- Servers that will take a change back by themselves: what they refuse until then says nothing of a credential.
create table pending_reverts (
  server text        primary key references servers (name) on delete cascade,
  until  timestamptz not null
);
