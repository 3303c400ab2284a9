// WIP control: opening, what moved, closing. The accounts of a job make zero, so net WIP changes by exactly the opposite
// of what its contra accounts change by: the movements are the changes of those accounts, whatever journals made them,
// and a reversal takes back what it reverses. Nothing is left over by construction.

import { sql, type RawBuilder } from 'kysely';
import { addDays } from '#core/calendar/civil-date.ts';
import type { CurrencyCode } from '#core/money/currencies.ts';
import type { Tx } from '../database.ts';
import { allAccounts } from './accounts.ts';
import { balancesAt } from './balances-at.ts';
import { ofFilter, practiceOfJob, type JobFilter } from './filters.ts';
import { cutsFromKept } from './past-balances.ts';
import { movementsBetween, type Period } from './movements.ts';
import { runSql } from './run.ts';

export type ControlFigures = {
  openingMinor: bigint;
  timeMinor: bigint;
  costsMinor: bigint;
  revaluedMinor: bigint;
  movedMinor: bigint;
  writtenOnMinor: bigint;
  writtenOffMinor: bigint;
  invoicedMinor: bigint;
  closingMinor: bigint;
};

export type ControlGrouping = 'none' | 'client' | 'manager' | 'job';

export type WipControlRow = ControlFigures & {
  id: number | null;
  number: string | null;
  name: string | null;
  currency: CurrencyCode;
  jobs: number;
};

export type WipControlQuestion = {
  readonly period: Period;
  readonly now: string;
  readonly filter: JobFilter;
  readonly groupBy: ControlGrouping;
};

const controlAccounts = allAccounts.filter(
  (account) => account !== 'uninvoicedQuote' && account !== 'quoted',
);

const groupColumns: Record<ControlGrouping, RawBuilder<unknown>> = {
  none: sql`null::int as id, null::text as number, null::text as name`,
  client: sql`j.client_id as id, null::text as number, c.name as name`,
  manager: sql`j.manager_id as id, null::text as number, m.name as name`,
  job: sql`j.id as id, j.number as number, j.name as name`,
};

export async function readWipControl(
  tx: Tx,
  { period, now, filter, groupBy }: WipControlQuestion,
): Promise<WipControlRow[]> {
  const { firmId } = tx;
  const before = await cutsFromKept(tx, { asAt: addDays(period.from, -1), knownAt: period.knownAt }, now);
  const opening = balancesAt({
    firmId,
    cuts: before,
    accounts: ['wipTime', 'wipCost', 'interim'],
    agesFrom: null,
    jobIds: null,
  });
  const moved = movementsBetween({ firmId, period, now, accounts: controlAccounts, jobIds: null });
  const less = (column: string) => sql`-coalesce(${sql.ref(`d.${column}`)}, 0)`;
  const sum = (value: RawBuilder<unknown>, name: string) => sql`sum(${value})::bigint as ${sql.ref(name)}`;
  const openingNet = sql`coalesce(o.wip_time_minor + o.wip_cost_minor + o.interim_minor, 0)`;
  const change = sql`coalesce(d.wip_time_minor + d.wip_cost_minor + d.interim_minor, 0)`;
  // Nothing is asked of clients, states and people where all of the firm is added up.
  const isOfFirm = groupBy === 'none' && Object.values(filter).every((value) => value === undefined);
  return runSql(
    tx,
    sql`select r.* from (
      select ${groupColumns[groupBy]}, j.currency, count(*)::int as jobs,
        ${sum(openingNet, 'openingMinor')}, ${sum(less('recorded_time_minor'), 'timeMinor')},
        ${sum(less('recorded_cost_minor'), 'costsMinor')}, ${sum(less('revalued_minor'), 'revaluedMinor')},
        ${sum(less('transferred_minor'), 'movedMinor')}, ${sum(less('written_on_minor'), 'writtenOnMinor')},
        ${sum(less('written_off_minor'), 'writtenOffMinor')}, ${sum(less('billed_minor'), 'invoicedMinor')},
        ${sum(sql`${openingNet} + ${change}`, 'closingMinor')}
      from ${opening} o
      full join ${moved} d on d.job_id = o.job_id
      join job j on j.firm_id = ${firmId} and j.id = coalesce(o.job_id, d.job_id)
      ${isOfFirm ? sql`` : practiceAndManager(firmId)}
      where ${anything()}${ofFilter(filter)}
      group by 1, 2, 3, 4
    ) r order by r.number, lower(coalesce(r.name, '')), r.id, r.currency`,
  );
}

function practiceAndManager(firmId: number): RawBuilder<unknown> {
  return sql`${practiceOfJob(firmId)} left join staff m on m.firm_id = ${firmId} and m.id = j.manager_id`;
}

/** Jobs with an opening balance or any movement. */
function anything(): RawBuilder<unknown> {
  const columns = [
    'o.wip_time_minor',
    'o.wip_cost_minor',
    'o.interim_minor',
    'd.recorded_time_minor',
    'd.recorded_cost_minor',
    'd.revalued_minor',
    'd.transferred_minor',
    'd.billed_minor',
    'd.written_off_minor',
    'd.written_on_minor',
    'd.wip_time_minor',
    'd.wip_cost_minor',
    'd.interim_minor',
  ];
  const nonZero = columns.map((column) => sql`coalesce(${sql.ref(column)}, 0) <> 0`);
  return sql`(${sql.join(nonZero, sql` or `)})`;
}
