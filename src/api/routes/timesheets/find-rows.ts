import { findRows } from '#actions/time/find-weeks.ts';
import { choosableRows, choosableRowsQuery } from '#contract/time/timesheets.ts';
import { done } from '#core/refusal.ts';
import { route } from '../../route.ts';

export const findTimesheetRows = route({
  method: 'GET',
  path: '/timesheet-rows',
  summary: 'Find rows for a timesheet',
  description: `Tasks that are not completed, of jobs that have not ended; first those that the staff member worked on lately. Not paged:
who looks for more types more.`,
  tag: 'Time',
  permission: ['time.readOwn', 'time.readAny'],
  query: choosableRowsQuery,
  answer: choosableRows,
  async handler({ context, query }) {
    const found = await findRows(context, query);
    return found.ok ? done({ items: found.value }) : found;
  },
});
