-- A machine that is registered under several names has one lease: that of the name it was registered under first.
alter table servers add column alias_of text references servers (name) check (alias_of <> name);

create index servers_by_alias on servers (alias_of) where alias_of is not null;
