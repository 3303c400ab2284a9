import { changeFirm as changeSettings } from '#actions/firms/change-firm.ts';
import { changeFirmRequest, firm } from '#contract/firms/firms.ts';
import { presented, presentFirm } from '../../presenters/firms.ts';
import { route } from '../../route.ts';

export const changeFirm = route({
  method: 'PATCH',
  path: '/firm',
  summary: 'Change the settings of the firm',
  tag: 'Firm',
  permission: 'firm.settings',
  body: changeFirmRequest,
  answer: firm,
  changesAccess: true,
  refusals: ['invalidAmount', 'amountOutOfRange'],
  handler: async ({ context, version, body }) =>
    presented(await changeSettings(context, { version, to: body }), presentFirm),
});
