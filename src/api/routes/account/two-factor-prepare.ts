import { ownPassword, twoFactorSecrets } from '#contract/account/account.ts';
import { openRoute } from '../../route.ts';
import { checked, personCalling } from './codes.ts';

export const prepareTwoFactor = openRoute({
  method: 'POST',
  path: '/account/two-factor',
  summary: 'Begin to set up a second factor',
  description:
    'Answers a secret for an authenticator app. Nothing changes until a code from it is confirmed.',
  tag: 'Account',
  access: 'signedIn',
  guessable: true,
  body: ownPassword,
  answer: twoFactorSecrets,
  refusals: ['signInRefused', 'conflict'],
  async handler({ installation, caller, headers, body }) {
    const person = personCalling(caller);
    if (!person.ok) return person;
    const prepared = checked(await installation.signIn.twoFactor.prepare(body.password, headers));
    if (!prepared.ok) return prepared;
    return { ok: true, value: { ...prepared.value, recoveryCodes: [...prepared.value.recoveryCodes] } };
  },
});
