import { removeCostRate as removeCostRateAction } from '#actions/rates/remove-cost-rate.ts';
import { idParams } from '#contract/ids.ts';
import { route } from '../../route.ts';

export const removeCostRate = route({
  method: 'DELETE',
  path: '/cost-rates/{id}',
  summary: 'Remove a cost rate',
  description: 'What was recorded with the rate keeps its cost.',
  tag: 'Rates',
  permission: 'costRates.edit',
  params: idParams,
  refusals: ['unknownRate'],
  handler({ context, params, version }) {
    return removeCostRateAction(context, { id: params.id, version });
  },
});
