import { signInCodeRequest } from '#contract/account/account.ts';
import { session } from '#contract/session/session.ts';
import { presentSession } from '../../presenters/session.ts';
import { openRoute } from '../../route.ts';
import { checked } from '../account/codes.ts';

export const answerChallenge = openRoute({
  method: 'POST',
  path: '/session/code',
  summary: 'Sign in: the code',
  description:
    'The second step for whoever has a second factor, with the cookie that came with codeRequired. Opens a session.',
  tag: 'Session',
  access: 'public',
  guessable: true,
  body: signInCodeRequest,
  answer: session,
  refusals: ['signInRefused', 'signInRequired'],
  async handler({ installation, headers, body, setCookies }) {
    const { code, recoveryCode = '', trustDevice } = body;
    const given = code === undefined ? { recoveryCode, trustDevice } : { code, trustDevice };
    const outcome = await installation.signIn.twoFactor.answer(given, headers);
    const answered = checked(outcome, code === undefined ? 'recoveryCode' : 'code');
    if (!answered.ok) return answered;
    const { cookies, person } = answered.value;
    setCookies(cookies);
    return presentSession(installation, { kind: 'person', person }, null);
  },
});
