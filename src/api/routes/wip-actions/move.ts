import { moveWork } from '#actions/wip/move-work.ts';
import { moveBody, wipActionDone } from '#contract/wip/actions.ts';
import { presentOutcome } from '../../presenters/wip-actions.ts';
import { route } from '../../route.ts';

export const moveEntries = route({
  method: 'POST',
  path: '/moves',
  summary: 'Move unbilled work',
  description: 'Moves entries to another job or task; each is brought to what it is worth there.',
  tag: 'WIP',
  permission: 'wip.move',
  body: moveBody,
  answer: wipActionDone,
  status: 201,
  refusals: [
    'invalidAmount',
    'unknownEntry',
    'unknownJob',
    'unknownJobTask',
    'currencyMismatch',
    'alreadyBilled',
    'onDraft',
    'alreadyAdjusted',
    'lockedDate',
    'beforeWork',
  ],
  async handler({ context, body }) {
    return presentOutcome(context, await moveWork(context, body));
  },
});
