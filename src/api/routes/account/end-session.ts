import { endOwnSession } from '#actions/people/own-sessions.ts';
import { ownSessionParams } from '#contract/account/account.ts';
import { openRoute } from '../../route.ts';
import { personCalling } from './codes.ts';

export const endSession = openRoute({
  method: 'DELETE',
  path: '/account/sessions/{id}',
  summary: 'Sign out one of your devices',
  tag: 'Account',
  access: 'signedIn',
  changesAccess: true,
  params: ownSessionParams,
  refusals: ['notFound'],
  async handler({ installation, caller, params }) {
    const person = personCalling(caller);
    if (!person.ok) return person;
    return endOwnSession(installation.database, { userId: person.value.userId, sessionId: params.id });
  },
});
