-- Settling many items at once, as invoices do, and reading what left WIP.

-- What lines do to items that may be open already, in one pass now: an invoice closes forty items where a person changed
-- one, so what closes is deleted at once instead of being changed first. All three parts see the items as they were.
-- Rows are updated, and others inserted, never upserted: a check constraint would judge the bare change. The settings hold
-- the plans to index look-ups per item of the batch, whatever the statistics say: the batch is small and the open items
-- may be many.
create or replace function settle_items(
  p_firm int, p_kind smallint[], p_journal int[], p_job int[], p_debit smallint[], p_amount bigint[], p_quantity int[],
  p_item bigint[], p_item_kind smallint[], p_job_task int[], p_staff int[], p_origin_on date[]) returns void
language plpgsql set search_path = public, pg_temp set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off
as $$
begin
  with touched as materialized (
    select * from touched_items(p_kind, p_journal, p_job, p_debit, p_amount, p_quantity, p_item, p_item_kind, p_job_task,
      p_staff, p_origin_on)),
  closed as (
    delete from open_item o using touched t
    where o.firm_id = p_firm and o.job_id = t.job and o.item_id = t.item
      and o.open_minor + t.minor = 0 and o.open_quantity + t.quantity = 0),
  changed as (
    update open_item o set
      open_minor = o.open_minor + t.minor,
      open_quantity = o.open_quantity + t.quantity,
      origin_on = case when t.sets_origin then t.origin_on else o.origin_on end,
      -- A cost that is put in anew may have become a supplier's credit, or the other way round, and its task is what the
      -- cost says: which line of a credit's move puts it in, the lines do not tell.
      direction = case when t.sets_origin and t.item_kind = 2 then sign(c.quantity_thousandths) else o.direction end,
      job_task_id = case when not t.sets_origin then o.job_task_id when t.item_kind = 2 then c.job_task_id else t.job_task end,
      staff_id = case when t.sets_origin then t.staff else o.staff_id end
    from touched t left join cost_entry c on t.item_kind = 2 and c.firm_id = p_firm and c.id = t.item
    where o.firm_id = p_firm and o.job_id = t.job and o.item_id = t.item
      and (o.open_minor + t.minor <> 0 or o.open_quantity + t.quantity <> 0))
  insert into open_item (
    firm_id, job_id, item_id, item_kind, direction, origin_on, open_minor, open_quantity, job_task_id, staff_id)
  select p_firm, t.job, t.item, t.item_kind,
    case t.item_kind when 1 then 1 when 3 then -1
      else (select sign(c.quantity_thousandths) from cost_entry c where c.firm_id = p_firm and c.id = t.item) end,
    t.origin_on, t.minor, t.quantity, t.job_task, t.staff
  from touched t
  where (t.minor <> 0 or t.quantity <> 0)
    and not exists (select 1 from open_item o where o.firm_id = p_firm and o.job_id = t.job and o.item_id = t.item);
end $$;

-- What a batch of lines does to each item: as before, but the last line that puts value in is found by its place, and not
-- by sorting the lines of each item three times.
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
    from unnest(p_journal, p_job, p_debit, p_amount, p_quantity, p_item, p_item_kind, p_job_task, p_staff, p_origin_on)
      with ordinality
      as l (journal, job, debit, amount, quantity, item, item_kind, job_task, staff, origin_on, place)
    where item is not null
    group by job, item
  ) touched
$$;

-- What left WIP in a period, whoever it was of: lines of billing and of writing off and on, and their reversals. The
-- lines of a day share their key, so a line takes a few bytes, and recording work touches neither of the two.
create index ledger_line_disposed on ledger_line (firm_id, effective_on)
  where debit between 8 and 10 or credit between 8 and 10;
-- What was written off and on, in the order in which it is paged.
create index ledger_line_adjusted on ledger_line (firm_id, effective_on, journal_id, line_number)
  where debit in (9, 10) or credit in (9, 10);
