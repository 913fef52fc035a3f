-- The host keys of which one set is about to replace the other: until it is known which, all of them are trusted.
alter table servers add column changing_host_keys jsonb;
