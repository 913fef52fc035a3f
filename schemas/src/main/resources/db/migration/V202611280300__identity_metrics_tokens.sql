-- A token that reads the metrics and nothing else, for Prometheus.
alter table tokens drop constraint tokens_kind_check;
alter table tokens add constraint tokens_kind_check
  check (kind in ('cli', 'session', 'one-time', 'metrics'));
