// Estimated Billings: what is available to invoice, a row per job. Live, it is the balance rows of listed jobs; as at a
// day or as known at a moment, it is the jobs that had anything then: from a kept day where one serves (past-billings.ts),
// else reckoned from the present (balances-at.ts).

import { sql, type RawBuilder } from 'kysely';
import type { Tx } from '../database.ts';
import { ageSums, balancesAt } from './balances-at.ts';
import { emptyReasonOfRow } from './empty-reason.ts';
import { ofFilter } from './filters.ts';
import { after, orderBy } from './keyset.ts';
import { isOpened, readOpenedBillings } from './listed-billings.ts';
import type { Cuts } from './moment.ts';
import { newestDay } from './newest-days.ts';
import { cutsFromKept } from './past-balances.ts';
import { isPast, readPastBillings } from './past-billings.ts';
import { practiceColumns, practiceFields, practiceOf, type PracticeField } from './practice-columns.ts';
import { runPrepared, runSql } from './run.ts';
import type {
  BillingFigures,
  EstimatedBillingsRow,
  Grouping,
  BillingTotals,
  EstimatedBillingsQuestion,
  BillingPage,
} from './billing-page.ts';

type Sql = RawBuilder<unknown>;

/** A question with the place from which its past moment is reckoned. */
type Reading = EstimatedBillingsQuestion & { readonly cuts: Cuts };

async function reading(tx: Tx, question: EstimatedBillingsQuestion): Promise<Reading> {
  return { ...question, cuts: await cutsFromKept(tx, question.moment, question.now) };
}

const figureFields = [
  'wipTimeMinor',
  'wipCostMinor',
  'interimsMinor',
  'netWipMinor',
  'uninvoicedQuoteMinor',
  'onDraftMinor',
  'ageCurrentMinor',
  'ageOneMonthMinor',
  'ageTwoMonthsMinor',
  'ageThreeMonthsPlusMinor',
] as const satisfies readonly (keyof BillingFigures)[];

// A page of a live report needs the ages and names of its own rows and the sums of all, not the ages and names of every job.
const rowsReadLaterMax = 1_000;

function readsPageLater({ keys, limit, ...question }: EstimatedBillingsQuestion): boolean {
  const isSortedByAge = keys.some(({ field }) => field.startsWith('age'));
  return isLive({ ...question, keys, limit }) && !isSortedByAge && limit <= rowsReadLaterMax;
}

/** Live, of all jobs, in whatever order. Planning such a statement would take a third of its time. */
function isUsual({ filter, groupBy, moment }: Reading): boolean {
  const isFiltered = Object.values(filter).some((condition) => condition !== undefined);
  return groupBy === null && !isFiltered && moment.asAt === null && moment.knownAt === null;
}

/** The next rows in the order of the keys. */
export async function readEstimatedBillings(
  tx: Tx,
  asked: EstimatedBillingsQuestion,
): Promise<EstimatedBillingsRow[]> {
  const question = await reading(tx, asked);
  if (isPast(question)) return (await readPastBillings(tx, question)).rows;
  const { keys, position, limit } = question;
  const from = position === null ? sql`` : sql`where ${after(keys, position)}`;
  return runSql(
    tx,
    sql`with ${draftsOf(tx.firmId, question)}
      r as (${jobsFound(tx.firmId, question)})
      select ${rowColumns(tx.firmId, question)}
      from (
        select ${pageColumns(question)} from (select r.* from r ${from} order by ${orderBy(keys)} limit ${limit}) r
        ${draftsOfPage(question)}
      ) r ${restOfRows(tx.firmId, question)} order by ${orderBy(keys)}`,
  );
}

/** The first rows and the totals of all, in one statement: the jobs are found once for both. */
export async function readFirstBillings(tx: Tx, asked: EstimatedBillingsQuestion): Promise<BillingPage> {
  if (isOpened(asked)) return readOpenedBillings(tx, asked);
  const question = await reading(tx, asked);
  if (isPast(question)) return readPastBillings(tx, { ...question, position: null });
  const { keys, limit } = question;
  const run = isUsual(question) ? runPrepared : runSql;
  const found = await run<EstimatedBillingsRow & { totals: TotalsAsText[] | null }>(
    tx,
    sql`
      with ${draftsOf(tx.firmId, question)}
      r as materialized (${jobsFound(tx.firmId, question)}),
      total as (
        select jsonb_agg(s order by lower(coalesce(s."groupName", '')), coalesce(s."groupId", -1), s.currency) as totals
        from (${totalsOfFound(tx.firmId, question)}) s
      )
      select ${rowColumns(tx.firmId, question)}, case when r.place = 1 then total.totals end as totals
      from (
        select ${pageColumns(question)}, row_number() over (order by ${orderBy(keys)}) as place
        from (select r.* from r order by ${orderBy(keys)} limit ${limit}) r ${draftsOfPage(question)}
      ) r ${restOfRows(tx.firmId, question)} cross join total
      order by r.place`,
  );
  const totals = (found[0]?.totals ?? []).map(totalOf);
  return { rows: found.map(({ totals: _totals, ...row }) => row), totals };
}

/** Sums of `r` per group and currency, as text. */
function totalsOfFound(firmId: number, question: EstimatedBillingsQuestion): Sql {
  const [id, name] = groupFields(question.groupBy);
  const group = sql`${id} as "groupId", ${name} as "groupName", r.currency`;
  const isLater = readsPageLater(question);
  const fields = isLater ? summedFields : figureFields;
  const sums = fields.map((field) => sql`${sumOf(field)} as ${sql.ref(field)}`);
  const found = sql`select ${group}, count(*)::int as jobs, ${sql.join(sums)} from r group by 1, 2, 3`;
  if (!isLater)
    return sql`select ${textOf(figureFields)}, f."groupId", f."groupName", f.currency, f.jobs from (${found}) f`;
  const ages = Object.entries(ageFields).map(
    ([field, age]) => sql`coalesce(a.${sql.ref(age)}, 0)::text as ${sql.ref(field)}`,
  );
  return sql`
    select f."groupId", f."groupName", f.currency, f.jobs, ${textOf(summedFields)}, ${netOf('f')}::text as "netWipMinor",
      coalesce(d.minor, 0)::text as "onDraftMinor", ${sql.join(ages)}
    from (${found}) f
    left join (
      select ${id} as "groupId", r.currency, sum_minor(h.open_minor) as minor
      from r join drafted h on h.job_id = r."jobId" group by 1, 2
    ) d on coalesce(d."groupId", -1) = coalesce(f."groupId", -1) and d.currency = f.currency
    left join (
      select "groupId", currency, ${sql.join(ageSums(question.agesFrom))}
      from (
        select ${id} as "groupId", r.currency, a.origin_month, sum_minor(a.wip_time_minor + a.wip_cost_minor) as aged_minor
        from r join job_age a on a.firm_id = ${firmId} and a.job_id = r."jobId"
        group by 1, 2, 3
      ) aged group by 1, 2
    ) a on coalesce(a."groupId", -1) = coalesce(f."groupId", -1) and a.currency = f.currency`;
}

/** A sum of nothing but missing figures is missing. */
function sumOf(field: keyof BillingFigures): Sql {
  const sum = sql`sum_minor(${sql.ref(`r.${field}`)})`;
  const isKnown = field !== 'uninvoicedQuoteMinor' && field !== 'onDraftMinor';
  return isKnown ? sum : sql`case when count(${sql.ref(`r.${field}`)}) > 0 then ${sum} end`;
}

function textOf(fields: readonly (keyof BillingFigures)[]): Sql {
  return sql.join(fields.map((field) => sql`${sql.ref(`f.${field}`)}::text as ${sql.ref(field)}`));
}

/** What is summed of all jobs of a page that is read later; the other figures follow from these or are few. */
const summedFields = ['wipTimeMinor', 'wipCostMinor', 'interimsMinor', 'uninvoicedQuoteMinor'] as const;

function netOf(table: string): Sql {
  const [time, cost, interims] = summedFields.map((field) => sql.ref(`${table}.${field}`));
  return sql`(${time} + ${cost} + ${interims})`;
}

/** What drafts hold of each job, where the report is live. */
function draftsOf(firmId: number, question: EstimatedBillingsQuestion): Sql {
  if (!isLive(question)) return sql``;
  return sql`drafted as materialized (
    select d.job_id, sum_minor(o.open_minor) as open_minor
    from draft_item d join open_item o on o.firm_id = ${firmId} and o.job_id = d.job_id and o.item_id = d.item_id
    where d.firm_id = ${firmId} group by d.job_id
  ),`;
}

const dayColumns = { lastActivityOn: 'last_activity_on', lastBilledOn: 'last_billed_on' } as const;

const ageFields = {
  ageCurrentMinor: 'age_0',
  ageOneMonthMinor: 'age_1',
  ageTwoMonthsMinor: 'age_2',
  ageThreeMonthsPlusMinor: 'age_3',
} as const;

/** The columns of a page of `r`, with what was left out of all the other jobs. */
function pageColumns(question: EstimatedBillingsQuestion): Sql {
  if (!readsPageLater(question)) return sql`r.*`;
  const isThere = (field: string) => question.keys.some((key) => key.field === field);
  const columns = [sql`r.*`];
  if (!isThere('netWipMinor')) columns.push(sql`${netOf('r')} as "netWipMinor"`);
  if (!isThere('onDraftMinor')) columns.push(sql`coalesce(h.open_minor, 0) as "onDraftMinor"`);
  return sql.join(columns);
}

function draftsOfPage(question: EstimatedBillingsQuestion): Sql {
  return readsPageLater(question) ? sql`left join drafted h on h.job_id = r."jobId"` : sql``;
}

/** The practice, the newest days `b` and the ages `g` of the rows of a page, where they were left for later. */
function restOfRows(firmId: number, question: EstimatedBillingsQuestion): Sql {
  if (!readsPageLater(question)) return sql``;
  return sql`
    join job j on j.firm_id = ${firmId} and j.id = r."jobId"
    join job_balance b on b.firm_id = ${firmId} and b.job_id = r."jobId"
    ${practiceOf(firmId, practiceFields, {})}
    cross join lateral (
      select ${sql.join(ageSums(question.agesFrom))}
      from (select origin_month, wip_time_minor + wip_cost_minor as aged_minor
        from job_age where firm_id = ${firmId} and job_id = r."jobId") aged
    ) g`;
}

type TotalsAsText = Omit<BillingTotals, keyof BillingFigures> & Record<keyof BillingFigures, string | null>;

/** Sums travel as text within JSON, which would make floats of them. */
function totalOf({ groupId, groupName, currency, jobs, ...sums }: TotalsAsText): BillingTotals {
  const figures = Object.fromEntries(
    figureFields.map((field) => [field, sums[field] === null ? null : BigInt(sums[field])]),
  ) as BillingFigures;
  return { groupId, groupName, currency, jobs, ...figures };
}

function groupFields(groupBy: Grouping | null): [Sql, Sql] {
  if (groupBy === null) return [sql`null::int`, sql`null::text`];
  return [sql.ref(`r.${groupBy}Id`), sql.ref(`r.${groupBy}Name`)];
}

const plainFields = [
  'jobId',
  'jobNumber',
  'jobName',
  'clientId',
  'clientName',
  'managerId',
  'managerName',
  'partnerId',
  'partnerName',
  'stateId',
  'stateName',
  'stateType',
  'category',
  'currency',
  ...figureFields,
] as const satisfies readonly (keyof EstimatedBillingsRow)[];

/** What people call things is looked up for a page alone, but for what finds, orders or groups the jobs. */
function practiceFieldsFound(question: EstimatedBillingsQuestion): PracticeField[] {
  if (!readsPageLater(question)) return practiceFields;
  const { keys, groupBy } = question;
  const needed = new Set<string>(keys.map(({ field }) => field));
  if (groupBy !== null) needed.add(`${groupBy}Id`).add(`${groupBy}Name`);
  return practiceFields.filter((field) => needed.has(field));
}

/** The columns of `r`; newest days of a past moment are looked up for the rows of the page alone. */
function rowColumns(firmId: number, question: EstimatedBillingsQuestion): Sql {
  const isLater = readsPageLater(question);
  const found: readonly string[] = practiceFieldsFound(question);
  const plain = plainFields.map((field) => {
    if (!isLater || found.includes(field)) return sql.ref(`r.${field}`);
    if (Object.hasOwn(ageFields, field))
      return sql`${sql.ref(`g.${ageFields[field as keyof typeof ageFields]}`)} as ${sql.ref(field)}`;
    if (!Object.hasOwn(practiceColumns, field)) return sql.ref(`r.${field}`);
    return sql`${sql.ref(practiceColumns[field as PracticeField])} as ${sql.ref(field)}`;
  });
  const isKept = isLive(question) || isSortedByDay(question);
  const kept = (day: 'lastActivityOn' | 'lastBilledOn') =>
    sql.ref(isLater ? `b.${dayColumns[day]}` : `r.${day}`);
  const activity = isKept ? kept('lastActivityOn') : newestDay(firmId, question.moment, 'activity');
  const billed = isKept ? kept('lastBilledOn') : newestDay(firmId, question.moment, 'billed');
  return sql.join([
    ...plain,
    sql`${activity} as "lastActivityOn"`,
    sql`${billed} as "lastBilledOn"`,
    sql`${isLive(question) ? emptyReasonOfRow(firmId) : sql`null::text`} as "emptyReason"`,
  ]);
}

function isLive({ moment }: EstimatedBillingsQuestion): boolean {
  return moment.asAt === null && moment.knownAt === null;
}

function isSortedByDay({ keys }: EstimatedBillingsQuestion): boolean {
  return keys.some(({ field }) => field === 'lastActivityOn' || field === 'lastBilledOn');
}

function jobsFound(firmId: number, question: Reading): Sql {
  const found = jobsWithKeptDays(firmId, question);
  if (isLive(question) || !isSortedByDay(question)) return found;
  const plain = plainFields.map((field) => sql.ref(`r.${field}`));
  return sql`
    select ${sql.join(plain)}, ${newestDay(firmId, question.moment, 'activity')} as "lastActivityOn",
      ${newestDay(firmId, question.moment, 'billed')} as "lastBilledOn"
    from (${found}) r`;
}

// A job that is excluded today was not, or had nothing, on a past day: leaving it out would change what a report said.
function jobsWithKeptDays(firmId: number, question: Reading): Sql {
  const net = sql`(f.wip_time_minor + f.wip_cost_minor + f.interim_minor)`;
  const fields = practiceFieldsFound(question);
  const practice = fields.map((field) => sql`${sql.ref(practiceColumns[field])} as ${sql.ref(field)}`);
  const isLater = readsPageLater(question);
  const isNeeded = (field: string) => !isLater || question.keys.some((key) => key.field === field);
  const rest = [
    ['netWipMinor', sql`${net} as "netWipMinor"`],
    ['onDraftMinor', sql`f.on_draft_minor as "onDraftMinor"`],
    ['lastActivityOn', sql`f.last_activity_on as "lastActivityOn"`],
    ['lastBilledOn', sql`f.last_billed_on as "lastBilledOn"`],
    ...Object.entries(ageFields).map(
      ([field, age]) => [field, sql`${sql.ref(`f.${age}`)} as ${sql.ref(field)}`] as const,
    ),
  ] as const;
  const columns = [...practice, ...rest.filter(([field]) => isNeeded(field)).map(([, column]) => column)];
  return sql`
    select f.job_id as "jobId", j.currency, f.wip_time_minor as "wipTimeMinor", f.wip_cost_minor as "wipCostMinor",
      f.interim_minor as "interimsMinor", nullif(f.uninvoiced_quote_minor, 0) as "uninvoicedQuoteMinor"
      ${columns.length === 0 ? sql`` : sql`, ${sql.join(columns)}`}
    from (${isLive(question) ? listedNow(firmId, question) : openThen(firmId, question)}) f
    join job j on j.firm_id = ${firmId} and j.id = f.job_id
    ${practiceOf(firmId, fields, question.filter)}
    where ${isLive(question) ? sql`not j.excluded` : sql`true`}${ofFilter(question.filter)}${ofAmount(question.filter, net)}`;
}

/** The balance rows of the jobs in the WIP manager, with what drafts hold and their ages unless those are read later. */
function listedNow(firmId: number, question: EstimatedBillingsQuestion): Sql {
  const isLater = readsPageLater(question);
  const holdsDrafts = !isLater || question.keys.some(({ field }) => field === 'onDraftMinor');
  const ages = Object.values(ageFields).map(
    (age) => sql`, coalesce(a.${sql.ref(age)}, 0) as ${sql.ref(age)}`,
  );
  const aged = sql`
    left join (
      select job_id, ${sql.join(ageSums(question.agesFrom))}
      from (select job_id, origin_month, wip_time_minor + wip_cost_minor as aged_minor
        from job_age where firm_id = ${firmId}) aged
      group by job_id
    ) a on a.job_id = b.job_id`;
  return sql`
    select b.job_id, b.wip_time_minor, b.wip_cost_minor, b.interim_minor, b.uninvoiced_quote_minor, b.last_activity_on,
      b.last_billed_on${holdsDrafts ? sql`, coalesce(h.open_minor, 0) as on_draft_minor` : sql``}
      ${isLater ? sql`` : sql.join(ages, sql``)}
    from job_balance b ${isLater ? sql`` : aged} ${holdsDrafts ? sql`left join drafted h on h.job_id = b.job_id` : sql``}
    where b.firm_id = ${firmId} and b.is_listed`;
}

/** The jobs with WIP, an interim or an uninvoiced quote at the moment. */
function openThen(firmId: number, { cuts, agesFrom }: Reading): Sql {
  const accounts = ['wipTime', 'wipCost', 'interim', 'uninvoicedQuote'] as const;
  const balances = balancesAt({ firmId, cuts, accounts, agesFrom, jobIds: null, newestDays: true });
  return sql`
    select x.*, null::bigint as on_draft_minor from ${balances} x
    where x.wip_time_minor <> 0 or x.wip_cost_minor <> 0 or x.interim_minor <> 0 or x.uninvoiced_quote_minor <> 0`;
}

function ofAmount({ sign, minimum }: EstimatedBillingsQuestion['filter'], net: Sql): Sql {
  const signs = {
    positive: sql` and ${net} > 0`,
    negative: sql` and ${net} < 0`,
    zero: sql` and ${net} = 0`,
  };
  const bySign = sign === undefined ? sql`` : signs[sign];
  if (minimum === undefined) return bySign;
  const least = [...minimum.values()].map(
    ({ currencies, minor }) => sql`(j.currency = any (${currencies}) and abs(${net}) >= ${minor})`,
  );
  return sql`${bySign} and (${sql.join(least, sql` or `)})`;
}
