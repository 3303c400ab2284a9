import { noteOwnTwoFactor } from '#actions/people/two-factor.ts';
import { twoFactorRemoval } from '#contract/account/account.ts';
import { done } from '#core/refusal.ts';
import { openRoute } from '../../route.ts';
import { checked, personCalling } from './codes.ts';

export const removeTwoFactor = openRoute({
  method: 'POST',
  path: '/account/two-factor/removal',
  summary: 'Turn the second factor off',
  description: 'With the password, and a code of the app or a recovery code.',
  tag: 'Account',
  access: 'signedIn',
  guessable: true,
  changesAccess: true,
  body: twoFactorRemoval,
  refusals: ['signInRefused', 'nothingToDo'],
  async handler({ installation, caller, headers, body, setCookies }) {
    const person = personCalling(caller);
    if (!person.ok) return person;
    const { password, code, recoveryCode = '' } = body;
    const given = code === undefined ? { password, recoveryCode } : { password, code };
    const outcome = await installation.signIn.twoFactor.remove(given, headers);
    const removed = checked(outcome, code === undefined ? 'recoveryCode' : 'code');
    if (!removed.ok) return removed;
    setCookies(removed.value);
    await noteOwnTwoFactor(installation, installation.mail, { userId: person.value.userId, isOn: false });
    return done(null);
  },
});
