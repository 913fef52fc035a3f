-- How it stands with the gates between the waves of an operation; null before the first wave has ended.
alter table operations add column gates jsonb;    -- dev.holdfast.platform.operation.OperationGates
