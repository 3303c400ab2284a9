// Looking for weeks, and for what a week could have rows of.

import { may, requirePermission } from '#core/access/principal.ts';
import { addDays, type CivilDate } from '#core/calendar/civil-date.ts';
import { done, refuse, type Result } from '#core/refusal.ts';
import { listChoosableRows, type ChoosableRow } from '#store/work/choosable-rows.ts';
import { listWeeks, type WeekListed } from '#store/work/weeks.ts';
import type { Context } from '../context.ts';
import { read } from '../request.ts';
import { openWeek } from './week.ts';

export type WeeksWanted = {
  readonly from: CivilDate;
  readonly to: CivilDate;
  readonly staffId?: number | undefined;
  readonly submitted?: boolean | undefined;
  readonly after: readonly [CivilDate, number] | null;
  readonly limit: number;
};

/** Weeks in which time was recorded, and whether they are done: one's own, or everybody's for those who may. */
export async function listTimesheets(context: Context, wanted: WeeksWanted): Promise<Result<WeekListed[]>> {
  const { principal } = context;
  const mayReadAny = may(principal, 'time.readAny');
  const permitted = mayReadAny ? done(null) : requirePermission(principal, 'time.readOwn');
  if (!permitted.ok) return permitted;
  const staffId = wanted.staffId ?? (mayReadAny ? null : principal.staffId);
  if (!mayReadAny && (staffId === null || staffId !== principal.staffId)) return done([]);
  const { submitted = null, ...rest } = wanted;
  return read(context, async (tx) => done(await listWeeks(tx, { ...rest, staffId, submitted })));
}

const recentDays = 60;

/** What a staff member could work on, the recent first. */
export async function findRows(
  context: Context,
  wanted: { readonly staffId: number; readonly search?: string | undefined; readonly limit: number },
): Promise<Result<ChoosableRow[]>> {
  const { principal } = context;
  if (!may(principal, 'jobs.read') || (!may(principal, 'time.readOwn') && !may(principal, 'time.readAny'))) {
    return refuse('notPermitted', 'You may not see jobs and time in this firm.', { accepted: 'jobs.read' });
  }
  return read(context, async (tx) => {
    const day = context.clock().slice(0, 10) as CivilDate;
    const opened = await openWeek(tx, context, { staffId: wanted.staffId, day }, 'read');
    if (!opened.ok) return opened;
    const words = (wanted.search ?? '').split(/\s+/).filter((word) => word !== '');
    const recentFrom = addDays(opened.value.today, -recentDays);
    const { staffId, limit } = wanted;
    return done(await listChoosableRows(tx, { staffId, words, recentFrom, limit }));
  });
}
