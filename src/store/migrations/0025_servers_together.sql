-- What servers of one installation know of one another. None of it belongs to a firm, and workledger_app may not see it.

-- A fingerprint of the secret that they share, so that one with another secret does not begin among them: it would not know
-- the sessions of the others, nor read the second factors that they keep.
create table shared_secret (
  is_only      boolean primary key default true check (is_only),
  fingerprint  bytea not null check (length(fingerprint) = 32),
  kept_at      timestamptz not null default now()
);

-- How often an address has tried a password, a code or a link lately, on whichever server. Rows of a minute, which may be
-- gone after a crash of the database.
create unlogged table guess (
  address   text primary key,
  began_at  timestamptz not null default now(),
  attempts  int not null default 1
);

-- When whoever is at an operation said so for the last time; after a minute of silence it was killed.
alter table operation add column seen_at timestamptz not null default now();
