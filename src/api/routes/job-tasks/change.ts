import { changeJobTask as changeJobTaskAction } from '#actions/jobs/change-job-task.ts';
import { jobTask, jobTaskChange } from '#contract/jobs/job-tasks.ts';
import { idParams } from '#contract/ids.ts';
import { route } from '../../route.ts';

export const changeJobTask = route({
  method: 'PATCH',
  path: '/job-tasks/{id}',
  summary: 'Change a task of a job',
  description: 'Changes what is sent and leaves the rest. A task with a day of completion takes no new time.',
  tag: 'Jobs',
  permission: 'jobs.edit',
  params: idParams,
  body: jobTaskChange,
  answer: jobTask,
  refusals: ['unknownJobTask', 'invalidDate', 'futureDate'],
  handler({ context, params, body, version }) {
    return changeJobTaskAction(context, { ...body, id: params.id, version });
  },
});
