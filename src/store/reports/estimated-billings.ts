// Estimated Billings: what is available to invoice, a row per job. Live, it is the balance rows of listed jobs; as at a
// day or as known at a moment, it is the jobs that had anything then (balances-at.ts).

import { sql, type RawBuilder } from 'kysely';
import type { CivilDate } from '#core/calendar/civil-date.ts';
import type { CurrencyCode } from '#core/money/currencies.ts';
import type { Tx } from '../database.ts';
import { ageSums, balancesAt } from './balances-at.ts';
import { ofFilter, practiceOfJob, type JobFilter } from './filters.ts';
import { after, orderBy, type Position, type SortKey } from './keyset.ts';
import { cutsOf, type Moment } from './moment.ts';
import { runSql } from './run.ts';

type Sql = RawBuilder<unknown>;

export type BillingFigures = {
  wipTimeMinor: bigint;
  wipCostMinor: bigint;
  interimsMinor: bigint;
  netWipMinor: bigint;
  /** Null when the job has no accepted quote. */
  uninvoicedQuoteMinor: bigint | null;
  ageCurrentMinor: bigint;
  ageOneMonthMinor: bigint;
  ageTwoMonthsMinor: bigint;
  ageThreeMonthsPlusMinor: bigint;
};

export type EstimatedBillingsRow = BillingFigures & {
  jobId: number;
  jobNumber: string;
  jobName: string;
  clientId: number;
  clientName: string;
  managerId: number | null;
  managerName: string | null;
  partnerId: number | null;
  partnerName: string | null;
  stateId: number;
  stateName: string;
  stateType: 'planned' | 'inProgress' | 'onHold' | 'completed' | 'cancelled';
  category: string | null;
  currency: CurrencyCode;
  lastActivityOn: CivilDate | null;
  lastBilledOn: CivilDate | null;
};

export type Grouping = 'client' | 'manager' | 'partner' | 'state';

export type BillingTotals = BillingFigures & {
  groupId: number | null;
  groupName: string | null;
  currency: CurrencyCode;
  jobs: number;
};

/** The least net WIP in minor units, of either sign, for currencies with this many digits. */
export type MinimumMinor = ReadonlyMap<number, { currencies: readonly CurrencyCode[]; minor: bigint }>;

export type EstimatedBillingsQuestion = {
  readonly moment: Moment;
  readonly now: string;
  /** The month from which ages count. */
  readonly agesFrom: CivilDate;
  readonly filter: JobFilter & {
    readonly sign?: 'positive' | 'negative' | 'zero' | undefined;
    readonly minimum?: MinimumMinor | undefined;
  };
  readonly groupBy: Grouping | null;
  readonly keys: readonly SortKey[];
  readonly limit: number;
  readonly position: Position | null;
};

const figureFields = [
  'wipTimeMinor',
  'wipCostMinor',
  'interimsMinor',
  'netWipMinor',
  'uninvoicedQuoteMinor',
  'ageCurrentMinor',
  'ageOneMonthMinor',
  'ageTwoMonthsMinor',
  'ageThreeMonthsPlusMinor',
] as const satisfies readonly (keyof BillingFigures)[];

/** The next rows in the order of the keys. */
export function readEstimatedBillings(
  tx: Tx,
  question: EstimatedBillingsQuestion,
): Promise<EstimatedBillingsRow[]> {
  const { keys, position, limit } = question;
  const from = position === null ? sql`` : sql`where ${after(keys, position)}`;
  return runSql(
    tx,
    sql`select r.* from (${jobsFound(tx.firmId, question)}) r ${from} order by ${orderBy(keys)} limit ${limit}`,
  );
}

/** Sums of everything that the filter finds, per group (when grouped) and currency, in the order of the groups. */
export function sumEstimatedBillings(tx: Tx, question: EstimatedBillingsQuestion): Promise<BillingTotals[]> {
  const [id, name] = groupFields(question.groupBy);
  const sums = figureFields.map((field) => sql`sum(${sql.ref(`r.${field}`)})::bigint as ${sql.ref(field)}`);
  return runSql(
    tx,
    sql`select ${id} as "groupId", ${name} as "groupName", r.currency, count(*)::int as jobs, ${sql.join(sums)}
      from (${jobsFound(tx.firmId, question)}) r
      group by 1, 2, 3 order by lower(coalesce(${name}, '')), coalesce(${id}, -1), 3`,
  );
}

/** The same sums from rows that are at hand. */
export function addUp(rows: readonly EstimatedBillingsRow[], groupBy: Grouping | null): BillingTotals[] {
  const totals = new Map<string, BillingTotals>();
  for (const row of rows) {
    const [groupId, groupName] = groupOf(row, groupBy);
    const key = `${groupId} ${row.currency}`;
    const total = totals.get(key);
    if (total === undefined) {
      const figures = Object.fromEntries(figureFields.map((field) => [field, row[field]])) as BillingFigures;
      totals.set(key, { groupId, groupName, currency: row.currency, jobs: 1, ...figures });
      continue;
    }
    total.jobs += 1;
    for (const field of figureFields) {
      if (field === 'uninvoicedQuoteMinor') {
        if (row[field] !== null) total[field] = (total[field] ?? 0n) + row[field];
      } else total[field] += row[field];
    }
  }
  return [...totals.values()];
}

export function groupOf(row: EstimatedBillingsRow, groupBy: Grouping | null): [number | null, string | null] {
  switch (groupBy) {
    case null:
      return [null, null];
    case 'client':
      return [row.clientId, row.clientName];
    case 'manager':
      return [row.managerId, row.managerName];
    case 'partner':
      return [row.partnerId, row.partnerName];
    case 'state':
      return [row.stateId, row.stateName];
  }
}

function groupFields(groupBy: Grouping | null): [Sql, Sql] {
  if (groupBy === null) return [sql`null::int`, sql`null::text`];
  return [sql.ref(`r.${groupBy}Id`), sql.ref(`r.${groupBy}Name`)];
}

function jobsFound(firmId: number, question: EstimatedBillingsQuestion): Sql {
  const isLive = question.moment.asAt === null && question.moment.knownAt === null;
  const net = sql`(f.wip_time_minor + f.wip_cost_minor + f.interim_minor)`;
  return sql`
    select f.job_id as "jobId", j.number as "jobNumber", j.name as "jobName", j.client_id as "clientId",
      c.name as "clientName", j.manager_id as "managerId", m.name as "managerName", j.partner_id as "partnerId",
      p.name as "partnerName", j.state_id as "stateId", s.name as "stateName", s.type as "stateType", j.category,
      j.currency, f.wip_time_minor as "wipTimeMinor", f.wip_cost_minor as "wipCostMinor",
      f.interim_minor as "interimsMinor", ${net} as "netWipMinor",
      nullif(f.uninvoiced_quote_minor, 0) as "uninvoicedQuoteMinor", f.age_0 as "ageCurrentMinor",
      f.age_1 as "ageOneMonthMinor", f.age_2 as "ageTwoMonthsMinor", f.age_3 as "ageThreeMonthsPlusMinor",
      ${isLive ? sql`f.last_activity_on` : newestDay(firmId, question.moment, 'activity')} as "lastActivityOn",
      ${isLive ? sql`f.last_billed_on` : newestDay(firmId, question.moment, 'billed')} as "lastBilledOn"
    from (${isLive ? listedNow(firmId, question.agesFrom) : openThen(firmId, question)}) f
    join job j on j.firm_id = ${firmId} and j.id = f.job_id
    ${practiceOfJob(firmId)}
    left join staff m on m.firm_id = ${firmId} and m.id = j.manager_id
    left join staff p on p.firm_id = ${firmId} and p.id = j.partner_id
    where not j.excluded${ofFilter(question.filter)}${ofAmount(question.filter, net)}`;
}

/** The balance rows of the jobs in the WIP manager, with their ages. */
function listedNow(firmId: number, agesFrom: CivilDate): Sql {
  const ages = [0, 1, 2, 3].map(
    (age) => sql`coalesce(a.${sql.ref(`age_${age}`)}, 0) as ${sql.ref(`age_${age}`)}`,
  );
  return sql`
    select b.job_id, b.wip_time_minor, b.wip_cost_minor, b.interim_minor, b.uninvoiced_quote_minor,
      b.last_activity_on, b.last_billed_on, ${sql.join(ages)}
    from job_balance b
    left join (
      select job_id, ${sql.join(ageSums(agesFrom))}
      from (select job_id, origin_month, wip_time_minor + wip_cost_minor as aged_minor
        from job_age where firm_id = ${firmId}) aged
      group by job_id
    ) a on a.job_id = b.job_id
    where b.firm_id = ${firmId} and b.is_listed`;
}

/** The jobs with WIP, an interim or an uninvoiced quote at the moment. */
function openThen(firmId: number, { moment, now, agesFrom }: EstimatedBillingsQuestion): Sql {
  const accounts = ['wipTime', 'wipCost', 'interim', 'uninvoicedQuote'] as const;
  const balances = balancesAt({ firmId, cuts: cutsOf(moment, now), accounts, agesFrom, jobIds: null });
  return sql`
    select x.*, b.last_activity_on, b.last_billed_on
    from ${balances} x join job_balance b on b.firm_id = ${firmId} and b.job_id = x.job_id
    where x.wip_time_minor <> 0 or x.wip_cost_minor <> 0 or x.interim_minor <> 0 or x.uninvoiced_quote_minor <> 0`;
}

/** The newest day of work or of an invoice at the moment: the kept one where it serves, else looked up in the job. */
function newestDay(firmId: number, { asAt, knownAt }: Moment, of: 'activity' | 'billed'): Sql {
  const kept = of === 'activity' ? sql`f.last_activity_on` : sql`f.last_billed_on`;
  const byDay = asAt === null ? sql`` : sql` and l.effective_on <= ${asAt}::date`;
  const kinds = of === 'activity' ? sql`l.kind in (1, 2)` : sql`l.kind in (3, 4) and g.cause_kind = 3`;
  const journal =
    of === 'activity' && knownAt === null
      ? sql``
      : sql`join journal g on g.firm_id = ${firmId} and g.id = l.journal_id`;
  const known = knownAt === null ? sql`` : sql` and g.recorded_at <= ${knownAt}::timestamptz`;
  const lookedUp = sql`(
    select l.effective_on from ledger_line l ${journal}
    where l.firm_id = ${firmId} and l.job_id = f.job_id${byDay} and ${kinds}${known}
    order by l.effective_on desc limit 1)`;
  const serves = knownAt === null && asAt !== null ? sql`${kept} <= ${asAt}::date` : sql`false`;
  return sql`case when ${kept} is null or ${serves} then ${kept} else ${lookedUp} end`;
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
