import { removeJobTask as removeJobTaskAction } from '#actions/jobs/remove-job-task.ts';
import { idParams } from '#contract/ids.ts';
import { route } from '../../route.ts';

export const removeJobTask = route({
  method: 'DELETE',
  path: '/job-tasks/{id}',
  summary: 'Remove a task of a job',
  description: 'Removes a task against which nothing was ever recorded.',
  tag: 'Jobs',
  permission: 'jobs.edit',
  params: idParams,
  refusals: ['unknownJobTask', 'stillInUse'],
  handler({ context, params, version }) {
    return removeJobTaskAction(context, { id: params.id, version });
  },
});
