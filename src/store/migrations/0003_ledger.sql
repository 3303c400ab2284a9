-- The WIP ledger. docs/decisions/0002-the-ledger-in-postgresql.md explains the shape.
--
-- journal and ledger_line are the ledger and only ever grow. Everything else in this file that holds an amount is
-- derived from lines, in the same transaction, by post_journals(): the one function that may write here.
-- Lock order, always: ledger_gate (shared), then job_balance rows by job, then whatever hangs on those jobs.

-- Item ids (time entries, cost entries, interims) are handed to the application a thousand at a time.
create sequence item_block as bigint;
create sequence journal_number as bigint;
grant usage on sequence item_block to workledger_app;

-- Nothing may be dated on or before these days: WIP lines / anything. Posting holds the row shared, so that setting a
-- lock waits for the posts under way and stops the ones that follow.
create table ledger_gate (
  firm_id         int not null references firm (id) primary key,
  wip_lock_on     date,
  period_lock_on  date,
  version         int not null default 1
);

create table time_entry (
  firm_id              int not null,
  worked_on            date not null,
  id                   bigint not null,
  job_id               int not null,
  job_task_id          int not null,
  staff_id             int not null,
  -- As worked, and as rounded by policy for billing.
  minutes              int not null check (minutes between 1 and 10080),
  billable_minutes     int not null check (billable_minutes between 0 and 20160),
  start_minute         smallint check (start_minute between 0 and 1439),
  end_minute           smallint check (end_minute between 0 and 2880),
  billable             boolean not null,
  deleted              boolean not null default false,
  rate_source          text not null
    check (rate_source in ('jobTask', 'jobStaff', 'clientTask', 'staffTask', 'task', 'staff', 'given', 'missing')),
  version              int not null default 1,
  rate_id              int,
  -- Per hour, the job's currency; what was used, kept whatever becomes of the rate.
  rate_per_hour_minor  bigint not null check (rate_per_hour_minor >= 0),
  -- The value as recorded, ex tax; 0 when not billable. The ledger says what is open of it.
  amount_minor         bigint not null check (amount_minor between 0 and 9007199254740991),
  -- What the time cost the firm, the firm's currency.
  cost_minor           bigint not null check (cost_minor between 0 and 9007199254740991),
  note                 text check (length(note) <= 10000),
  primary key (firm_id, id),
  -- The job's task stands on the job, so the job needs no key of its own.
  foreign key (firm_id, job_id, job_task_id) references job_task (firm_id, job_id, id),
  foreign key (firm_id, staff_id) references staff (firm_id, id),
  check (billable or amount_minor = 0)
);
create index time_entry_staff on time_entry (firm_id, staff_id, worked_on);
create index time_entry_job on time_entry (firm_id, job_id, worked_on);

create table cost_entry (
  firm_id             int not null,
  incurred_on         date not null,
  id                  bigint not null,
  job_id              int not null,
  job_task_id         int,
  description         text not null check (length(description) between 1 and 1000),
  code                text,
  supplier            text,
  note                text check (length(note) <= 10000),
  -- Thousandths of a unit; negative for a supplier's credit.
  quantity_thousandths int not null check (quantity_thousandths <> 0 and abs(quantity_thousandths) <= 1000000000),
  -- Per unit: what the firm pays (firm's currency) and charges (job's currency).
  unit_cost_minor     bigint not null check (unit_cost_minor between 0 and 9007199254740991),
  unit_price_minor    bigint not null check (unit_price_minor between 0 and 9007199254740991),
  amount_minor        bigint not null check (abs(amount_minor) <= 9007199254740991),
  cost_minor          bigint not null check (abs(cost_minor) <= 9007199254740991),
  billable            boolean not null,
  -- An estimated cost posts nothing.
  actual              boolean not null,
  deleted             boolean not null default false,
  version             int not null default 1,
  primary key (firm_id, id),
  foreign key (firm_id, job_id) references job (firm_id, id),
  foreign key (firm_id, job_id, job_task_id) references job_task (firm_id, job_id, id)
);
create index cost_entry_job on cost_entry (firm_id, job_id, incurred_on);

-- Invoiced ahead of matching work.
create table interim (
  firm_id       int not null,
  id            bigint not null,
  job_id        int not null,
  raised_on     date not null,
  amount_minor  bigint not null check (amount_minor between 1 and 9007199254740991),
  description   text not null,
  primary key (firm_id, id),
  foreign key (firm_id, job_id) references job (firm_id, id)
);
create index interim_job on interim (firm_id, job_id);

-- What people do to WIP without an invoice; the cause of the journals that it posted.
create table wip_action (
  firm_id       int not null references firm (id),
  id            int generated always as identity,
  kind          text not null
    check (kind in ('writeOff', 'writeOn', 'washUp', 'revaluation', 'move', 'interim', 'openingAdjustment')),
  effective_on  date not null,
  reason_id     int,
  note          text check (length(note) <= 2000),
  actor_id      int not null,
  recorded_at   timestamptz not null,
  primary key (firm_id, id),
  foreign key (firm_id, reason_id) references adjustment_reason (firm_id, id),
  foreign key (firm_id, actor_id) references actor (firm_id, id)
);
create index wip_action_recorded on wip_action (firm_id, recorded_at, id);

-- That an action was undone is a second row.
create table wip_action_undo (
  firm_id       int not null references firm (id),
  wip_action_id int not null,
  effective_on  date not null,
  note          text check (length(note) <= 2000),
  actor_id      int not null,
  recorded_at   timestamptz not null,
  primary key (firm_id, wip_action_id),
  foreign key (firm_id, wip_action_id) references wip_action (firm_id, id),
  foreign key (firm_id, actor_id) references actor (firm_id, id)
);

create table journal (
  firm_id       int not null,
  effective_on  date not null,
  id            bigint not null,
  recorded_at   timestamptz not null,
  cause_id      bigint not null,
  actor_id      int not null,
  kind          smallint not null check (kind between 1 and 12),
  cause_kind    smallint not null check (cause_kind between 1 and 6),
  reverses      bigint,
  primary key (firm_id, id),
  -- The actor is checked once per batch by post_journals() and kept by actor_is_kept, instead of once per row here.
  foreign key (firm_id, reverses) references journal (firm_id, id),
  check ((kind = 10) = (reverses is not null))
);
-- A journal is reversed at most once.
create unique index journal_reverses on journal (firm_id, reverses) where reverses is not null;
create index journal_recorded on journal (firm_id, recorded_at);
-- Documents and actions; an entry's journals are found through its job.
create index journal_cause on journal (firm_id, cause_kind, cause_id) where cause_kind > 2;

create table ledger_line (
  firm_id       int not null,
  effective_on  date not null,
  journal_id    bigint not null,
  amount_minor  bigint not null check (amount_minor between 0 and 9007199254740991),
  item_id       bigint,
  cost_minor    bigint not null check (cost_minor between 0 and 9007199254740991),
  job_id        int not null,
  job_task_id   int,
  staff_id      int,
  origin_on     date not null,
  quantity      int not null check (quantity >= 0),
  line_number   smallint not null check (line_number > 0),
  kind          smallint not null,
  debit         smallint not null,
  credit        smallint not null,
  item_kind     smallint check (item_kind between 1 and 3),
  -- No foreign key to journal: post_journals() writes a line only under a journal that it wrote in the same statement
  -- before, journals never go, and a key looked up per line would cost a sixth of all posting.
  primary key (firm_id, journal_id, line_number),
  check ((item_id is null) = (item_kind is null)),
  -- The movements that each kind permits: core/ledger/kinds.ts, written again on purpose, as kind, debit and credit in
  -- two digits each. One list and not a case per kind: PostgreSQL reads a constraint's text again for every statement.
  constraint ledger_line_movement check (
    10000 * kind + 100 * debit + credit = any ('{
      10104,
      20205, 20502,
      30801, 30802, 30208,
      40803,
      50308,
      60901, 60902, 60209,
      70110, 70210, 71002,
      80106, 80601, 80206, 80602,
      90107, 90701, 90207, 90702,
      111112,
      121211}'::int[])
    or (kind = 10 and debit between 1 and 12 and credit between 1 and 12 and debit <> credit))
);
-- A job's running ledger, an entry's lines, and the days of a partial month.
create index ledger_line_job on ledger_line (firm_id, job_id, effective_on);

-- The jobs an item has stood on besides its present one.
create index ledger_line_moved on ledger_line (firm_id, item_id) where kind = 9;

-- What is open: as large as the open work and never as the history.
create table open_item (
  firm_id         int not null,
  job_id          int not null,
  item_id         bigint not null,
  item_kind       smallint not null check (item_kind between 1 and 3),
  -- 1, or -1 for an interim and a supplier's credit: what is open never changes sides.
  direction       smallint not null check (direction in (1, -1)),
  origin_on       date not null,
  open_minor      bigint not null,
  open_quantity   int not null,
  job_task_id     int,
  staff_id        int,
  primary key (firm_id, job_id, item_id),
  constraint open_item_direction check (
    (item_kind = 1 and direction = 1) or item_kind = 2 or (item_kind = 3 and direction = -1)),
  constraint open_item_not_exceeded check (open_minor * direction >= 0 and open_quantity * direction >= 0)
) with (fillfactor = 85);

-- Every account of a job, debit-positive, in one row: the Estimated Billings row.
create table job_balance (
  firm_id                 int not null,
  job_id                  int not null,
  version                 bigint not null,
  wip_time_minor          bigint not null default 0,
  wip_cost_minor          bigint not null default 0,
  interim_minor           bigint not null default 0,
  recorded_time_minor     bigint not null default 0,
  recorded_cost_minor     bigint not null default 0,
  revalued_minor          bigint not null default 0,
  transferred_minor       bigint not null default 0,
  billed_minor            bigint not null default 0,
  written_off_minor       bigint not null default 0,
  written_on_minor        bigint not null default 0,
  uninvoiced_quote_minor  bigint not null default 0,
  quoted_minor            bigint not null default 0,
  first_effective_on      date not null,
  last_effective_on       date not null,
  -- The newest day of recorded work, and of an invoice.
  last_activity_on        date,
  last_billed_on          date,
  -- In the WIP manager: from its first line until a final invoice or a wash-up leaves nothing open.
  is_listed               boolean not null,
  primary key (firm_id, job_id),
  foreign key (firm_id, job_id) references job (firm_id, id),
  constraint job_balance_sums_to_zero check (
    wip_time_minor + wip_cost_minor + interim_minor + recorded_time_minor + recorded_cost_minor + revalued_minor
    + transferred_minor + billed_minor + written_off_minor + written_on_minor + uninvoiced_quote_minor
    + quoted_minor = 0)
) with (fillfactor = 70);
create index job_balance_listed on job_balance (firm_id, job_id) where is_listed;
create index job_balance_lifetime on job_balance (firm_id, last_effective_on, first_effective_on);

-- Open WIP by the month of the work: ages of the Estimated Billings, as large as the open work.
create table job_age (
  firm_id         int not null,
  job_id          int not null,
  origin_month    date not null,
  wip_time_minor  bigint not null,
  wip_cost_minor  bigint not null,
  interim_minor   bigint not null,
  primary key (firm_id, job_id, origin_month)
) with (fillfactor = 70);

-- Movements by month of effective date × month of the work × month of recording: as-at any date, its ages, and as
-- known at any moment, without the history of entries.
create table job_month (
  firm_id                 int not null,
  job_id                  int not null,
  effective_month         date not null,
  origin_month            date not null,
  recorded_month          date not null,
  wip_time_minor          bigint not null,
  wip_cost_minor          bigint not null,
  interim_minor           bigint not null,
  recorded_time_minor     bigint not null,
  recorded_cost_minor     bigint not null,
  revalued_minor          bigint not null,
  transferred_minor       bigint not null,
  billed_minor            bigint not null,
  written_off_minor       bigint not null,
  written_on_minor        bigint not null,
  uninvoiced_quote_minor  bigint not null,
  quoted_minor            bigint not null,
  primary key (firm_id, job_id, effective_month, origin_month, recorded_month),
  constraint job_month_sums_to_zero check (
    wip_time_minor + wip_cost_minor + interim_minor + recorded_time_minor + recorded_cost_minor + revalued_minor
    + transferred_minor + billed_minor + written_off_minor + written_on_minor + uninvoiced_quote_minor
    + quoted_minor = 0)
) with (fillfactor = 85);
create index job_month_effective on job_month (firm_id, effective_month, job_id);

-- The ledger never changes and never shrinks, whoever asks.
create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'the ledger is append-only: % on % is refused', tg_op, tg_table_name using errcode = 'WL001';
end $$;
create trigger journal_append_only before update or delete or truncate on journal
  for each statement execute function refuse_change();
create trigger ledger_line_append_only before update or delete or truncate on ledger_line
  for each statement execute function refuse_change();
-- Journals name their authors for ever.
create trigger actor_is_kept before delete or truncate on actor
  for each statement execute function refuse_change();

-- A sum of minor units that stays bigint and fails when it would overflow; sum(bigint) counts in numeric, slower.
create aggregate sum_minor(bigint) (
  sfunc = int8pl, stype = bigint, initcond = '0', combinefunc = int8pl, parallel = safe);

-- The one door. Journals and lines arrive as arrays, a value per journal or line; lines name their journal by its
-- place in the batch (from 1). Everything derived follows from the lines given. Raises WL002 when a journal is dated
-- on or before a lock, and lets constraints speak for the rest; the caller's transaction then holds nothing of it.
--
-- docs/decisions/0003-posting-speed.md says what was measured here. In short: every statement costs a tenth of a
-- millisecond before it touches a row, so there are few and what can be an expression is one; batches that only record,
-- the many, join nothing but their authors, so their plans do not depend on statistics that a new database lacks.
--
-- p_recorded_at: null but for generated histories: the database's clock, read under the gate, so that nothing can be
-- recorded at a moment that a report has already answered for.
-- p_line_number: counts within the journal, from 1.
-- p_unlist: jobs that leave the WIP manager if the batch leaves nothing open on them.
create function post_journals(
  p_firm int, p_recorded_at timestamptz, p_actor int[], p_kind smallint[], p_effective_on date[],
  p_cause_kind smallint[], p_cause_id bigint[], p_reverses bigint[],
  p_journal int[], p_line_number smallint[], p_job int[], p_debit smallint[], p_credit smallint[], p_amount bigint[],
  p_quantity int[], p_item bigint[], p_item_kind smallint[], p_job_task int[], p_staff int[], p_origin_on date[],
  p_cost bigint[], p_unlist int[],
  out journal_ids bigint[], out posted_at timestamptz, out job_ids int[], out versions bigint[],
  out wip_time_minor bigint[], out wip_cost_minor bigint[], out interim_minor bigint[], out uninvoiced_quote_minor bigint[])
language plpgsql security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
declare
  v_locked_on date;
  v_actor_unknown int;
  v_recorded_month date;
  v_only_new boolean := p_kind <@ '{1, 2, 4, 11, 12}';
begin
  if p_firm is distinct from nullif(current_setting('app.firm_id', true), '')::int then
    raise exception 'firm % may not be posted to from here', p_firm using errcode = 'WL003';
  end if;

  select greatest(g.wip_lock_on, g.period_lock_on), (
      select author.id from unnest(p_actor) author (id)
      where not exists (select 1 from actor a where a.firm_id = p_firm and a.id = author.id) limit 1)
  into strict v_locked_on, v_actor_unknown
  from ledger_gate g where g.firm_id = p_firm for share;
  if v_locked_on >= any (p_effective_on) then
    raise exception 'a journal is dated on or before the lock of %', v_locked_on using errcode = 'WL002';
  end if;
  if v_actor_unknown is not null then
    raise exception 'firm % has no actor %', p_firm, v_actor_unknown
      using errcode = 'foreign_key_violation', constraint = 'journal_actor_known';
  end if;

  -- Balances first: this takes the locks of the jobs, in their order.
  with balance as (
    insert into job_balance as b (
      firm_id, job_id, version, wip_time_minor, wip_cost_minor, interim_minor, recorded_time_minor,
      recorded_cost_minor, revalued_minor, transferred_minor, billed_minor, written_off_minor, written_on_minor,
      uninvoiced_quote_minor, quoted_minor, first_effective_on, last_effective_on, last_activity_on, last_billed_on,
      is_listed)
    select p_firm, job, 1,
      sum_minor(case 1 when debit then amount when credit then -amount end),
      sum_minor(case 2 when debit then amount when credit then -amount end),
      sum_minor(case 3 when debit then amount when credit then -amount end),
      sum_minor(case 4 when debit then amount when credit then -amount end),
      sum_minor(case 5 when debit then amount when credit then -amount end),
      sum_minor(case 6 when debit then amount when credit then -amount end),
      sum_minor(case 7 when debit then amount when credit then -amount end),
      sum_minor(case 8 when debit then amount when credit then -amount end),
      sum_minor(case 9 when debit then amount when credit then -amount end),
      sum_minor(case 10 when debit then amount when credit then -amount end),
      sum_minor(case 11 when debit then amount when credit then -amount end),
      sum_minor(case 12 when debit then amount when credit then -amount end),
      min(effective_on), max(effective_on),
      max(effective_on) filter (where kind in (1, 2)),
      max(effective_on) filter (where kind in (3, 4) and cause_kind = 3),
      bool_or(debit < 11)
    from (
      select l.*, p_effective_on[l.journal] as effective_on, p_kind[l.journal] as kind,
        p_cause_kind[l.journal] as cause_kind
      from unnest(p_journal, p_job, p_debit, p_credit, p_amount) as l (journal, job, debit, credit, amount)
    ) line
    group by job
    order by job
    on conflict (firm_id, job_id) do update set
      version = b.version + 1,
      wip_time_minor = b.wip_time_minor + excluded.wip_time_minor,
      wip_cost_minor = b.wip_cost_minor + excluded.wip_cost_minor,
      interim_minor = b.interim_minor + excluded.interim_minor,
      recorded_time_minor = b.recorded_time_minor + excluded.recorded_time_minor,
      recorded_cost_minor = b.recorded_cost_minor + excluded.recorded_cost_minor,
      revalued_minor = b.revalued_minor + excluded.revalued_minor,
      transferred_minor = b.transferred_minor + excluded.transferred_minor,
      billed_minor = b.billed_minor + excluded.billed_minor,
      written_off_minor = b.written_off_minor + excluded.written_off_minor,
      written_on_minor = b.written_on_minor + excluded.written_on_minor,
      uninvoiced_quote_minor = b.uninvoiced_quote_minor + excluded.uninvoiced_quote_minor,
      quoted_minor = b.quoted_minor + excluded.quoted_minor,
      first_effective_on = least(b.first_effective_on, excluded.first_effective_on),
      last_effective_on = greatest(b.last_effective_on, excluded.last_effective_on),
      last_activity_on = greatest(b.last_activity_on, excluded.last_activity_on),
      last_billed_on = greatest(b.last_billed_on, excluded.last_billed_on),
      is_listed = b.is_listed or excluded.is_listed
    returning b.*)
  select array_agg(b.job_id), array_agg(b.version), array_agg(b.wip_time_minor), array_agg(b.wip_cost_minor),
    array_agg(b.interim_minor), array_agg(b.uninvoiced_quote_minor)
  into job_ids, versions, wip_time_minor, wip_cost_minor, interim_minor, uninvoiced_quote_minor
  from balance b;

  posted_at := coalesce(p_recorded_at, clock_timestamp());
  v_recorded_month := date_trunc('month', posted_at at time zone 'UTC')::date;

  with added as (
    insert into journal (firm_id, effective_on, id, recorded_at, cause_id, actor_id, kind, cause_kind, reverses)
    select p_firm, effective_on, nextval('journal_number'), posted_at, cause_id, actor, kind, cause_kind, reverses
    from unnest(p_actor, p_kind, p_effective_on, p_cause_kind, p_cause_id, p_reverses)
      as j (actor, kind, effective_on, cause_kind, cause_id, reverses)
    returning id)
  select array_agg(id order by id) into journal_ids from added;

  insert into ledger_line (
    firm_id, effective_on, journal_id, amount_minor, item_id, cost_minor, job_id, job_task_id, staff_id, origin_on,
    quantity, line_number, kind, debit, credit, item_kind)
  select p_firm, p_effective_on[journal], journal_ids[journal], amount, item, cost, job, job_task, staff, origin_on,
    quantity, line_number, p_kind[journal], debit, credit, item_kind
  from unnest(p_journal, p_line_number, p_job, p_debit, p_credit, p_amount, p_quantity, p_item, p_item_kind,
    p_job_task, p_staff, p_origin_on, p_cost)
    as l (journal, line_number, job, debit, credit, amount, quantity, item, item_kind, job_task, staff, origin_on, cost);

  -- Open items. A line adds to its item when accounts 1 to 3 (WIP, interim) are debited and takes when credited.
  if v_only_new then
    insert into open_item (
      firm_id, job_id, item_id, item_kind, direction, origin_on, open_minor, open_quantity, job_task_id, staff_id)
    select p_firm, job, item, item_kind, side, origin_on, side * amount, side * quantity, job_task, staff
    from (
      select l.*, case when debit <= 3 then 1 else -1 end as side
      from unnest(p_job, p_debit, p_amount, p_quantity, p_item, p_item_kind, p_job_task, p_staff, p_origin_on)
        as l (job, debit, amount, quantity, item, item_kind, job_task, staff, origin_on)
    ) line
    where item is not null and (amount <> 0 or quantity <> 0);
  else
    perform settle_items(p_firm, p_kind, p_journal, p_job, p_debit, p_amount, p_quantity, p_item, p_item_kind,
      p_job_task, p_staff, p_origin_on);
  end if;

  insert into job_age as a (firm_id, job_id, origin_month, wip_time_minor, wip_cost_minor, interim_minor)
  select p_firm, job, origin_month,
    sum_minor(case 1 when debit then amount when credit then -amount end),
    sum_minor(case 2 when debit then amount when credit then -amount end),
    sum_minor(case 3 when debit then amount when credit then -amount end)
  from (
    select l.*, date_trunc('month', l.origin_on::timestamp)::date as origin_month
    from unnest(p_job, p_debit, p_credit, p_amount, p_origin_on) as l (job, debit, credit, amount, origin_on)
    where l.amount <> 0 and (l.debit <= 3 or l.credit <= 3)
  ) line
  group by job, origin_month
  order by job, origin_month
  on conflict (firm_id, job_id, origin_month) do update set
    wip_time_minor = a.wip_time_minor + excluded.wip_time_minor,
    wip_cost_minor = a.wip_cost_minor + excluded.wip_cost_minor,
    interim_minor = a.interim_minor + excluded.interim_minor;
  if not v_only_new then
    delete from job_age a
    where a.firm_id = p_firm and a.job_id = any (p_job)
      and a.wip_time_minor = 0 and a.wip_cost_minor = 0 and a.interim_minor = 0;
  end if;

  insert into job_month as m (
    firm_id, job_id, effective_month, origin_month, recorded_month, wip_time_minor, wip_cost_minor, interim_minor,
    recorded_time_minor, recorded_cost_minor, revalued_minor, transferred_minor, billed_minor, written_off_minor,
    written_on_minor, uninvoiced_quote_minor, quoted_minor)
  select p_firm, job, effective_month, origin_month, v_recorded_month,
    sum_minor(case 1 when debit then amount when credit then -amount end),
    sum_minor(case 2 when debit then amount when credit then -amount end),
    sum_minor(case 3 when debit then amount when credit then -amount end),
    sum_minor(case 4 when debit then amount when credit then -amount end),
    sum_minor(case 5 when debit then amount when credit then -amount end),
    sum_minor(case 6 when debit then amount when credit then -amount end),
    sum_minor(case 7 when debit then amount when credit then -amount end),
    sum_minor(case 8 when debit then amount when credit then -amount end),
    sum_minor(case 9 when debit then amount when credit then -amount end),
    sum_minor(case 10 when debit then amount when credit then -amount end),
    sum_minor(case 11 when debit then amount when credit then -amount end),
    sum_minor(case 12 when debit then amount when credit then -amount end)
  from (
    select l.*, date_trunc('month', p_effective_on[l.journal]::timestamp)::date as effective_month,
      date_trunc('month', l.origin_on::timestamp)::date as origin_month
    from unnest(p_journal, p_job, p_debit, p_credit, p_amount, p_origin_on)
      as l (journal, job, debit, credit, amount, origin_on)
    where l.amount <> 0
  ) line
  group by job, effective_month, origin_month
  order by job, effective_month, origin_month
  on conflict (firm_id, job_id, effective_month, origin_month, recorded_month) do update set
    wip_time_minor = m.wip_time_minor + excluded.wip_time_minor,
    wip_cost_minor = m.wip_cost_minor + excluded.wip_cost_minor,
    interim_minor = m.interim_minor + excluded.interim_minor,
    recorded_time_minor = m.recorded_time_minor + excluded.recorded_time_minor,
    recorded_cost_minor = m.recorded_cost_minor + excluded.recorded_cost_minor,
    revalued_minor = m.revalued_minor + excluded.revalued_minor,
    transferred_minor = m.transferred_minor + excluded.transferred_minor,
    billed_minor = m.billed_minor + excluded.billed_minor,
    written_off_minor = m.written_off_minor + excluded.written_off_minor,
    written_on_minor = m.written_on_minor + excluded.written_on_minor,
    uninvoiced_quote_minor = m.uninvoiced_quote_minor + excluded.uninvoiced_quote_minor,
    quoted_minor = m.quoted_minor + excluded.quoted_minor;

  if cardinality(p_unlist) > 0 then
    update job_balance b set is_listed = false
    where b.firm_id = p_firm and b.job_id = any (p_unlist)
      and b.wip_time_minor = 0 and b.wip_cost_minor = 0 and b.interim_minor = 0;
  end if;
end $$;

-- What lines do to items that may be open already. Rows are updated before others are inserted, never upserted: a check
-- constraint would judge the bare change. The settings hold the plans to index look-ups per item of the batch, whatever
-- the statistics say: the batch is small and the open items may be many.
create function settle_items(
  p_firm int, p_kind smallint[], p_journal int[], p_job int[], p_debit smallint[], p_amount bigint[], p_quantity int[],
  p_item bigint[], p_item_kind smallint[], p_job_task int[], p_staff int[], p_origin_on date[]) returns void
language plpgsql set search_path = public, pg_temp set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off
as $$
begin
  update open_item o set
    open_minor = o.open_minor + t.minor,
    open_quantity = o.open_quantity + t.quantity,
    origin_on = case when t.sets_origin then t.origin_on else o.origin_on end,
    -- A cost that is put in anew may have become a supplier's credit, or the other way round, and its task is what the
    -- cost says: which line of a credit's move puts it in, the lines do not tell.
    direction = case when t.sets_origin and t.item_kind = 2 then sign(c.quantity_thousandths) else o.direction end,
    job_task_id = case when not t.sets_origin then o.job_task_id when t.item_kind = 2 then c.job_task_id else t.job_task end,
    staff_id = case when t.sets_origin then t.staff else o.staff_id end
  from touched_items(p_kind, p_journal, p_job, p_debit, p_amount, p_quantity, p_item, p_item_kind, p_job_task,
    p_staff, p_origin_on) t
  left join cost_entry c on t.item_kind = 2 and c.firm_id = p_firm and c.id = t.item
  where o.firm_id = p_firm and o.job_id = t.job and o.item_id = t.item;

  insert into open_item (
    firm_id, job_id, item_id, item_kind, direction, origin_on, open_minor, open_quantity, job_task_id, staff_id)
  select p_firm, t.job, t.item, t.item_kind,
    case t.item_kind when 1 then 1 when 3 then -1
      else (select sign(c.quantity_thousandths) from cost_entry c where c.firm_id = p_firm and c.id = t.item) end,
    t.origin_on, t.minor, t.quantity, t.job_task, t.staff
  from touched_items(p_kind, p_journal, p_job, p_debit, p_amount, p_quantity, p_item, p_item_kind, p_job_task,
    p_staff, p_origin_on) t
  where (t.minor <> 0 or t.quantity <> 0)
    and not exists (select 1 from open_item o where o.firm_id = p_firm and o.job_id = t.job and o.item_id = t.item);

  delete from open_item o
  using (select distinct l.job, l.item from unnest(p_job, p_item) as l (job, item) where l.item is not null) t
  where o.firm_id = p_firm and o.job_id = t.job and o.item_id = t.item and o.open_minor = 0 and o.open_quantity = 0;
end $$;

-- What a batch of lines does to each item, and the origin, task and staff member that the item has afterwards: those of
-- the last line that puts value in (recorded, raised, moved here, or put back by a reversal).
create function touched_items(
  p_kind smallint[], p_journal int[], p_job int[], p_debit smallint[], p_amount bigint[], p_quantity int[],
  p_item bigint[], p_item_kind smallint[], p_job_task int[], p_staff int[], p_origin_on date[])
returns table (
  job int, item bigint, item_kind smallint, minor bigint, quantity int, sets_origin boolean, origin_on date,
  job_task int, staff int)
language sql immutable set search_path = public, pg_temp as $$
  select job, item, min(item_kind),
    sum(case when debit <= 3 then amount else -amount end)::bigint,
    sum(case when debit <= 3 then quantity else -quantity end)::int,
    bool_or(puts_in),
    coalesce((array_agg(origin_on order by place desc) filter (where puts_in))[1], min(origin_on)),
    coalesce((array_agg(job_task order by place desc) filter (where puts_in))[1], max(job_task)),
    coalesce((array_agg(staff order by place desc) filter (where puts_in))[1], max(staff))
  from (
    select l.*, p_kind[l.journal] in (1, 2, 4) or (p_kind[l.journal] in (9, 10) and (l.debit <= 3) = (l.item_kind <> 3))
      as puts_in
    from unnest(p_journal, p_job, p_debit, p_amount, p_quantity, p_item, p_item_kind, p_job_task, p_staff, p_origin_on)
      with ordinality
      as l (journal, job, debit, amount, quantity, item, item_kind, job_task, staff, origin_on, place)
    where l.item is not null
  ) line
  group by job, item
$$;

revoke all on function post_journals, settle_items, touched_items from public;
grant execute on function post_journals to workledger_app;

-- The row that says which locks hold, for whoever decides a posting, and the door for changing them. False when a
-- version is named and it is no longer the one.
create function set_locks(p_firm int, p_wip_lock_on date, p_period_lock_on date, p_version int default null)
returns boolean language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if p_firm is distinct from nullif(current_setting('app.firm_id', true), '')::int then
    raise exception 'firm % may not be locked from here', p_firm using errcode = 'WL003';
  end if;
  update ledger_gate
  set wip_lock_on = p_wip_lock_on, period_lock_on = p_period_lock_on, version = version + 1
  where firm_id = p_firm and version = coalesce(p_version, version);
  return found;
end $$;
revoke all on function set_locks from public;
grant execute on function set_locks to workledger_app;

call fence('ledger_gate', 'select');
call fence('time_entry', 'select, insert, update');
call fence('cost_entry', 'select, insert, update');
call fence('interim', 'select, insert');
call fence('wip_action', 'select, insert');
call fence('wip_action_undo', 'select, insert');
call fence('journal', 'select');
call fence('ledger_line', 'select');
call fence('open_item', 'select');
call fence('job_balance', 'select');
call fence('job_age', 'select');
call fence('job_month', 'select');
-- Locking job_balance rows before deciding takes a privilege that changes nothing by itself.
create function lock_jobs(p_firm int, p_jobs int[]) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if p_firm is distinct from nullif(current_setting('app.firm_id', true), '')::int then
    raise exception 'the jobs of firm % may not be locked from here', p_firm using errcode = 'WL003';
  end if;
  perform 1 from ledger_gate g where g.firm_id = p_firm for share;
  perform 1 from job_balance b where b.firm_id = p_firm and b.job_id = any (p_jobs) order by b.job_id for no key update;
end $$;
revoke all on function lock_jobs from public;
grant execute on function lock_jobs to workledger_app;
