import { setUp as setUpInstallation } from '#actions/firms/set-up.ts';
import { setUpRequest } from '#contract/firms/firms.ts';
import { session } from '#contract/session/session.ts';
import { presentSession } from '../../presenters/session.ts';
import { openRoute } from '../../route.ts';

export const setUp = openRoute({
  method: 'POST',
  path: '/set-up',
  summary: 'Set the installation up',
  description: 'Makes the first owner and the first firm, and signs the owner in. Refused ever after.',
  tag: 'Session',
  access: 'public',
  guessable: true,
  body: setUpRequest,
  status: 201,
  answer: session,
  refusals: ['setUpDone'],
  async handler({ installation, headers, body, setCookies }) {
    const { database, clock, signIn } = installation;
    const done = await setUpInstallation(database, clock, body);
    if (!done.ok) return done;
    const opened = await signIn.open(body.owner, headers);
    if (opened?.kind !== 'opened') throw new Error('the first owner cannot sign in');
    setCookies(opened.cookies);
    return presentSession(installation, { kind: 'person', person: opened.person }, null);
  },
});
