// Balances kept for some days of each month that is over, so that a past day costs what was open then and not what
// happened since.
//
// past_day holds, for a kept day, every line dated up to that day and recorded by the end of its month; and the last day
// of a month once more with what the month after recorded, where most of its invoices are. What is recorded in a month
// that is over never changes, so a kept day is right for ever. A report as at a nearby day is then
//
//   kept      the figures of the kept day
//   late      what was recorded since and is dated up to it: whole months of job_month, and within the kept day's own
//             month the lines of the few journals that came late (journal_late)
//   strip     the lines of the one or two days between the kept day and the day asked for
//
// and, as known at a moment, the lines of the strip of recording. Every line of the strips counts for (inside both cuts) −
// (inside kept and late), as everywhere (moment.ts). Seven days of a month are kept, so a strip has two days at most.
//
// What must not change: nothing may record into a month whose days are kept. The clock that records sees to that, and days
// that a clock kept too early are not read and go again, for upkeep comes by every hour and they are known until the month has
// been over for hours. Were no worker to run in all that time, only a recount would find them (ledger/verify-past.ts). Whoever
// hands over a moment of recording takes kept days back (ledger/past-days.ts).

import { sql, type RawBuilder } from 'kysely';
import { addDays, lastDayOfMonth, monthOf, partsOf, type CivilDate } from '#core/calendar/civil-date.ts';
import type { Account } from '#core/ledger/accounts.ts';
import type { Tx } from '../database.ts';
import { accountColumns } from '../ledger/account-columns.ts';
import { columnOf } from './accounts.ts';
import { cutsOf, startOf, type Cuts, type KeptDay, type Moment, type RecordingCut } from './moment.ts';

type Sql = RawBuilder<unknown>;

/** The accounts that are kept; a question about others is answered without. */
export const keptAccounts = ['wipTime', 'wipCost', 'interim', 'uninvoicedQuote'] as const satisfies Account[];

const keptUntilLast = [3, 8, 13, 18, 23, 28] as const;

/** The largest smallint: so long ago, or longer. */
export const daysMax = 32_767;

export function keptDaysOf(month: CivilDate): CivilDate[] {
  const last = lastDayOfMonth(month);
  return [...keptUntilLast.map((day) => addDays(month, day - 1)).filter((day) => day < last), last];
}

/** A month is over for good when its last posts have long ended. */
export const settledAfterHours = 6;

/**
 * A clock that was ahead may have kept days of a month that goes on after all; those count for nothing. Whatever is there
 * before days of its month could rightly be kept is of that sort, also in the hours after the month's end.
 */
export const isOver = `known_until <= date_trunc('month',
  (statement_timestamp() - interval '${settledAfterHours} hours') at time zone 'UTC')`;

/** The cuts of a moment from a kept day, where one of its month is kept and serves; else from the months alone. */
export async function cutsFromKept(tx: Tx, moment: Moment, now: string): Promise<Cuts> {
  const cuts = cutsOf(moment, now);
  if (moment.asAt === null) return cuts;
  const month = monthOf(moment.asAt);
  if (cuts.recorded !== null && cuts.recorded.month <= month) return cuts;
  const asAt = nearestOf(keptDaysOf(month), moment.asAt);
  const [row] = await tx.query<{ knownUntil: CivilDate | null }>(
    `select max(known_until) as "knownUntil" from past_day
     where firm_id = $1 and as_at = $2 and ${isOver} and ($3::date is null or known_until <= $3)`,
    [tx.firmId, asAt, cuts.recorded?.month ?? null],
  );
  const knownUntil = row?.knownUntil ?? null;
  if (knownUntil === null) return cuts;
  return { ...cuts, kept: { asAt, knownUntil }, days: cutFrom(asAt, moment.asAt) };
}

function nearestOf(days: readonly CivilDate[], day: CivilDate): CivilDate {
  const distance = (other: CivilDate) => Math.abs(partsOf(other)[2] - partsOf(day)[2]);
  return days.reduce((nearest, other) => (distance(other) < distance(nearest) ? other : nearest));
}

function cutFrom(kept: CivilDate, day: CivilDate): NonNullable<Cuts['days']> {
  const month = addDays(kept, 1);
  if (day === kept) return { day, month, strip: null };
  return day > kept
    ? { day, month, strip: { first: month, last: day } }
    : { day, month, strip: { first: addDays(day, 1), last: kept } };
}

type Kept = { readonly firmId: number; readonly accounts: readonly Account[] };

/** The figures of a kept day: job_id, a column per account, and age_0 … age_3. */
export function keptFigures({ firmId, accounts }: Kept, { asAt, knownUntil }: KeptDay): Sql {
  const columns = accounts.map(
    (account) => sql`unnest(${columnOf('p', account)}) as ${sql.ref(accountColumns[account])}`,
  );
  const ages = [1, 2, 3].map(
    (age) => sql`unnest(${sql.ref(`p.age_${age}_minor`)}) as ${sql.ref(`age_${age}`)}`,
  );
  const names = accounts.map((account) => columnOf('k', account));
  return sql`
    select k.job_id, ${sql.join(names)}, k.all_ages - k.age_1 - k.age_2 - k.age_3 as age_0, k.age_1, k.age_2, k.age_3
    from (
      select k.*, k.time_then + k.cost_then as all_ages
      from (
        select unnest(p.job_ids) as job_id, unnest(p.wip_time_minor) as time_then, unnest(p.wip_cost_minor) as cost_then,
          ${sql.join([...columns, ...ages])}
        from past_day p
        where p.firm_id = ${firmId} and p.as_at = ${asAt}::date and p.known_until = ${knownUntil}::date
      ) k
    ) k`;
}

/** Up to where, by the day that counts, whole months say what came late; a last day has no other. */
export function lateMonthsUntil({ asAt }: KeptDay): CivilDate {
  return isLastOfMonth(asAt) ? addDays(asAt, 1) : monthOf(asAt);
}

/** Whole months recorded since the kept day was known, of what is dated before its month, or up to its end. */
export function lateMonthsWhere(kept: KeptDay, recorded: RecordingCut | null): Sql {
  const known = recorded === null ? sql`` : sql` and m.recorded_month < ${recorded.month}::date`;
  return sql`m.recorded_month > m.effective_month and m.recorded_month >= ${kept.knownUntil}::date
    and m.effective_month < ${lateMonthsUntil(kept)}::date${known}`;
}

/** The lines of the kept day's own month that were recorded after it; null where whole months have them. */
export function lateLines(firmId: number, { asAt }: KeptDay, recorded: RecordingCut | null): Sql | null {
  if (isLastOfMonth(asAt)) return null;
  const known = recorded === null ? sql`` : sql` and j.recorded_at < ${startOf(recorded)}::timestamptz`;
  return sql`
    select l.*
    from journal j
    cross join lateral (
      select l.job_id, l.effective_on, l.origin_on, l.kind, l.debit, l.credit, l.amount_minor from ledger_line l
      where l.firm_id = ${firmId} and l.journal_id = j.id offset 0
    ) l
    where j.firm_id = ${firmId} and j.effective_on between ${monthOf(asAt)}::date and ${asAt}::date
      and (j.recorded_at at time zone 'UTC') >= date_trunc('month', j.effective_on::timestamp) + interval '1 month'${known}`;
}

function isLastOfMonth(day: CivilDate): boolean {
  return day === lastDayOfMonth(day);
}
