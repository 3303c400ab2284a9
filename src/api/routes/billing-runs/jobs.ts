import { readRunJobs } from '#actions/billing-runs/read-runs.ts';
import { runJobsPage, runJobsQuery } from '#contract/billing-runs/runs.ts';
import { idParams } from '#contract/ids.ts';
import { presented } from '../../presenters/firms.ts';
import { presentRunJob } from '../../presenters/billing-runs.ts';
import { route } from '../../route.ts';

export const listBillingRunJobs = route({
  method: 'GET',
  path: '/billing-runs/{id}/jobs',
  summary: 'List the jobs of a billing run',
  description: 'What is decided on each, why, and what it comes to. By job number.',
  tag: 'Billing runs',
  permission: 'billingRuns.read',
  params: idParams,
  query: runJobsQuery,
  answer: runJobsPage,
  refusals: ['unknownBillingRun'],
  async handler({ context, params, query: { limit, cursor, order, unit, ...filter } }) {
    const wanted = { limit, descending: order === 'desc', after: cursor };
    return presented(
      await readRunJobs(context, params.id, { ...filter, unitPlace: unit }, wanted),
      ({ items, nextKey }) => ({
        items: items.map(presentRunJob),
        nextCursor: nextKey === null ? null : ([...nextKey] as [string, number]),
      }),
    );
  },
});
