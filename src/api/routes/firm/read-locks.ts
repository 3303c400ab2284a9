import { getLocks } from '#actions/firms/read-firm.ts';
import { locks } from '#contract/firms/firms.ts';
import { route } from '../../route.ts';

export const readLocks = route({
  method: 'GET',
  path: '/firm/locks',
  summary: 'Read the lock dates',
  tag: 'Firm',
  permission: 'firm.read',
  answer: locks,
  handler: ({ context }) => getLocks(context),
});
