import { getCostRate } from '#actions/rates/read-cost-rates.ts';
import { costRate } from '#contract/rates/cost-rates.ts';
import { idParams } from '#contract/ids.ts';
import { done } from '#core/refusal.ts';
import { presentRate } from '../../presenters/practice.ts';
import { route } from '../../route.ts';

export const readCostRate = route({
  method: 'GET',
  path: '/cost-rates/{id}',
  summary: 'Read a cost rate',
  tag: 'Rates',
  permission: 'costRates.read',
  params: idParams,
  answer: costRate,
  refusals: ['unknownRate'],
  async handler({ context, params }) {
    const found = await getCostRate(context, params.id);
    return found.ok ? done(presentRate(found.value)) : found;
  },
});
