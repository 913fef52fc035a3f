-- A step of a runbook whose failure is a warning: the runbook continues, and succeeds if nothing else fails.
alter table runbook_steps add column critical boolean not null default true;
