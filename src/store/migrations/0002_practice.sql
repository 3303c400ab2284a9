-- The practice: clients, staff, tasks, jobs and the rates between them.

create table staff (
  firm_id     int not null references firm (id),
  id          int generated always as identity,
  name        text not null check (length(name) between 1 and 200),
  email       text,
  code        text,
  active      boolean not null default true,
  version     int not null default 1,
  primary key (firm_id, id)
);
create unique index staff_code on staff (firm_id, code) where code is not null;
alter table member add foreign key (firm_id, staff_id) references staff (firm_id, id);
alter table api_key add foreign key (firm_id, staff_id) references staff (firm_id, id);

create table client (
  firm_id                     int not null references firm (id),
  id                          int generated always as identity,
  name                        text not null check (length(name) between 1 and 200),
  currency                    char(3) not null check (currency ~ '^[A-Z]{3}$'),
  email                       text,
  phone                       text,
  address                     text,
  postal_address              text,
  website                     text,
  export_code                 text,
  tax_number                  text,
  account_manager_id          int,
  job_manager_id              int,
  rounding_increment_minutes  smallint check (rounding_increment_minutes in (1, 6, 15, 30)),
  rounding_direction          text check (rounding_direction in ('up', 'nearest', 'down')),
  archived                    boolean not null default false,
  version                     int not null default 1,
  primary key (firm_id, id),
  foreign key (firm_id, account_manager_id) references staff (firm_id, id),
  foreign key (firm_id, job_manager_id) references staff (firm_id, id),
  check ((rounding_increment_minutes is null) = (rounding_direction is null))
);
create index client_name on client (firm_id, lower(name), id);

create table contact (
  firm_id     int not null references firm (id),
  id          int generated always as identity,
  client_id   int not null,
  name        text not null check (length(name) between 1 and 200),
  email       text,
  phone       text,
  position    text,
  is_primary  boolean not null default false,
  version     int not null default 1,
  primary key (firm_id, id),
  foreign key (firm_id, client_id) references client (firm_id, id)
);
create unique index contact_primary on contact (firm_id, client_id) where is_primary;
create index contact_client on contact (firm_id, client_id, id);

-- The firm's library of tasks; a job takes its tasks from it.
create table task (
  firm_id      int not null references firm (id),
  id           int generated always as identity,
  name         text not null check (length(name) between 1 and 200),
  description  text,
  billable     boolean not null default true,
  archived     boolean not null default false,
  version      int not null default 1,
  primary key (firm_id, id)
);
create unique index task_name on task (firm_id, lower(name)) where not archived;

-- A firm names its own job states; the type says what a state means to the product.
create table job_state (
  firm_id   int not null references firm (id),
  id        int generated always as identity,
  name      text not null check (length(name) between 1 and 100),
  type      text not null check (type in ('planned', 'inProgress', 'onHold', 'completed', 'cancelled')),
  position  int not null default 0,
  archived  boolean not null default false,
  version   int not null default 1,
  primary key (firm_id, id)
);
create unique index job_state_name on job_state (firm_id, lower(name)) where not archived;

create table job (
  firm_id                     int not null references firm (id),
  id                          int generated always as identity,
  number                      text not null check (length(number) between 1 and 50),
  name                        text not null check (length(name) between 1 and 200),
  description                 text,
  client_id                   int not null,
  -- The client's currency when the job was made; a ledger has one currency per job.
  currency                    char(3) not null check (currency ~ '^[A-Z]{3}$'),
  state_id                    int not null,
  category                    text,
  manager_id                  int,
  partner_id                  int,
  start_on                    date,
  due_on                      date,
  completed_on                date,
  budget_minor                bigint check (budget_minor between 0 and 9007199254740991),
  client_order_number         text,
  rate_basis                  text not null default 'staff' check (rate_basis in ('task', 'staff')),
  -- A job that accrues no WIP: its entries stand in the ledger at value 0.
  excluded                    boolean not null default false,
  rounding_increment_minutes  smallint check (rounding_increment_minutes in (1, 6, 15, 30)),
  rounding_direction          text check (rounding_direction in ('up', 'nearest', 'down')),
  version                     int not null default 1,
  primary key (firm_id, id),
  unique (firm_id, number),
  foreign key (firm_id, client_id) references client (firm_id, id),
  foreign key (firm_id, state_id) references job_state (firm_id, id),
  foreign key (firm_id, manager_id) references staff (firm_id, id),
  foreign key (firm_id, partner_id) references staff (firm_id, id),
  check ((rounding_increment_minutes is null) = (rounding_direction is null))
);
create index job_client on job (firm_id, client_id, id);
create index job_manager on job (firm_id, manager_id, id);

create table job_task (
  firm_id            int not null references firm (id),
  id                 int generated always as identity,
  job_id             int not null,
  task_id            int not null,
  name               text not null check (length(name) between 1 and 200),
  label              text,
  billable           boolean not null default true,
  estimated_minutes  int not null default 0 check (estimated_minutes between 0 and 100000000),
  start_on           date,
  due_on             date,
  completed_on       date,
  position           int not null default 0,
  version            int not null default 1,
  primary key (firm_id, id),
  unique (firm_id, job_id, id),
  foreign key (firm_id, job_id) references job (firm_id, id),
  foreign key (firm_id, task_id) references task (firm_id, id)
);

-- Billable rates, each from its date until the next row of the same scope and keys.
create table rate (
  firm_id              int not null references firm (id),
  id                   int generated always as identity,
  scope                text not null check (scope in ('jobTask', 'jobStaff', 'clientTask', 'staffTask', 'task', 'staff')),
  job_id               int,
  client_id            int,
  staff_id             int,
  task_id              int,
  currency             char(3) not null check (currency ~ '^[A-Z]{3}$'),
  rate_per_hour_minor  bigint not null check (rate_per_hour_minor between 0 and 1000000000000),
  effective_from       date not null,
  version              int not null default 1,
  primary key (firm_id, id),
  foreign key (firm_id, job_id) references job (firm_id, id),
  foreign key (firm_id, client_id) references client (firm_id, id),
  foreign key (firm_id, staff_id) references staff (firm_id, id),
  foreign key (firm_id, task_id) references task (firm_id, id),
  check ((job_id is not null) = (scope in ('jobTask', 'jobStaff'))),
  check ((client_id is not null) = (scope = 'clientTask')),
  check ((staff_id is not null) = (scope in ('jobStaff', 'staffTask', 'staff'))),
  check ((task_id is not null) = (scope in ('jobTask', 'clientTask', 'staffTask', 'task')))
);
create unique index rate_keys on rate
  (firm_id, scope, job_id, client_id, staff_id, task_id, currency, effective_from) nulls not distinct;
create index rate_job on rate (firm_id, job_id) where job_id is not null;
create index rate_client on rate (firm_id, client_id) where client_id is not null;

-- What an hour costs the firm, in the firm's currency. A table of its own: not everybody may read it.
create table cost_rate (
  firm_id              int not null references firm (id),
  id                   int generated always as identity,
  scope                text not null check (scope in ('staffTask', 'staff', 'task')),
  staff_id             int,
  task_id              int,
  rate_per_hour_minor  bigint not null check (rate_per_hour_minor between 0 and 1000000000000),
  effective_from       date not null,
  version              int not null default 1,
  primary key (firm_id, id),
  foreign key (firm_id, staff_id) references staff (firm_id, id),
  foreign key (firm_id, task_id) references task (firm_id, id),
  check ((staff_id is not null) = (scope in ('staffTask', 'staff'))),
  check ((task_id is not null) = (scope in ('staffTask', 'task')))
);
create unique index cost_rate_keys on cost_rate
  (firm_id, scope, staff_id, task_id, effective_from) nulls not distinct;

-- Why WIP is written off or on, in the firm's own words.
create table adjustment_reason (
  firm_id   int not null references firm (id),
  id        int generated always as identity,
  name      text not null check (length(name) between 1 and 100),
  archived  boolean not null default false,
  version   int not null default 1,
  primary key (firm_id, id)
);
create unique index adjustment_reason_name on adjustment_reason (firm_id, lower(name)) where not archived;

call fence('staff', 'select, insert, update, delete');
call fence('client', 'select, insert, update, delete');
call fence('contact', 'select, insert, update, delete');
call fence('task', 'select, insert, update, delete');
call fence('job_state', 'select, insert, update, delete');
call fence('job', 'select, insert, update, delete');
call fence('job_task', 'select, insert, update, delete');
call fence('rate', 'select, insert, update, delete');
call fence('cost_rate', 'select, insert, update, delete');
call fence('adjustment_reason', 'select, insert, update, delete');
