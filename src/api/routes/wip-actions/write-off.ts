import { adjustWip } from '#actions/wip/adjust-wip.ts';
import { writeOffBody, wipActionDone } from '#contract/wip/actions.ts';
import { presentOutcome } from '../../presenters/wip-actions.ts';
import { route } from '../../route.ts';

export const writeOffWip = route({
  method: 'POST',
  path: '/write-offs',
  summary: 'Write WIP off',
  description: 'Takes one entry, part of one, or many out of WIP for good, with a date and a reason.',
  tag: 'WIP',
  permission: 'wip.writeOff',
  body: writeOffBody,
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
    return presentOutcome(context, await adjustWip(context, { ...body, kind: 'writeOff' }));
  },
});
