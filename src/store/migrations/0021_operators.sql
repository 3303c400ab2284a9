-- What operators see besides figures, what they ask for, and what they say. None of it belongs to a firm, and
-- workledger_app may not see it.

-- The programs that are at work: each says every few seconds that it is there, and takes its row away when it ends.
create table running_process (
  host        text not null,
  process     int not null,
  role        text not null check (role in ('serve', 'work')),
  version     text not null,
  started_at  timestamptz not null,
  seen_at     timestamptz not null,
  draining    boolean not null,
  -- What it does when it is asked to: kinds of operations.
  does        text[] not null,
  primary key (host, process)
);

-- What somebody wants done now. Whoever does it takes the row away first.
create table operation_request (
  kind      text primary key check (kind in ('verify', 'backup', 'restoreDrill')),
  asked_at  timestamptz not null default now()
);

-- What operators tell people about a time in which something was wrong, on the status page.
create table incident (
  id        int generated always as identity primary key,
  title     text not null check (length(title) between 1 and 200),
  began_at  timestamptz not null,
  -- Null while it lasts.
  ended_at  timestamptz,
  note      text not null check (length(note) <= 2000),
  check (ended_at >= began_at)
);
create index incident_newest on incident (began_at desc);
