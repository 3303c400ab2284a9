import { removeJob as removeJobAction } from '#actions/jobs/remove-job.ts';
import { idParams } from '#contract/ids.ts';
import { route } from '../../route.ts';

export const removeJob = route({
  method: 'DELETE',
  path: '/jobs/{id}',
  summary: 'Remove a job',
  description: 'Removes a job against which nothing was ever recorded, with its tasks and rates.',
  tag: 'Jobs',
  permission: 'jobs.edit',
  params: idParams,
  refusals: ['unknownJob', 'stillInUse'],
  handler({ context, params, version }) {
    return removeJobAction(context, { id: params.id, version });
  },
});
