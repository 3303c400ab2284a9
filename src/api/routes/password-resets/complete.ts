import { completePasswordReset as complete } from '#actions/people/password-reset.ts';
import { passwordResetCompletion } from '#contract/session/password-resets.ts';
import { openRoute } from '../../route.ts';

export const completePasswordReset = openRoute({
  method: 'POST',
  path: '/password-resets/completion',
  summary: 'Choose a new password',
  description:
    'With the token of the link, which holds for an hour and once. Ends every session of the person, who then signs in.',
  tag: 'Session',
  access: 'public',
  guessable: true,
  changesAccess: true,
  body: passwordResetCompletion,
  refusals: ['signInRefused'],
  handler: ({ installation: { database, clock }, body }) => complete({ database, clock }, body),
});
