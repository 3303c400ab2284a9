import { readAction } from '#actions/wip/read-actions.ts';
import { idParams } from '#contract/ids.ts';
import { explainedWipAction } from '#contract/wip/actions.ts';
import { done } from '#core/refusal.ts';
import { presentExplained } from '../../presenters/wip-actions.ts';
import { route } from '../../route.ts';

export const readWipAction = route({
  method: 'GET',
  path: '/wip-actions/{id}',
  summary: 'Read a WIP action',
  description: 'With the journals that it posted.',
  tag: 'WIP',
  permission: 'wip.read',
  params: idParams,
  answer: explainedWipAction,
  async handler({ context, params }) {
    const action = await readAction(context, params.id);
    return action.ok ? done(presentExplained(action.value)) : action;
  },
});
