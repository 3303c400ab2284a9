import { readUtilisationOf } from '#actions/operator/read-utilisation.ts';
import { utilisation, utilisationQuery } from '#contract/operator/utilisation.ts';
import { openRoute } from '../../route.ts';

export const readUtilisation = openRoute({
  method: 'GET',
  path: '/operator/utilisation',
  summary: 'Read how busy the installation was',
  description:
    'The last hour unless said otherwise. Minutes are kept for a day, tens of minutes for a week, hours for two months, days for years.',
  tag: 'Operator',
  access: 'operator',
  query: utilisationQuery,
  answer: utilisation,
  handler: ({ installation: { database, clock }, query }) => readUtilisationOf(database, clock(), query),
});
