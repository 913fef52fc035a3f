-- People log in with passwords and have sessions.
alter table users
  add column password_set_at timestamptz,
  -- Whoever has a token of an earlier version gets a new one: what it says of them is no longer so.
  add column authorisation_version bigint not null default 1;

-- The hashes of a user's last passwords, so that none of them is used again.
create table password_history (
  id              bigint      generated always as identity primary key,
  organisation_id text        not null references organisations (id),
  user_name       text        not null references users (name) on delete cascade,
  hash            text        not null,
  set_at          timestamptz not null default now()
);
create index password_history_by_user on password_history (user_name, id desc);

-- From a login to its end. A session that is over stays for a while, so that one can see how it ended.
create table login_sessions (
  id              text        primary key,
  organisation_id text        not null references organisations (id),
  user_name       text        not null references users (name) on delete cascade,
  how             text        not null check (how in ('password', 'link')),
  client          text        not null,     -- from where: address and program
  created_at      timestamptz not null default now(),
  last_used_at    timestamptz not null default now(),
  idle_seconds    bigint      not null,     -- it is over when it was not used for so long
  ends_at         timestamptz not null,     -- and then in any case
  ended_at        timestamptz,
  ended_by        text                      -- a user, or what ended it
);
create index login_sessions_by_user on login_sessions (user_name, created_at desc);

-- Each is good once; only hashes are kept.
create table refresh_tokens (
  sha256     bytea       primary key,
  session_id text        not null references login_sessions (id) on delete cascade,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at    timestamptz
);
create index refresh_tokens_by_session on refresh_tokens (session_id);

-- A browser's cookie is good as long as its session.
alter table tokens
  add column session_id text references login_sessions (id) on delete cascade;

-- Who has failed to log in, by account and by address; digests only, because people type passwords as names.
create table login_failures (
  subject      text        primary key,
  failures     int         not null default 0,
  since        timestamptz not null default now(),
  locks        int         not null default 0,
  locked_until timestamptz,
  last_at      timestamptz not null default now()
);
create index login_failures_by_age on login_failures (last_at);

-- The keys that sign access tokens; the private ones are encrypted by the platform's keyset.
create table signing_keys (
  kid        text        primary key,
  public_jwk text        not null,
  private_sealed bytea   not null,
  created_at timestamptz not null default now()
);
