-- Files on their way between clients and servers, by content: stored once, whoever brings it.
create table files (
  id         bigint      generated always as identity primary key,
  arrival    text        unique,            -- names a file that is still arriving; null once it is whole
  sha256     text        unique,            -- hexadecimal; null while it is arriving
  size       bigint      not null default 0,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  check ((arrival is null) <> (sha256 is null))
);
create index files_expiring on files (expires_at);

-- All chunks of a file but the last are of the same size. What is sent over SSH is seldom worth compressing again.
create table file_chunks (
  file  bigint  not null references files (id) on delete cascade,
  chunk integer not null,
  bytes bytea   not null,
  primary key (file, chunk)
);
alter table file_chunks alter column bytes set storage external;

-- Who may read a file, and send it to servers: whoever has brought it, or whose operation has.
create table file_owners (
  file      bigint not null references files (id) on delete cascade,
  user_name text   not null,
  primary key (file, user_name)
);
