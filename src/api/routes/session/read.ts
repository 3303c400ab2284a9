import { session } from '#contract/session/session.ts';
import { signInRequired } from '../../identities.ts';
import { presentSession } from '../../presenters/session.ts';
import { openRoute } from '../../route.ts';

export const readSession = openRoute({
  method: 'GET',
  path: '/session',
  summary: 'Who am I',
  description: 'Who is signed in, to which firms they belong, and what they may do in the chosen one.',
  tag: 'Session',
  access: 'signedIn',
  answer: session,
  async handler({ installation, caller, headers }) {
    if (caller.kind === 'nobody') return signInRequired();
    return presentSession(installation, caller, headers.get('workledger-firm'));
  },
});
