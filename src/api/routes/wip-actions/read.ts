import { readAction } from '#actions/wip/read-actions.ts';
import { idParams } from '#contract/ids.ts';
import { wipAction } from '#contract/wip/actions.ts';
import { done } from '#core/refusal.ts';
import { presentAction } from '../../presenters/wip-actions.ts';
import { route } from '../../route.ts';

export const readWipAction = route({
  method: 'GET',
  path: '/wip-actions/{id}',
  summary: 'Read a WIP action',
  tag: 'WIP',
  permission: 'wip.read',
  params: idParams,
  answer: wipAction,
  async handler({ context, params }) {
    const action = await readAction(context, params.id);
    return action.ok ? done(presentAction(action.value)) : action;
  },
});
