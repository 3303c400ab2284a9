-- What was open at the end of some days of each month that is over: balances and ages of every job that had anything then,
-- as known when the month ended. What is recorded in a month that is over stays as it is, so these rows never go stale; what
-- was recorded later is added when they are read (store/reports/past-balances.ts).
--
-- A row holds up to a thousand jobs as arrays, place by place. As rows of their own they would take four times the room, most
-- of it for headers and an index that nothing asks. A day on which nothing was open has a row without jobs.
create table past_balance (
  firm_id                 int not null,
  as_at                   date not null,
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
  primary key (firm_id, as_at, part)
);
call fence('past_balance', 'select, insert, delete');

-- What was recorded in a later month than it is dated, by its day: what a kept day within a month does not hold.
create index journal_late on journal (firm_id, effective_on, id)
  where (recorded_at at time zone 'UTC') >= date_trunc('month', effective_on::timestamp) + interval '1 month';
