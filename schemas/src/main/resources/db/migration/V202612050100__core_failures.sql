-- What went wrong, for programs: beside the text of the error, and encrypted as that. Null in what is older.
alter table operations        add column failure_sealed bytea;
alter table operation_servers add column failure_sealed bytea;
alter table operation_steps   add column failure_sealed bytea;
