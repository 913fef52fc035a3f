-- An operation belongs to the organisation of its servers; a key that a client has used there says nothing elsewhere.
alter table operations alter column organisation_id drop default;
alter table operations drop constraint operations_initiator_idempotency_key_key;
alter table operations
  add constraint operations_by_key unique (organisation_id, initiator, idempotency_key);
drop index operations_newest;
create index operations_newest on operations (organisation_id, created_at desc, id desc);
