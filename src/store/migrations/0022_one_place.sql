-- Statements that a database distributed by firm can send to the one place where the firm is: none inserts within a WITH,
-- and functions that read by an argument are PL/pgSQL. On one machine they do the same as before.
-- docs/operating/citus.md says what else follows from that.

-- Keys and links are found by their hash alone, before the firm is known; that no two are equal follows from their 256
-- random bits.
alter table api_key drop constraint api_key_key_hash_key, add unique (firm_id, key_hash);
create index api_key_by_hash on api_key (key_hash);
alter table auth.invitation drop constraint invitation_token_hash_key, add unique (firm_id, token_hash);
create index invitation_by_hash on auth.invitation (token_hash);

create or replace function memberships_of(p_user_id text)
returns table (firm_id int, firm_name text, member_id int, role text)
language plpgsql stable security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
begin
  return query
  select m.firm_id, f.name, m.id, m.role
  from member m join firm f on f.id = m.firm_id
  where m.user_id = p_user_id and m.active
  order by f.name, m.firm_id;
end $$;

create or replace function firm_of_api_key(p_key_hash bytea)
returns table (firm_id int, api_key_id int)
language plpgsql stable security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
begin
  return query select k.firm_id, k.id from api_key k where k.key_hash = p_key_hash and k.revoked_at is null;
end $$;

create or replace function firms_founded(out own boolean, out demo boolean)
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
  own := exists (select from firm where not is_demo);
  demo := exists (select from firm where is_demo);
end $$;

create or replace function forget_old_requests(p_before timestamptz) returns bigint
language plpgsql security definer set search_path = public, pg_temp as $$
declare v_gone bigint;
begin
  delete from request where recorded_at < p_before;
  get diagnostics v_gone = row_count;
  return v_gone;
end $$;

-- What each firm begins with: the trigger asks for it, and where triggers cannot be, found_firm() does.
create function begin_billing_of(p_firm int) returns void
language plpgsql set search_path = public, pg_temp as $$
begin
  insert into billing_settings (firm_id) values (p_firm);
  insert into document_template (firm_id, name, is_default) values (p_firm, 'Standard', true);
  insert into number_series (firm_id, document, name, prefix, is_default) values
    (p_firm, 'invoice', 'Invoices', 'INV-', true),
    (p_firm, 'creditNote', 'Credit notes', 'CN-', true),
    (p_firm, 'quote', 'Quotes', 'Q-', true);
end $$;
revoke all on function begin_billing_of from public;

create or replace function begin_billing() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform begin_billing_of(new.id);
  return null;
end $$;

create or replace function found_firm(
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
  if not exists (select from billing_settings s where s.firm_id = v_firm) then
    perform begin_billing_of(v_firm);
  end if;
  return query select v_firm, v_member, v_actor;
end $$;

-- The same journals, lines and sums as before.
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
    is_listed = b.is_listed or excluded.is_listed;
  select array_agg(b.job_id), array_agg(b.version), array_agg(b.wip_time_minor), array_agg(b.wip_cost_minor),
    array_agg(b.interim_minor), array_agg(b.uninvoiced_quote_minor)
  into job_ids, versions, wip_time_minor, wip_cost_minor, interim_minor, uninvoiced_quote_minor
  from job_balance b where b.firm_id = p_firm and b.job_id = any (v_job);

  posted_at := coalesce(p_recorded_at, clock_timestamp());
  v_recorded_month := date_trunc('month', posted_at at time zone 'UTC')::date;

  journal_ids := array(select nextval('journal_number') from generate_series(1, cardinality(p_kind)));
  insert into journal (firm_id, effective_on, id, recorded_at, cause_id, actor_id, kind, cause_kind, reverses)
  select p_firm, effective_on, id, posted_at, cause_id, actor, kind, cause_kind, reverses
  from (
    select unnest(journal_ids) as id, unnest(p_actor) as actor, unnest(p_kind) as kind,
      unnest(p_effective_on) as effective_on, unnest(p_cause_kind) as cause_kind, unnest(p_cause_id) as cause_id,
      unnest(p_reverses) as reverses
  ) j;

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
-- What lines do to items that may be open already, as before, in statements of their own: what is touched and how it
-- stands, then what is closed, changed and new. Nobody else moves the items meanwhile, for their jobs are locked. Rows are
-- updated, and others inserted, never upserted: a check constraint would judge the bare change. The settings hold the
-- plans to look-ups per item of the batch, whatever the statistics say: the batch is small and the open items may be many.
create or replace function settle_items(
  p_firm int, p_kind smallint[], p_journal int[], p_job int[], p_debit smallint[], p_amount bigint[], p_quantity int[],
  p_item bigint[], p_item_kind smallint[], p_job_task int[], p_staff int[], p_origin_on date[]) returns void
language plpgsql set search_path = public, pg_temp set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off
as $$
declare
  v_job int[]; v_item bigint[]; v_item_kind smallint[]; v_minor bigint[]; v_quantity int[]; v_sets_origin boolean[];
  v_origin_on date[]; v_job_task int[]; v_staff int[]; v_left_minor bigint[]; v_left_quantity int[];
begin
  select array_agg(t.job), array_agg(t.item), array_agg(t.item_kind), array_agg(t.minor), array_agg(t.quantity),
    array_agg(t.sets_origin), array_agg(t.origin_on), array_agg(t.job_task), array_agg(t.staff)
  into v_job, v_item, v_item_kind, v_minor, v_quantity, v_sets_origin, v_origin_on, v_job_task, v_staff
  from touched_items(p_kind, p_journal, p_job, p_debit, p_amount, p_quantity, p_item, p_item_kind, p_job_task,
    p_staff, p_origin_on) t;
  if v_job is null then return; end if;

  -- What is left of each, in the same order; null where nothing is open.
  select array_agg(o.open_minor + t.minor order by t.place), array_agg(o.open_quantity + t.quantity order by t.place)
  into v_left_minor, v_left_quantity
  from (
    select generate_subscripts(v_job, 1) as place, unnest(v_job) as job, unnest(v_item) as item,
      unnest(v_minor) as minor, unnest(v_quantity) as quantity
  ) t left join open_item o on o.firm_id = p_firm and o.job_id = t.job and o.item_id = t.item;

  delete from open_item o
  using (
    select unnest(v_job) as job, unnest(v_item) as item, unnest(v_left_minor) as left_minor,
      unnest(v_left_quantity) as left_quantity
  ) f
  where f.left_minor = 0 and f.left_quantity = 0 and o.firm_id = p_firm and o.job_id = f.job and o.item_id = f.item;

  update open_item o set
    open_minor = f.left_minor,
    open_quantity = f.left_quantity,
    origin_on = case when f.sets_origin then f.origin_on else o.origin_on end,
    -- A cost that is put in anew may have become a supplier's credit, or the other way round, and its task is what the
    -- cost says: which line of a credit's move puts it in, the lines do not tell.
    direction = case when f.sets_origin and f.item_kind = 2 then sign(c.quantity_thousandths) else o.direction end,
    job_task_id = case when not f.sets_origin then o.job_task_id when f.item_kind = 2 then c.job_task_id else f.job_task end,
    staff_id = case when f.sets_origin then f.staff else o.staff_id end
  from (
    select unnest(v_job) as job, unnest(v_item) as item, unnest(v_item_kind) as item_kind,
      unnest(v_left_minor) as left_minor, unnest(v_left_quantity) as left_quantity, unnest(v_sets_origin) as sets_origin,
      unnest(v_origin_on) as origin_on, unnest(v_job_task) as job_task, unnest(v_staff) as staff
  ) f left join cost_entry c on f.sets_origin and f.item_kind = 2 and c.firm_id = p_firm and c.id = f.item
  where (f.left_minor <> 0 or f.left_quantity <> 0)
    and o.firm_id = p_firm and o.job_id = f.job and o.item_id = f.item;

  insert into open_item (
    firm_id, job_id, item_id, item_kind, direction, origin_on, open_minor, open_quantity, job_task_id, staff_id)
  select p_firm, f.job, f.item, f.item_kind,
    case f.item_kind when 1 then 1 when 3 then -1
      else (select sign(c.quantity_thousandths) from cost_entry c where c.firm_id = p_firm and c.id = f.item) end,
    f.origin_on, f.minor, f.quantity, f.job_task, f.staff
  from (
    select unnest(v_job) as job, unnest(v_item) as item, unnest(v_item_kind) as item_kind, unnest(v_minor) as minor,
      unnest(v_quantity) as quantity, unnest(v_left_minor) as left_minor, unnest(v_origin_on) as origin_on,
      unnest(v_job_task) as job_task, unnest(v_staff) as staff
  ) f
  where f.left_minor is null and (f.minor <> 0 or f.quantity <> 0);
end $$;
