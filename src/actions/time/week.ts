// What every action on a week begins with: whose it is, whether one may look or write, and where it begins and ends.

import { mayReadTimeOf, mayRecordTimeOf } from '#core/access/principal.ts';
import { addDays, today, weekOf, type CivilDate } from '#core/calendar/civil-date.ts';
import { done, refuse, type Result } from '#core/refusal.ts';
import type { Tx } from '#store/database.ts';
import { readWeekSettings, type WeekSettings } from '#store/work/weeks.ts';
import type { Context } from '../context.ts';

/** A week by its staff member and any of its days. */
export type WeekNamed = { readonly staffId: number; readonly day: CivilDate };

export type Week = {
  readonly settings: WeekSettings;
  readonly weekStart: CivilDate;
  readonly weekEnd: CivilDate;
  readonly today: CivilDate;
  /** The last day that time may be dated. */
  readonly latestOn: CivilDate;
};

/** Whoever may not look at somebody's time is not told that there is such a person. */
export async function openWeek(
  tx: Tx,
  context: Context,
  { staffId, day }: WeekNamed,
  purpose: 'read' | 'write',
): Promise<Result<Week>> {
  const isPermitted = purpose === 'read' ? mayReadTimeOf : mayRecordTimeOf;
  const settings = isPermitted(context.principal, staffId) ? await readWeekSettings(tx, staffId) : undefined;
  if (settings === undefined) {
    const theirs = purpose === 'read' ? 'see' : 'record';
    return refuse('notFound', `There is no such staff member, or their time is not yours to ${theirs}.`, {
      field: 'staffId',
      value: String(staffId),
    });
  }
  const { first, last } = weekOf(day, settings.weekStartsOn);
  const now = today(context.clock(), settings.timeZone);
  const latestOn = addDays(now, settings.futureDaysMax);
  return done({ settings, weekStart: first, weekEnd: last, today: now, latestOn });
}
