import { getJobTask } from '#actions/jobs/read-job-tasks.ts';
import { jobTask } from '#contract/jobs/job-tasks.ts';
import { idParams } from '#contract/ids.ts';
import { route } from '../../route.ts';

export const readJobTask = route({
  method: 'GET',
  path: '/job-tasks/{id}',
  summary: 'Read a task of a job',
  tag: 'Jobs',
  permission: 'jobs.read',
  params: idParams,
  answer: jobTask,
  refusals: ['unknownJobTask'],
  handler({ context, params }) {
    return getJobTask(context, params.id);
  },
});
