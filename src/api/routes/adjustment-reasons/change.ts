import { changeReason as change } from '#actions/firms/reasons.ts';
import { changeReasonRequest, reason } from '#contract/firms/lists.ts';
import { idParams } from '#contract/ids.ts';
import { route } from '../../route.ts';

export const changeReason = route({
  method: 'PATCH',
  path: '/adjustment-reasons/{id}',
  summary: 'Change an adjustment reason',
  tag: 'Firm',
  permission: 'firm.settings',
  params: idParams,
  body: changeReasonRequest,
  answer: reason,
  refusals: ['duplicate'],
  handler: ({ context, params, version, body }) => change(context, { id: params.id, version, to: body }),
});
