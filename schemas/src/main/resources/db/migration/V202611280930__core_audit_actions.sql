-- What people do to the platform itself is in the audit too: rules, servers, trust, approvals, cancels.
alter table command_audit
  add column client text,                   -- from where: address and program; only of actions
  drop constraint command_audit_kind_check,
  add constraint command_audit_kind_check
    check (kind in ('exec', 'journal', 'script', 'sftp', 'connect', 'action')),
  add constraint command_audit_client_check check (client is null or kind = 'action');

-- An action is written when it is done, and has no end that could be written later.
create function guard_audit_client() returns trigger language plpgsql as $$
begin
  if new.client is distinct from old.client then
    raise exception 'command_audit: of record % only the end can be written', old.id
      using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;

create trigger command_audit_client before update on command_audit
  for each row execute function guard_audit_client();
