// Saying that a week is done, and taking that back. It is a statement about the week and no lock of the ledger: what a
// timer measured or an import brings is still recorded, and the timesheet shows that the week has changed since.

import { done, refuse, type Result } from '#core/refusal.ts';
import {
  insertSubmission,
  readSubmission,
  readWeekEntries,
  reopenSubmission,
  type WeekSubmission,
} from '#store/work/weeks.ts';
import type { Context } from '../context.ts';
import { write } from '../request.ts';
import { openWeek, type WeekNamed } from './week.ts';

export function submitWeek(context: Context, named: WeekNamed): Promise<Result<WeekSubmission>> {
  return write(context, async (tx) => {
    const opened = await openWeek(tx, context, named, 'write');
    if (!opened.ok) return opened;
    const { weekStart, weekEnd, today } = opened.value;
    if (weekStart > today) {
      return refuse('futureDate', `The week from ${weekStart} has not begun.`, {
        field: 'day',
        value: weekStart,
        accepted: `a day up to ${today}`,
      });
    }
    const { staffId } = named;
    const entries = await readWeekEntries(tx, { staffId, from: weekStart, to: weekEnd });
    const minutes = entries.reduce((sum, entry) => sum + entry.minutes, 0);
    const author = { actorId: context.principal.actorId, at: context.clock() };
    if (!(await insertSubmission(tx, { staffId, weekStart, minutes, ...author }))) {
      return refuse('weekDone', `The week from ${weekStart} is done already.`, { value: weekStart });
    }
    return done((await readSubmission(tx, { staffId, weekStart }))!);
  });
}

export function reopenWeek(context: Context, named: WeekNamed, version: number): Promise<Result<null>> {
  return write(context, async (tx) => {
    const opened = await openWeek(tx, context, named, 'write');
    if (!opened.ok) return opened;
    const { weekStart } = opened.value;
    const submission = await readSubmission(tx, { staffId: named.staffId, weekStart });
    if (submission === undefined) {
      return refuse('notFound', `The week from ${weekStart} is open.`, { value: weekStart });
    }
    const author = { actorId: context.principal.actorId, at: context.clock() };
    const isReopened = await reopenSubmission(tx, { id: submission.id, version, ...author });
    if (isReopened) return done(null);
    return refuse('staleVersion', 'Somebody reopened the week meanwhile; read it again.', {
      field: 'If-Match',
      value: String(version),
      accepted: String(submission.version),
    });
  });
}
