-- What an installation knows of itself: who operates it, what was done to it as a whole, how busy it was and when it was
-- there. None of it belongs to a firm, and workledger_app, in whose role all work for a firm runs, may not see it.

-- People who may see the installation's own figures, across firms. It gives nobody anything inside of a firm.
create table operator (
  user_id     text primary key references auth."user" (id) on delete cascade,
  granted_at  timestamptz not null default now()
);

-- What was done to the installation as a whole, now and then: so that it can be seen when it was last done, and how it
-- ended. A row without an end was begun and either goes on or was broken off.
create table operation (
  id          int generated always as identity primary key,
  kind        text not null check (kind in ('verify', 'backup', 'restoreDrill')),
  started_at  timestamptz not null default now(),
  ended_at    timestamptz,
  outcome     text check (outcome in ('succeeded', 'failed')),
  -- Counts and sizes, and for people what went wrong.
  detail      jsonb not null default '{}',
  check ((ended_at is null) = (outcome is null))
);
create index operation_newest on operation (kind, id desc);

-- Histograms of durations, a count per bucket, added up.
create function add_histograms(a int[], b int[]) returns int[]
language sql immutable parallel safe as $$
  select array(
    select coalesce(x, 0) + coalesce(y, 0) from unnest(a, b) with ordinality as pair(x, y, place) order by place)
$$;
create aggregate sum_histograms(int[]) (sfunc = add_histograms, stype = int[], initcond = '{}', parallel = safe);

-- How busy it was. Each process writes a row a minute; these are rolled up to ten minutes, hours and days, and what was
-- rolled up is removed after a while, so that a year stays small. Figures of a machine stand in the row of each of its
-- processes; figures of the installation in the rows of all.
create table utilisation (
  -- How many minutes the row tells of: 1, 10, 60 or 1440.
  grain                 smallint not null check (grain in (1, 10, 60, 1440)),
  begins_at             timestamptz not null,
  host                  text not null,
  role                  text not null check (role in ('serve', 'work')),
  -- The process; 0 for all of that role on the host, once rolled up.
  process               int not null,
  -- Of how many minutes something is known.
  minutes               int not null,
  -- Of the machine: 1 is all of it.
  cpu_share             real not null,
  memory_used_bytes     bigint not null,
  memory_total_bytes    bigint not null,
  disk_used_bytes       bigint not null,
  disk_free_bytes       bigint not null,
  -- Of the process: 1 is one core.
  process_cpu_share     real not null,
  process_memory_bytes  bigint not null,
  event_loop_p99_ms     real not null,
  requests              bigint not null,
  -- Answers that say that the server is at fault, 500 and above.
  errors                bigint not null,
  latency_histogram     int[] not null,
  queue_waiting         int not null,
  queue_oldest_seconds  int not null,
  database_connections  int not null,
  database_bytes        bigint not null,
  primary key (grain, begins_at, host, role, process)
);

-- How much each route had to do, by the hour and by the day.
create table route_load (
  grain              smallint not null check (grain in (60, 1440)),
  begins_at          timestamptz not null,
  -- Method and template, such as 'GET /api/v1/jobs/{id}'; never an address that somebody asked for.
  route              text not null,
  requests           bigint not null,
  errors             bigint not null,
  milliseconds       bigint not null,
  slowest_ms         int not null,
  latency_histogram  int[] not null,
  primary key (grain, begins_at, route)
);

-- When servers were there, in spans without a gap. A server says every few seconds that it is there, which lengthens the
-- latest span, or begins a new one after a silence.
create table availability (
  began_at    timestamptz primary key,
  seen_at     timestamptz not null,
  -- When the last server was stopped in order; null where it fell silent, and while one is there.
  stopped_at  timestamptz,
  check (began_at <= seen_at)
);
