// What is said of a code or a password that was not right.

import type { Checked, Person } from '#actions/people/sign-in.ts';
import { done, refuse, type Result } from '#core/refusal.ts';
import type { Caller } from '../../identities.ts';

/** The value of what was right; else the refusal. `codeField` is where the code was given. */
export function checked<Good>(outcome: Checked<Good>, codeField = 'code'): Result<Good> {
  switch (outcome.kind) {
    case 'right':
      return done(outcome.value);
    case 'wrongPassword':
      return refuse('signInRefused', 'The password is not right.', { field: 'password' });
    case 'wrongCode':
      return refuse('signInRefused', wrongCodes[codeField] ?? wrongCodes['code']!, { field: codeField });
    case 'noChallenge':
      return refuse('signInRequired', 'Too many codes, or too late: begin again with your password.');
    case 'locked':
      return refuse(
        'tooManyRequests',
        'Too many wrong codes in a row. Wait a quarter of an hour, then sign in again.',
      );
    case 'notSetUp':
      return refuse('nothingToDo', 'You have no second factor.');
    case 'setUpAlready':
      return refuse('conflict', 'You have a second factor already. Turn it off to set up another one.');
  }
}

const wrongCodes: Readonly<Record<string, string>> = {
  code: 'The code is not right. It changes every half minute; is the clock of your phone right?',
  recoveryCode: 'There is no such recovery code, or it has been used.',
};

/** The person who calls, of whom there is none behind an API key. */
export function personCalling(caller: Caller): Result<Person> {
  if (caller.kind === 'person') return done(caller.person);
  return refuse('notPermitted', 'An API key has no account of its own.');
}
