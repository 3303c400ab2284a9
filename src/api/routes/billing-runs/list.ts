import { readRuns } from '#actions/billing-runs/read-runs.ts';
import { runsPage, runsQuery } from '#contract/billing-runs/runs.ts';
import { presented } from '../../presenters/firms.ts';
import { presentListedRun } from '../../presenters/billing-runs.ts';
import { route } from '../../route.ts';
import { pageFrom } from './paging.ts';

export const listBillingRuns = route({
  method: 'GET',
  path: '/billing-runs',
  summary: 'List billing runs',
  description: 'Newest first.',
  tag: 'Billing runs',
  permission: 'billingRuns.read',
  query: runsQuery,
  answer: runsPage,
  async handler({ context, query: { limit, cursor, state } }) {
    const page = { beforeId: cursor?.[1] ?? null, limit: limit + 1 };
    return presented(await readRuns(context, { states: state }, page), (runs) =>
      pageFrom(runs.map(presentListedRun), limit, ({ id }) => ['', id]),
    );
  },
});
