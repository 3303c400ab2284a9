import { changePasswordRequest } from '#contract/session/session.ts';
import { done, refuse } from '#core/refusal.ts';
import { openRoute } from '../../route.ts';

export const changePassword = openRoute({
  method: 'PUT',
  path: '/session/password',
  summary: 'Change your password',
  description: 'Ends every other session of yours.',
  tag: 'Session',
  access: 'signedIn',
  guessable: true,
  changesAccess: true,
  body: changePasswordRequest,
  refusals: ['signInRefused'],
  async handler({ installation, caller, headers, body, setCookies }) {
    if (caller.kind !== 'person') return refuse('notPermitted', 'An API key has no password.');
    const cookies = await installation.signIn.changePassword(
      { ...body, userId: caller.person.userId },
      headers,
    );
    if (cookies === undefined) {
      return refuse('signInRefused', 'The current password is not right.', { field: 'currentPassword' });
    }
    setCookies(cookies);
    return done(null);
  },
});
