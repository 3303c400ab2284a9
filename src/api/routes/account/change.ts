import { changeOwnName } from '#actions/people/own-account.ts';
import { changeAccountRequest } from '#contract/account/account.ts';
import { openRoute } from '../../route.ts';
import { personCalling } from './codes.ts';

export const changeAccount = openRoute({
  method: 'PATCH',
  path: '/account',
  summary: 'Change your name',
  description: 'In all your firms, also where it stands beside what you did.',
  tag: 'Account',
  access: 'signedIn',
  changesAccess: true,
  body: changeAccountRequest,
  async handler({ installation, caller, body }) {
    const person = personCalling(caller);
    if (!person.ok) return person;
    return changeOwnName(installation, { userId: person.value.userId, name: body.name });
  },
});
