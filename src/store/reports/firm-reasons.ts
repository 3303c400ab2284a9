// What was written off and on for each reason, by month. Only what somebody does to WIP has a reason, which is little beside
// what documents write off and on, but over the years it is much. So it is kept as the months of the firm are, under the same
// conditions (firm-months.ts), and what was recorded since is added from the journals of these actions (journal_cause).
//
// A reversal stands under the reason of what it reverses, on its own day, as in write-offs.ts. What undoes an action has the
// action for its cause, so both are found in the same way.

import { sql, type RawBuilder } from 'kysely';
import { addMonths, monthOf, type CivilDate, type DateSpan } from '#core/calendar/civil-date.ts';
import type { CurrencyCode } from '#core/money/currencies.ts';
import type { Tx } from '../database.ts';
import { changeOf } from './accounts.ts';
import { readKeptUntil } from './firm-months.ts';
import { runSql } from './run.ts';

type Sql = RawBuilder<unknown>;

export type WrittenForReason = {
  reasonId: number;
  reason: string;
  currency: CurrencyCode;
  writtenOffMinor: bigint;
  writtenOnMinor: bigint;
};

/** From the first of a month to a day. */
export async function readWrittenForReasons(tx: Tx, { first, last }: DateSpan): Promise<WrittenForReason[]> {
  const { firmId } = tx;
  const keptUntil = await readKeptUntil(tx);
  return runSql(
    tx,
    sql`
      select q.id as "reasonId", q.name as reason, x.currency, x.written_off as "writtenOffMinor",
        x.written_on as "writtenOnMinor"
      from (
        select w.reason_id, w.currency, sum_minor(w.written_off_minor) as written_off,
          -sum_minor(w.written_on_minor) as written_on
        from (${written(firmId, keptUntil, { first, last })}) w
        group by 1, 2
      ) x
      join adjustment_reason q on q.firm_id = ${firmId} and q.id = x.reason_id
      where x.written_off <> 0 or x.written_on <> 0`,
  );
}

function written(firmId: number, keptUntil: CivilDate | null, { first, last }: DateSpan): Sql {
  const isInPeriod = sql`u.effective_on between ${first}::date and ${last}::date`;
  if (keptUntil === null) return ofJournals(firmId, { where: isInPeriod, sign: sql`1` });
  const until = addMonths(monthOf(last), 1);
  const isKept = sql`u.recorded_at < ${`${keptUntil}T00:00:00Z`}::timestamptz`;
  // What is kept of the last month may be dated after the day.
  const isBeyond = sql`u.effective_on > ${last}::date and u.effective_on < ${until}::date`;
  const lines = ofJournals(firmId, {
    where: sql`((not ${isKept} and ${isInPeriod}) or (${isKept} and ${isBeyond}))`,
    sign: sql`case when ${isKept} then -1 else 1 end`,
  });
  return sql`
    select k.reason_id, k.currency, k.written_off_minor, k.written_on_minor
    from firm_reason_month k
    where k.firm_id = ${firmId} and k.recorded_month < ${keptUntil}::date
      and k.effective_month >= ${first}::date and k.effective_month < ${until}::date
    union all
    ${lines}`;
}

type Journals = { readonly where: Sql; readonly sign: Sql; readonly key?: Sql };

/** What journals `u` of actions with a reason wrote; added up by journal first, so that jobs are looked up for few rows. */
function ofJournals(firmId: number, { where, sign, key }: Journals): Sql {
  const one = sql<number>`1`;
  const columns = key === undefined ? sql`` : sql`${key},`;
  return sql`
    select ${columns} s.reason_id, j.currency, s.sign * l.written_off as written_off_minor,
      s.sign * l.written_on as written_on_minor
    from (
      select u.id, u.effective_on, u.recorded_at, n.reason_id, ${sign} as sign
      from wip_action n
      join journal u on u.firm_id = ${firmId} and u.cause_kind = 5 and u.cause_id = n.id
      where n.firm_id = ${firmId} and n.reason_id is not null and ${where}
      offset 0
    ) s
    cross join lateral (
      select l.job_id, sum_minor(${changeOf('writtenOff', one)}) as written_off,
        sum_minor(${changeOf('writtenOn', one)}) as written_on
      from ledger_line l
      where l.firm_id = ${firmId} and l.journal_id = s.id and (l.debit in (9, 10) or l.credit in (9, 10))
      group by 1
    ) l
    join job j on j.firm_id = ${firmId} and j.id = l.job_id`;
}

/** Keeps what was recorded before a month, and not before the other, from which nothing is kept yet. */
export async function keepWrittenForReasons(
  tx: Tx,
  { from, until }: { readonly from: CivilDate | null; readonly until: CivilDate },
): Promise<void> {
  const since = from === null ? sql`` : sql` and u.recorded_at >= ${`${from}T00:00:00Z`}::timestamptz`;
  const months = sql`date_trunc('month', s.recorded_at at time zone 'UTC')::date as recorded_month,
    date_trunc('month', s.effective_on::timestamp)::date as effective_month`;
  const journals = ofJournals(tx.firmId, {
    where: sql`u.recorded_at < ${`${until}T00:00:00Z`}::timestamptz${since}`,
    sign: sql`1`,
    key: months,
  });
  await runSql(
    tx,
    sql`
      insert into firm_reason_month
      select ${tx.firmId}, w.recorded_month, w.effective_month, w.reason_id, w.currency, sum_minor(w.written_off_minor),
        sum_minor(w.written_on_minor)
      from (${journals}) w
      where w.written_off_minor <> 0 or w.written_on_minor <> 0
      group by 2, 3, 4, 5`,
  );
}
