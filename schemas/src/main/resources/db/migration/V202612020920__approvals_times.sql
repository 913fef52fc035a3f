-- Since when a plan waits for a decision: approval rules give it a time, and ask more people after one.
alter table operations add column asked_at timestamptz;
alter table operation_servers add column asked_at timestamptz;

-- Of which rule more people were asked about which plan: they are told once.
create table approval_escalations (
  operation text        not null references operations (id) on delete cascade,
  server    text        not null,      -- '': the operation as a whole
  plan_hash text        not null,
  rule      text        not null,
  at        timestamptz not null default now(),
  primary key (operation, server, plan_hash, rule)
);
