import { listJobs as listJobsAction } from '#actions/jobs/read-jobs.ts';
import { jobsPage, jobsQuery } from '#contract/jobs/jobs.ts';
import { pageWanted, presentListedJob, presentPage } from '../../presenters/practice.ts';
import { route } from '../../route.ts';

export const listJobs = route({
  method: 'GET',
  path: '/jobs',
  summary: 'List jobs',
  tag: 'Jobs',
  permission: 'jobs.read',
  query: jobsQuery,
  answer: jobsPage,
  async handler({ context, query }) {
    return presentPage(await listJobsAction(context, { ...query, ...pageWanted(query) }), presentListedJob);
  },
});
