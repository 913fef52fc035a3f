-- How an operation goes about its servers at present; null where it is as its settings say.
alter table operations
  add column concurrency integer,
  add column wave        integer,
  add column waves       integer,
  add check (num_nulls(concurrency, wave, waves) in (0, 3));
