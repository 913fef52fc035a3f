-- What an operation has to tell of a server beyond its state, in its own small terms: an exit code, bytes transferred.
alter table operation_servers add column outcome jsonb;
