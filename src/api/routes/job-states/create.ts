import { createJobState as create } from '#actions/firms/job-states.ts';
import { jobState, newJobState } from '#contract/firms/lists.ts';
import { route } from '../../route.ts';

export const createJobState = route({
  method: 'POST',
  path: '/job-states',
  summary: 'Add a job state',
  tag: 'Firm',
  permission: 'firm.settings',
  body: newJobState,
  status: 201,
  answer: jobState,
  refusals: ['duplicate'],
  handler: ({ context, body }) => create(context, body),
});
