import { getRate } from '#actions/rates/read-rates.ts';
import { rate } from '#contract/rates/rates.ts';
import { idParams } from '#contract/ids.ts';
import { done } from '#core/refusal.ts';
import { presentRate } from '../../presenters/practice.ts';
import { route } from '../../route.ts';

export const readRate = route({
  method: 'GET',
  path: '/rates/{id}',
  summary: 'Read a billable rate',
  tag: 'Rates',
  permission: 'rates.read',
  params: idParams,
  answer: rate,
  refusals: ['unknownRate'],
  async handler({ context, params }) {
    const found = await getRate(context, params.id);
    return found.ok ? done(presentRate(found.value)) : found;
  },
});
