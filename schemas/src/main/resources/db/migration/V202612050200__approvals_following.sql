-- Whether a runbook was approved with what follows from it.
alter table approvals add column following boolean not null default false;
