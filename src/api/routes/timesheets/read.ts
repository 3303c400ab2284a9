import { readTimesheet as readWeek } from '#actions/time/read-timesheet.ts';
import { timesheet, weekParams } from '#contract/time/timesheets.ts';
import { route } from '../../route.ts';

export const readTimesheet = route({
  method: 'GET',
  path: '/timesheets/{staffId}/{day}',
  summary: 'Read a timesheet',
  description: `The week around a day: its rows and entries, what of it can be changed and why not, totals against the target,
and the rows of the week before.`,
  tag: 'Time',
  permission: ['time.readOwn', 'time.readAny'],
  params: weekParams,
  answer: timesheet,
  handler: ({ context, params }) => readWeek(context, params),
});
