import { submitWeek } from '#actions/time/submit-week.ts';
import { weekParams, weekSubmission } from '#contract/time/timesheets.ts';
import { route } from '../../route.ts';

export const submitTimesheet = route({
  method: 'POST',
  path: '/timesheets/{staffId}/{day}/submission',
  summary: 'Say that a week is done',
  description: `The timesheet stays as it is until the week is reopened. It is no lock of the ledger: what is recorded elsewhere still
arrives, and the timesheet shows that it came to something else when it was done.`,
  tag: 'Time',
  permission: ['time.recordOwn', 'time.recordAny'],
  params: weekParams,
  answer: weekSubmission,
  status: 201,
  refusals: ['futureDate', 'weekDone'],
  handler: ({ context, params }) => submitWeek(context, params),
});
