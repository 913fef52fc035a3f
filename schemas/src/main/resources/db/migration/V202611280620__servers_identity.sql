-- A server's name can be given away and come back; its id belongs to one registration for ever. The database makes it,
-- so that rows of before, and those that an older process still adds, have one too.
alter table servers add column id text not null unique
  default 'srv-' || left(encode(sha256(uuid_send(gen_random_uuid())), 'hex'), 16)
  check (id ~ '^srv-[0-9a-f]{16}$');

create function servers_keep_id() returns trigger language plpgsql as $$
begin
  raise exception 'the id of server % cannot be changed', old.name;
end $$;

create trigger servers_keep_id before update on servers
  for each row when (old.id is distinct from new.id) execute function servers_keep_id();
