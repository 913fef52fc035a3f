-- The name of a server is its full one: alone in the first organisation, NAME@ORGANISATION in others. So everything that is
-- kept by a server's name, here and elsewhere, is kept by one that no other organisation's server has.
alter table servers add column organisation_id text not null default 'default' references organisations (id);
alter table servers
  alter column organisation_id drop default,
  add constraint servers_full_name check (
    case when organisation_id = 'default' then position('@' in name) = 0
      else split_part(name, '@', 2) = organisation_id end),
  add constraint servers_jump_within check (split_part(jump, '@', 2) = split_part(name, '@', 2)),
  add constraint servers_alias_within check (split_part(alias_of, '@', 2) = split_part(name, '@', 2));
create index servers_by_organisation on servers (organisation_id, name);
