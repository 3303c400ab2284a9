// Keeps the days of months that are over (past-balances.ts), and the last day of the month before once more, as known by
// then. May be asked at any time and any number of times: it keeps what is not kept yet, a month in a transaction of its
// own, the oldest first. What the firm recorded in these months is kept after them (firm-months.ts).

import { sql, type RawBuilder } from 'kysely';
import { addDays, addMonths, civilDate, monthOf, type CivilDate } from '#core/calendar/civil-date.ts';
import type { Database, Tx } from '../database.ts';
import { awaitKeeper } from '../ledger/past-days.ts';
import { columnOf } from './accounts.ts';
import { balancesAt } from './balances-at.ts';
import { keepFirmMonths } from './firm-months.ts';
import { keepWrittenForReasons } from './firm-reasons.ts';
import { cutsOf, type KeptDay } from './moment.ts';
import { newestDay } from './newest-days.ts';
import { daysMax, isOver, keptAccounts, keptDaysOf, settledAfterHours } from './past-balances.ts';
import { runSql } from './run.ts';

const jobsPerRow = 1_000;

/** Answers how many months were kept. */
export async function keepPastBalances(
  database: Database,
  firmId: number,
  now: string,
  signal?: AbortSignal,
): Promise<number> {
  await database.inFirm(firmId, (tx) =>
    tx.query(`delete from past_day where firm_id = $1 and not (${isOver})`, [firmId]),
  );
  const months = await database.inFirm(firmId, (tx) => monthsToKeep(tx, now), { readOnly: true });
  let kept = 0;
  for (const month of months) {
    if (signal?.aborted === true) break;
    await database.inFirm(firmId, (tx) => keepMonth(tx, month, now), { statementTimeoutMs: 0 });
    kept += 1;
  }
  await database.inFirm(firmId, keepMonthsOfFirm, { statementTimeoutMs: 0 });
  return kept;
}

/** Up to the last month whose days are kept. */
async function keepMonthsOfFirm(tx: Tx): Promise<void> {
  await awaitKeeper(tx);
  const [found] = await tx.query<{ from: CivilDate | null; until: CivilDate | null }>(
    `select (select (max(recorded_month) + interval '1 month')::date from firm_month where firm_id = $1) as from,
       (select max(known_until) from past_day where firm_id = $1) as until`,
    [tx.firmId],
  );
  const { from, until } = found!;
  if (until !== null && (from === null || from < until)) {
    await keepFirmMonths(tx, { from, until });
    await keepWrittenForReasons(tx, { from, until });
  }
}

async function monthsToKeep(tx: Tx, now: string): Promise<CivilDate[]> {
  const [found] = await tx.query<{ first: CivilDate | null; now: string }>(
    `select (select min(first_effective_on) from job_balance where firm_id = $1) as first,
       least(clock_timestamp(), $2::timestamptz) as now`,
    [tx.firmId, now],
  );
  const first = found?.first ?? null;
  if (found === undefined || first === null) return [];
  const kept = await tx.query<{ knownUntil: CivilDate }>(
    'select distinct known_until as "knownUntil" from past_day where firm_id = $1',
    [tx.firmId],
  );
  const isKept = new Set(kept.map(({ knownUntil }) => knownUntil));
  const settled = Temporal.Instant.from(found.now).subtract({ hours: settledAfterHours }).toString();
  const present = civilDate(`${settled.slice(0, 8)}01`);
  const months: CivilDate[] = [];
  for (let month = monthOf(first); month < present; month = addMonths(month, 1))
    if (!isKept.has(addMonths(month, 1))) months.push(month);
  return months;
}

async function keepMonth(tx: Tx, month: CivilDate, now: string): Promise<void> {
  await tx.query(`select set_config('work_mem', '32MB', true), set_config('jit', 'off', true)`);
  await awaitKeeper(tx);
  const knownUntil = addMonths(month, 1);
  const found = await tx.query('select from past_day where firm_id = $1 and known_until = $2', [
    tx.firmId,
    knownUntil,
  ]);
  // Somebody else kept it while this waited.
  if (found.length > 0) return;
  for (const table of ['firm_month', 'firm_reason_month'])
    await tx.query(
      `delete from ${table} where firm_id = $1 and recorded_month >= coalesce(
         (select max(known_until) from past_day where firm_id = $1 and known_until <= $2), '-infinity')`,
      [tx.firmId, month],
    );
  for (const asAt of [addDays(month, -1), ...keptDaysOf(month)]) await keepDay(tx, { asAt, knownUntil }, now);
}

async function keepDay(tx: Tx, { asAt, knownUntil }: KeptDay, now: string): Promise<void> {
  const { firmId } = tx;
  // The last microsecond of the month: what was recorded at its end belongs to the next.
  const knownAt = Temporal.Instant.from(`${knownUntil}T00:00:00Z`).subtract({ microseconds: 1 }).toString();
  const moment = { asAt, knownAt };
  const cuts = cutsOf(moment, now);
  const balances = balancesAt({
    firmId,
    cuts,
    accounts: keptAccounts,
    agesFrom: monthOf(asAt),
    jobIds: null,
    newestDays: true,
  });
  const daysAgo = (day: RawBuilder<unknown>) =>
    sql`case when ${day} is not null then least(${asAt}::date - ${day}, ${daysMax})::smallint end`;
  const columns = [
    sql`x.job_id`,
    ...keptAccounts.map((account) => columnOf('x', account)),
    ...[1, 2, 3].map((age) => sql.ref(`x.age_${age}`)),
    daysAgo(sql`x.activity_on`),
    daysAgo(sql`x.billed_on`),
  ];
  const open = keptAccounts.map((account) => sql`${columnOf('x', account)} <> 0`);
  const arrays = columns.map((column) => sql`array_agg(${column} order by x.job_id)`);
  const rows = await runSql<{ part: number }>(
    tx,
    sql`insert into past_day
      select ${firmId}, ${asAt}::date, ${knownUntil}::date, x.part, ${sql.join(arrays)}
      from (
        select r.*, (row_number() over (order by r.job_id) - 1) / ${jobsPerRow} as part,
          ${newestDay(firmId, moment, 'activity')} as activity_on, ${newestDay(firmId, moment, 'billed')} as billed_on
        from (
          select x.*, x.job_id as "jobId", x.last_activity_on as "lastActivityOn", x.last_billed_on as "lastBilledOn"
          from ${balances} x where ${sql.join(open, sql` or `)}
        ) r
      ) x group by x.part returning part`,
  );
  if (rows.length > 0) return;
  await tx.query(
    `insert into past_day values ($1, $2, $3, 0, '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}')`,
    [firmId, asAt, knownUntil],
  );
}
