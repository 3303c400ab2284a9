// The months of a firm: what moved on some accounts of all its jobs, by the month that counts and the month of the work.
//
// firm_month keeps the months of jobs (job_month) added up, of what was recorded in months that are over. Such a month never
// gets another line, so what is kept is right for ever, and a year is read in some hundred rows however many jobs there are.
// What was recorded since is added up from job_month: that of one month, mostly.
//
// What must not change: a kept month counts only as long as the days of that month are kept (past_day). Whoever hands over a
// moment of recording takes those back (ledger/past-days.ts), and with them whatever stands here of that month and later ones;
// keep-past.ts then keeps both anew.

import { sql, type RawBuilder } from 'kysely';
import { addMonths, type CivilDate } from '#core/calendar/civil-date.ts';
import type { CurrencyCode } from '#core/money/currencies.ts';
import type { Tx } from '../database.ts';
import { isOver } from './past-balances.ts';
import { runSql } from './run.ts';

type Sql = RawBuilder<unknown>;

export type MonthFigures = {
  /** Of time and of costs. */
  wipMinor: bigint;
  interimMinor: bigint;
  billedMinor: bigint;
  writtenOffMinor: bigint;
  /** Below zero where something was written on, as the account stands. */
  writtenOnMinor: bigint;
};

export type FirmMonth = MonthFigures & {
  currency: CurrencyCode;
  originMonth: CivilDate;
  effectiveMonth: CivilDate;
};

/** Whole months by the day that counts, from the first and before the second; null: without that end. */
export type MonthsWanted = { readonly from: CivilDate | null; readonly until: CivilDate | null };

/** The month of recording before which everything is kept; null: nothing is. */
export async function readKeptUntil(tx: Tx): Promise<CivilDate | null> {
  const [row] = await tx.query<{ kept: CivilDate | null; days: CivilDate | null }>(
    `select (select max(recorded_month) from firm_month where firm_id = $1) as kept,
       (select max(known_until) from past_day where firm_id = $1 and ${isOver}) as days`,
    [tx.firmId],
  );
  const { kept, days } = row!;
  if (kept === null || days === null) return null;
  const next = addMonths(kept, 1);
  return next < days ? next : days;
}

export async function readFirmMonths(tx: Tx, wanted: MonthsWanted): Promise<FirmMonth[]> {
  const keptUntil = await readKeptUntil(tx);
  return runSql(
    tx,
    sql`
      select x.currency, x.origin_month as "originMonth", x.effective_month as "effectiveMonth",
        sum_minor(x.wip_minor) as "wipMinor", sum_minor(x.interim_minor) as "interimMinor",
        sum_minor(x.billed_minor) as "billedMinor", sum_minor(x.written_off_minor) as "writtenOffMinor",
        sum_minor(x.written_on_minor) as "writtenOnMinor"
      from (${firmMonths(tx.firmId, keptUntil, wanted)}) x
      group by 1, 2, 3`,
  );
}

/** A query with currency, effective_month, origin_month and a column per figure: several rows of each. */
export function firmMonths(firmId: number, keptUntil: CivilDate | null, wanted: MonthsWanted): Sql {
  const since = recordedSince(firmId, keptUntil, wanted);
  if (keptUntil === null) return ofJobs(firmId, since);
  return sql`
    select k.currency, k.effective_month, k.origin_month, k.wip_minor, k.interim_minor, k.billed_minor,
      k.written_off_minor, k.written_on_minor
    from firm_month k
    where k.firm_id = ${firmId} and k.recorded_month < ${keptUntil}::date and ${isWithin('k', wanted)}
    union all
    ${ofJobs(firmId, since)}`;
}

/** The months of jobs `m` with their currencies. */
function ofJobs(firmId: number, months: Sql): Sql {
  return sql`
    select j.currency, m.effective_month, m.origin_month, m.wip_time_minor + m.wip_cost_minor as wip_minor, m.interim_minor,
      m.billed_minor, m.written_off_minor, m.written_on_minor
    from (${months}) m join job j on j.firm_id = ${firmId} and j.id = m.job_id`;
}

/** Either recorded late, which an index of its own tells, or not dated before that month. */
function recordedSince(firmId: number, month: CivilDate | null, wanted: MonthsWanted): Sql {
  const months = sql`select m.* from job_month m where m.firm_id = ${firmId} and ${isWithin('m', wanted)}`;
  if (month === null) return months;
  return sql`
    ${months} and m.recorded_month > m.effective_month and m.recorded_month >= ${month}::date
    union all
    ${months} and m.recorded_month <= m.effective_month and m.recorded_month >= ${month}::date
      and m.effective_month >= ${month}::date`;
}

function isWithin(table: string, { from, until }: MonthsWanted): Sql {
  const month = sql.ref(`${table}.effective_month`);
  const begins = from === null ? sql`true` : sql`${month} >= ${from}::date`;
  return until === null ? begins : sql`${begins} and ${month} < ${until}::date`;
}

/** Keeps what was recorded before a month, and not before the other, from which nothing is kept yet. */
export async function keepFirmMonths(
  tx: Tx,
  { from, until }: { readonly from: CivilDate | null; readonly until: CivilDate },
): Promise<void> {
  const months = recordedSince(tx.firmId, from, { from: null, until: null });
  await runSql(
    tx,
    sql`
      insert into firm_month
      select ${tx.firmId}, m.recorded_month, m.effective_month, m.origin_month, j.currency,
        sum_minor(m.wip_time_minor + m.wip_cost_minor), sum_minor(m.interim_minor), sum_minor(m.billed_minor),
        sum_minor(m.written_off_minor), sum_minor(m.written_on_minor)
      from (${months}) m join job j on j.firm_id = ${tx.firmId} and j.id = m.job_id
      where m.recorded_month < ${until}::date
      group by 2, 3, 4, 5`,
  );
}
