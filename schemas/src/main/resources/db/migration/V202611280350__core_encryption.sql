-- What operations are given, plan, change and print, and files on their way, are encrypted at rest.
-- A value is in its clear column (what an earlier version has written, until it is encrypted in the
-- background) or in the sealed one: a version byte, then AES-256-GCM with the data key of its owner.

-- Data keys, encrypted by the platform's keyset. Without its key nothing of an owner can be read.
create table data_keys (
  id          bigint      generated always as identity primary key,
  operation   text        unique references operations (id) on delete cascade,
  file        bigint      unique references files (id) on delete cascade,
  audit_month text        unique,           -- 2026-11: the records of the audit of this month
  wrapped     bytea,                        -- null once it is erased
  created_at  timestamptz not null default now(),
  erased_at   timestamptz,
  check (num_nonnulls(operation, file, audit_month) = 1),
  check ((wrapped is null) = (erased_at is not null))
);

alter table operations
  alter column input drop not null,
  add column input_sealed bytea,
  add column error_sealed bytea;
alter table operation_servers
  add column error_sealed   bytea,
  add column outcome_sealed bytea;
alter table operation_steps
  alter column summary drop not null,
  add column summary_sealed bytea,
  add column error_sealed   bytea;
alter table operation_logs
  alter column bytes drop not null,
  add column bytes_sealed bytea;
alter table plans
  alter column body drop not null,
  add column body_sealed bytea;
alter table changes
  alter column resource drop not null,
  alter column body drop not null,
  add column resource_sealed bytea,
  add column body_sealed     bytea;
alter table approvals
  add column reason_sealed bytea;
alter table file_chunks
  alter column bytes drop not null,
  add column bytes_sealed bytea;
alter table command_audit
  alter column command drop not null,
  add column command_sealed bytea,
  add column error_sealed   bytea;

-- What is encrypted cannot be compressed.
alter table operations alter column input_sealed set storage external;
alter table operation_logs alter column bytes_sealed set storage external;
alter table plans alter column body_sealed set storage external;
alter table changes alter column body_sealed set storage external;
alter table file_chunks alter column bytes_sealed set storage external;

-- By these the clear values that are left are found; they are empty when all is encrypted.
create index operations_clear_input on operations (id) where input is not null;
create index operations_clear_error on operations (id) where error is not null;
create index operations_clear_digest on operations (id) where input_sha256 not like 'hmac:%';
create index operation_servers_clear_error on operation_servers (operation) where error is not null;
create index operation_servers_clear_outcome on operation_servers (operation)
  where outcome is not null;
create index operation_steps_clear_summary on operation_steps (operation)
  where summary is not null;
create index operation_steps_clear_error on operation_steps (operation) where error is not null;
create index operation_logs_clear_bytes on operation_logs (operation) where bytes is not null;
create index plans_clear_body on plans (operation) where body is not null;
create index changes_clear_resource on changes (operation) where resource is not null;
create index changes_clear_body on changes (operation) where body is not null;
create index approvals_clear_reason on approvals (operation) where reason is not null;
create index file_chunks_clear_bytes on file_chunks (file) where bytes is not null;
create index files_clear_digest on files (id) where sha256 not like 'hmac:%';
create index command_audit_clear_command on command_audit (id) where command is not null;
create index command_audit_clear_error on command_audit (id) where error is not null;

-- A digest of little can be guessed: these columns hold 'hmac:' and an HMAC-SHA256 of the digest.
comment on column operations.input_sha256 is 'hmac:…, of the SHA-256 of what was asked for';
comment on column files.sha256 is 'hmac:…, of the SHA-256 of the content; null while it arrives';

-- The files that an operation names in its input: they stay as long as it may need them.
create table operation_files (
  operation text   not null references operations (id) on delete cascade,
  file      bigint not null references files (id) on delete cascade,
  primary key (operation, file)
);
create index operation_files_by_file on operation_files (file);

-- A clear text of the audit may be exchanged for its encryption, once; nothing else has changed.
create or replace function guard_command_audit() returns trigger language plpgsql as $$
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
  if (new.id, new.at, new.organisation, new.initiator, new.operation, new.step, new.generation,
      new.server, new.login_user, new.sudo, new.kind, new.internal)
    is distinct from
     (old.id, old.at, old.organisation, old.initiator, old.operation, old.step, old.generation,
      old.server, old.login_user, old.sudo, old.kind, old.internal)
    or ((new.command, new.command_sealed) is distinct from (old.command, old.command_sealed)
      and not (old.command is not null and old.command_sealed is null
        and new.command is null and new.command_sealed is not null)) then
    raise exception 'command_audit: of record % only the end can be written', old.id
      using errcode = 'insufficient_privilege';
  end if;
  if old.outcome <> 'started'
    and ((new.outcome, new.exit_code, new.duration_ms, new.bytes_out, new.bytes_err)
        is distinct from
        (old.outcome, old.exit_code, old.duration_ms, old.bytes_out, old.bytes_err)
      or ((new.error, new.error_sealed) is distinct from (old.error, old.error_sealed)
        and not (old.error is not null and old.error_sealed is null
          and new.error is null and new.error_sealed is not null))
      or (new.command, new.command_sealed, new.error, new.error_sealed)
        is not distinct from
        (old.command, old.command_sealed, old.error, old.error_sealed)) then
    raise exception 'command_audit: record % is finished', old.id
      using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
