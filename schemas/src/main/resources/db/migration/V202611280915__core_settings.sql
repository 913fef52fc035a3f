-- What somebody has set; without a row a setting has its default.
create table settings (
  name   text        primary key,
  value  text        not null,
  set_by text        not null,
  set_at timestamptz not null default now()
);

-- By this the operations are found that need not be kept any more.
create index operations_ended on operations (ended_at, id) where ended_at is not null;
