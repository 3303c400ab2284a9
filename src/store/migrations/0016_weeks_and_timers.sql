-- Weeks that people say are done, how long people work, and timers that run.

alter table firm
  -- What somebody works on a day, Monday to Friday, unless they have a week of their own.
  add working_minutes_per_day  smallint not null default 450 check (working_minutes_per_day between 0 and 1440),
  -- Whether people are expected to say that a week is done: the checklist of a period counts weeks that are not.
  add weeks_are_submitted      boolean not null default false;

alter table staff
  -- Minutes from Monday to Sunday; null for the firm's days.
  add working_minutes  smallint[] check (
    cardinality(working_minutes) = 7 and 0 <= all (working_minutes) and 1440 >= all (working_minutes));

-- That somebody's week is done, as of its minutes then; taken back by whoever reopens it.
create table week_submission (
  firm_id       int not null references firm (id),
  id            int generated always as identity,
  staff_id      int not null,
  week_start    date not null,
  minutes       int not null check (minutes >= 0),
  actor_id      int not null,
  submitted_at  timestamptz not null,
  reopener_id   int,
  reopened_at   timestamptz,
  version       int not null default 1,
  primary key (firm_id, id),
  foreign key (firm_id, staff_id) references staff (firm_id, id),
  foreign key (firm_id, actor_id) references actor (firm_id, id),
  foreign key (firm_id, reopener_id) references actor (firm_id, id),
  check ((reopener_id is null) = (reopened_at is null))
);
create unique index week_submission_standing on week_submission (firm_id, staff_id, week_start)
  where reopened_at is null;

-- A timer is a row from the moment it is started until it is stopped or discarded; what it measured is a time entry.
create table timer (
  firm_id      int not null references firm (id),
  id           int generated always as identity,
  staff_id     int not null,
  job_id       int not null,
  job_task_id  int not null,
  note         text check (length(note) <= 10000),
  -- Null for what the job's task says.
  billable     boolean,
  started_at   timestamptz not null,
  version      int not null default 1,
  primary key (firm_id, id),
  -- One at a time.
  constraint timer_of_staff unique (firm_id, staff_id),
  foreign key (firm_id, job_id, job_task_id) references job_task (firm_id, job_id, id) on delete cascade,
  foreign key (firm_id, staff_id) references staff (firm_id, id) on delete cascade
);
create index timer_job_task on timer (firm_id, job_id, job_task_id);

call fence('week_submission', 'select, insert, update');
call fence('timer', 'select, insert, update, delete');
