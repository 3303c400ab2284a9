import { session, signInRequest } from '#contract/session/session.ts';
import { refuse } from '#core/refusal.ts';
import { presentSession } from '../../presenters/session.ts';
import { openRoute } from '../../route.ts';

export const signIn = openRoute({
  method: 'POST',
  path: '/session',
  summary: 'Sign in',
  description: 'Opens a session, kept in a cookie that only the browser sees.',
  tag: 'Session',
  access: 'public',
  guessable: true,
  body: signInRequest,
  answer: session,
  refusals: ['signInRefused', 'codeRequired'],
  async handler({ installation, headers, body, setCookies }) {
    const opened = await installation.signIn.open(body, headers);
    if (opened === undefined) {
      return refuse('signInRefused', 'The e-mail address and the password do not belong together.');
    }
    setCookies(opened.cookies);
    if (opened.kind === 'challenged') {
      return refuse('codeRequired', 'Now the code from your authenticator app.', { field: 'code' });
    }
    return presentSession(installation, { kind: 'person', person: opened.person }, null);
  },
});
