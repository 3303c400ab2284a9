// Keeps the days of months that are over (past-balances.ts). May be asked at any time and any number of times: it keeps
// what is not kept yet, a month in a transaction of its own, the oldest first.

import { sql } from 'kysely';
import { addMonths, civilDate, monthOf, type CivilDate } from '#core/calendar/civil-date.ts';
import type { Database, Tx } from '../database.ts';
import { awaitKeeper } from '../ledger/past-days.ts';
import { columnOf } from './accounts.ts';
import { balancesAt } from './balances-at.ts';
import { cutsOf } from './moment.ts';
import { isOver, keptAccounts, keptDaysOf } from './past-balances.ts';
import { runSql } from './run.ts';

/** A month is over for good when its last posts have long ended. */
const settledAfter = { hours: 6 };

const jobsPerRow = 1_000;

/** Answers how many months were kept. */
export async function keepPastBalances(
  database: Database,
  firmId: number,
  now: string,
  signal?: AbortSignal,
): Promise<number> {
  await database.inFirm(firmId, (tx) =>
    tx.query(`delete from past_balance where firm_id = $1 and not (${isOver})`, [firmId]),
  );
  const months = await database.inFirm(firmId, (tx) => monthsToKeep(tx, now), { readOnly: true });
  let kept = 0;
  for (const month of months) {
    if (signal?.aborted === true) break;
    await database.inFirm(firmId, (tx) => keepMonth(tx, month, now), { statementTimeoutMs: 0 });
    kept += 1;
  }
  return kept;
}

async function monthsToKeep(tx: Tx, now: string): Promise<CivilDate[]> {
  const [found] = await tx.query<{ first: CivilDate | null; now: string }>(
    `select (select min(first_effective_on) from job_balance where firm_id = $1) as first,
       least(clock_timestamp(), $2::timestamptz) as now`,
    [tx.firmId, now],
  );
  const first = found?.first ?? null;
  if (found === undefined || first === null) return [];
  const kept = await tx.query<{ asAt: CivilDate }>(
    'select distinct as_at as "asAt" from past_balance where firm_id = $1',
    [tx.firmId],
  );
  const isKept = new Set(kept.map(({ asAt }) => monthOf(asAt)));
  const settled = Temporal.Instant.from(found.now).subtract(settledAfter).toString();
  const present = civilDate(`${settled.slice(0, 8)}01`);
  const months: CivilDate[] = [];
  for (let month = monthOf(first); month < present; month = addMonths(month, 1))
    if (!isKept.has(month)) months.push(month);
  return months;
}

async function keepMonth(tx: Tx, month: CivilDate, now: string): Promise<void> {
  await tx.query(`select set_config('work_mem', '32MB', true), set_config('jit', 'off', true)`);
  await awaitKeeper(tx);
  const days = keptDaysOf(month);
  const found = await tx.query('select from past_balance where firm_id = $1 and as_at = $2', [
    tx.firmId,
    days[0],
  ]);
  // Somebody else kept it while this waited.
  if (found.length > 0) return;
  for (const day of days) await keepDay(tx, day, now);
}

async function keepDay(tx: Tx, day: CivilDate, now: string): Promise<void> {
  const { firmId } = tx;
  const month = monthOf(day);
  const knownAt = `${addMonths(month, 1)}T00:00:00Z`;
  // The last microsecond of the month: what was recorded at its end belongs to the next.
  const last = Temporal.Instant.from(knownAt).subtract({ microseconds: 1 }).toString();
  const cuts = cutsOf({ asAt: day, knownAt: last }, now);
  const balances = balancesAt({ firmId, cuts, accounts: keptAccounts, agesFrom: month, jobIds: null });
  const columns = [
    ...keptAccounts.map((account) => columnOf('x', account)),
    ...[1, 2, 3].map((age) => sql.ref(`x.age_${age}`)),
  ];
  const open = keptAccounts.map((account) => sql`${columnOf('x', account)} <> 0`);
  const arrays = columns.map((column) => sql`array_agg(${column} order by x.job_id)`);
  const rows = await runSql<{ part: number }>(
    tx,
    sql`insert into past_balance (firm_id, as_at, part, job_ids, wip_time_minor, wip_cost_minor, interim_minor,
        uninvoiced_quote_minor, age_1_minor, age_2_minor, age_3_minor)
      select ${firmId}, ${day}::date, x.part, array_agg(x.job_id order by x.job_id), ${sql.join(arrays)}
      from (
        select x.*, (row_number() over (order by x.job_id) - 1) / ${jobsPerRow} as part
        from ${balances} x where ${sql.join(open, sql` or `)}
      ) x group by x.part returning part`,
  );
  if (rows.length > 0) return;
  await tx.query(
    `insert into past_balance values ($1, $2, 0, '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}')`,
    [firmId, day],
  );
}
