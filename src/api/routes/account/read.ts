import { readAccount } from '#actions/people/own-account.ts';
import { account } from '#contract/account/account.ts';
import { done } from '#core/refusal.ts';
import { openRoute } from '../../route.ts';
import { personCalling } from './codes.ts';

export const readOwnAccount = openRoute({
  method: 'GET',
  path: '/account',
  summary: 'Read your account',
  tag: 'Account',
  access: 'signedIn',
  answer: account,
  async handler({ installation, caller }) {
    const person = personCalling(caller);
    if (!person.ok) return person;
    const { userId, hasTwoFactor } = person.value;
    return done({ ...(await readAccount(installation, userId)), twoFactor: hasTwoFactor });
  },
});
