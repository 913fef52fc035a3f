-- The commands of which no end is written: a sweep closes those whose operation has ended.
create index command_audit_open on command_audit (id) where outcome = 'started';
