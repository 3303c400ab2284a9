import { changeOwnEmail } from '#actions/people/own-account.ts';
import { changeEmailRequest, emailChangeBegun } from '#contract/account/account.ts';
import { done } from '#core/refusal.ts';
import { mailsLinks } from '../../installation.ts';
import { openRoute } from '../../route.ts';
import { checked, personCalling } from './codes.ts';

export const changeEmail = openRoute({
  method: 'POST',
  path: '/account/email',
  summary: 'Change the address you sign in with',
  description:
    'Mails a link to the new address, which holds for a day and changes it when it is opened. Where the installation sends no mail, it is changed at once.',
  tag: 'Account',
  access: 'signedIn',
  guessable: true,
  changesAccess: true,
  body: changeEmailRequest,
  answer: emailChangeBegun,
  refusals: ['signInRefused', 'duplicate', 'nothingToDo'],
  async handler({ installation, caller, headers, body }) {
    const person = personCalling(caller);
    if (!person.ok) return person;
    const isRight = await installation.signIn.twoFactor.isPassword(body.password, headers);
    if (!isRight) return checked({ kind: 'wrongPassword' });
    const { userId } = person.value;
    const { newEmail } = body;
    const begun = await changeOwnEmail(
      installation,
      { userId, newEmail },
      { mailsLinks: mailsLinks(installation) },
    );
    return begun.ok ? done({ changed: begun.value.isDone }) : begun;
  },
});
