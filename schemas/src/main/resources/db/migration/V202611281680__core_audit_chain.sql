-- The audit as a chain: each organisation's records, the start of a command and its end for themselves, get a position and
-- a hash that covers all before it. Requests and workers write records unchained; one process at a time chains them.
create table audit_chain (
  organisation text        not null references organisations (id),
  position     bigint      not null check (position > 0),
  record       bigint      not null,        -- in command_audit
  part         text        not null check (part in ('begun', 'ended')),
  leaf         bytea       not null check (length(leaf) = 32),
  hash         bytea       not null check (length(hash) = 32),
  chained_at   timestamptz not null default clock_timestamp(),
  primary key (organisation, position),
  unique (record, part)
);

-- What is not chained yet, written with the record itself.
create table audit_unchained (
  record bigint not null,
  part   text   not null,
  primary key (record, part)
);

-- Signed places of a chain: what is kept outside proves that nothing before it was cut off or made anew.
create table audit_checkpoints (
  organisation text        not null references organisations (id),
  position     bigint      not null,
  hash         bytea       not null,
  at           timestamptz not null,
  key_id       text        not null,
  signature    bytea       not null,
  cut_signature bytea,                      -- signed, too: what was before is deleted, being older than the audit is kept
  primary key (organisation, position)
);

create table audit_keys (
  id             text        primary key,
  public_key     bytea       not null,      -- Ed25519, as X.509 has it
  private_sealed bytea       not null,
  created_at     timestamptz not null default now()
);

create function await_audit_chain() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    insert into audit_unchained values (new.id, 'begun');
    if new.outcome <> 'started' then
      insert into audit_unchained values (new.id, 'ended');
    end if;
  elsif old.outcome = 'started' and new.outcome <> 'started' then
    insert into audit_unchained values (new.id, 'ended');
  end if;
  return null;
end $$;
create trigger command_audit_chained after insert or update on command_audit
  for each row execute function await_audit_chain();

-- What there is already is chained as it is.
insert into audit_unchained select id, 'begun' from command_audit;
insert into audit_unchained select id, 'ended' from command_audit where outcome <> 'started';
alter table audit_unchained
  add constraint audit_unchained_record foreign key (record) references command_audit (id) on delete cascade;

create function guard_audit_chain() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' and old.chained_at < now() - interval '365 days' then
    return old;
  end if;
  raise exception 'audit_chain: is append-only' using errcode = 'insufficient_privilege';
end $$;
create trigger audit_chain_append_only before update or delete on audit_chain
  for each row execute function guard_audit_chain();
create trigger audit_chain_never_truncated before truncate on audit_chain
  for each statement execute function guard_audit_chain();

-- Of a checkpoint only the cut can be signed later, once.
create function guard_audit_checkpoints() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and old.cut_signature is null and (new.organisation, new.position, new.hash, new.at, new.key_id, new.signature)
    is not distinct from (old.organisation, old.position, old.hash, old.at, old.key_id, old.signature) then
    return new;
  end if;
  raise exception 'audit_checkpoints: is append-only' using errcode = 'insufficient_privilege';
end $$;
create trigger audit_checkpoints_append_only before update or delete on audit_checkpoints
  for each row execute function guard_audit_checkpoints();
create trigger audit_checkpoints_never_truncated before truncate on audit_checkpoints
  for each statement execute function guard_audit_checkpoints();
