import { adjustWip } from '#actions/wip/adjust-wip.ts';
import { writeOnBody, wipActionDone } from '#contract/wip/actions.ts';
import { presentOutcome } from '../../presenters/wip-actions.ts';
import { route } from '../../route.ts';

export const writeOnWip = route({
  method: 'POST',
  path: '/write-ons',
  summary: 'Write WIP on',
  description: 'Puts value on open entries above what was recorded, with a date and a reason.',
  tag: 'WIP',
  permission: 'wip.writeOff',
  body: writeOnBody,
  answer: wipActionDone,
  status: 201,
  refusals: [
    'invalidAmount',
    'unknownEntry',
    'exceedsOpenAmount',
    'amountOutOfRange',
    'notAdjustable',
    'limitExceeded',
    'unknownReason',
    'lockedDate',
    'beforeWork',
  ],
  async handler({ context, body }) {
    return presentOutcome(context, await adjustWip(context, { ...body, kind: 'writeOn' }));
  },
});
