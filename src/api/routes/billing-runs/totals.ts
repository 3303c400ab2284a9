import { readTotals } from '#actions/billing-runs/read-runs.ts';
import { runTotalsPage, runTotalsQuery } from '#contract/billing-runs/runs.ts';
import { idParams } from '#contract/ids.ts';
import { presented } from '../../presenters/firms.ts';
import { presentGroup } from '../../presenters/billing-runs.ts';
import { route } from '../../route.ts';
import { pageFrom } from './paging.ts';

export const sumBillingRun = route({
  method: 'GET',
  path: '/billing-runs/{id}/totals',
  summary: 'Sum a billing run by client, manager, partner or category',
  description: 'By name, each currency by itself; what has none comes last.',
  tag: 'Billing runs',
  work: 'report',
  permission: 'billingRuns.read',
  params: idParams,
  query: runTotalsQuery,
  answer: runTotalsPage,
  refusals: ['unknownBillingRun'],
  async handler({ context, params, query: { limit, cursor, by } }) {
    const offset = cursor?.[1] ?? 0;
    return presented(await readTotals(context, params.id, by, { offset, limit: limit + 1 }), (groups) =>
      pageFrom(groups.map(presentGroup), limit, () => ['', offset + limit]),
    );
  },
});
