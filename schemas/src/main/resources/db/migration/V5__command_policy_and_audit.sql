-- Which commands may run where; a rule that was removed stays, because refusals name it.
create table command_rules (
  id           bigint      generated always as identity primary key,
  organisation text        not null default 'default',
  effect       text        not null check (effect in ('allow', 'deny')),
  operation    text,                        -- null: any
  selector     text        not null,        -- over servers
  user_name    text,                        -- who asked for the operation; null: anybody
  sudo         boolean,                     -- null: with and without root's rights
  matcher      jsonb       not null,        -- dev.holdfast.schemas.command.CommandMatcher
  shell        boolean     not null default false,
  reason       text,
  created_by   text        not null,
  created_at   timestamptz not null default now(),
  removed_by   text,
  removed_at   timestamptz
);

-- Every command on a server: written before it runs as 'started' and finished once, or, for one
-- that changes nothing, written when it has ended.
create table command_audit (
  id           bigint      generated always as identity primary key,
  at           timestamptz not null default clock_timestamp(),
  organisation text        not null default 'default',
  initiator    text        not null,
  operation    text,                        -- no reference: the audit outlives operations
  step         text,
  generation   integer,
  server       text        not null,
  login_user   text        not null,
  sudo         boolean     not null,
  kind         text        not null check (kind in ('exec', 'journal', 'script', 'sftp', 'connect')),
  internal     boolean     not null,        -- Holdfast's own, not what a person typed
  command      text        not null,        -- redacted
  outcome      text        not null
    check (outcome in ('started', 'succeeded', 'failed', 'refused', 'not-run', 'unknown')),
  exit_code    integer,
  error        text,                        -- redacted
  duration_ms  bigint,
  bytes_out    bigint,
  bytes_err    bigint
);
create index command_audit_server on command_audit (server, id);
create index command_audit_operation on command_audit (operation, id);
create index command_audit_initiator on command_audit (initiator, id);
create index command_audit_at on command_audit (at);

-- An entry of the journal runs at most once, so it has one record, however often it is delivered.
create unique index command_audit_journal on command_audit (operation, server, step, generation)
  where kind = 'journal' and step is not null;

create function guard_command_audit() returns trigger language plpgsql as $$
begin
  if tg_op = 'TRUNCATE' then
    raise exception 'command_audit: is append-only' using errcode = 'insufficient_privilege';
  end if;
  if tg_op = 'DELETE' then
    if old.at > now() - interval '365 days' then
      raise exception 'command_audit: record % is younger than a year', old.id
        using errcode = 'insufficient_privilege';
    end if;
    return old;
  end if;
  if old.outcome <> 'started' then
    raise exception 'command_audit: record % is finished', old.id
      using errcode = 'insufficient_privilege';
  end if;
  if (new.id, new.at, new.organisation, new.initiator, new.operation, new.step, new.generation,
      new.server, new.login_user, new.sudo, new.kind, new.internal, new.command)
    is distinct from
     (old.id, old.at, old.organisation, old.initiator, old.operation, old.step, old.generation,
      old.server, old.login_user, old.sudo, old.kind, old.internal, old.command) then
    raise exception 'command_audit: of record % only the end can be written', old.id
      using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger command_audit_append_only before update or delete on command_audit
  for each row execute function guard_command_audit();
create trigger command_audit_never_truncated before truncate on command_audit
  for each statement execute function guard_command_audit();
