import { raiseInterimByHand } from '#actions/wip/raise-interim.ts';
import { interimBody, interimRaised } from '#contract/wip/actions.ts';
import { presentOutcome } from '../../presenters/wip-actions.ts';
import { route } from '../../route.ts';

export const raiseInterim = route({
  method: 'POST',
  path: '/interims',
  summary: 'Raise an interim',
  description:
    'Records that something was invoiced ahead of matching work outside the product: negative WIP until absorbed.',
  tag: 'WIP',
  permission: 'wip.raiseInterims',
  body: interimBody,
  answer: interimRaised,
  status: 201,
  refusals: ['unknownJob', 'amountOutOfRange', 'invalidAmount', 'lockedDate'],
  async handler({ context, body }) {
    return presentOutcome(context, await raiseInterimByHand(context, body));
  },
});
