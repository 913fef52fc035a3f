-- People log in through their organisation's identity provider (OpenID Connect).
create table identity_providers (
  organisation_id text        primary key references organisations (id),
  issuer          text        not null,
  client_id       text        not null,     -- its secret is in secrets, as identity-provider/ORGANISATION
  scopes          text[]      not null,
  user_claim      text        not null,     -- names a user who is made
  groups_claim    text        not null,
  creates_users   boolean     not null,
  second_factor   text[]      not null,     -- values of amr and acr that say that it has asked for two factors
  public_url      text,                     -- where browsers find this platform; null: at its own address
  authorities     text,                     -- PEM of what signs the provider's certificate; null: what Java trusts
  changed_by      text        not null,
  changed_at      timestamptz not null default now()
);

-- Which role the members of a group get.
create table provider_groups (
  id              text        primary key default 'group-' || left(encode(sha256(uuid_send(gen_random_uuid())), 'hex'), 16),
  organisation_id text        not null references organisations (id),
  group_name      text        not null,
  role            text        not null,     -- a system role or one of the organisation's own
  scope           text        not null,     -- a selector of servers
  created_by      text        not null,
  created_at      timestamptz not null default now(),
  unique (organisation_id, group_name, role, scope),
  foreign key (organisation_id) references identity_providers (organisation_id) on delete cascade
);

-- What the mapping has given, which a login brings up to date; null: somebody has granted it.
alter table grants add column provider_group text;
create index grants_by_provider_group on grants (provider_group) where revoked_at is null;

-- Who of a provider is which user: by what the provider never gives to another, not by name.
create table user_identities (
  organisation_id text        not null references organisations (id),
  issuer          text        not null,
  subject         text        not null,
  user_name       text        not null references users (name) on delete cascade,
  linked_by       text        not null,     -- the provider itself, where the user was made by a login
  linked_at       timestamptz not null default now(),
  last_login_at   timestamptz,
  primary key (organisation_id, issuer, subject),
  unique (user_name, issuer)
);

-- Logins that are under way at a provider. Of what each knows, only the SHA-256 is kept.
create table provider_logins (
  id              text        primary key,
  organisation_id text        not null references organisations (id),
  issuer          text        not null,
  state_sha256    bytea       not null unique,
  challenge       text        not null,     -- SHA-256 of what only the client that began it knows
  port            int,                      -- where that client listens on its own machine; null: nowhere
  created_at      timestamptz not null default now(),
  expires_at      timestamptz not null,
  returned_at     timestamptz,              -- the browser came back; good once
  code_sha256     bytea       unique,       -- of what the client shows to get its session
  user_name       text        references users (name) on delete cascade,
  second_factor   boolean     not null default false,
  finished_at     timestamptz,
  foreign key (organisation_id) references identity_providers (organisation_id) on delete cascade
);
create index provider_logins_by_end on provider_logins (expires_at);

alter table login_sessions drop constraint login_sessions_how_check;
alter table login_sessions add constraint login_sessions_how_check check (how in ('password', 'link', 'provider'));

-- Between the provider and the code of ours.
alter table tokens drop constraint tokens_kind_check;
alter table tokens add constraint tokens_kind_check
  check (kind in ('cli', 'session', 'one-time', 'metrics', 'api', 'mfa', 'provider-mfa'));

create trigger identity_providers_organisation before insert on identity_providers
  for each row execute function require_organisation();
