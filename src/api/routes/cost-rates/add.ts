import { createCostRates } from '#actions/rates/create-cost-rates.ts';
import { addedCostRates, newCostRates } from '#contract/rates/cost-rates.ts';
import { addOneOrMany, presentRate } from '../../presenters/practice.ts';
import { route } from '../../route.ts';

export const addCostRates = route({
  method: 'POST',
  path: '/cost-rates',
  summary: 'Add cost rates',
  description: 'Send one, or an array of up to 1,000 of which all are added or none.',
  tag: 'Rates',
  permission: 'costRates.edit',
  body: newCostRates,
  answer: addedCostRates,
  status: 201,
  refusals: ['unknownStaff', 'unknownTask', 'invalidAmount', 'amountOutOfRange', 'duplicate'],
  handler({ context, body }) {
    return addOneOrMany(body, (commands) => createCostRates(context, commands), presentRate);
  },
});
