-- Documents that were imported before they were kept whole: what they did in the ledger is written under them, their
-- lines are brought to their totals, and what a source said was paid of them becomes a payment. From then on they are
-- printed, credited, cancelled and paid like any other. A document that has what is written here is left as it is.

-- What was paid beyond the payments that were told: a payment on the day it was due.
with told as (
  select i.firm_id, i.id as invoice_id, coalesce(sum(a.amount_minor), 0)::bigint as minor
  from invoice i
  left join allocation a on a.firm_id = i.firm_id and a.invoice_id = i.id and a.payment_id is not null
  where i.origin = 'imported' group by i.firm_id, i.id
), missing as materialized (
  select i.firm_id, i.id as invoice_id, i.client_id, i.currency, i.paid_minor - t.minor as minor,
    greatest(i.invoiced_on, least(coalesce(i.due_on, i.invoiced_on), current_date)) as paid_on,
    coalesce(
      (select b.actor_id from external_reference e join import_batch b on b.firm_id = e.firm_id and b.id = e.batch_id
       where e.firm_id = i.firm_id and e.kind = 'invoice' and e.our_id = i.id limit 1),
      (select min(a.id) from actor a where a.firm_id = i.firm_id)) as actor_id,
    nextval(pg_get_serial_sequence('payment', 'id'))::int as payment_id
  from invoice i join told t on t.firm_id = i.firm_id and t.invoice_id = i.id
  where i.status = 'approved' and i.paid_minor <> t.minor
), written as (
  insert into payment (firm_id, id, client_id, currency, paid_on, amount_minor, method, note, actor_id, recorded_at)
  overriding system value
  select firm_id, payment_id, client_id, currency, paid_on, minor, 'imported',
    'The source tells what was paid of the invoice, and not when or how.', actor_id, now()
  from missing
)
insert into allocation (firm_id, payment_id, invoice_id, allocated_on, amount_minor, actor_id, recorded_at)
select firm_id, payment_id, invoice_id, paid_on, minor, actor_id, now() from missing order by firm_id, payment_id;

-- Nothing is paid of what does not stand, beyond what is allocated to it.
update invoice i set paid_minor = coalesce((
  select sum(a.amount_minor) from allocation a
  where a.firm_id = i.firm_id and a.invoice_id = i.id and a.payment_id is not null), 0)
where i.origin = 'imported' and i.status <> 'approved' and i.paid_minor <> 0;

-- The documents that this is about: without effects, and not kept whole.
create temporary table imported_document on commit drop as
select i.firm_id, i.id, i.invoiced_on, i.total_minor, i.tax_minor, i.status, i.basis, i.reference, i.number
from invoice i
where i.origin = 'imported' and i.document = 'invoice' and i.approved_at is null and i.status in ('approved', 'cancelled');

update invoice i set approved_at = d.invoiced_on::timestamp at time zone 'UTC',
  cancelled_on = case when i.status = 'cancelled' then coalesce(i.cancelled_on, i.invoiced_on) end,
  cancel_reason = case when i.status = 'cancelled' then coalesce(i.cancel_reason, 'Cancelled where it was imported from') end
from imported_document d where i.firm_id = d.firm_id and i.id = d.id;

-- What stands of them in the ledger. `sign`: 1 where value leaves or enters WIP as the kind has it, -1 of a credit.
create temporary table imported_line on commit drop as
select g.firm_id, g.cause_id::int as invoice_id, g.id as journal_id, l.line_number, l.job_id, l.item_id, l.item_kind,
  l.job_task_id, l.staff_id, l.origin_on, l.kind, l.debit, l.credit, l.amount_minor, l.quantity,
  case when l.kind = 7 then case when l.debit in (1, 2) then 1 else -1 end
    when l.credit in (1, 2) or l.kind not in (3, 6) then 1 else -1 end as sign
from imported_document d
join journal g on g.firm_id = d.firm_id and g.cause_kind = 3 and g.cause_id = d.id and g.kind in (3, 4, 5, 6, 7, 12)
  and not exists (select from journal r where r.firm_id = g.firm_id and r.reverses = g.id)
join ledger_line l on l.firm_id = g.firm_id and l.journal_id = g.id
where d.status = 'approved';

create temporary table imported_effect on commit drop as
select e.*, coalesce((
    select sum(case when o.debit in (1, 2, 3) then o.amount_minor when o.credit in (1, 2, 3) then -o.amount_minor else 0 end)
    from ledger_line o
    where o.firm_id = e.firm_id and o.job_id = e.job_id and o.item_id = e.item_id and o.journal_id < e.first_journal), 0)::bigint
    as open_minor,
  coalesce((
    select sum(case when o.debit in (1, 2, 3) then o.quantity when o.credit in (1, 2, 3) then -o.quantity else 0 end)
    from ledger_line o
    where o.firm_id = e.firm_id and o.job_id = e.job_id and o.item_id = e.item_id and o.journal_id < e.first_journal), 0)::int
    as open_quantity
from (
  -- Each entry and cost, whatever was done to it.
  select firm_id, invoice_id, job_id, 'item' as kind, item_id, min(item_kind) as item_kind, min(job_task_id) as job_task_id,
    min(staff_id) as staff_id, min(origin_on) as origin_on, min(journal_id) as first_journal, min(line_number) as first_line,
    coalesce(sum(sign * amount_minor) filter (where kind = 3), 0)::bigint as billed_minor,
    coalesce(sum(sign * quantity) filter (where kind = 3), 0)::int as billed_quantity,
    coalesce(sum(sign * amount_minor) filter (where kind = 7), 0)::bigint as written_on_minor,
    coalesce(sum(sign * amount_minor) filter (where kind = 6), 0)::bigint as written_off_minor,
    coalesce(sum(sign * quantity) filter (where kind = 6), 0)::int as written_off_quantity
  from imported_line where item_kind in (1, 2) group by firm_id, invoice_id, job_id, item_id
  union all
  -- Written on and billed in one: its billing tells it.
  select firm_id, invoice_id, job_id, 'writtenOn', null, case credit when 1 then 1 else 2 end, null, null, origin_on, journal_id,
    line_number, amount_minor, 0, amount_minor, 0, 0
  from imported_line where item_id is null and kind = 3
  union all
  select firm_id, invoice_id, job_id, case kind when 4 then 'interimRaised' else 'interimAbsorbed' end, item_id, item_kind, null,
    null, origin_on, journal_id, line_number, amount_minor, 0, 0, 0, 0
  from imported_line where item_kind = 3 and kind in (4, 5)
  union all
  select firm_id, invoice_id, job_id, 'quoteInvoiced', null, null, null, null, origin_on, journal_id, line_number, amount_minor,
    0, 0, 0, 0
  from imported_line where kind = 12
) e;

insert into invoice_effect (firm_id, invoice_id, place, kind, job_id, item_id, item_kind, job_task_id, staff_id, origin_on,
  open_minor, open_quantity, billed_minor, billed_quantity, written_on_minor, written_off_minor, written_off_quantity)
select firm_id, invoice_id, row_number() over (
    partition by firm_id, invoice_id
    order by job_id, array_position(array['item', 'writtenOn', 'interimRaised', 'interimAbsorbed', 'quoteInvoiced'], kind),
      first_journal, first_line),
  kind, job_id, item_id, item_kind, job_task_id, staff_id, origin_on, open_minor, open_quantity, billed_minor, billed_quantity,
  written_on_minor, written_off_minor, written_off_quantity
from imported_effect;

-- Job by job: net WIP as it was posted on, and the movements.
create temporary table imported_job on commit drop as
select m.*, coalesce((
    select sum(case when o.debit in (1, 2, 3) then o.amount_minor else 0 end
      - case when o.credit in (1, 2, 3) then o.amount_minor else 0 end)
    from ledger_line o where o.firm_id = m.firm_id and o.job_id = m.job_id and o.journal_id < m.first_journal), 0)::bigint
    as before_minor
from (
  select firm_id, invoice_id, job_id, min(journal_id) as first_journal,
    coalesce(sum(sign * amount_minor) filter (where kind = 3), 0)::bigint as billed_minor,
    coalesce(sum(sign * amount_minor) filter (where kind = 7), 0)::bigint as written_on_minor,
    coalesce(sum(sign * amount_minor) filter (where kind = 6), 0)::bigint as written_off_minor,
    coalesce(sum(amount_minor) filter (where kind = 4), 0)::bigint as raised_minor,
    coalesce(sum(amount_minor) filter (where kind = 5), 0)::bigint as absorbed_minor
  from imported_line group by firm_id, invoice_id, job_id
) m;

insert into invoice_job (firm_id, invoice_id, job_id, place, total_minor, before_minor, billed_minor, written_on_minor,
  written_off_minor, raised_minor, absorbed_minor, after_minor)
select firm_id, invoice_id, job_id, row_number() over (partition by firm_id, invoice_id order by job_id),
  billed_minor + raised_minor - absorbed_minor, before_minor, billed_minor, written_on_minor, written_off_minor, raised_minor,
  absorbed_minor,
  before_minor + written_on_minor - written_off_minor - billed_minor - raised_minor + absorbed_minor
from imported_job;

-- The lines of each job come to what it was invoiced; a document that did nothing, to its total.
with wanted as (
  select firm_id, invoice_id, job_id, billed_minor + raised_minor - absorbed_minor as minor from imported_job
  union all
  select d.firm_id, d.id, null, d.total_minor from imported_document d
  where not exists (select from imported_job j where j.firm_id = d.firm_id and j.invoice_id = d.id)
), told as (
  -- Of a document that did nothing, its lines count together.
  select l.firm_id, l.invoice_id,
    case when exists (select from imported_job j where j.firm_id = l.firm_id and j.invoice_id = l.invoice_id) then l.job_id end
      as job_id,
    sum(l.amount_minor)::bigint as minor
  from imported_document d join invoice_line l on l.firm_id = d.firm_id and l.invoice_id = d.id
  group by 1, 2, 3
), missing as (
  select coalesce(w.firm_id, t.firm_id) as firm_id, coalesce(w.invoice_id, t.invoice_id) as invoice_id,
    coalesce(w.job_id, t.job_id) as job_id, t.minor is null as is_whole,
    coalesce(w.minor, 0) - coalesce(t.minor, 0) as minor
  from wanted w full join told t
    on t.firm_id = w.firm_id and t.invoice_id = w.invoice_id and coalesce(t.job_id, 0) = coalesce(w.job_id, 0)
)
insert into invoice_line (firm_id, invoice_id, line_number, kind, job_id, description, amount_minor)
select m.firm_id, m.invoice_id,
  coalesce((select max(l.line_number) from invoice_line l where l.firm_id = m.firm_id and l.invoice_id = m.invoice_id), 0)
    + row_number() over (partition by m.firm_id, m.invoice_id order by m.job_id),
  case when not m.is_whole or d.basis = 'miscellaneous' then 'text' when d.basis = 'quoted' then 'quote' else 'deposit' end,
  m.job_id,
  case when m.is_whole then coalesce(left(nullif(d.reference, ''), 1000), 'Invoice ' || d.number)
    else 'As invoiced beside the lines' end,
  m.minor
from missing m join imported_document d on d.firm_id = m.firm_id and d.id = m.invoice_id
where m.minor <> 0;

-- Their tax, shared over the lines so that a part of them can be credited.
update invoice_line l set tax_minor = s.tax_minor
from (
  select x.firm_id, x.invoice_id, x.line_number,
    case when x.total_minor > 0
      then round(x.tax_minor * x.up_to / x.total_minor) - round(x.tax_minor * (x.up_to - x.amount_minor) / x.total_minor)
      when x.nth = 1 then x.tax_minor else 0 end as tax_minor
  from (
    select l.firm_id, l.invoice_id, l.line_number, l.amount_minor, d.total_minor, d.tax_minor::numeric as tax_minor,
      sum(l.amount_minor) over in_order as up_to, row_number() over in_order as nth
    from imported_document d join invoice_line l on l.firm_id = d.firm_id and l.invoice_id = d.id
    where d.tax_minor <> 0
    window in_order as (partition by l.firm_id, l.invoice_id order by l.line_number)
  ) x
) s
where l.firm_id = s.firm_id and l.invoice_id = s.invoice_id and l.line_number = s.line_number;

-- A quote without lines is one line, so that it is printed and claimed of.
insert into quote_line (firm_id, quote_id, line_number, kind, description, typed_minor, amount_minor)
select q.firm_id, q.id, 1, 'task', coalesce(nullif(q.name, ''), 'As quoted'), q.total_minor, q.total_minor
from quote q
where q.origin = 'imported' and q.total_minor <> 0
  and not exists (select from quote_line l where l.firm_id = q.firm_id and l.quote_id = q.id);

-- A draft is read anew when its files are imported again, for only they tell what it holds; until then it bills nothing.
update external_reference e set content_hash = null
from invoice i
where i.firm_id = e.firm_id and i.id = e.our_id and e.kind = 'invoice' and i.origin = 'imported' and i.status = 'draft'
  and i.content is null;
update invoice set content = jsonb_build_object('clientId', coalesce(client_id, 0), 'type', coalesce(type, 'progress'),
  'basis', 'miscellaneous', 'invoicedOn', invoiced_on, 'dueOn', due_on, 'cutOffOn', cut_off_on, 'reference', reference,
  'pricing', 'calculated', 'taxMode', 'exclusive', 'jobs', '[]'::jsonb, 'lines', '[]'::jsonb, 'lineSettings', '[]'::jsonb)
where origin = 'imported' and status = 'draft' and content is null;
