import { undoWipAction } from '#actions/wip/undo-action.ts';
import { idParams } from '#contract/ids.ts';
import { undoBody, wipActionDone } from '#contract/wip/actions.ts';
import { presentOutcome } from '../../presenters/wip-actions.ts';
import { route } from '../../route.ts';

export const undoAction = route({
  method: 'POST',
  path: '/wip-actions/{id}/undo',
  summary: 'Undo a WIP action',
  description:
    'Reverses what still stands of the action, to the cent. Needs the permission of the action itself.',
  tag: 'WIP',
  permission: ['wip.writeOff', 'wip.washUp', 'wip.move', 'wip.revalue', 'wip.raiseInterims', 'imports.run'],
  params: idParams,
  body: undoBody,
  answer: wipActionDone,
  refusals: ['alreadyReversed', 'alreadyBilled', 'onDraft'],
  async handler({ context, params, body }) {
    return presentOutcome(context, await undoWipAction(context, { wipActionId: params.id, note: body.note }));
  },
});
