-- What a server said of itself: the id that is written once on its disk. Two names with one id are one machine.
alter table servers add column machine_id text check (machine_id ~ '^[0-9a-f]{32}$');

create index servers_by_machine on servers (machine_id) where machine_id is not null;
