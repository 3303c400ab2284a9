import { noteOwnTwoFactor } from '#actions/people/two-factor.ts';
import { twoFactorConfirmation } from '#contract/account/account.ts';
import { done } from '#core/refusal.ts';
import { openRoute } from '../../route.ts';
import { checked, personCalling } from './codes.ts';

export const confirmTwoFactor = openRoute({
  method: 'POST',
  path: '/account/two-factor/confirmation',
  summary: 'Turn the second factor on',
  description: 'With a code of the app that has the secret. From now on signing in needs one.',
  tag: 'Account',
  access: 'signedIn',
  guessable: true,
  changesAccess: true,
  body: twoFactorConfirmation,
  refusals: ['signInRefused', 'nothingToDo'],
  async handler({ installation, caller, headers, body, setCookies }) {
    const person = personCalling(caller);
    if (!person.ok) return person;
    const confirmed = checked(await installation.signIn.twoFactor.confirm(body.code, headers));
    if (!confirmed.ok) return confirmed;
    setCookies(confirmed.value);
    const { userId, hasTwoFactor } = person.value;
    if (!hasTwoFactor) await noteOwnTwoFactor(installation, installation.mail, { userId, isOn: true });
    return done(null);
  },
});
