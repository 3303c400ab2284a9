import { readComparedClients, readComparedJobs } from '#actions/billing-runs/read-runs.ts';
import { comparisonPage, comparisonQuery } from '#contract/billing-runs/runs.ts';
import { idParams } from '#contract/ids.ts';
import { presented } from '../../presenters/firms.ts';
import { presentComparedClient, presentComparedJob } from '../../presenters/billing-runs.ts';
import { route } from '../../route.ts';
import { pageFrom } from './paging.ts';

export const compareBillingRuns = route({
  method: 'GET',
  path: '/billing-runs/{id}/comparison',
  summary: 'Compare two billing runs',
  description: 'Jobs or clients that only one of them has, or that come to different amounts.',
  tag: 'Billing runs',
  work: 'report',
  permission: 'billingRuns.read',
  params: idParams,
  query: comparisonQuery,
  answer: comparisonPage,
  refusals: ['unknownBillingRun'],
  async handler({ context, params, query: { limit, cursor, by, with: second } }) {
    const runs = { first: params.id, second };
    if (by === 'job') {
      const page = { afterId: cursor?.[1] ?? 0, limit: limit + 1 };
      return presented(await readComparedJobs(context, runs, page), (jobs) =>
        pageFrom(jobs.map(presentComparedJob), limit, ({ id }) => ['', id]),
      );
    }
    const page = { after: cursor ?? null, limit: limit + 1 };
    return presented(await readComparedClients(context, runs, page), (clients) =>
      pageFrom(clients.map(presentComparedClient), limit, ({ id, currency }) => [currency, id]),
    );
  },
});
