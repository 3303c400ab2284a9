// Estimated Billings as at a day that a kept one serves. The figures of all jobs are put together here (past-figures.ts), and
// so are sums, signs and the order by amounts; PostgreSQL says which of the jobs a filter finds and puts their names in
// order, since what comes first is a matter of its language; and what things are called is looked up for the rows of the
// page, each client and person once.
//
// It answers to the cent what estimated-billings.ts answers, which is for every other moment. The parts are of one snapshot;
// without one they may not belong together.

import { sql } from 'kysely';
import type { CurrencyCode } from '#core/money/currencies.ts';
import type { Tx } from '../database.ts';
import { plainArray } from '../values.ts';
import type {
  BillingPage,
  BillingTotals,
  EstimatedBillingsQuestion,
  EstimatedBillingsRow,
} from './billing-page.ts';
import { ofFilter } from './filters.ts';
import { after, orderBy, type SortKey } from './keyset.ts';
import { newestDay } from './newest-days.ts';
import { isFromKept, readOpenThen, type CutsFromKept, type Newest, type OpenThen } from './past-figures.ts';
import { practiceColumns, practiceOf, type PracticeField } from './practice-columns.ts';
import type { Cuts } from './moment.ts';
import {
  byId,
  jobsOf,
  named,
  namesAsked,
  namesFound,
  rowOfJob,
  type Job,
  type Named,
  type Names,
} from './practice-names.ts';
import { preparedOf, runPrepared, runSql, runTogether } from './run.ts';

type Question = EstimatedBillingsQuestion;
type Reading = Question & { readonly cuts: CutsFromKept };

/** What PostgreSQL puts in order; everything else is a figure or a day. */
const orderedThere = new Set([...Object.keys(practiceColumns), 'jobId', 'currency']);

/** Further pages by an amount would need the place of a name as well as that of the amount. */
export function isPast(question: Question & { readonly cuts: Cuts }): question is Reading {
  return (
    isFromKept(question.cuts) &&
    (question.position === null || question.keys.every(({ field }) => orderedThere.has(field)))
  );
}

/** The rows from the position on; from the beginning, with the totals of all. */
export async function readPastBillings(tx: Tx, question: Reading): Promise<BillingPage> {
  const { position, limit } = question;
  const open = new Map<number, OpenThen>();
  for (const job of await readOpenThen(tx, question.cuts))
    if (hasSign(question, job)) open.set(job.jobId, job);
  const found = await readOrder(tx, question, [...open.keys()]);
  const jobs: Found[] = [];
  for (const [place, jobId] of found.jobIds.entries()) {
    const job = open.get(jobId)!;
    const currency = found.currencies[place]!;
    if (isEnough(question, job, currency))
      jobs.push({ open: job, currency, groupId: found.groupIds[place] ?? null });
  }
  const isByDay = question.keys.some(({ field }) => field in days);
  if (isByDay) await lookUpDays(tx, question, jobs);
  const page = inOrder(question, jobs).slice(0, limit);
  const rows = await readRows(tx, question, page);
  return { rows, totals: position === null ? await readTotals(tx, question, jobs) : [] };
}

type Found = { readonly open: OpenThen; readonly currency: CurrencyCode; readonly groupId: number | null };

const days = { lastActivityOn: 'activityOn', lastBilledOn: 'billedOn' } as const;

function netOf({ wipTimeMinor, wipCostMinor, interimsMinor }: OpenThen): bigint {
  return wipTimeMinor + wipCostMinor + interimsMinor;
}

function hasSign({ filter: { sign } }: Question, job: OpenThen): boolean {
  if (sign === undefined) return true;
  const net = netOf(job);
  return sign === 'zero' ? net === 0n : sign === 'positive' ? net > 0n : net < 0n;
}

function isEnough({ filter: { minimum } }: Question, job: OpenThen, currency: CurrencyCode): boolean {
  if (minimum === undefined) return true;
  const net = netOf(job);
  const size = net < 0n ? -net : net;
  return [...minimum.values()].some(
    ({ currencies, minor }) => currencies.includes(currency) && size >= minor,
  );
}

type Order = {
  readonly jobIds: number[];
  readonly currencies: CurrencyCode[];
  readonly groupIds: (number | null)[];
};

/** Those of the jobs that the filter finds and that come after the position, by the keys that are names or ids. */
async function readOrder(tx: Tx, question: Reading, jobIds: readonly number[]): Promise<Order> {
  const { keys, groupBy, filter, position } = question;
  const named = keys.filter(({ field }) => orderedThere.has(field));
  const isNeeded = (field: string) => named.some((key) => key.field === field);
  const fields = (Object.keys(practiceColumns) as PracticeField[]).filter(isNeeded);
  const columns = fields.map((field) => sql`, ${sql.ref(practiceColumns[field])} as ${sql.ref(field)}`);
  const group = groupBy === null ? sql`null::int` : sql.ref(practiceColumns[`${groupBy}Id`]);
  const from = position === null ? sql`` : sql`where ${after(keys, position)}`;
  // Aggregates take the rows as they come, in the order of the query below.
  const asked = sql`
    select array_agg(r."jobId")::text as "jobIds", array_agg(r.currency)::text as currencies,
      array_agg(r."inGroup")::text as "groupIds"
    from (
      select r.* from (
        select j.id as "jobId", j.currency, ${group} as "inGroup" ${columns.length === 0 ? sql`` : sql.join(columns, sql``)}
        from job j ${practiceOf(tx.firmId, fields, filter)}
        where j.firm_id = ${tx.firmId} and j.id = any (${plainArray(jobIds)}::int[])${ofFilter(filter)}
      ) r ${from} order by ${orderBy(named)}
    ) r`;
  const isFiltered = Object.values(filter).some((condition) => condition !== undefined);
  const run = isFiltered ? runSql : runPrepared;
  const [arrays] = await run<Record<'jobIds' | 'currencies' | 'groupIds', string | null>>(tx, asked);
  const elements = (array: string | null) => (array === null ? [] : array.slice(1, -1).split(','));
  return {
    jobIds: elements(arrays!.jobIds).map(Number),
    currencies: elements(arrays!.currencies) as CurrencyCode[],
    groupIds: elements(arrays!.groupIds).map((id) => (id === 'NULL' ? null : Number(id))),
  };
}

/** By figures and days within what PostgreSQL has put in order: within a group, or among all. */
function inOrder({ keys }: Question, jobs: Found[]): Found[] {
  const figures = keys.filter(({ field }) => !orderedThere.has(field));
  if (figures.length === 0) return jobs;
  const groups = new Map<number | null, number>();
  for (const { groupId } of jobs) if (!groups.has(groupId)) groups.set(groupId, groups.size);
  return jobs.toSorted((a, b) => {
    if (a.groupId !== b.groupId) return groups.get(a.groupId)! - groups.get(b.groupId)!;
    for (const key of figures) {
      const compared = compare(valueOf(key, a.open), valueOf(key, b.open));
      if (compared !== 0) return key.descending === true ? -compared : compared;
    }
    return a.open.jobId - b.open.jobId;
  });
}

type Value = bigint | string | null;

/** What is missing comes before everything else. */
function compare(a: Value, b: Value): number {
  if (a === b) return 0;
  if (a === null) return -1;
  return b === null || a > b ? 1 : -1;
}

function valueOf({ field }: SortKey, job: OpenThen): Value {
  switch (field) {
    case 'lastActivityOn':
      return job.activityOn ?? null;
    case 'lastBilledOn':
      return job.billedOn ?? null;
    case 'netWipMinor':
      return netOf(job);
    case 'uninvoicedQuoteMinor':
      return job.quoteMinor === 0n ? null : job.quoteMinor;
    case 'ageCurrentMinor':
      return job.wipTimeMinor + job.wipCostMinor - job.one - job.two - job.more;
    case 'ageOneMonthMinor':
      return job.one;
    case 'ageTwoMonthsMinor':
      return job.two;
    case 'ageThreeMonthsPlusMinor':
      return job.more;
    case 'onDraftMinor':
      return null;
    default:
      return job[field as 'wipTimeMinor' | 'wipCostMinor' | 'interimsMinor'];
  }
}

type Days = { readonly id: number; readonly activityOn: Newest; readonly billedOn: Newest };

function daysAsked(firmId: number, { moment }: Question, jobIds: readonly number[]) {
  return preparedOf(sql`
    select r."jobId" as id, ${newestDay(firmId, moment, 'activity')} as "activityOn",
      ${newestDay(firmId, moment, 'billed')} as "billedOn"
    from (
      select b.job_id as "jobId", b.last_activity_on as "lastActivityOn", b.last_billed_on as "lastBilledOn"
      from job_balance b where b.firm_id = ${firmId} and b.job_id = any (${plainArray(jobIds)}::int[])
    ) r`);
}

function unknownOf(jobs: readonly Found[]): number[] {
  const unknown: number[] = [];
  for (const { open } of jobs)
    if (open.activityOn === undefined || open.billedOn === undefined) unknown.push(open.jobId);
  return unknown;
}

async function lookUpDays(tx: Tx, question: Question, jobs: Found[]): Promise<void> {
  const unknown = unknownOf(jobs);
  if (unknown.length === 0) return;
  const [found] = await runTogether(tx, [daysAsked(tx.firmId, question, unknown)]);
  const newest = byId(found as Days[]);
  for (const [place, job] of jobs.entries()) {
    const known = newest.get(job.open.jobId);
    if (known === undefined) continue;
    const { activityOn, billedOn } = known;
    jobs[place] = { ...job, open: { ...job.open, activityOn, billedOn } };
  }
}

async function readRows(tx: Tx, question: Question, page: readonly Found[]): Promise<EstimatedBillingsRow[]> {
  if (page.length === 0) return [];
  const jobIds = page.map(({ open }) => open.jobId);
  const unknown = unknownOf(page);
  const asked = [{ name: 'billings: some jobs', sql: jobsOf, parameters: [tx.firmId, plainArray(jobIds)] }];
  const [found, newest = []] = await runTogether(
    tx,
    unknown.length === 0 ? asked : [...asked, daysAsked(tx.firmId, question, unknown)],
  );
  const jobs = byId(found as Job[]);
  const lookedUp = byId(newest as Days[]);
  const names = namesFound(await runTogether(tx, namesAsked(tx.firmId, jobs.values())));
  return page.map(({ open }) => rowOf(jobs.get(open.jobId)!, names, open, lookedUp.get(open.jobId) ?? open));
}

function rowOf(job: Job, names: Names, open: OpenThen, newest: Pick<Days, 'activityOn' | 'billedOn'>) {
  const { wipTimeMinor, wipCostMinor, interimsMinor, quoteMinor, one, two, more } = open;
  return rowOfJob(job, names, {
    wipTimeMinor,
    wipCostMinor,
    interimsMinor,
    quoteMinor: quoteMinor === 0n ? null : quoteMinor,
    onDraftMinor: null,
    one,
    two,
    more,
    lastActivityOn: newest.activityOn!,
    lastBilledOn: newest.billedOn!,
    emptyReason: null,
  });
}

const groupTables = { client: 'client', manager: 'staff', partner: 'staff', state: 'job_state' } as const;

/** Per group and currency, in the order of the groups. */
async function readTotals(tx: Tx, { groupBy }: Question, jobs: readonly Found[]): Promise<BillingTotals[]> {
  const groups = new Map<number | null, Map<CurrencyCode, Total>>();
  for (const job of jobs) {
    let totals = groups.get(job.groupId);
    if (totals === undefined) groups.set(job.groupId, (totals = new Map()));
    let total = totals.get(job.currency);
    if (total === undefined) totals.set(job.currency, (total = noneYet()));
    add(total, job.open);
  }
  const ids = [...groups.keys()].filter((id) => id !== null);
  const table = groupBy === null || ids.length === 0 ? null : groupTables[groupBy];
  const asked =
    table === null
      ? []
      : [{ name: `billings: names of ${table}`, sql: named(table), parameters: [tx.firmId, ids] }];
  const [found = []] = asked.length === 0 ? [] : await runTogether(tx, asked);
  const names = byId(found as Named[]);
  return [...groups].flatMap(([groupId, totals]) =>
    [...totals]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([currency, total]) => {
        const groupName = groupId === null ? null : names.get(groupId)!.name;
        return totalOf({ groupId, groupName, currency }, total);
      }),
  );
}

type Total = { jobs: number; hasQuote: boolean } & Sums;
type Sums = {
  -readonly [
    Figure in 'wipTimeMinor' | 'wipCostMinor' | 'interimsMinor' | 'quoteMinor' | 'one' | 'two' | 'more'
  ]: bigint;
};

function noneYet(): Total {
  return {
    jobs: 0,
    hasQuote: false,
    wipTimeMinor: 0n,
    wipCostMinor: 0n,
    interimsMinor: 0n,
    quoteMinor: 0n,
    one: 0n,
    two: 0n,
    more: 0n,
  };
}

function add(total: Total, job: OpenThen): void {
  total.jobs += 1;
  total.hasQuote ||= job.quoteMinor !== 0n;
  total.wipTimeMinor += job.wipTimeMinor;
  total.wipCostMinor += job.wipCostMinor;
  total.interimsMinor += job.interimsMinor;
  total.quoteMinor += job.quoteMinor;
  total.one += job.one;
  total.two += job.two;
  total.more += job.more;
}

function totalOf(
  group: Pick<BillingTotals, 'groupId' | 'groupName' | 'currency'>,
  { jobs, hasQuote, wipTimeMinor, wipCostMinor, interimsMinor, quoteMinor, one, two, more }: Total,
): BillingTotals {
  const wipMinor = wipTimeMinor + wipCostMinor;
  return {
    ...group,
    jobs,
    wipTimeMinor,
    wipCostMinor,
    interimsMinor,
    netWipMinor: wipMinor + interimsMinor,
    uninvoicedQuoteMinor: hasQuote ? quoteMinor : null,
    onDraftMinor: null,
    ageCurrentMinor: wipMinor - one - two - more,
    ageOneMonthMinor: one,
    ageTwoMonthsMinor: two,
    ageThreeMonthsPlusMinor: more,
  };
}
