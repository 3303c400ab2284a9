import { getFirm } from '#actions/firms/read-firm.ts';
import { firm } from '#contract/firms/firms.ts';
import { presented, presentFirm } from '../../presenters/firms.ts';
import { route } from '../../route.ts';

export const readFirm = route({
  method: 'GET',
  path: '/firm',
  summary: 'Read the settings of the firm',
  tag: 'Firm',
  permission: 'firm.read',
  answer: firm,
  handler: async ({ context }) => presented(await getFirm(context), presentFirm),
});
