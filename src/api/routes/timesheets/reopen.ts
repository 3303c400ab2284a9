import { reopenWeek } from '#actions/time/submit-week.ts';
import { weekParams } from '#contract/time/timesheets.ts';
import { route } from '../../route.ts';

export const reopenTimesheet = route({
  method: 'DELETE',
  path: '/timesheets/{staffId}/{day}/submission',
  summary: 'Reopen a week',
  description: 'Takes back that the week is done; If-Match names the version of the submission.',
  tag: 'Time',
  permission: ['time.recordOwn', 'time.recordAny'],
  params: weekParams,
  refusals: ['staleVersion'],
  handler: ({ context, params, version }) => reopenWeek(context, params, version),
});
