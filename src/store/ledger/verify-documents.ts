// Documents against the ledger, against each other and against what pays them:
//
// - What stands in the ledger with an invoice as its cause (billed + raised − absorbed) is what it was invoiced for less
//   what was credited of it, ex tax; nothing, for everything that is not an approved invoice of a job.
// - The lines of a document come to its total, and its lines and its printed taxes each to its tax.
// - No line is credited beyond itself.
// - What a document says is paid and credited is the sum of its allocations; of no payment more is allocated than there
//   is, of a voided one nothing; of one that is marked as used up nothing is left, unless something was taken back.
// - The numbers of a series have no gap below the next one, except where somebody set the next number.
// - Only drafts reserve items.
//
// Documents that were imported say what their source says, so only those made here are held to all of it.

import { accountCodes } from '#core/ledger/accounts.ts';
import { journalKinds } from '#core/ledger/kinds.ts';
import type { Recount } from './recount.ts';

const { billed } = accountCodes;
const { wipBilled, interimRaised, interimAbsorbed } = journalKinds;

const difference = (check: string, identity: string, column: string) => `
  select '${check}' as "check", jsonb_build_object(${identity}) as identity, '${column}' as "column"`;

const effects = `
  ${difference('documentEffect', `'invoiceId', i.id`, 'invoicedMinor')},
    coalesce(s.minor, 0)::text as stored, due.minor::text as recounted
  from invoice i
  left join (
    select g.cause_id, sum_minor(case ${billed} when l.debit then l.amount_minor when l.credit then -l.amount_minor end) as minor
    from journal g join ledger_line l on l.firm_id = $1 and l.journal_id = g.id and ${billed} in (l.debit, l.credit)
    where g.firm_id = $1 and g.cause_kind = 3
      and g.kind in (${wipBilled.code}, ${interimRaised.code}, ${interimAbsorbed.code})
      and not exists (select 1 from journal r where r.firm_id = $1 and r.reverses = g.id)
    group by 1
  ) s on s.cause_id = i.id
  left join (
    select credits_invoice_id as id, sum_minor(total_minor) as minor from invoice
    where firm_id = $1 and document = 'creditNote' and status = 'approved' group by 1
  ) c on c.id = i.id
  cross join lateral (
    select case when i.document = 'invoice' and i.status = 'approved' and i.basis <> 'miscellaneous'
      then i.total_minor - coalesce(c.minor, 0) else 0 end as minor
  ) due
  where i.firm_id = $1 and i.origin = 'composed' and coalesce(s.minor, 0) <> due.minor`;

const totals = `
  select 'documentTotal' as "check", jsonb_build_object('invoiceId', i.id) as identity, v."column",
    v.stored::text as stored, v.recounted::text as recounted
  from invoice i
  left join (
    select invoice_id, sum_minor(amount_minor) as minor, sum_minor(tax_minor) as tax_minor,
      sum_minor(tax_minor) filter (where tax_id is null) as untold_minor
    from invoice_line where firm_id = $1 group by 1
  ) l on l.invoice_id = i.id
  left join (
    select invoice_id, sum_minor(tax_minor) as tax_minor from invoice_tax where firm_id = $1 group by 1
  ) t on t.invoice_id = i.id
  left join invoice c on c.firm_id = $1 and c.id = i.credits_invoice_id
  cross join lateral (values
    ('totalMinor', i.total_minor, coalesce(l.minor, 0)),
    ('taxMinor', coalesce(i.tax_minor, 0), coalesce(l.tax_minor, 0)),
    -- What credits an imported invoice may bear tax that is none of the firm's.
    ('printedTaxMinor', coalesce(i.tax_minor, 0), coalesce(t.tax_minor, 0)
      + case when c.origin = 'imported' then coalesce(l.untold_minor, 0) else 0 end)
  ) v ("column", stored, recounted)
  where i.firm_id = $1 and i.origin = 'composed' and i.status in ('approved', 'cancelled') and v.stored <> v.recounted`;

const creditedLines = `
  ${difference('creditedLine', `'invoiceId', l.invoice_id, 'lineNumber', l.line_number`, 'creditedMinor')},
    c.minor::text as stored, 'at most ' || l.amount_minor as recounted
  from (
    select n.credits_invoice_id as invoice_id, m.credits_line_number as line_number, sum_minor(m.amount_minor) as minor
    from invoice n join invoice_line m on m.firm_id = $1 and m.invoice_id = n.id
    where n.firm_id = $1 and n.document = 'creditNote' and n.status = 'approved' group by 1, 2
  ) c
  join invoice_line l on l.firm_id = $1 and l.invoice_id = c.invoice_id and l.line_number = c.line_number
  where abs(c.minor) > abs(l.amount_minor) or sign(c.minor) * sign(l.amount_minor) < 0`;

const settlements = `
  select 'settlement' as "check", jsonb_build_object('invoiceId', i.id) as identity, v."column",
    v.stored::text as stored, v.recounted::text as recounted
  from invoice i
  left join (
    select id, sum_minor(paid) as paid, sum_minor(credited) as credited
    from (
      select invoice_id as id, case when payment_id is null then 0 else amount_minor end as paid,
        case when payment_id is null then amount_minor else 0 end as credited
      from allocation where firm_id = $1 and invoice_id is not null
      union all
      select credit_note_id, 0, amount_minor from allocation where firm_id = $1 and credit_note_id is not null
    ) part group by 1
  ) a on a.id = i.id
  cross join lateral (values
    ('paidMinor', i.paid_minor, coalesce(a.paid, 0)),
    ('creditedMinor', i.credited_minor, coalesce(a.credited, 0))
  ) v ("column", stored, recounted)
  where i.firm_id = $1 and v.stored <> v.recounted`;

const payments = `
  ${difference('payment', `'paymentId', p.id`, 'allocatedMinor')},
    a.minor::text as stored,
    case when p.voided_on is null then 'at most ' || p.amount_minor else '0' end as recounted
  from payment p
  join (
    select payment_id, sum_minor(amount_minor) as minor from allocation
    where firm_id = $1 and payment_id is not null group by 1
  ) a on a.payment_id = p.id
  where p.firm_id = $1 and case when p.voided_on is not null then a.minor <> 0
    else abs(a.minor) > abs(p.amount_minor) or sign(a.minor) * sign(p.amount_minor) < 0 end`;

const usedUp = `
  ${difference('payment', `'paymentId', p.id`, 'usedUp')}, 'true' as stored, 'false' as recounted
  from payment p
  left join (
    select payment_id, sum_minor(amount_minor) as minor, bool_or(takes_back_id is not null) as is_taken_back from allocation
    where firm_id = $1 and payment_id is not null group by 1
  ) a on a.payment_id = p.id
  where p.firm_id = $1 and p.used_up and p.amount_minor <> coalesce(a.minor, 0) and a.is_taken_back is not true`;

// Used numbers and ranges that were passed over are laid end to end; where one begins behind the end of all before it and
// the next number is not reached, something is missing.
const series = `
  ${difference('numberSeries', `'seriesId', g.series_id`, 'value')},
    null::text as stored, g.missing::text as recounted
  from (
    select x.series_id, coalesce(max(x.last) over before, 0) + 1 as missing, x.first
    from (
      select series_id, series_value as first, series_value as last from invoice
      where firm_id = $1 and series_value is not null
      union all
      select series_id, series_value, series_value from quote where firm_id = $1 and series_value is not null
      union all
      select subject_id, coalesce((before ->> 'nextValue')::bigint, 1), (after ->> 'nextValue')::bigint - 1 from change
      where firm_id = $1 and subject = 'numberSeries' and (after ->> 'nextValue')::bigint > 1
      union all
      select id, next_value, next_value from number_series where firm_id = $1
    ) x
    window before as (
      partition by x.series_id order by x.first, x.last rows between unbounded preceding and 1 preceding)
  ) g
  where g.first > g.missing`;

const reservations = `
  ${difference('draftItem', `'itemId', d.item_id, 'invoiceId', d.invoice_id`, 'row')},
    'present' as stored, null::text as recounted
  from draft_item d
  left join invoice i on i.firm_id = $1 and i.id = d.invoice_id
  where d.firm_id = $1 and i.status is distinct from 'draft'`;

export const documentRecounts: readonly Recount[] = [
  { name: 'what invoices did', comparisons: [effects], isOfWholes: true },
  {
    name: 'documents, payments and numbers',
    comparisons: [totals, creditedLines, settlements, payments, usedUp, series, reservations],
  },
];
