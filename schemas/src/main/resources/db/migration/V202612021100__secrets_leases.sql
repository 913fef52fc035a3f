-- A secret that is leased has no value: each operation that uses it gets a credential of its own, which is revoked when the
-- operation has ended.
alter table named_secrets add column lease jsonb;         -- how a credential is made; null for a secret with a value

create table credential_leases (
  id                text        primary key,              -- the name of the role in the database, too
  organisation_id   text        not null references organisations (id),
  secret            bigint      not null references named_secrets (id) on delete cascade,
  operation         text        not null,                 -- no reference: a lease outlives its operation until it is revoked
  initiator         text        not null,
  credential_sealed bytea       not null,
  begun_at          timestamptz not null default now(),
  making_at         timestamptz,                          -- null: the database was certainly never asked to make the role
  issued_at         timestamptz,                          -- null until the database has certainly made it
  expires_at        timestamptz not null,
  ending_at         timestamptz,                          -- from then on no role is made for it any more
  revoked_at        timestamptz,
  attempts          integer     not null default 0,       -- to revoke it
  next_attempt_at   timestamptz not null default now(),
  error             text,                                 -- why the last attempt failed
  unique (secret, operation)
);
create index credential_leases_open on credential_leases (next_attempt_at) where revoked_at is null;
create index credential_leases_operation on credential_leases (operation);
create index credential_leases_begun on credential_leases (organisation_id, begun_at);

-- The servers on which a leased credential was used: what they print is masked.
create table credential_lease_uses (
  lease   text        not null references credential_leases (id) on delete cascade,
  server  text        not null,
  used_at timestamptz not null default now(),
  primary key (lease, server)
);
create index credential_lease_uses_server on credential_lease_uses (server);
