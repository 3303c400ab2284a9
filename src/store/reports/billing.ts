// Billing by period: what documents invoiced, with the ledger's figure beside it.
//
// A document counts on its day with what it is over, a credit note against it; a cancellation takes the document back on
// the day on which the ledger took it back. Documents are found by their days (invoice_dated), cancelled ones, of which
// there are few, by invoice_cancelled. Where rows are about jobs, the lines of these documents tell whose they are; what
// lines do not tell (an imported total that its lines do not make) goes to the only job, or to none.
//
// The ledger's figure is what the billed account moved by (WIP billed + interims raised − absorbed). The months of jobs
// have it in total. What of it no document caused (interims raised by hand, wash-ups across jobs, opening balances) comes
// from the journals of those causes (journal_cause) and is shown apart. Only by basis, which jobs do not know, it is
// summed over the lines of billing of the period (ledger_line_disposed), the cause of each looked up (journal_pkey).

import { sql, type RawBuilder } from 'kysely';
import type { CivilDate } from '#core/calendar/civil-date.ts';
import type { Tx } from '../database.ts';
import { takenBackOn } from './documents-of-days.ts';
import { ofFilter, type JobFilter } from './filters.ts';
import { groupOrder, type GroupOfRow, type JobGrouping } from './grouping.ts';
import { movementsBetween } from './movements.ts';
import { runSql } from './run.ts';

type Sql = RawBuilder<unknown>;

export type BillingGrouping = JobGrouping | 'basis';
export type Basis = 'actual' | 'quoted' | 'deposit' | 'miscellaneous';

export type BillingFigures = {
  invoicedMinor: bigint;
  creditedMinor: bigint;
  cancelledMinor: bigint;
  taxMinor: bigint;
  /** What of invoiced − credited − cancelled is over no WIP: miscellaneous, or waiting for somebody to say of which job. */
  outsideWipMinor: bigint;
  /** The ledger's figure for documents, and for everything else. */
  ledgerMinor: bigint;
  otherMinor: bigint;
};

export type BillingRow = GroupOfRow & BillingFigures;

export type BillingQuestion = {
  readonly from: CivilDate;
  readonly to: CivilDate;
  readonly now: string;
  readonly filter: JobFilter & { readonly basis?: Basis | undefined };
  readonly groupBy: BillingGrouping;
  readonly byMonth: boolean;
};

const figures = [
  'invoicedMinor',
  'creditedMinor',
  'cancelledMinor',
  'taxMinor',
  'outsideWipMinor',
  'ledgerMinor',
  'otherMinor',
] as const satisfies readonly (keyof BillingFigures)[];

export function readBilling(tx: Tx, question: BillingQuestion): Promise<BillingRow[]> {
  const { firmId } = tx;
  const { filter, byMonth, groupBy } = question;
  const { clientId, basis, ...ofJob } = filter;
  const sums = figures.map((figure) => sql`sum_minor(${sql.ref(`x.${figure}`)}) as ${sql.ref(figure)}`);
  const nonZero = figures.map((figure) => sql`${sql.ref(`r.${figure}`)} <> 0`);
  const client = clientId === undefined ? sql`` : sql` and x.client_id = ${clientId}`;
  const ofBasis = basis === undefined ? sql`` : sql` and x.basis = ${basis}`;
  return runSql(
    tx,
    sql`
      select r.* from (
        select ${groupOf(groupBy)}, ${byMonth ? sql`x.month` : sql`null::date`} as month, x.currency, ${sql.join(sums)}
        from (${documentParts(firmId, question)} union all ${ledgerParts(firmId, question)}) x
        left join job j on j.firm_id = ${firmId} and j.id = x.job_id
        left join client c on c.firm_id = ${firmId} and c.id = x.client_id
        left join job_state s on s.firm_id = ${firmId} and s.id = j.state_id
        left join staff m on m.firm_id = ${firmId} and m.id = j.manager_id
        left join staff p on p.firm_id = ${firmId} and p.id = j.partner_id
        where true${ofFilter(ofJob)}${client}${ofBasis}
        group by 1, 2, 3, 4, 5
      ) r
      where ${sql.join(nonZero, sql` or `)}
      order by ${groupOrder}`,
  );
}

function groupOf(groupBy: BillingGrouping): Sql {
  const columns: Record<BillingGrouping, readonly [id: Sql, number: Sql, name: Sql]> = {
    none: [sql`null::int`, sql`null::text`, sql`null::text`],
    client: [sql`x.client_id`, sql`null::text`, sql`c.name`],
    job: [sql`j.id`, sql`j.number`, sql`j.name`],
    manager: [sql`j.manager_id`, sql`null::text`, sql`m.name`],
    partner: [sql`j.partner_id`, sql`null::text`, sql`p.name`],
    category: [sql`null::int`, sql`null::text`, sql`j.category`],
    basis: [sql`null::int`, sql`null::text`, sql`x.basis`],
  };
  const [id, number, name] = columns[groupBy];
  return sql`${id} as id, ${number} as number, ${name} as name`;
}

/** Whether rows or filters are about jobs, so that documents have to be taken apart. */
function isAboutJobs({ filter, groupBy }: BillingQuestion): boolean {
  const { clientId: _client, basis: _basis, ...ofJob } = filter;
  const isFiltered = Object.values(ofJob).some((condition) => condition !== undefined);
  return isFiltered || !(groupBy === 'none' || groupBy === 'client' || groupBy === 'basis');
}

/**
 * The basis of document `i`; of a credit note, that of the invoice it credits. As one value, so that it is looked up for
 * these few and PostgreSQL does not read all invoices to find them.
 */
function basisOf(firmId: number): Sql {
  return sql`case when i.credits_invoice_id is null then i.basis else (
    select o.basis from invoice o where o.firm_id = ${firmId} and o.id = i.credits_invoice_id) end`;
}

/** Documents as they count in the period: with their sign, day and figures. */
function documentsCounted(firmId: number, { from, to }: Pick<BillingQuestion, 'from' | 'to'>): Sql {
  const columns = sql`i.id, i.status, i.document, i.client_id, i.currency, i.total_minor, coalesce(i.tax_minor, 0) as tax_minor,
    ${basisOf(firmId)} as basis, coalesce(i.credits_invoice_id, i.id) as original_id`;
  return sql`
    select d.*, false as is_cancellation
    from (select i.invoiced_on as counted_on, ${columns} from invoice i
      where i.firm_id = ${firmId} and i.status in ('approved', 'cancelled')
        and i.invoiced_on between ${from}::date and ${to}::date) d
    union all
    select d.*, true
    from (select ${takenBackOn(firmId)} as counted_on, ${columns} from invoice i
      where i.firm_id = ${firmId} and i.status = 'cancelled') d
    where d.counted_on between ${from}::date and ${to}::date`;
}

/** What of each document is of which job, where that is asked; else each document as a whole. */
function documentParts(firmId: number, question: BillingQuestion): Sql {
  const part = isAboutJobs(question)
    ? partsByJob(firmId)
    : sql`select d.*, null::int as job_id, d.total_minor as part_minor, d.tax_minor as part_tax_minor from document d`;
  const isOutside = sql`(d.basis = 'miscellaneous' or exists (
    select 1 from unmatched_invoice u
    left join unmatched_invoice_decision v on v.firm_id = u.firm_id and v.invoice_id = u.invoice_id
    where u.firm_id = ${firmId} and u.invoice_id = d.original_id and v.job_id is null)
    or (d.status = 'cancelled' and (
      select g.id from journal g where g.firm_id = ${firmId} and g.cause_kind = 3 and g.cause_id = d.id limit 1) is null))`;
  const sign = sql`(case when (d.document = 'creditNote') <> d.is_cancellation then -1 else 1 end)`;
  return sql`
    select part.job_id, part.client_id, part.basis, date_trunc('month', part.counted_on::timestamp)::date as month,
      part.currency,
      case when part.document = 'invoice' and not part.is_cancellation then part.part_minor else 0 end as "invoicedMinor",
      case when part.document = 'creditNote' and not part.is_cancellation then part.part_minor else 0 end as "creditedMinor",
      case when part.is_cancellation then -part.part_minor * part.sign else 0 end as "cancelledMinor",
      part.part_tax_minor * part.sign as "taxMinor",
      case when part.is_outside then part.part_minor * part.sign else 0 end as "outsideWipMinor",
      0::bigint as "ledgerMinor", 0::bigint as "otherMinor"
    from (
      with document as materialized (
        select d.*, ${sign} as sign, ${isOutside} as is_outside from (${documentsCounted(firmId, question)}) d
      )
      ${part}
    ) part`;
}

/**
 * The lines of all documents at once, and what of a total they do not make. That rest goes to the only job of all lines,
 * else to none.
 */
function partsByJob(firmId: number): Sql {
  return sql`,
    line as materialized (
      select d.id, d.is_cancellation, l.job_id, coalesce(l.amount_minor, 0) as minor, coalesce(l.tax_minor, 0) as tax_minor
      from document d left join invoice_line l on l.firm_id = ${firmId} and l.invoice_id = d.id
    ),
    rest as (
      select l.id, l.is_cancellation, sum_minor(l.minor) as minor, sum_minor(l.tax_minor) as tax_minor,
        case when count(*) = count(l.job_id) and min(l.job_id) = max(l.job_id) then min(l.job_id) end as job_id
      from line l group by 1, 2
    )
    select d.*, l.job_id, l.minor as part_minor, l.tax_minor as part_tax_minor
    from line l join document d on d.id = l.id and d.is_cancellation = l.is_cancellation
    union all
    select d.*, r.job_id, d.total_minor - r.minor, d.tax_minor - r.tax_minor
    from rest r join document d on d.id = r.id and d.is_cancellation = r.is_cancellation
    where d.total_minor <> r.minor or d.tax_minor <> r.tax_minor`;
}

function ledgerParts(firmId: number, question: BillingQuestion): Sql {
  const part = (figures: Sql, rest: Sql) => sql`
    select b.job_id, j.client_id, b.basis, b.month, j.currency, 0::bigint, 0::bigint, 0::bigint, 0::bigint, 0::bigint,
      ${figures} ${rest} join job j on j.firm_id = ${firmId} and j.id = b.job_id`;
  if (question.groupBy === 'basis' || question.filter.basis !== undefined) {
    return part(sql`b.ledger_minor, b.other_minor`, sql`from (${billedByBasis(firmId, question)}) b`);
  }
  const { from, to, now, byMonth } = question;
  const moved = movementsBetween({
    firmId,
    period: { from, to, knownAt: null },
    now,
    accounts: ['billed'],
    jobIds: question.filter.jobId === undefined ? null : [question.filter.jobId],
    byMonth,
  });
  const month = byMonth ? sql`d.month` : sql`null::date as month`;
  return sql`
    ${part(sql`b.billed_minor, 0::bigint`, sql`from (select d.job_id, ${month}, null::text as basis, d.billed_minor from ${moved} d) b`)}
    union all
    ${part(sql`-b.other_minor, b.other_minor`, sql`from (${billedOtherwise(firmId, question)}) b`)}`;
}

const billed = sql`case when l.debit = 8 then l.amount_minor else -l.amount_minor end`;
const monthOfLine = sql`date_trunc('month', l.effective_on::timestamp)::date`;

/** What was billed without a document. Journals of time and costs are not in the index and bill nothing. */
function billedOtherwise(firmId: number, { from, to }: BillingQuestion): Sql {
  return sql`
    select l.job_id, null::text as basis, ${monthOfLine} as month, sum_minor(${billed}) as other_minor
    from journal g
    join ledger_line l on l.firm_id = ${firmId} and l.journal_id = g.id and (l.debit = 8 or l.credit = 8)
    where g.firm_id = ${firmId} and g.cause_kind in (4, 5, 6) and g.effective_on between ${from}::date and ${to}::date
    group by 1, 3`;
}

function billedByBasis(firmId: number, { from, to }: BillingQuestion): Sql {
  const isDocument = sql`g.cause_kind = 3`;
  return sql`
    select l.job_id, coalesce(o.basis, i.basis) as basis, ${monthOfLine} as month,
      sum_minor(case when ${isDocument} then ${billed} else 0 end) as ledger_minor,
      sum_minor(case when ${isDocument} then 0 else ${billed} end) as other_minor
    from ledger_line l
    cross join lateral (
      select g.cause_kind, g.cause_id from journal g where g.firm_id = ${firmId} and g.id = l.journal_id offset 0) g
    left join invoice i on ${isDocument} and i.firm_id = ${firmId} and i.id = g.cause_id
    left join invoice o on o.firm_id = ${firmId} and o.id = i.credits_invoice_id
    where l.firm_id = ${firmId} and l.effective_on between ${from}::date and ${to}::date
      and (l.debit between 8 and 10 or l.credit between 8 and 10) and (l.debit = 8 or l.credit = 8)
    group by 1, 2, 3`;
}
