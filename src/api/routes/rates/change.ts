import { changeRate as changeRateAction } from '#actions/rates/change-rate.ts';
import { rate, rateChange } from '#contract/rates/rates.ts';
import { idParams } from '#contract/ids.ts';
import { done } from '#core/refusal.ts';
import { presentRate } from '../../presenters/practice.ts';
import { route } from '../../route.ts';

export const changeRate = route({
  method: 'PATCH',
  path: '/rates/{id}',
  summary: 'Change a billable rate',
  description: 'Corrects a rate that was entered wrongly. What was recorded with it keeps its value.',
  tag: 'Rates',
  permission: 'rates.edit',
  params: idParams,
  body: rateChange,
  answer: rate,
  refusals: ['unknownRate', 'invalidAmount', 'amountOutOfRange', 'duplicate'],
  async handler({ context, params, body, version }) {
    const changed = await changeRateAction(context, { ...body, id: params.id, version });
    return changed.ok ? done(presentRate(changed.value)) : changed;
  },
});
