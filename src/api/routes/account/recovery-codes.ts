import { ownPassword, recoveryCodes } from '#contract/account/account.ts';
import { done } from '#core/refusal.ts';
import { openRoute } from '../../route.ts';
import { checked, personCalling } from './codes.ts';

export const renewRecoveryCodes = openRoute({
  method: 'POST',
  path: '/account/two-factor/recovery-codes',
  summary: 'Make new recovery codes',
  description: 'Ten, shown once. Those before them stop working.',
  tag: 'Account',
  access: 'signedIn',
  guessable: true,
  body: ownPassword,
  answer: recoveryCodes,
  refusals: ['signInRefused', 'nothingToDo'],
  async handler({ installation, caller, headers, body }) {
    const person = personCalling(caller);
    if (!person.ok) return person;
    const renewed = checked(await installation.signIn.twoFactor.renewRecoveryCodes(body.password, headers));
    return renewed.ok ? done({ recoveryCodes: [...renewed.value] }) : renewed;
  },
});
