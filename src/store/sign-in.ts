// Signing in with an e-mail address and a password, and the sessions that it opens. How the library behind it is set up
// is said in auth-library.ts; a second factor is in two-factor.ts.

import { hashPassword } from 'better-auth/crypto';
import { authPool, createAuth, refusalOf, type AuthLibrary, type SignInOptions } from './auth-library.ts';
import type { Database } from './database.ts';
import { forgetTrustedDevices, twoFactorOf, type TwoFactor } from './two-factor.ts';
import type { SignedInPerson } from './signed-in-person.ts';

/** The hash of a password as signing in verifies it: scrypt, some 50 ms. */
export { hashPassword };

type Opened =
  | { readonly kind: 'opened'; readonly person: SignedInPerson; readonly cookies: string[] }
  /** The password is right, and a code is needed: the cookies name the challenge. */
  | { readonly kind: 'challenged'; readonly cookies: string[] };

export type SignIn = {
  /** The person and the cookies of a new session; undefined when e-mail and password do not belong together. */
  open(given: { email: string; password: string }, headers: Headers): Promise<Opened | undefined>;
  /** Who the cookies belong to. */
  personOf(headers: Headers): Promise<SignedInPerson | undefined>;
  /** Ends the session of the cookies; returns the cookies that make the browser forget it. */
  end(headers: Headers): Promise<string[]>;
  /**
   * Changes the password of the session's person, ends their other sessions, and trusts no device any more; undefined
   * when the old one is wrong.
   */
  changePassword(
    given: { userId: string; currentPassword: string; newPassword: string },
    headers: Headers,
  ): Promise<string[] | undefined>;
  readonly twoFactor: TwoFactor;
  close(): Promise<void>;
};

export function openSignIn(database: Database, options: SignInOptions): SignIn {
  const pool = authPool(database);
  const auth = createAuth(pool, options);
  return {
    open: (given, headers) => open(auth, given, headers),
    async personOf(headers) {
      const found = await auth.api.getSession({ headers });
      if (found === null) return undefined;
      const { id, name, email, twoFactorEnabled } = found.user;
      const hasTwoFactor = twoFactorEnabled === true;
      return { userId: id, name, email, hasTwoFactor, sessionId: found.session.id };
    },
    async end(headers) {
      const answer = await auth.api.signOut({ headers, asResponse: true });
      return answer.headers.getSetCookie();
    },
    async changePassword({ userId, ...given }, headers) {
      const body = { ...given, revokeOtherSessions: true };
      const answer = await auth.api.changePassword({ body, headers, asResponse: true });
      if ((await refusalOf(answer)) !== undefined) return undefined;
      await database.asInstallation((tx) => forgetTrustedDevices(tx, userId));
      return answer.headers.getSetCookie();
    },
    twoFactor: twoFactorOf(auth),
    close: () => pool.end(),
  };
}

type SignedIn = {
  readonly twoFactorRedirect?: boolean;
  readonly user: { id: string; name: string; email: string; twoFactorEnabled?: boolean | null };
};

async function open(
  auth: AuthLibrary,
  { email, password }: { email: string; password: string },
  headers: Headers,
): Promise<Opened | undefined> {
  const body = { email, password, rememberMe: true };
  const answer = await auth.api.signInEmail({ body, headers, asResponse: true });
  if ((await refusalOf(answer)) !== undefined) return undefined;
  const cookies = answer.headers.getSetCookie();
  const said = (await answer.json()) as SignedIn;
  if (said.twoFactorRedirect === true) return { kind: 'challenged', cookies };
  const { id, name, email: address, twoFactorEnabled } = said.user;
  const hasTwoFactor = twoFactorEnabled === true;
  return {
    kind: 'opened',
    person: { userId: id, name, email: address, hasTwoFactor, sessionId: null },
    cookies,
  };
}
