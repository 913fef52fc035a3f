-- How often an operation was begun on a server: one that is retried has another attempt.
alter table operation_servers add column attempt integer not null default 1;
