import { listRates as listRatesAction } from '#actions/rates/read-rates.ts';
import { ratesPage, ratesQuery } from '#contract/rates/rates.ts';
import { pageWanted, presentPage, presentRate } from '../../presenters/practice.ts';
import { route } from '../../route.ts';

export const listRates = route({
  method: 'GET',
  path: '/rates',
  summary: 'List rates',
  description: 'The rate card: whole histories or, with `on`, what applies on a day.',
  tag: 'Rates',
  permission: 'rates.read',
  query: ratesQuery,
  answer: ratesPage,
  async handler({ context, query }) {
    return presentPage(await listRatesAction(context, { ...query, ...pageWanted(query) }), presentRate);
  },
});
