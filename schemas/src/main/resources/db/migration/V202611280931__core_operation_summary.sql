-- What an operation was asked to do, in a line, with secrets masked; encrypted like its input.
alter table operations
  add column summary        text,           -- always null: every encrypted column has a clear one
  add column summary_sealed bytea;

create index operations_clear_summary on operations (id) where summary is not null;
create index operations_by_initiator on operations (initiator, created_at desc);
