import { listCostRates as listCostRatesAction } from '#actions/rates/read-cost-rates.ts';
import { costRatesPage, costRatesQuery } from '#contract/rates/cost-rates.ts';
import { pageWanted, presentPage, presentRate } from '../../presenters/practice.ts';
import { route } from '../../route.ts';

export const listCostRates = route({
  method: 'GET',
  path: '/cost-rates',
  summary: 'List cost rates',
  description: 'What an hour costs: whole histories or, with `on`, what applies on a day.',
  tag: 'Rates',
  permission: 'costRates.read',
  query: costRatesQuery,
  answer: costRatesPage,
  async handler({ context, query }) {
    return presentPage(await listCostRatesAction(context, { ...query, ...pageWanted(query) }), presentRate);
  },
});
