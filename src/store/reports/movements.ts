// What moved on the accounts of jobs between two days, both included: whole months from job_month, put right by the
// lines of the strips at both ends. Flat in the entries of the firm; as large as the months asked for.

import { sql, type RawBuilder } from 'kysely';
import { addDays, type CivilDate } from '#core/calendar/civil-date.ts';
import type { Account } from '#core/ledger/accounts.ts';
import { accountColumns } from '../ledger/account-columns.ts';
import { changeOf, columnOf } from './accounts.ts';
import { dayCut, recordingCut, type DayCut, type RecordingCut } from './moment.ts';
import { journalOfLine, linesOfDays, linesRecorded, ofJobs, outsideOf, stripsOf } from './strips.ts';

type Sql = RawBuilder<unknown>;

export type Period = { readonly from: CivilDate; readonly to: CivilDate; readonly knownAt: string | null };

export type MovementsWanted = {
  readonly firmId: number;
  readonly period: Period;
  readonly now: string;
  readonly accounts: readonly Account[];
  readonly jobIds: readonly number[] | null;
  /** A row for each month of the period besides, by the day that counts. */
  readonly byMonth?: boolean;
};

/** A subquery with job_id, month when asked for, and a column per account: the change of each in the period. */
export function movementsBetween(wanted: MovementsWanted): Sql {
  const { firmId, period, accounts, jobIds } = wanted;
  const start = dayCut(addDays(period.from, -1));
  const end = dayCut(period.to);
  const recorded = period.knownAt === null ? null : recordingCut(period.knownAt, wanted.now);
  const ends = { start, end, recorded };
  const lineMonth = wanted.byMonth ? sql`date_trunc('month', l.effective_on::timestamp)::date,` : sql``;
  const changes = (sign: RawBuilder<number>) =>
    sql`l.job_id, ${lineMonth} ${sql.join(accounts.map((account) => changeOf(account, sign)))}`;
  const sign = signBetween(period, ends, sql.ref('j.recorded_at'));
  const strips = stripsOf([start, end]);
  const parts = [wholeMonths(wanted, ends)];
  for (const strip of strips) {
    parts.push(sql`
      select ${changes(sign)} from (${linesOfDays(firmId, strip, jobIds)}) l
      ${recorded === null ? sql`` : journalOfLine(firmId)} where ${sign} <> 0`);
  }
  if (recorded !== null) {
    const lines = linesRecorded(firmId, recorded, { until: period.to, jobIds });
    const signRecorded = signBetween(period, ends, sql.ref('l.recorded_at'));
    parts.push(
      sql`select ${changes(signRecorded)} from (${lines}) l where ${signRecorded} <> 0${outsideOf(strips)}`,
    );
  }
  const sums = accounts.map((account) => {
    const column = sql.ref(accountColumns[account]);
    return sql`sum_minor(${column}) as ${column}`;
  });
  const key = wanted.byMonth ? sql`job_id, month` : sql`job_id`;
  return sql`(
    select ${key}, ${sql.join(sums)} from (${sql.join(parts, sql` union all `)}) part group by ${key}
  )`;
}

type Ends = { readonly start: DayCut; readonly end: DayCut; readonly recorded: RecordingCut | null };

function wholeMonths(
  { firmId, accounts, jobIds, byMonth }: MovementsWanted,
  { start, end, recorded }: Ends,
): Sql {
  const month = byMonth ? sql`m.effective_month as month,` : sql``;
  const columns = accounts.map(
    (account) => sql`${columnOf('m', account)} as ${sql.ref(accountColumns[account])}`,
  );
  const known = recorded === null ? sql`` : sql` and m.recorded_month < ${recorded.month}::date`;
  return sql`
    select m.job_id, ${month} ${sql.join(columns)} from job_month m
    where m.firm_id = ${firmId} and m.effective_month >= ${start.month}::date
      and m.effective_month < ${end.month}::date${known}${ofJobs('m', jobIds)}`;
}

/** (inside the period and known) − (inside the whole months taken). */
function signBetween(
  period: Period,
  { start, end, recorded }: Ends,
  recordedAt: RawBuilder<unknown>,
): RawBuilder<number> {
  const known = recorded === null ? sql`` : sql` and ${recordedAt} <= ${recorded.instant}::timestamptz`;
  const inMonths =
    recorded === null ? sql`` : sql` and ${recordedAt} < ${`${recorded.month}T00:00:00Z`}::timestamptz`;
  return sql`(
    (l.effective_on between ${period.from}::date and ${period.to}::date${known})::int
    - (l.effective_on >= ${start.month}::date and l.effective_on < ${end.month}::date${inMonths})::int)`;
}
