import { revalueWork } from '#actions/wip/revalue-work.ts';
import { revaluationBody, wipActionDone } from '#contract/wip/actions.ts';
import { presentOutcome } from '../../presenters/wip-actions.ts';
import { route } from '../../route.ts';

export const revalue = route({
  method: 'POST',
  path: '/revaluations',
  summary: 'Revalue unbilled time',
  description:
    'Applies the rates in force on the day of the work to unbilled time. Billed time is never touched.',
  tag: 'WIP',
  permission: 'wip.revalue',
  body: revaluationBody,
  answer: wipActionDone,
  status: 201,
  refusals: ['nothingToDo', 'batchTooLarge', 'lockedDate', 'beforeWork'],
  async handler({ context, body }) {
    return presentOutcome(context, await revalueWork(context, body));
  },
});
