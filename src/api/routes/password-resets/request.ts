import { requestPasswordReset as request } from '#actions/people/password-reset.ts';
import { passwordResetRequest } from '#contract/session/password-resets.ts';
import { mailsLinks } from '../../installation.ts';
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
  handler({ installation, body }) {
    const { database, clock, mail } = installation;
    return request({ database, clock }, mailsLinks(installation) ? mail : undefined, body.email);
  },
});
