// Where reading stops: a day that counts (as at D) and a moment of recording (as known at T), either of them open.
//
// Balances are kept by month of effective date × month of recording (job_month). A cut that falls inside a month takes
// whole months up to its nearer end, and the lines of the strip between that end and the cut put it right. Every line
// knows by itself whether it is to be added, taken away or left alone: it counts for (inside the cut) − (inside the
// whole months). So the strips may be read generously, and no case analysis of their corners is needed.

import { addMonths, lastDayOfMonth, monthOf, partsOf, type CivilDate } from '#core/calendar/civil-date.ts';
import { sql, type RawBuilder } from 'kysely';

export type Moment = {
  /** Null: everything, whatever its date. */
  readonly asAt: CivilDate | null;
  /** An ISO instant; null: everything recorded by now. */
  readonly knownAt: string | null;
};

export const live: Moment = { asAt: null, knownAt: null };

/** A cut by effective date: everything before `month`, put right by the lines of a strip of days. */
export type DayCut = {
  readonly day: CivilDate;
  /** The first of a month, or where a kept day serves (past-balances.ts), the day after it. */
  readonly month: CivilDate;
  readonly strip: { readonly first: CivilDate; readonly last: CivilDate } | null;
};

export function dayCut(day: CivilDate): DayCut {
  const first = monthOf(day);
  const last = lastDayOfMonth(day);
  const next = addMonths(first, 1);
  if (day === last) return { day, month: next, strip: null };
  const [, , dayOfMonth] = partsOf(day);
  if (dayOfMonth <= 15) return { day, month: first, strip: { first, last: day } };
  return { day, month: next, strip: { first: day, last } };
}

/** A cut by recording, in months of UTC. `now` tells which end of the month is nearer. */
export type RecordingCut = {
  readonly instant: string;
  readonly month: CivilDate;
  readonly strip: { readonly first: string; readonly last: string };
};

export function recordingCut(instant: string, now: string): RecordingCut {
  const at = Temporal.Instant.from(instant).toZonedDateTimeISO('UTC');
  const month = `${at.toPlainDate().toString().slice(0, 8)}01` as CivilDate;
  const next = addMonths(month, 1);
  const start = Temporal.Instant.from(`${month}T00:00:00Z`);
  const end = Temporal.Instant.from(`${next}T00:00:00Z`);
  const present = Temporal.Instant.from(now);
  const filledUntil = Temporal.Instant.compare(present, end) < 0 ? present : end;
  const sinceStart = at.epochMilliseconds - start.epochMilliseconds;
  const untilEnd = filledUntil.epochMilliseconds - at.epochMilliseconds;
  return sinceStart < untilEnd
    ? { instant, month, strip: { first: start.toString(), last: instant } }
    : { instant, month: next, strip: { first: instant, last: end.toString() } };
}

/** A day that is kept, as known when a month began. */
export type KeptDay = { readonly asAt: CivilDate; readonly knownUntil: CivilDate };

/** Both cuts of a moment. */
export type Cuts = {
  readonly days: DayCut | null;
  readonly recorded: RecordingCut | null;
  /** The kept day from which the cut by days is reckoned; null: from the months. */
  readonly kept: KeptDay | null;
};

/** The first instant that is not within the whole months of a cut. */
export function startOf({ month }: RecordingCut): string {
  return `${month}T00:00:00Z`;
}

export function cutsOf(moment: Moment, now: string): Cuts {
  return {
    days: moment.asAt === null ? null : dayCut(moment.asAt),
    recorded: moment.knownAt === null ? null : recordingCut(moment.knownAt, now),
    kept: null,
  };
}

/** How often a line `l`, recorded at `recordedAt`, counts besides the whole months: 1, 0 or -1. */
export function signOfLine(
  { days, recorded }: Cuts,
  recordedAt: RawBuilder<unknown> | null,
): RawBuilder<number> {
  const inside: RawBuilder<unknown>[] = [];
  const inMonths: RawBuilder<unknown>[] = [];
  if (days !== null) {
    inside.push(sql`l.effective_on <= ${days.day}::date`);
    inMonths.push(sql`l.effective_on < ${days.month}::date`);
  }
  if (recorded !== null && recordedAt !== null) {
    inside.push(sql`${recordedAt} <= ${recorded.instant}::timestamptz`);
    inMonths.push(sql`${recordedAt} < ${startOf(recorded)}::timestamptz`);
  }
  return sql`((${sql.join(inside, sql` and `)})::int - (${sql.join(inMonths, sql` and `)})::int)`;
}
