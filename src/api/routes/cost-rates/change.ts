import { changeCostRate as changeCostRateAction } from '#actions/rates/change-cost-rate.ts';
import { costRate, costRateChange } from '#contract/rates/cost-rates.ts';
import { idParams } from '#contract/ids.ts';
import { done } from '#core/refusal.ts';
import { presentRate } from '../../presenters/practice.ts';
import { route } from '../../route.ts';

export const changeCostRate = route({
  method: 'PATCH',
  path: '/cost-rates/{id}',
  summary: 'Change a cost rate',
  description: 'Corrects a cost rate that was entered wrongly. What was recorded with it keeps its cost.',
  tag: 'Rates',
  permission: 'costRates.edit',
  params: idParams,
  body: costRateChange,
  answer: costRate,
  refusals: ['unknownRate', 'invalidAmount', 'amountOutOfRange', 'duplicate'],
  async handler({ context, params, body, version }) {
    const changed = await changeCostRateAction(context, { ...body, id: params.id, version });
    return changed.ok ? done(presentRate(changed.value)) : changed;
  },
});
