import { removeReason as remove } from '#actions/firms/reasons.ts';
import { idParams } from '#contract/ids.ts';
import { route } from '../../route.ts';

export const removeReason = route({
  method: 'DELETE',
  path: '/adjustment-reasons/{id}',
  summary: 'Remove an adjustment reason that was never used',
  tag: 'Firm',
  permission: 'firm.settings',
  params: idParams,
  refusals: ['stillInUse'],
  handler: ({ context, params, version }) => remove(context, { id: params.id, version }),
});
