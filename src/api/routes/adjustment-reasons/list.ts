import { listReasons as listAll } from '#actions/firms/read-lists.ts';
import { reasons } from '#contract/firms/lists.ts';
import { route } from '../../route.ts';

export const listReasons = route({
  method: 'GET',
  path: '/adjustment-reasons',
  summary: 'List adjustment reasons',
  description: 'All of them, archived ones last.',
  tag: 'Firm',
  permission: 'firm.read',
  answer: reasons,
  handler: ({ context }) => listAll(context),
});
