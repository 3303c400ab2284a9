-- Past days are kept anew, in a table that says more, so that a report of a past day looks up little beside it: the newest days
-- of work and of an invoice; and the last day of a month once more, as known when the month after it had ended, because what
-- is invoiced of a month is mostly recorded in the next one. A worker keeps them month by month, and reports say the same
-- meanwhile. past_balance, which held them before, stays empty until no program is left that asks it.
truncate past_balance;

-- What was open at the end of a day, as known when known_until began: balances and ages of every job that had anything then.
-- What is recorded in a month that is over stays as it is, so these rows never go stale; what was recorded later is added
-- when they are read (store/reports/past-balances.ts).
--
-- A row holds up to a thousand jobs as arrays, place by place. As rows of their own they would take four times the room, most
-- of it for headers and an index that nothing asks. A day on which nothing was open has a row without jobs.
create table past_day (
  firm_id                 int not null,
  as_at                   date not null,
  known_until             date not null,
  part                    smallint not null,
  job_ids                 int[] not null,
  wip_time_minor          bigint[] not null,
  wip_cost_minor          bigint[] not null,
  interim_minor           bigint[] not null,
  uninvoiced_quote_minor  bigint[] not null,
  -- WIP by the age of the work, in months before that of the day; the rest is of that month.
  age_1_minor             bigint[] not null,
  age_2_minor             bigint[] not null,
  age_3_minor             bigint[] not null,
  -- How many days before as_at the newest work and the newest invoice of the job were; null: there was none. The largest that
  -- fits stands for itself and all before.
  activity_days           smallint[] not null,
  billed_days             smallint[] not null,
  primary key (firm_id, as_at, known_until, part)
);
call fence('past_day', 'select, insert, delete');
call place_beside_firms('past_day');

-- Work that was recorded in a later month than it is dated, by its day: it may be the newest of its job.
create index if not exists journal_late_work on journal (firm_id, effective_on, recorded_at, id)
  where kind in (1, 2)
    and (recorded_at at time zone 'UTC') >= date_trunc('month', effective_on::timestamp) + interval '1 month';

-- Lines of invoices that close an item for nothing: job_month knows nothing of them, but they are the newest day of an invoice.
create index if not exists ledger_line_nil_billed on ledger_line (firm_id, effective_on)
  where kind in (3, 4) and amount_minor = 0;
