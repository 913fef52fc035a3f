-- Files that are evidence stay as long as there is a record of the operation that has kept them.
alter table operation_files add column evidence boolean not null default false;
comment on column operation_files.evidence is 'true: kept with the operation, not only while it needs the file';
