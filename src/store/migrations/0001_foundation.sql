-- Firms, people and what every table shares.
--
-- One installation holds many firms. Every table of a firm begins its key with firm_id and is fenced twice: queries
-- name the firm, and row-level security compares it with app.firm_id, which each transaction sets for itself.
-- The role workledger_app, under which all work for a firm runs, owns nothing and cannot bypass the fence.

create table firm (
  id                           int generated always as identity primary key,
  name                         text not null check (length(name) between 1 and 200),
  -- Generated to try things on: it does not count as the installation's being set up.
  is_demo                      boolean not null default false,
  -- The currency of cost rates, and what a new client gets unless it says otherwise.
  currency                     char(3) not null check (currency ~ '^[A-Z]{3}$'),
  time_zone                    text not null,
  locale                       text not null default 'en',
  week_starts_on               smallint not null default 1 check (week_starts_on between 1 and 7),
  rounding_increment_minutes   smallint not null default 1 check (rounding_increment_minutes in (1, 6, 15, 30)),
  rounding_direction           text not null default 'up' check (rounding_direction in ('up', 'nearest', 'down')),
  -- More than this for one person on one day is answered with a warning or refused.
  daily_minutes_max            int not null default 1440 check (daily_minutes_max between 1 and 10080),
  daily_minutes_action         text not null default 'warn' check (daily_minutes_action in ('warn', 'refuse')),
  -- Dates after today: refused unless the firm plans ahead.
  future_days_max              int not null default 0 check (future_days_max between 0 and 366),
  project_managers_see_costs   boolean not null default false,
  -- A project manager may write off at most this much at a time; null: no limit.
  project_manager_write_off_limit_minor bigint check (project_manager_write_off_limit_minor >= 0),
  job_number_prefix            text not null default 'J' check (length(job_number_prefix) <= 12),
  next_job_number              int not null default 1 check (next_job_number > 0),
  version                      int not null default 1,
  created_at                   timestamptz not null
);

-- Whoever can cause something: a member, an API key, the import, the system itself. Never removed, so that every
-- journal keeps its author.
create table actor (
  firm_id   int not null references firm (id),
  id        int generated always as identity,
  kind      text not null check (kind in ('member', 'apiKey', 'system')),
  name      text not null,
  primary key (firm_id, id)
);

create schema auth;

-- People who can sign in, across firms. The columns are those that the sign-in library expects.
create table auth."user" (
  id              text primary key,
  name            text not null,
  email           text not null unique,
  "emailVerified" boolean not null default false,
  image           text,
  "createdAt"     timestamptz not null default now(),
  "updatedAt"     timestamptz not null default now()
);

create table auth.session (
  id          text primary key,
  "expiresAt" timestamptz not null,
  token       text not null unique,
  "createdAt" timestamptz not null default now(),
  "updatedAt" timestamptz not null default now(),
  "ipAddress" text,
  "userAgent" text,
  "userId"    text not null references auth."user" (id) on delete cascade
);
create index session_by_user on auth.session ("userId");

create table auth.account (
  id                      text primary key,
  "accountId"             text not null,
  "providerId"            text not null,
  "userId"                text not null references auth."user" (id) on delete cascade,
  "accessToken"           text,
  "refreshToken"          text,
  "idToken"               text,
  "accessTokenExpiresAt"  timestamptz,
  "refreshTokenExpiresAt" timestamptz,
  scope                   text,
  password                text,
  "createdAt"             timestamptz not null default now(),
  "updatedAt"             timestamptz not null default now()
);
create index account_user on auth.account ("userId");

create table auth.verification (
  id          text primary key,
  identifier  text not null,
  value       text not null,
  "expiresAt" timestamptz not null,
  "createdAt" timestamptz not null default now(),
  "updatedAt" timestamptz not null default now()
);
create index verification_identifier on auth.verification (identifier);

-- A person's place in a firm: the role, and the staff member they are when they record time.
create table member (
  firm_id                int not null references firm (id),
  id                     int generated always as identity,
  user_id                text not null references auth."user" (id),
  actor_id               int not null,
  staff_id               int,
  role                   text not null check (role in ('owner', 'bookkeeper', 'projectManager', 'staff', 'auditor')),
  -- Overrides the firm's limit for this person; null: the firm's.
  write_off_limit_minor  bigint check (write_off_limit_minor >= 0),
  active                 boolean not null default true,
  -- When an invitation was accepted; null while it has not been.
  joined_at              timestamptz,
  version                int not null default 1,
  primary key (firm_id, id),
  unique (firm_id, user_id),
  foreign key (firm_id, actor_id) references actor (firm_id, id)
);
create index member_user on member (user_id);

-- Only the hash of a key is kept. Its scopes narrow the role it was made with.
create table api_key (
  firm_id       int not null references firm (id),
  id            int generated always as identity,
  actor_id      int not null,
  name          text not null check (length(name) between 1 and 100),
  prefix        text not null,
  key_hash      bytea not null unique check (length(key_hash) = 32),
  role          text not null check (role in ('owner', 'bookkeeper', 'projectManager', 'staff', 'auditor')),
  scopes        text[],
  staff_id      int,
  created_at    timestamptz not null,
  expires_at    timestamptz,
  revoked_at    timestamptz,
  primary key (firm_id, id),
  foreign key (firm_id, actor_id) references actor (firm_id, id)
);

-- The first answer to each request key, so that a repeated write is answered and not repeated.
create table request (
  firm_id      int not null references firm (id),
  request_key  text not null check (length(request_key) between 1 and 200),
  request_hash bytea not null,
  -- JSON that nobody but the program reads: as text it is stored without being taken apart.
  outcome      text not null,
  recorded_at  timestamptz not null,
  primary key (firm_id, request_key)
);
create index request_age on request (recorded_at);

-- Who changed what in the practice's own records, before and after. Ledger events are their own history.
create table change (
  firm_id      int not null references firm (id),
  id           bigint generated always as identity,
  subject      text not null,
  subject_id   bigint not null,
  action       text not null check (action in ('created', 'changed', 'removed')),
  actor_id     int not null,
  recorded_at  timestamptz not null,
  before       jsonb,
  after        jsonb,
  primary key (firm_id, id),
  foreign key (firm_id, actor_id) references actor (firm_id, id)
);
create index change_subject on change (firm_id, subject, subject_id, id);

-- Fences a table of a firm. `privileges` is what the application role may do with it.
create procedure fence(table_name text, privileges text)
language plpgsql as $$
begin
  execute format('alter table %I enable row level security', table_name);
  execute format(
    'create policy of_firm on %I to workledger_app using (firm_id = (select current_setting(''app.firm_id'')::int)) '
    'with check (firm_id = (select current_setting(''app.firm_id'')::int))', table_name);
  execute format('grant %s on %I to workledger_app', privileges, table_name);
end $$;

grant usage on schema public to workledger_app;
grant usage on schema auth to workledger_app;
grant select, insert, update, delete on all tables in schema auth to workledger_app;

alter table firm enable row level security;
create policy of_firm on firm to workledger_app
  using (id = (select current_setting('app.firm_id')::int))
  with check (id = (select current_setting('app.firm_id')::int));
grant select, update on firm to workledger_app;

call fence('actor', 'select, insert');
call fence('member', 'select, insert, update');
call fence('api_key', 'select, insert, update');
call fence('request', 'select, insert');
call fence('change', 'select, insert');

-- Doors through the fence, for the moments before it is known which firm is meant. Each answers one question.

create function memberships_of(p_user_id text)
returns table (firm_id int, firm_name text, member_id int, role text)
language sql stable security definer set search_path = public, pg_temp as $$
  select m.firm_id, f.name, m.id, m.role
  from member m join firm f on f.id = m.firm_id
  where m.user_id = p_user_id and m.active
  order by f.name, m.firm_id
$$;

create function firm_of_api_key(p_key_hash bytea)
returns table (firm_id int, api_key_id int)
language sql stable security definer set search_path = public, pg_temp as $$
  select k.firm_id, k.id from api_key k
  where k.key_hash = p_key_hash and k.revoked_at is null
$$;

create function firms_founded(out own boolean, out demo boolean)
language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select 1 from firm where not is_demo), exists (select 1 from firm where is_demo)
$$;

-- Makes a firm with its gate, its first actor and its owner. Everything else about it is set from inside.
create function found_firm(
  p_name text, p_currency text, p_time_zone text, p_locale text,
  p_user_id text, p_owner_name text, p_at timestamptz)
returns table (firm_id int, member_id int, actor_id int)
language plpgsql security definer set search_path = public, pg_temp as $$
declare v_firm int; v_actor int; v_member int;
begin
  insert into firm (name, currency, time_zone, locale, created_at)
  values (p_name, p_currency, p_time_zone, p_locale, p_at) returning id into v_firm;
  insert into actor (firm_id, kind, name) values (v_firm, 'system', 'Workledger');
  insert into actor (firm_id, kind, name) values (v_firm, 'member', p_owner_name) returning id into v_actor;
  insert into member (firm_id, user_id, actor_id, role, joined_at)
  values (v_firm, p_user_id, v_actor, 'owner', p_at) returning id into v_member;
  insert into ledger_gate (firm_id) values (v_firm);
  return query select v_firm, v_member, v_actor;
end $$;

create function forget_old_requests(p_before timestamptz) returns bigint
language sql security definer set search_path = public, pg_temp as $$
  with gone as (delete from request where recorded_at < p_before returning 1) select count(*) from gone
$$;

revoke all on function memberships_of, firm_of_api_key, firms_founded, found_firm, forget_old_requests from public;
grant execute on function memberships_of, firm_of_api_key, firms_founded, found_firm, forget_old_requests to workledger_app;
