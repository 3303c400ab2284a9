import { readSlowRoutes as read } from '#actions/operator/read-utilisation.ts';
import { slowRoutes, slowRoutesQuery } from '#contract/operator/utilisation.ts';
import { openRoute } from '../../route.ts';

export const readSlowRoutes = openRoute({
  method: 'GET',
  path: '/operator/slow-routes',
  summary: 'List the endpoints that took the most time',
  description: 'The last day unless said otherwise.',
  tag: 'Operator',
  access: 'operator',
  query: slowRoutesQuery,
  answer: slowRoutes,
  handler: ({ installation: { database, clock }, query }) => read(database, clock(), query),
});
