// What is found of each point of the checklist, each read for itself. Jobs are reckoned as at the last day of the period;
// what still waits for somebody (open entries, drafts, payments) is read as it stands now, so that it disappears from the
// list when it was seen to.

import { sql, type RawBuilder } from 'kysely';
import { addDays, type CivilDate } from '#core/calendar/civil-date.ts';
import type { CurrencyCode } from '#core/money/currencies.ts';
import { staleAfterDays, type CheckCode, type Found } from '#core/periods/checklist.ts';
import type { PeriodOfClose } from '#core/periods/close.ts';
import { wipMovements } from '#core/periods/wip-journal.ts';
import { notUsedUp } from '../billing/debtors.ts';
import type { Tx } from '../database.ts';
import { balancesAt } from '../reports/balances-at.ts';
import { cutsFromKept } from '../reports/past-balances.ts';
import { runSql } from '../reports/run.ts';
import type { WipJournalRow } from '../reports/wip-journal.ts';

type Sql = RawBuilder<unknown>;

type FoundRow = { code: CheckCode; currency: CurrencyCode; count: number; amountMinor: bigint };

/** Everything but the recounts. `journal` is that of the period, a row per currency. */
export async function findEvidence(
  tx: Tx,
  { period, now, journal }: { period: PeriodOfClose; now: string; journal: readonly WipJournalRow[] },
): Promise<Found[]> {
  const { firmId } = tx;
  const parts = [...documentsOf(firmId, period), ...workOf(firmId, period)];
  const rows = await runSql<FoundRow>(tx, sql.join(parts, sql` union all `));
  const closings = await readClosings(tx, period.endedOn, now);
  const found = Map.groupBy([...rows, ...negativeOf(closings)], ({ code }) => code);
  return [
    ...[...found].map(([code, of]) => ({
      code,
      count: of.reduce((sum, { count }) => sum + count, 0),
      amounts: of.map(({ currency, amountMinor }) => ({ currency, amountMinor })),
    })),
    differingOf(closings, journal),
    await findMovedOpenings(tx, period, now),
  ];
}

/** A query that counts and adds up by currency; the tables of `from` have the columns named. */
function counted(
  code: CheckCode,
  { from, currency, amount }: { from: Sql; currency: string; amount: Sql },
): Sql {
  return sql`
    select ${code}::text as code, ${sql.ref(currency)} as currency, count(*)::int as count,
      coalesce(sum(${amount}), 0)::bigint as "amountMinor"
    from ${from} group by 2`;
}

function documentsOf(firmId: number, { beganOn, endedOn }: PeriodOfClose): Sql[] {
  const withTax = sql`i.total_minor + coalesce(i.tax_minor, 0)`;
  const unallocated = sql`p.amount_minor - coalesce(a.minor, 0)`;
  return [
    counted('parkedInvoices', {
      from: sql`billing_run_unit u
        join billing_run r on r.firm_id = ${firmId} and r.id = u.run_id and r.state in ('running', 'paused', 'done')
        where u.firm_id = ${firmId} and u.state = 'parked' and (r.rules ->> 'invoicedOn')::date <= ${endedOn}::date`,
      currency: 'u.currency',
      amount: sql`u.total_minor + u.tax_minor`,
    }),
    counted('draftInvoices', {
      from: sql`invoice i where i.firm_id = ${firmId} and i.status = 'draft' and i.invoiced_on <= ${endedOn}::date`,
      currency: 'i.currency',
      amount: withTax,
    }),
    counted('unsentInvoices', {
      from: sql`invoice i where i.firm_id = ${firmId} and i.status = 'approved' and i.sent_at is null
        and i.document = 'invoice' and i.origin = 'composed'
        and i.invoiced_on between ${beganOn}::date and ${endedOn}::date`,
      currency: 'i.currency',
      amount: withTax,
    }),
    counted('unallocatedPayments', {
      from: sql`payment p
        left join (
          select payment_id, sum(amount_minor) as minor from allocation
          where firm_id = ${firmId} and payment_id = any (array(${notUsedUp(firmId)})) group by 1
        ) a on a.payment_id = p.id
        where p.firm_id = ${firmId} and p.id = any (array(${notUsedUp(firmId)})) and p.voided_on is null and p.paid_on <= ${endedOn}::date and ${unallocated} <> 0`,
      currency: 'p.currency',
      amount: unallocated,
    }),
  ];
}

function workOf(firmId: number, { beganOn, endedOn }: PeriodOfClose): Sql[] {
  const staleBefore = addDays(endedOn, -staleAfterDays);
  const ofJob = sql`join job j on j.firm_id = ${firmId} and j.id = o.job_id`;
  const open = (more: Sql) => sql`open_item o ${ofJob} ${more}`;
  const currency = 'j.currency';
  return [
    counted('estimatedCosts', {
      from: sql`cost_entry c join job j on j.firm_id = ${firmId} and j.id = c.job_id
        where c.firm_id = ${firmId} and not c.actual and not c.deleted
          and c.incurred_on between ${beganOn}::date and ${endedOn}::date`,
      currency,
      amount: sql`c.amount_minor`,
    }),
    counted('missingRates', {
      from: open(sql`
        join time_entry e on e.firm_id = ${firmId} and e.id = o.item_id and e.job_id = o.job_id
        where o.firm_id = ${firmId} and o.item_kind = 1 and o.open_minor = 0 and o.origin_on <= ${endedOn}::date
          and e.rate_source = 'missing' and e.billable and not j.excluded`),
      currency,
      amount: sql`0`,
    }),
    counted('staleWip', {
      from: open(sql`where o.firm_id = ${firmId} and o.item_kind <> 3 and o.open_minor <> 0
        and o.origin_on < ${staleBefore}::date`),
      currency,
      amount: sql`o.open_minor`,
    }),
    counted('oldInterims', {
      from: open(sql`where o.firm_id = ${firmId} and o.item_kind = 3 and o.origin_on < ${staleBefore}::date`),
      currency,
      amount: sql`o.open_minor`,
    }),
    counted('workOnEndedJobs', {
      from: open(sql`
        join job_state s on s.firm_id = ${firmId} and s.id = j.state_id and s.type in ('completed', 'cancelled')
        where o.firm_id = ${firmId} and o.item_kind = 1 and o.origin_on <= ${endedOn}::date`),
      currency,
      amount: sql`o.open_minor`,
    }),
    counted('openWeeks', {
      from: openWeeks(firmId, { beganOn, endedOn }),
      currency: 'w.currency',
      amount: sql`0`,
    }),
  ];
}

/**
 * Weeks in which somebody worked and that are not said to be done. Each week of each staff member is looked up
 * (time_entry_staff): they are few beside the time that was recorded in them, and none where the firm does not ask for it.
 */
function openWeeks(firmId: number, { beganOn, endedOn }: PeriodOfClose): Sql {
  return sql`(
    select f.currency, p.id as staff_id, d.day::date as week_start
    from firm f
    cross join lateral generate_series(
      (${beganOn}::date - (extract(isodow from ${beganOn}::date)::int - f.week_starts_on + 7) % 7)::timestamp,
      ${endedOn}::timestamp, interval '7 days') as d (day)
    join staff p on p.firm_id = f.id
    where f.id = ${firmId} and f.weeks_are_submitted
  ) w where not exists (
      select 1 from week_submission s where s.firm_id = ${firmId} and s.staff_id = w.staff_id
        and s.week_start = w.week_start and s.reopened_at is null)
    and (
      select e.id from time_entry e
      where e.firm_id = ${firmId} and e.staff_id = w.staff_id and not e.deleted
        and e.worked_on between greatest(w.week_start, ${beganOn}::date) and least(w.week_start + 6, ${endedOn}::date)
      limit 1) is not null`;
}

const wipAccounts = ['wipTime', 'wipCost', 'interim'] as const;
const netWip = sql`x.wip_time_minor + x.wip_cost_minor + x.interim_minor`;

/** What jobs have on the last day, and the jobs of it that have less than nothing. */
type Closing = { currency: CurrencyCode; minor: bigint; negative: number; negativeMinor: bigint };

async function readClosings(tx: Tx, endedOn: CivilDate, now: string): Promise<Closing[]> {
  const { firmId } = tx;
  const cuts = await cutsFromKept(tx, { asAt: endedOn, knownAt: null }, now);
  const balances = balancesAt({ firmId, cuts, accounts: wipAccounts, agesFrom: null, jobIds: null });
  const isNegative = sql`filter (where ${netWip} < 0)`;
  return runSql(
    tx,
    sql`select j.currency, sum_minor(${netWip}) as minor, (count(*) ${isNegative})::int as negative,
        coalesce(sum_minor(${netWip}) ${isNegative}, 0) as "negativeMinor"
      from ${balances} x join job j on j.firm_id = ${firmId} and j.id = x.job_id group by 1 order by 1`,
  );
}

function negativeOf(closings: readonly Closing[]): FoundRow[] {
  return closings
    .filter(({ negative }) => negative > 0)
    .map(({ currency, negative, negativeMinor }) => ({
      code: 'negativeWip',
      currency,
      count: negative,
      amountMinor: negativeMinor,
    }));
}

/** Currencies in which the movements do not lead from the opening to the balances of the jobs on the last day. */
function differingOf(balances: readonly Closing[], journal: readonly WipJournalRow[]): Found {
  const closings = new Map(balances.map(({ currency, minor }) => [currency, minor]));
  const reckoned = new Map(
    journal.map((row) => [
      row.currency,
      wipMovements.reduce((sum, movement) => sum + row[`${movement}Minor`], row.openingMinor),
    ]),
  );
  const amounts = [...new Set([...closings.keys(), ...reckoned.keys()])]
    .map((currency) => ({
      currency,
      amountMinor: (closings.get(currency) ?? 0n) - (reckoned.get(currency) ?? 0n),
    }))
    .filter(({ amountMinor }) => amountMinor !== 0n);
  return { code: 'wipControl', count: amounts.length, amounts };
}

/** Jobs whose balances at the end of the last close are not what was frozen then. */
async function findMovedOpenings(tx: Tx, { beganOn }: PeriodOfClose, now: string): Promise<Found> {
  const { firmId } = tx;
  const balances = balancesAt({
    firmId,
    cuts: await cutsFromKept(tx, { asAt: addDays(beganOn, -1), knownAt: null }, now),
    accounts: openingAccounts,
    agesFrom: null,
    jobIds: null,
  });
  const differing = openingColumns.map(
    (column) => sql`coalesce(${sql.ref(`x.${column}`)}, 0) <> coalesce(${sql.ref(`f.${column}`)}, 0)`,
  );
  const rows = await runSql<FoundRow>(
    tx,
    sql`select 'openingsKept' as code, j.currency, count(*)::int as count, sum(
        coalesce(${netWip}, 0) - coalesce(f.wip_time_minor + f.wip_cost_minor + f.interim_minor, 0))::bigint as "amountMinor"
      from ${balances} x
      full join (
        select p.* from period_opening p
        join standing_close c on c.firm_id = ${firmId} and c.id = p.close_id and c.ended_on = ${addDays(beganOn, -1)}::date
        where p.firm_id = ${firmId}
      ) f on f.job_id = x.job_id
      join job j on j.firm_id = ${firmId} and j.id = coalesce(x.job_id, f.job_id)
      where exists (select 1 from standing_close c where c.firm_id = ${firmId}) and (${sql.join(differing, sql` or `)})
      group by 2`,
  );
  return {
    code: 'openingsKept',
    count: rows.reduce((sum, { count }) => sum + count, 0),
    amounts: rows.map(({ currency, amountMinor }) => ({ currency, amountMinor })),
  };
}

/** What an opening keeps of a job. */
export const openingAccounts = ['wipTime', 'wipCost', 'interim', 'uninvoicedQuote'] as const;
const openingColumns = [
  'wip_time_minor',
  'wip_cost_minor',
  'interim_minor',
  'uninvoiced_quote_minor',
] as const;
