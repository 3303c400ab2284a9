import { readOwnSessions } from '#actions/people/own-sessions.ts';
import { ownSessions } from '#contract/account/account.ts';
import { done } from '#core/refusal.ts';
import { openRoute } from '../../route.ts';
import { personCalling } from './codes.ts';

export const listOwnSessions = openRoute({
  method: 'GET',
  path: '/account/sessions',
  summary: 'List where you are signed in',
  tag: 'Account',
  access: 'signedIn',
  answer: ownSessions,
  async handler({ installation, caller }) {
    const person = personCalling(caller);
    if (!person.ok) return person;
    const { userId, sessionId } = person.value;
    const sessions = await readOwnSessions(installation.database, userId);
    return done({ items: sessions.map((each) => ({ ...each, current: each.id === sessionId })) });
  },
});
