-- Posting in bulk: the same figures, for less of the database's time.
--
-- Arrays are unrolled in the select list and not by unnest() in from. There, PostgreSQL stores what each array holds away by
-- itself before it makes rows of it.

-- As before, but for the unrolling, and that what is summed per job is summed per journal first, where that makes it fewer.
create or replace function post_journals(
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
  -- What balances, ages and months are summed from: the lines, or where a journal has many, their sums by journal, job,
  -- movement and month of the work.
  v_journal int[] := p_journal;
  v_job int[] := p_job;
  v_debit smallint[] := p_debit;
  v_credit smallint[] := p_credit;
  v_amount bigint[] := p_amount;
  v_origin_on date[] := p_origin_on;
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

  if cardinality(p_job) > 4 * cardinality(p_kind) then
    select array_agg(journal), array_agg(job), array_agg(debit), array_agg(credit), array_agg(amount),
      array_agg(origin_month)
    into v_journal, v_job, v_debit, v_credit, v_amount, v_origin_on
    from (
      select journal, job, debit, credit, date_trunc('month', origin_on::timestamp)::date as origin_month,
        sum_minor(amount) as amount
      from (
        select unnest(p_journal) as journal, unnest(p_job) as job, unnest(p_debit) as debit, unnest(p_credit) as credit,
          unnest(p_amount) as amount, unnest(p_origin_on) as origin_on
      ) l
      group by 1, 2, 3, 4, 5
    ) line;
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
      from (
        select unnest(v_journal) as journal, unnest(v_job) as job, unnest(v_debit) as debit, unnest(v_credit) as credit,
          unnest(v_amount) as amount
      ) l
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
    from (
      select unnest(p_actor) as actor, unnest(p_kind) as kind, unnest(p_effective_on) as effective_on,
        unnest(p_cause_kind) as cause_kind, unnest(p_cause_id) as cause_id, unnest(p_reverses) as reverses
    ) j
    returning id)
  select array_agg(id order by id) into journal_ids from added;

  insert into ledger_line (
    firm_id, effective_on, journal_id, amount_minor, item_id, cost_minor, job_id, job_task_id, staff_id, origin_on,
    quantity, line_number, kind, debit, credit, item_kind)
  select p_firm, p_effective_on[journal], journal_ids[journal], amount, item, cost, job, job_task, staff, origin_on,
    quantity, line_number, p_kind[journal], debit, credit, item_kind
  from (
    select unnest(p_journal) as journal, unnest(p_line_number) as line_number, unnest(p_job) as job,
      unnest(p_debit) as debit, unnest(p_credit) as credit, unnest(p_amount) as amount, unnest(p_quantity) as quantity,
      unnest(p_item) as item, unnest(p_item_kind) as item_kind, unnest(p_job_task) as job_task, unnest(p_staff) as staff,
      unnest(p_origin_on) as origin_on, unnest(p_cost) as cost
  ) l;

  -- Open items. A line adds to its item when accounts 1 to 3 (WIP, interim) are debited and takes when credited.
  if v_only_new then
    insert into open_item (
      firm_id, job_id, item_id, item_kind, direction, origin_on, open_minor, open_quantity, job_task_id, staff_id)
    select p_firm, job, item, item_kind, side, origin_on, side * amount, side * quantity, job_task, staff
    from (
      select l.*, case when debit <= 3 then 1 else -1 end as side
      from (
        select unnest(p_job) as job, unnest(p_debit) as debit, unnest(p_amount) as amount, unnest(p_quantity) as quantity,
          unnest(p_item) as item, unnest(p_item_kind) as item_kind, unnest(p_job_task) as job_task,
          unnest(p_staff) as staff, unnest(p_origin_on) as origin_on
      ) l
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
    from (
      select unnest(v_job) as job, unnest(v_debit) as debit, unnest(v_credit) as credit, unnest(v_amount) as amount,
        unnest(v_origin_on) as origin_on
    ) l
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
    where a.firm_id = p_firm and a.job_id = any (v_job)
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
    from (
      select unnest(v_journal) as journal, unnest(v_job) as job, unnest(v_debit) as debit, unnest(v_credit) as credit,
        unnest(v_amount) as amount, unnest(v_origin_on) as origin_on
    ) l
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

-- What lines do to items that may be open already. Each item is looked up once, and then changed or deleted at the place
-- where it was found: nobody else moves it, for its job is locked. Rows are updated, and others inserted, never upserted: a
-- check constraint would judge the bare change. The settings hold the plans to look-ups per item of the batch, whatever the
-- statistics say: the batch is small and the open items may be many.
create or replace function settle_items(
  p_firm int, p_kind smallint[], p_journal int[], p_job int[], p_debit smallint[], p_amount bigint[], p_quantity int[],
  p_item bigint[], p_item_kind smallint[], p_job_task int[], p_staff int[], p_origin_on date[]) returns void
language plpgsql set search_path = public, pg_temp set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off
as $$
begin
  with touched as materialized (
    select * from touched_items(p_kind, p_journal, p_job, p_debit, p_amount, p_quantity, p_item, p_item_kind, p_job_task,
      p_staff, p_origin_on)),
  found as materialized (
    select t.*, o.ctid as place, o.open_minor + t.minor as left_minor, o.open_quantity + t.quantity as left_quantity
    from touched t left join open_item o on o.firm_id = p_firm and o.job_id = t.job and o.item_id = t.item),
  closed as (
    delete from open_item o using found f
    where o.ctid = f.place and f.left_minor = 0 and f.left_quantity = 0),
  changed as (
    update open_item o set
      open_minor = f.left_minor,
      open_quantity = f.left_quantity,
      origin_on = case when f.sets_origin then f.origin_on else o.origin_on end,
      -- A cost that is put in anew may have become a supplier's credit, or the other way round, and its task is what the
      -- cost says: which line of a credit's move puts it in, the lines do not tell.
      direction = case when f.sets_origin and f.item_kind = 2 then sign(c.quantity_thousandths) else o.direction end,
      job_task_id = case when not f.sets_origin then o.job_task_id when f.item_kind = 2 then c.job_task_id else f.job_task end,
      staff_id = case when f.sets_origin then f.staff else o.staff_id end
    from found f left join cost_entry c on f.sets_origin and f.item_kind = 2 and c.firm_id = p_firm and c.id = f.item
    where o.ctid = f.place and (f.left_minor <> 0 or f.left_quantity <> 0))
  insert into open_item (
    firm_id, job_id, item_id, item_kind, direction, origin_on, open_minor, open_quantity, job_task_id, staff_id)
  select p_firm, f.job, f.item, f.item_kind,
    case f.item_kind when 1 then 1 when 3 then -1
      else (select sign(c.quantity_thousandths) from cost_entry c where c.firm_id = p_firm and c.id = f.item) end,
    f.origin_on, f.minor, f.quantity, f.job_task, f.staff
  from found f
  where f.place is null and (f.minor <> 0 or f.quantity <> 0);
end $$;

-- What a batch of lines does to each item, as before, but for the unrolling.
create or replace function touched_items(
  p_kind smallint[], p_journal int[], p_job int[], p_debit smallint[], p_amount bigint[], p_quantity int[],
  p_item bigint[], p_item_kind smallint[], p_job_task int[], p_staff int[], p_origin_on date[])
returns table (
  job int, item bigint, item_kind smallint, minor bigint, quantity int, sets_origin boolean, origin_on date,
  job_task int, staff int)
language sql immutable set search_path = public, pg_temp as $$
  select job, item, item_kind, minor, quantity, last_in is not null,
    coalesce(p_origin_on[last_in], first_origin_on), coalesce(p_job_task[last_in], any_job_task),
    coalesce(p_staff[last_in], any_staff)
  from (
    select job, item, min(item_kind) as item_kind,
      sum_minor(case when debit <= 3 then amount else -amount end) as minor,
      sum(case when debit <= 3 then quantity else -quantity end)::int as quantity,
      max(place) filter (
        where p_kind[journal] in (1, 2, 4) or (p_kind[journal] in (9, 10) and (debit <= 3) = (item_kind <> 3)))::int
        as last_in,
      min(origin_on) as first_origin_on, max(job_task) as any_job_task, max(staff) as any_staff
    from (
      select generate_subscripts(p_job, 1) as place, unnest(p_journal) as journal, unnest(p_job) as job,
        unnest(p_debit) as debit, unnest(p_amount) as amount, unnest(p_quantity) as quantity, unnest(p_item) as item,
        unnest(p_item_kind) as item_kind, unnest(p_job_task) as job_task, unnest(p_staff) as staff,
        unnest(p_origin_on) as origin_on
    ) l
    where item is not null
    group by job, item
  ) touched
$$;

-- An invoice that is issued at once is written after its journals, whose cause it is; so its id is taken before.
grant usage on sequence invoice_id_seq to workledger_app;

-- A line of a task of a job is of the job because the task is; the key to the job is looked up for the other lines only.
alter table invoice_line
  drop constraint invoice_line_firm_id_job_id_fkey,
  add job_id_without_task int generated always as (case when job_task_id is null then job_id end) stored,
  add foreign key (firm_id, job_id_without_task) references job (firm_id, id);
create index invoice_line_job_without_task on invoice_line (firm_id, job_id_without_task)
  where job_id_without_task is not null;
