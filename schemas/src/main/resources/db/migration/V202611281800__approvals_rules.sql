-- Which plans take whose approval before they are carried out.
create table approval_rules (
  organisation_id text        not null references organisations (id),
  name            text        not null,
  body            jsonb       not null,           -- dev.holdfast.platform.approval.ApprovalRule
  changed_by      text        not null,
  changed_at      timestamptz not null default now(),
  primary key (organisation_id, name)
);
create trigger approval_rules_organisation before insert on approval_rules
  for each row execute function require_organisation();

-- Several people may have to approve a plan: each decision is a row.
alter table approvals drop constraint approvals_pkey;
alter table approvals add primary key (operation, server, plan_hash, decided_by);

-- Whether a change of the plan can lock operators out; null for plans of before, of which nobody knows without reading them.
alter table plans add column lock_out boolean;
