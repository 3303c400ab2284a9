-- The billing run: how often clients are billed, saved rules, and runs with what they plan.

alter table client
  add billing_schedule text not null default 'none'
    check (billing_schedule in ('none', 'monthly', 'fortnightly', 'quarterly', 'onCompletion')),
  -- The last day of some period; quarters without one are those of the calendar.
  add billing_anchor_on date,
  add constraint client_billing_anchor check (billing_schedule <> 'fortnightly' or billing_anchor_on is not null);

create table billing_definition (
  firm_id  int not null references firm (id),
  id       int generated always as identity,
  name     text not null check (length(name) between 1 and 100),
  -- core/billing-run/rules.ts: DefinedRules.
  rules    jsonb not null,
  version  int not null default 1,
  primary key (firm_id, id)
);
create unique index billing_definition_name on billing_definition (firm_id, lower(name));

-- A run begins as a rehearsal. What it plans are rows of its own: planning locks and changes nothing else.
create table billing_run (
  firm_id        int not null references firm (id),
  id             int generated always as identity,
  name           text not null check (length(name) between 1 and 200),
  state          text not null default 'rehearsed'
    check (state in ('rehearsed', 'running', 'paused', 'done', 'undone', 'cancelled', 'discarded')),
  definition_id  int,
  -- With the dates that the rules came to.
  rules          jsonb not null,
  -- The moment that the plan knows of; its oldest part, where parts were planned anew since.
  planned_at     timestamptz not null,
  created_by     int not null,
  created_at     timestamptz not null,
  version        int not null default 1,
  primary key (firm_id, id),
  foreign key (firm_id, created_by) references actor (firm_id, id)
);
create index billing_run_newest on billing_run (firm_id, id desc);

-- What people said of a run's jobs, or of all jobs of a client. It stays when the plan is made anew.
create table billing_run_choice (
  firm_id          int not null,
  run_id           int not null,
  subject          text not null check (subject in ('job', 'client')),
  subject_id       int not null,
  -- Null: by the rules, where only the minimum does not count.
  treatment        text check (treatment in ('bill', 'writeOff', 'hold', 'carry')),
  ignores_minimum  boolean not null default false,
  note             text check (length(note) <= 2000),
  actor_id         int not null,
  decided_at       timestamptz not null,
  primary key (firm_id, run_id, subject, subject_id),
  foreign key (firm_id, run_id) references billing_run (firm_id, id),
  foreign key (firm_id, actor_id) references actor (firm_id, id),
  check (treatment is not null or ignores_minimum)
);

-- One invoice that the run makes.
create table billing_run_unit (
  firm_id      int not null,
  run_id       int not null,
  place        int not null,
  client_id    int not null,
  currency     char(3) not null,
  type         text not null check (type in ('progress', 'final')),
  basis        text not null check (basis in ('actual', 'quoted')),
  total_minor  bigint not null,
  tax_minor    bigint not null,
  job_count    int not null check (job_count > 0),
  item_count   int not null,
  state        text not null default 'planned' check (state in ('planned', 'billed', 'nothing', 'parked', 'undone')),
  invoice_id   int,
  primary key (firm_id, run_id, place),
  foreign key (firm_id, run_id) references billing_run (firm_id, id),
  foreign key (firm_id, invoice_id) references invoice (firm_id, id)
);
create index billing_run_unit_client on billing_run_unit (firm_id, run_id, client_id);
create index billing_run_unit_invoice on billing_run_unit (firm_id, invoice_id) where invoice_id is not null;

-- What is decided on a job, and what that comes to. Jobs and clients are named, not referred to: a rehearsal keeps
-- nobody from removing a job.
create table billing_run_job (
  firm_id            int not null,
  run_id             int not null,
  job_id             int not null,
  client_id          int not null,
  manager_id         int,
  partner_id         int,
  category           text,
  currency           char(3) not null,
  decision           text not null check (decision in ('bill', 'writeOff', 'hold', 'nothing')),
  reason             text,
  detail             text,
  unit_place         int,
  balance_version    bigint not null,
  open_items         int not null,
  warnings           text[] not null,
  total_minor        bigint not null,
  tax_minor          bigint not null,
  before_minor       bigint not null,
  billed_minor       bigint not null,
  written_on_minor   bigint not null,
  written_off_minor  bigint not null,
  raised_minor       bigint not null,
  absorbed_minor     bigint not null,
  carried_minor      bigint not null,
  after_minor        bigint not null,
  primary key (firm_id, run_id, job_id),
  foreign key (firm_id, run_id) references billing_run (firm_id, id),
  constraint billing_run_job_decided check ((decision = 'bill') = (unit_place is not null)),
  constraint billing_run_job_ties_out check (
    before_minor + written_on_minor - written_off_minor - billed_minor - raised_minor + absorbed_minor = after_minor)
);
create index billing_run_job_client on billing_run_job (firm_id, run_id, client_id, job_id);

call fence('billing_definition', 'select, insert, update, delete');
call fence('billing_run', 'select, insert, update');
call fence('billing_run_choice', 'select, insert, update, delete');
call fence('billing_run_unit', 'select, insert, update, delete');
call fence('billing_run_job', 'select, insert, update, delete');
