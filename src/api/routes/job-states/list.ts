import { listJobStates as listAll } from '#actions/firms/read-lists.ts';
import { jobStates } from '#contract/firms/lists.ts';
import { route } from '../../route.ts';

export const listJobStates = route({
  method: 'GET',
  path: '/job-states',
  summary: 'List job states',
  description: 'All of them, archived ones last.',
  tag: 'Firm',
  permission: 'firm.read',
  answer: jobStates,
  handler: ({ context }) => listAll(context),
});
