-- Links that show a secret once. Of the link only the SHA-256 is kept: whoever reads the database can open none.
create table named_secret_shares (
  sha256     bytea       primary key,
  secret     bigint      not null references named_secrets (id) on delete cascade,
  version    integer     not null,
  created_by text        not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  opened_at  timestamptz
);
create index named_secret_shares_secret on named_secret_shares (secret);
