import { washUpJobs } from '#actions/wip/wash-up.ts';
import { washUpBody, wipActionDone } from '#contract/wip/actions.ts';
import { presentOutcome } from '../../presenters/wip-actions.ts';
import { route } from '../../route.ts';

export const washUp = route({
  method: 'POST',
  path: '/wash-ups',
  summary: 'Wash jobs up',
  description:
    'Settles jobs without an invoice: interims and WIP absorb each other, the rest is written off or on, and the jobs leave the WIP manager.',
  tag: 'WIP',
  permission: 'wip.washUp',
  body: washUpBody,
  answer: wipActionDone,
  status: 201,
  refusals: [
    'unknownJob',
    'nothingToDo',
    'limitExceeded',
    'unknownReason',
    'lockedDate',
    'beforeWork',
    'onDraft',
  ],
  async handler({ context, body }) {
    return presentOutcome(context, await washUpJobs(context, body));
  },
});
