-- What the first page needs of a whole firm, where it need not be reckoned anew each time.

-- The months of jobs (job_month) added up for the firm, of what was recorded in months that are over. Nothing is ever recorded
-- into a month that is over, so these rows never go stale; what was recorded since is added from job_month when they are read
-- (store/reports/firm-months.ts). A worker keeps them with the days of the past, and posting knows nothing of them.
create table firm_month (
  firm_id            int not null,
  recorded_month     date not null,
  effective_month    date not null,
  origin_month       date not null,
  currency           char(3) not null,
  wip_minor          bigint not null,
  interim_minor      bigint not null,
  billed_minor       bigint not null,
  written_off_minor  bigint not null,
  written_on_minor   bigint not null,
  primary key (firm_id, recorded_month, effective_month, origin_month, currency)
);
call fence('firm_month', 'select, insert, delete');
call place_beside_firms('firm_month');

-- The same of what somebody wrote off and on for a reason.
create table firm_reason_month (
  firm_id            int not null,
  recorded_month     date not null,
  effective_month    date not null,
  reason_id          int not null,
  currency           char(3) not null,
  written_off_minor  bigint not null,
  written_on_minor   bigint not null,
  primary key (firm_id, recorded_month, effective_month, reason_id, currency)
);
call fence('firm_reason_month', 'select, insert, delete');
call place_beside_firms('firm_reason_month');

-- That nothing was left of a payment when a worker last looked. Something is again only after an allocation of it was taken
-- back, and whoever asks looks at those payments too; so the mark need not go when that happens.
alter table payment add used_up boolean not null default false;
create index payment_left on payment (firm_id, id) where not used_up;

-- Documents and payments of some days with all that is added up of them, so that a year of them is added up without reading
-- their rows. They serve the lists as well, which begin with the newest.
create index if not exists invoice_dated on invoice (firm_id, invoiced_on, id)
  include (client_id, status, document, currency, total_minor, tax_minor);
drop index invoice_date;
create index if not exists payment_dated on payment (firm_id, paid_on) include (currency, amount_minor, voided_on);
drop index payment_day;

-- Few and far between: payments that were voided, and what was paid back to clients.
create index payment_voided on payment (firm_id, voided_on) where voided_on is not null;
create index allocation_paid_back on allocation (firm_id, allocated_on) where invoice_id is null;
