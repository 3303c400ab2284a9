// Estimated Billings of all listed jobs at once. One statement that joins everything repeats names and states thousands of
// times and makes PostgreSQL look through all jobs and clients there ever were. So the parts are read for themselves, each
// by the narrowest way there is, and put together here: first the order, balances, jobs, ages and drafts, which travel
// together, then what the people, clients and states that occur are called. Texts are put in order by the database alone,
// because what comes first is a matter of its language.
//
// The parts are of one snapshot; without one they may not belong together.

import type { CivilDate } from '#core/calendar/civil-date.ts';
import type { CurrencyCode } from '#core/money/currencies.ts';
import type { Tx } from '../database.ts';
import { plainArray } from '../values.ts';
import type { BillingTotals, EmptyReason, EstimatedBillingsRow } from './billing-page.ts';
import { byId, jobsOf, namesAsked, namesFound, rowOfJob, type Job, type Names } from './practice-names.ts';
import { runTogether } from './run.ts';

type Balance = {
  jobId: number;
  wipTimeMinor: bigint;
  wipCostMinor: bigint;
  interimsMinor: bigint;
  quoteMinor: bigint | null;
  lastActivityOn: CivilDate | null;
  lastBilledOn: CivilDate | null;
};
type Ages = { id: number; one: bigint; two: bigint; more: bigint };
type Drafted = { id: number; minor: bigint };

const balances = `
  select b.job_id as "jobId", b.wip_time_minor as "wipTimeMinor", b.wip_cost_minor as "wipCostMinor",
    b.interim_minor as "interimsMinor", nullif(b.uninvoiced_quote_minor, 0) as "quoteMinor",
    b.last_activity_on as "lastActivityOn", b.last_billed_on as "lastBilledOn"
  from job_balance b where b.firm_id = $1 and b.is_listed`;

const jobs = jobsOf.replace('$2::int[]', 'array(select l.job_id from listed_job l where l.firm_id = $1)');

const ages = `
  select job_id as id,
    coalesce(sum_minor(minor) filter (where origin_month >= $3::date), 0) as one,
    coalesce(sum_minor(minor) filter (where origin_month >= $4::date and origin_month < $3::date), 0) as two,
    coalesce(sum_minor(minor) filter (where origin_month < $4::date), 0) as more
  from (
    select job_id, origin_month, wip_time_minor + wip_cost_minor as minor
    from job_age where firm_id = $1 and origin_month < $2::date
  ) aged group by job_id`;

const drafts = `
  select d.job_id as id, sum_minor(o.open_minor) as minor
  from draft_item d join open_item o on o.firm_id = $1 and o.job_id = d.job_id and o.item_id = d.item_id
  where d.firm_id = $1 group by d.job_id`;

const mastered = `select job_id as id from quote where firm_id = $1 and job_id = any ($2) and is_master`;
const awaited = `
  select y.job_id as id from invoice i join invoice_job y on y.firm_id = $1 and y.invoice_id = i.id
  where i.firm_id = $1 and i.status = 'draft'`;

export type Ordering = { readonly name: string; readonly sql: string };

/** The rows in an order, which names the jobs ("jobId") that are wanted for $1, the firm, and $2, how many. */
export async function readListed(
  tx: Tx,
  { ordering, limit, agesFrom }: { ordering: Ordering; limit: number; agesFrom: readonly CivilDate[] },
): Promise<EstimatedBillingsRow[]> {
  const firm = [tx.firmId];
  const found = await runTogether(tx, [
    { ...ordering, parameters: [tx.firmId, limit] },
    { name: 'billings: balances', sql: balances, parameters: firm },
    { name: 'billings: jobs', sql: jobs, parameters: firm },
    { name: 'billings: ages', sql: ages, parameters: [tx.firmId, ...agesFrom] },
    { name: 'billings: drafts', sql: drafts, parameters: firm },
  ]);
  const order = found[0] as { jobId: number }[];
  const parts: Parts = {
    balances: new Map((found[1] as Balance[]).map((balance) => [balance.jobId, balance])),
    jobs: byId(found[2] as Job[]),
    ages: byId(found[3] as Ages[]),
    drafts: byId(found[4] as Drafted[]),
  };
  const names = await readNames(tx, parts);
  return order.map(({ jobId }) => rowOf(jobId, parts, names));
}

type Parts = {
  readonly balances: ReadonlyMap<number, Balance>;
  readonly jobs: ReadonlyMap<number, Job>;
  readonly ages: ReadonlyMap<number, Ages>;
  readonly drafts: ReadonlyMap<number, Drafted>;
};

type Said = Names & {
  /** Jobs with a quote that caps them, and jobs on a draft. */
  readonly mastered: ReadonlySet<number>;
  readonly awaited: ReadonlySet<number>;
};

async function readNames(tx: Tx, parts: Parts): Promise<Said> {
  const unquoted: number[] = [];
  for (const { jobId, quoteMinor } of parts.balances.values()) if (quoteMinor === null) unquoted.push(jobId);
  const [caps, waiting, ...names] = await runTogether(tx, [
    { name: 'billings: quotes', sql: mastered, parameters: [tx.firmId, plainArray(unquoted)] },
    { name: 'billings: waiting', sql: awaited, parameters: [tx.firmId] },
    ...namesAsked(tx.firmId, parts.jobs.values()),
  ]);
  return {
    ...namesFound(names),
    mastered: new Set((caps as Drafted[]).map(({ id }) => id)),
    awaited: new Set((waiting as Drafted[]).map(({ id }) => id)),
  };
}

function rowOf(jobId: number, parts: Parts, names: Said): EstimatedBillingsRow {
  const balance = parts.balances.get(jobId)!;
  const older = parts.ages.get(jobId);
  const { wipTimeMinor, wipCostMinor, interimsMinor, quoteMinor } = balance;
  const netWipMinor = wipTimeMinor + wipCostMinor + interimsMinor;
  const onDraftMinor = parts.drafts.get(jobId)?.minor ?? 0n;
  return rowOfJob(parts.jobs.get(jobId)!, names, {
    wipTimeMinor,
    wipCostMinor,
    interimsMinor,
    quoteMinor,
    onDraftMinor,
    one: older?.one ?? 0n,
    two: older?.two ?? 0n,
    more: older?.more ?? 0n,
    lastActivityOn: balance.lastActivityOn,
    lastBilledOn: balance.lastBilledOn,
    emptyReason: emptyReasonOf(jobId, { netWipMinor, onDraftMinor, hasQuote: quoteMinor !== null }, names),
  });
}

type Left = { readonly netWipMinor: bigint; readonly onDraftMinor: bigint; readonly hasQuote: boolean };

/** As empty-reason.ts has it in SQL. */
function emptyReasonOf(
  jobId: number,
  { netWipMinor, onDraftMinor, hasQuote }: Left,
  names: Said,
): EmptyReason | null {
  if (netWipMinor !== 0n && netWipMinor === onDraftMinor) return 'onDraft';
  if (netWipMinor === 0n) return names.awaited.has(jobId) ? 'unapproved' : hasQuote ? null : 'allInvoiced';
  return netWipMinor > 0n && !hasQuote && names.mastered.has(jobId) ? 'capped' : null;
}

/** The totals of rows that are all there are, per currency. */
export function totalsOf(rows: readonly EstimatedBillingsRow[]): BillingTotals[] {
  const totals = new Map<CurrencyCode, BillingTotals>();
  for (const row of rows) {
    let total = totals.get(row.currency);
    if (total === undefined) totals.set(row.currency, (total = noneOf(row.currency)));
    total.jobs += 1;
    total.wipTimeMinor += row.wipTimeMinor;
    total.wipCostMinor += row.wipCostMinor;
    total.interimsMinor += row.interimsMinor;
    total.ageOneMonthMinor += row.ageOneMonthMinor;
    total.ageTwoMonthsMinor += row.ageTwoMonthsMinor;
    total.ageThreeMonthsPlusMinor += row.ageThreeMonthsPlusMinor;
    if (row.uninvoicedQuoteMinor !== null)
      total.uninvoicedQuoteMinor = (total.uninvoicedQuoteMinor ?? 0n) + row.uninvoicedQuoteMinor;
    if (row.onDraftMinor !== null) total.onDraftMinor = (total.onDraftMinor ?? 0n) + row.onDraftMinor;
  }
  return [...totals.values()].map(withWhatFollows);
}

function withWhatFollows(total: BillingTotals): BillingTotals {
  const { ageOneMonthMinor, ageTwoMonthsMinor, ageThreeMonthsPlusMinor } = total;
  const wipMinor = total.wipTimeMinor + total.wipCostMinor;
  return {
    ...total,
    netWipMinor: wipMinor + total.interimsMinor,
    ageCurrentMinor: wipMinor - ageOneMonthMinor - ageTwoMonthsMinor - ageThreeMonthsPlusMinor,
  };
}

function noneOf(currency: CurrencyCode): BillingTotals {
  return {
    groupId: null,
    groupName: null,
    currency,
    jobs: 0,
    wipTimeMinor: 0n,
    wipCostMinor: 0n,
    interimsMinor: 0n,
    netWipMinor: 0n,
    uninvoicedQuoteMinor: null,
    onDraftMinor: 0n,
    ageCurrentMinor: 0n,
    ageOneMonthMinor: 0n,
    ageTwoMonthsMinor: 0n,
    ageThreeMonthsPlusMinor: 0n,
  };
}
