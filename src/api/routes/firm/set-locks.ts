import { setLocks as setLockDates } from '#actions/firms/set-locks.ts';
import { locks, setLocksRequest } from '#contract/firms/firms.ts';
import { route } from '../../route.ts';

export const setLocks = route({
  method: 'PUT',
  path: '/firm/locks',
  summary: 'Set the lock dates',
  description: `Nothing may be dated on or before a lock date. It is today or earlier, and not before the end of a closed period;
or null for none.`,
  tag: 'Firm',
  permission: 'locks.set',
  body: setLocksRequest,
  answer: locks,
  refusals: ['futureDate', 'wrongState'],
  handler: ({ context, version, body }) => setLockDates(context, { ...body, version }),
});
