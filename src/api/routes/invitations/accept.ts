import { acceptInvitation as accept } from '#actions/people/accept-invitation.ts';
import { acceptInvitationRequest, session } from '#contract/session/session.ts';
import { presentSession } from '../../presenters/session.ts';
import { openRoute } from '../../route.ts';

export const acceptInvitation = openRoute({
  method: 'POST',
  path: '/invitations/acceptance',
  summary: 'Accept an invitation',
  description:
    'With the token of the link. Somebody new sends a password with it and is signed in; somebody who has one signs in first.',
  tag: 'Session',
  access: 'public',
  guessable: true,
  changesAccess: true,
  body: acceptInvitationRequest,
  answer: session,
  refusals: ['signInRefused', 'signInRequired'],
  async handler({ installation, caller, headers, body, setCookies }) {
    const { database, clock, signIn, identities } = installation;
    const signedInUserId = caller.kind === 'person' ? caller.person.userId : undefined;
    const accepted = await accept(database, clock, { ...body, signedInUserId });
    if (!accepted.ok) return accepted;
    identities.forget();
    const { firmId, email, userId } = accepted.value;
    if (caller.kind === 'person' && caller.person.userId === userId) {
      return presentSession(installation, caller, String(firmId));
    }
    const opened = await signIn.open({ email, password: body.newPassword ?? '' }, headers);
    if (opened?.kind !== 'opened') throw new Error('somebody who just set a password cannot sign in');
    setCookies(opened.cookies);
    return presentSession(installation, { kind: 'person', person: opened.person }, String(firmId));
  },
});
