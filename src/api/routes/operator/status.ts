import { readStatus as read } from '#actions/operator/read-availability.ts';
import { status } from '#contract/operator/availability.ts';
import { done } from '#core/refusal.ts';
import { signInRequired } from '../../identities.ts';
import { openRoute } from '../../route.ts';

export const readStatus = openRoute({
  method: 'GET',
  path: '/status',
  summary: 'Read whether the installation works',
  description:
    'For a page that a firm can be shown. Whoever has signed in may see it, and anybody where the operator made it public.',
  tag: 'Operator',
  access: 'public',
  answer: status,
  async handler({ installation: { database, clock, statusPage }, caller }) {
    if (statusPage !== 'public' && caller.kind === 'nobody') return signInRequired();
    return done(await read(database, clock()));
  },
});
