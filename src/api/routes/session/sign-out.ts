import { done } from '#core/refusal.ts';
import { openRoute } from '../../route.ts';

export const signOut = openRoute({
  method: 'DELETE',
  path: '/session',
  summary: 'Sign out',
  tag: 'Session',
  access: 'signedIn',
  changesAccess: true,
  async handler({ installation, headers, setCookies }) {
    setCookies(await installation.signIn.end(headers));
    return done(null);
  },
});
