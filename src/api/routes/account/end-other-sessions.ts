import { endOwnOtherSessions } from '#actions/people/own-sessions.ts';
import { sessionsEnded } from '#contract/account/account.ts';
import { done } from '#core/refusal.ts';
import { openRoute } from '../../route.ts';
import { personCalling } from './codes.ts';

export const endOtherSessions = openRoute({
  method: 'DELETE',
  path: '/account/sessions',
  summary: 'Sign out everywhere else',
  description: 'Every device but the one that asks, which are all asked for a code again.',
  tag: 'Account',
  access: 'signedIn',
  changesAccess: true,
  answer: sessionsEnded,
  async handler({ installation, caller }) {
    const person = personCalling(caller);
    if (!person.ok) return person;
    const { userId, sessionId } = person.value;
    return done(await endOwnOtherSessions(installation.database, { userId, sessionId: sessionId ?? '' }));
  },
});
