-- ID tokens by which identity providers know whose session is to end (id_token_hint): from the login to the session's end.
create table logout_hints (
  login           text        primary key,
  organisation_id text        not null references organisations (id) on delete cascade,
  issuer          text        not null,
  hint_sealed     bytea       not null,
  code_sha256     bytea       unique,       -- of the token with which a code is shown before the session begins
  session_id      text        unique references login_sessions (id) on delete cascade,
  kept_at         timestamptz not null default now()
);

create function forget_logout_hint() returns trigger language plpgsql as $$
begin
  delete from logout_hints where session_id = new.id;
  return null;
end $$;
create trigger login_sessions_forget_hint after update of ended_at on login_sessions
  for each row when (new.ended_at is not null) execute function forget_logout_hint();
