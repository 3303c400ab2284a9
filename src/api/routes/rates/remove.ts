import { removeRate as removeRateAction } from '#actions/rates/remove-rate.ts';
import { idParams } from '#contract/ids.ts';
import { route } from '../../route.ts';

export const removeRate = route({
  method: 'DELETE',
  path: '/rates/{id}',
  summary: 'Remove a billable rate',
  description: 'What was recorded with the rate keeps its value.',
  tag: 'Rates',
  permission: 'rates.edit',
  params: idParams,
  refusals: ['unknownRate'],
  handler({ context, params, version }) {
    return removeRateAction(context, { id: params.id, version });
  },
});
