-- A file is stored once within an organisation: whether another one has it cannot be found out.
alter table files add column organisation_id text not null default 'default' references organisations (id);
alter table files alter column organisation_id drop default;
alter table files drop constraint files_arrival_key;
alter table files drop constraint files_sha256_key;
alter table files
  add constraint files_by_arrival unique (organisation_id, arrival),
  add constraint files_by_content unique (organisation_id, sha256);
