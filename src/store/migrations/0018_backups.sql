-- Which installation this is, so that a backup says whose it is, and old ones are cleared away only by whoever made them.
-- A restored installation goes on under its own name. Above all firms, so workledger_app has no business here.
create table installation (
  is_only  boolean primary key default true check (is_only),
  id       uuid not null default gen_random_uuid(),
  made_at  timestamptz not null default now()
);
insert into installation default values;
