-- When servers may be worked on unless somebody says otherwise: hours for those that a selector matches.
create table maintenance_windows (
  organisation_id text        not null references organisations (id),
  name            text        not null,
  selector        text        not null,
  hours           text        not null,           -- dev.holdfast.platform.schedule.MaintenanceWindow
  changed_by      text        not null,
  changed_at      timestamptz not null default now(),
  primary key (organisation_id, name)
);
create trigger maintenance_windows_organisation before insert on maintenance_windows
  for each row execute function require_organisation();
