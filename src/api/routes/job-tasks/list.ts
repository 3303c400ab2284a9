import { listJobTasks as listJobTasksAction } from '#actions/jobs/read-job-tasks.ts';
import { jobTasksPage, jobTasksQuery } from '#contract/jobs/job-tasks.ts';
import { asIs, pageWanted, presentPage } from '../../presenters/practice.ts';
import { route } from '../../route.ts';

export const listJobTasks = route({
  method: 'GET',
  path: '/job-tasks',
  summary: 'List job tasks',
  tag: 'Jobs',
  permission: 'jobs.read',
  query: jobTasksQuery,
  answer: jobTasksPage,
  async handler({ context, query }) {
    return presentPage(await listJobTasksAction(context, { ...query, ...pageWanted(query) }), asIs);
  },
});
