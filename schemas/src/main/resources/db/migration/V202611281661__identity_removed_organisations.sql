-- Nothing comes into an organisation that is being removed: whoever adds something waits for the end of the removal, and
-- looks again.
create function require_organisation() returns trigger language plpgsql as $$
begin
  perform from organisations where id = new.organisation_id and removed_at is null for key share;
  if not found then
    raise foreign_key_violation using message = 'there is no organisation ' || new.organisation_id;
  end if;
  return new;
end $$;

create trigger users_organisation before insert on users
  for each row execute function require_organisation();
create trigger servers_organisation before insert on servers
  for each row execute function require_organisation();
create trigger named_secrets_organisation before insert on named_secrets
  for each row execute function require_organisation();
create trigger schedules_organisation before insert on schedules
  for each row execute function require_organisation();
create trigger operations_organisation before insert on operations
  for each row execute function require_organisation();
