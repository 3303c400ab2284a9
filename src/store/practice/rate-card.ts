// Rates as they are kept and shown. Which rates price a batch of time is asked of rates.ts.

import { sql } from 'kysely';
import type { CivilDate } from '#core/calendar/civil-date.ts';
import type { CurrencyCode } from '#core/money/currencies.ts';
import type { RateScope } from '#core/pricing/rates.ts';
import { rateScopes } from '#core/pricing/rates.ts';
import type { Tx } from '#store/database.ts';
import type { Fragment, Page, PageWanted } from './pages.ts';
import { columnsOf, readItems, readPage, runFragment, when } from './pages.ts';
import type { Recorded, RecordKind } from './records.ts';

export type RateRecord = {
  readonly id: number;
  readonly version: number;
  readonly scope: RateScope;
  readonly jobId: number | null;
  readonly clientId: number | null;
  readonly staffId: number | null;
  readonly taskId: number | null;
  readonly currency: CurrencyCode;
  readonly ratePerHourMinor: bigint;
  readonly effectiveFrom: CivilDate;
};

export const rates: RecordKind<RateRecord> = {
  table: 'rate',
  subject: 'rate',
  noun: 'rate',
  unknown: 'unknownRate',
  columns: {
    id: 'id',
    version: 'version',
    scope: 'scope',
    jobId: 'job_id',
    clientId: 'client_id',
    staffId: 'staff_id',
    taskId: 'task_id',
    currency: 'currency',
    ratePerHourMinor: 'rate_per_hour_minor',
    effectiveFrom: 'effective_from',
  },
};

export const costRateScopes = ['staffTask', 'staff', 'task'] as const;

export type CostRateScope = (typeof costRateScopes)[number];

export type CostRateRecord = {
  readonly id: number;
  readonly version: number;
  readonly scope: CostRateScope;
  readonly staffId: number | null;
  readonly taskId: number | null;
  /** In the firm's currency. */
  readonly ratePerHourMinor: bigint;
  readonly effectiveFrom: CivilDate;
};

export const costRates: RecordKind<CostRateRecord> = {
  table: 'cost_rate',
  subject: 'costRate',
  noun: 'cost rate',
  unknown: 'unknownRate',
  columns: {
    id: 'id',
    version: 'version',
    scope: 'scope',
    staffId: 'staff_id',
    taskId: 'task_id',
    ratePerHourMinor: 'rate_per_hour_minor',
    effectiveFrom: 'effective_from',
  },
};

/** A row of the rate card: with the names of its keys and the day before the next row of its history begins. */
export type Rate = RateRecord & {
  readonly effectiveUntil: CivilDate | null;
  readonly jobNumber: string | null;
  readonly clientName: string | null;
  readonly staffName: string | null;
  readonly taskName: string | null;
};

export type CostRate = CostRateRecord & {
  readonly currency: CurrencyCode;
  readonly effectiveUntil: CivilDate | null;
  readonly staffName: string | null;
  readonly taskName: string | null;
};

export type RateFilter = {
  readonly scopes?: readonly RateScope[] | undefined;
  readonly jobId?: number | undefined;
  readonly clientId?: number | undefined;
  readonly staffId?: number | undefined;
  readonly taskId?: number | undefined;
  readonly currency?: CurrencyCode | undefined;
  /** Only the row of each history that applies on this day. */
  readonly on?: CivilDate | undefined;
};

type KeyColumn = 'job_id' | 'client_id' | 'staff_id' | 'task_id';

/** The keys that rows of a scope have; of the others they have none. */
const keysOf: Readonly<Record<RateScope, readonly KeyColumn[]>> = {
  jobTask: ['job_id', 'task_id'],
  jobStaff: ['job_id', 'staff_id'],
  clientTask: ['client_id', 'task_id'],
  staffTask: ['staff_id', 'task_id'],
  task: ['task_id'],
  staff: ['staff_id'],
};

type Card = {
  readonly table: 'rate' | 'cost_rate';
  readonly scopes: readonly RateScope[];
  readonly keys: readonly KeyColumn[];
  /** What a history is of besides its keys. */
  readonly kind: readonly string[];
};

const rateCard: Card = {
  table: 'rate',
  scopes: rateScopes,
  keys: ['job_id', 'client_id', 'staff_id', 'task_id'],
  kind: ['scope', 'currency'],
};
const costRateCard: Card = {
  table: 'cost_rate',
  scopes: costRateScopes,
  keys: ['staff_id', 'task_id'],
  kind: ['scope'],
};

/**
 * The day on which the next row of a row's history begins, for the rows that are shown. Each scope asks rate_keys (or
 * cost_rate_keys) in words of its own: "not distinct from" leads through no index, and would look at all rows for each.
 */
function nextFromOf(firmId: number, { table, scopes, keys, kind }: Card): Fragment {
  const same = (column: string) => sql`n.${sql.ref(column)} = r.${sql.ref(column)}`;
  const ofScope = (scope: RateScope) => sql`when ${sql.lit(scope)} then (
      select min(n.effective_from) from ${sql.table(table)} n
      where n.firm_id = ${firmId} and n.scope = ${sql.lit(scope)} and ${sql.join(
        [
          ...kind.map(same),
          ...keys.map((key) => (keysOf[scope].includes(key) ? same(key) : sql`n.${sql.ref(key)} is null`)),
        ],
        sql` and `,
      )} and n.effective_from > r.effective_from)`;
  return sql`(case r.scope ${sql.join(scopes.map(ofScope), sql` `)} end)`;
}

/** The rows of the card; of each history only the one that applies on a day, where one is said. */
function rowsOf(firmId: number, { table, keys, kind }: Card, on: CivilDate | undefined): Fragment {
  if (on === undefined) return sql.table(table);
  const history = sql.join([...kind, ...keys].map((column) => sql.ref(column)));
  return sql`(select distinct on (${history}) * from ${sql.table(table)}
    where firm_id = ${firmId} and effective_from <= ${on} order by ${history}, effective_from desc)`;
}

const rateSelectionOf = (firmId: number) => ({
  columns: sql`${columnsOf(rates, 'r')}, ${nextFromOf(firmId, rateCard)} - 1 as "effectiveUntil", j.number as "jobNumber",
    c.name as "clientName", s.name as "staffName", t.name as "taskName"`,
  from: sql`rate r
    left join job j on j.firm_id = r.firm_id and j.id = r.job_id
    left join client c on c.firm_id = r.firm_id and c.id = r.client_id
    left join staff s on s.firm_id = r.firm_id and s.id = r.staff_id
    left join task t on t.firm_id = r.firm_id and t.id = r.task_id`,
});

const costRateSelectionOf = (firmId: number) => ({
  columns: sql`${columnsOf(costRates, 'r')}, ${nextFromOf(firmId, costRateCard)} - 1 as "effectiveUntil", f.currency,
    s.name as "staffName", t.name as "taskName"`,
  from: sql`cost_rate r
    join firm f on f.id = r.firm_id
    left join staff s on s.firm_id = r.firm_id and s.id = r.staff_id
    left join task t on t.firm_id = r.firm_id and t.id = r.task_id`,
});

const id = sql`r.id`;

/** Staff first, then task; within a history by date. Names are cut so that a cursor stays short. */
const sortText = sql`concat_ws(' ', left(lower(s.name), 60), left(lower(t.name), 60), r.scope, r.effective_from::text)`;

const foundIn = (rows: Fragment) => sql`${rows} r
    left join staff s on s.firm_id = r.firm_id and s.id = r.staff_id
    left join task t on t.firm_id = r.firm_id and t.id = r.task_id`;

export function listRates(tx: Tx, filter: RateFilter, wanted: PageWanted): Promise<Page<Rate>> {
  const where = [
    sql`r.firm_id = ${tx.firmId}`,
    when(filter.scopes, (scopes) => sql`r.scope = any (${scopes}::text[])`),
    when(filter.jobId, (jobId) => sql`r.job_id = ${jobId}`),
    when(filter.clientId, (clientId) => sql`r.client_id = ${clientId}`),
    when(filter.staffId, (staffId) => sql`r.staff_id = ${staffId}`),
    when(filter.taskId, (taskId) => sql`r.task_id = ${taskId}`),
    when(filter.currency, (currency) => sql`r.currency = ${currency}`),
  ];
  const found = foundIn(rowsOf(tx.firmId, rateCard, filter.on));
  return readPage<Rate>(tx, { selection: rateSelectionOf(tx.firmId), where, sortText, id, found }, wanted);
}

export function loadRates(tx: Tx, ids: readonly number[]): Promise<Rate[]> {
  return readItems<Rate>(
    tx,
    { selection: rateSelectionOf(tx.firmId), where: [sql`r.firm_id = ${tx.firmId}`], id },
    ids,
  );
}

export type CostRateFilter = Pick<RateFilter, 'staffId' | 'taskId' | 'on'> & {
  readonly scopes?: readonly CostRateScope[] | undefined;
};

export function listCostRates(tx: Tx, filter: CostRateFilter, wanted: PageWanted): Promise<Page<CostRate>> {
  const where = [
    sql`r.firm_id = ${tx.firmId}`,
    when(filter.scopes, (scopes) => sql`r.scope = any (${scopes}::text[])`),
    when(filter.staffId, (staffId) => sql`r.staff_id = ${staffId}`),
    when(filter.taskId, (taskId) => sql`r.task_id = ${taskId}`),
  ];
  const found = foundIn(rowsOf(tx.firmId, costRateCard, filter.on));
  const selection = costRateSelectionOf(tx.firmId);
  return readPage<CostRate>(tx, { selection, where, sortText, id, found }, wanted);
}

export function loadCostRates(tx: Tx, ids: readonly number[]): Promise<CostRate[]> {
  const where = [sql`r.firm_id = ${tx.firmId}`];
  return readItems<CostRate>(tx, { selection: costRateSelectionOf(tx.firmId), where, id }, ids);
}

/** Rates go with what they belong to. */
export function findRatesOf(
  tx: Tx,
  owner: { column: 'job_id' | 'client_id' | 'staff_id' | 'task_id'; id: number },
) {
  return findOf<RateRecord>(tx, rates, owner);
}

export function findCostRatesOf(tx: Tx, owner: { column: 'staff_id' | 'task_id'; id: number }) {
  return findOf<CostRateRecord>(tx, costRates, owner);
}

function findOf<R extends Recorded>(
  tx: Tx,
  kind: RecordKind<R>,
  owner: { column: string; id: number },
): Promise<R[]> {
  return runFragment<R>(
    tx,
    sql`select ${columnsOf(kind, 'r')} from ${sql.table(kind.table)} r
        where r.firm_id = ${tx.firmId} and ${sql.ref(`r.${owner.column}`)} = ${owner.id} order by r.id`,
  );
}
