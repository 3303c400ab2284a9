import { createRates } from '#actions/rates/create-rates.ts';
import { addedRates, newRates } from '#contract/rates/rates.ts';
import { addOneOrMany, presentRate } from '../../presenters/practice.ts';
import { route } from '../../route.ts';

export const addRates = route({
  method: 'POST',
  path: '/rates',
  summary: 'Add rates',
  description:
    'A rate applies from its day until the next one of the same scope, keys and currency. Nothing that is recorded changes; unbilled time takes a new rate by a revaluation. Send one, or an array of up to 1,000 of which all are added or none.',
  tag: 'Rates',
  permission: 'rates.edit',
  body: newRates,
  answer: addedRates,
  status: 201,
  refusals: [
    'unknownJob',
    'unknownClient',
    'unknownStaff',
    'unknownTask',
    'currencyMismatch',
    'invalidAmount',
    'amountOutOfRange',
    'duplicate',
  ],
  handler({ context, body }) {
    return addOneOrMany(body, (commands) => createRates(context, commands), presentRate);
  },
});
