-- What an operation does on a server, where that is not what its own row says for all of them: made from what is kept
-- for the server when the operation was asked for.
alter table operation_servers
  add column input_sealed bytea,
  add column input_origin jsonb;          -- dev.holdfast.platform.operation.InputOrigin
alter table operation_servers alter column input_sealed set storage external;

-- By this the last operation on a server is found.
create index operation_servers_server on operation_servers (server, operation);
