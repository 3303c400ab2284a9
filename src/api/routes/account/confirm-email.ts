import { confirmOwnEmail } from '#actions/people/own-account.ts';
import { confirmEmailRequest } from '#contract/account/account.ts';
import { openRoute } from '../../route.ts';

export const confirmEmail = openRoute({
  method: 'POST',
  path: '/email-changes/completion',
  summary: 'Confirm a new address',
  description: 'With the token of the link that was mailed there. The old address is told.',
  tag: 'Account',
  access: 'public',
  guessable: true,
  changesAccess: true,
  body: confirmEmailRequest,
  refusals: ['signInRefused', 'duplicate'],
  handler: ({ installation, body }) => confirmOwnEmail(installation, body.token),
});
