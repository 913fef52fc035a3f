-- How servers are reached and trusted beyond an address, a pinned host key and a login key.

alter table servers
  alter column credential drop not null,    -- null: an agent logs in
  add column adapter     text  not null default 'auto' check (adapter in ('auto', 'sshj', 'mina')),
  add column jump        text  references servers (name),  -- reached through this one
  add column certificate text,              -- the user certificate beside the login key: TYPE BASE64
  add column agent       text,              -- the agent's socket on the worker's machine
  add column authorities jsonb not null default '[]',  -- [{"type": …, "key": …}], sign host certificates
  add column revoked     jsonb not null default '[]';  -- ["SHA256:…"], never trusted
create index servers_by_jump on servers (jump) where jump is not null;
