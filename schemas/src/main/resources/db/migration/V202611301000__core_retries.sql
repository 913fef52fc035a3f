-- Servers on which an operation has failed may be tried once more. A new attempt is begun by one request, however often
-- that is delivered; what was approved of the first plan is kept, because what an attempt has found may not be.
alter table operation_servers
  add column attempt_request text,
  add column approved_hash text;

-- Until when an operation waits for somebody to see to servers on which it has failed.
alter table operations add column waits_until timestamptz;
