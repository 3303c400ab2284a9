import { readUnits } from '#actions/billing-runs/read-runs.ts';
import { unitsPage, unitsQuery } from '#contract/billing-runs/runs.ts';
import { idParams } from '#contract/ids.ts';
import { presented } from '../../presenters/firms.ts';
import { presentUnit } from '../../presenters/billing-runs.ts';
import { route } from '../../route.ts';
import { pageFrom } from './paging.ts';

export const listBillingRunUnits = route({
  method: 'GET',
  path: '/billing-runs/{id}/units',
  summary: 'List the invoices that a billing run makes',
  description: 'In the order in which they are made and numbered.',
  tag: 'Billing runs',
  permission: 'billingRuns.read',
  params: idParams,
  query: unitsQuery,
  answer: unitsPage,
  refusals: ['unknownBillingRun'],
  async handler({ context, params, query: { limit, cursor, clientId, state } }) {
    const page = { afterPlace: cursor?.[1] ?? 0, limit: limit + 1 };
    return presented(await readUnits(context, params.id, { clientId, states: state }, page), (units) =>
      pageFrom(units.map(presentUnit), limit, ({ place }) => ['', place]),
    );
  },
});
