import { requestPasswordReset as request } from '#actions/people/password-reset.ts';
import { passwordResetRequest } from '#contract/session/password-resets.ts';
import { openRoute } from '../../route.ts';

export const requestPasswordReset = openRoute({
  method: 'POST',
  path: '/password-resets',
  summary: 'Ask for a new password',
  description:
    'Sends a link to the address, if somebody signs in with it; the answer does not tell. A few times at most in a quarter of an hour.',
  tag: 'Session',
  access: 'public',
  guessable: true,
  body: passwordResetRequest,
  refusals: ['mailNotSetUp'],
  handler({ installation: { database, clock, mail, baseUrl }, body }) {
    // Without the address of the installation a link would lead to wherever the request says it came from.
    const isReachable = mail === 'folder' || baseUrl !== undefined;
    return request({ database, clock }, isReachable ? mail : undefined, body.email);
  },
});
