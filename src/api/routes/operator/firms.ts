import { readFirmSizes } from '#actions/operator/read-firms.ts';
import { firmSizes, firmSizesQuery } from '#contract/operator/firms.ts';
import { done } from '#core/refusal.ts';
import { openRoute } from '../../route.ts';

export const listFirmSizes = openRoute({
  method: 'GET',
  path: '/operator/firms',
  summary: 'List how large the firms are',
  tag: 'Operator',
  access: 'operator',
  query: firmSizesQuery,
  answer: firmSizes,
  handler: async ({ installation: { database, clock }, query }) =>
    done(await readFirmSizes(database, clock(), query)),
});
