// Signing in with an e-mail address and a password, by better-auth: it keeps people, password hashes and sessions in
// the schema `auth`, and nothing in the product's own tables. It is used as a library: what it can do is reachable only
// through the functions here, none of which lets anybody sign up.
//
// Its pool is apart from the main one, because it speaks as workledger_app with another search path for the whole
// connection, and reads instants as Date objects.

import { betterAuth } from 'better-auth';
import { hashPassword } from 'better-auth/crypto';
import pg from 'pg';
import { addressOf, type Database } from './database.ts';

/** The hash of a password as signing in verifies it: scrypt, some 50 ms. */
export { hashPassword };

export type SignInOptions = {
  readonly secret: string;
  /** Where people reach the installation; decides whether cookies travel only over https. */
  readonly baseUrl: string | undefined;
};

export type SignedInPerson = { readonly userId: string; readonly name: string; readonly email: string };

export type SignIn = {
  /** The person and the cookies of a new session; undefined when e-mail and password do not belong together. */
  open(
    given: { email: string; password: string },
    headers: Headers,
  ): Promise<{ person: SignedInPerson; cookies: string[] } | undefined>;
  /** Who the cookies belong to. */
  personOf(headers: Headers): Promise<SignedInPerson | undefined>;
  /** Ends the session of the cookies; returns the cookies that make the browser forget it. */
  end(headers: Headers): Promise<string[]>;
  /** Changes the password of the session's person and ends their other sessions; undefined when the old one is wrong. */
  changePassword(
    given: { currentPassword: string; newPassword: string },
    headers: Headers,
  ): Promise<string[] | undefined>;
  close(): Promise<void>;
};

const passwordLengthMin = 12;
const passwordLengthMax = 128;

const poolSize = 4;
const sessionSeconds = 14 * 24 * 60 * 60;
const refreshAfterSeconds = 24 * 60 * 60;

export function openSignIn(database: Database, options: SignInOptions): SignIn {
  const pool = authPool(database);
  const auth = createAuth(pool, options);
  return {
    async open({ email, password }, headers) {
      const body = { email, password, rememberMe: true };
      const answer = await auth.api.signInEmail({ body, headers, asResponse: true });
      if (answer.status >= 400 && answer.status < 500) return undefined;
      if (!answer.ok) throw new Error(`sign-in answered ${answer.status}`);
      const { user } = (await answer.json()) as { user: { id: string; name: string; email: string } };
      const person = { userId: user.id, name: user.name, email: user.email };
      return { person, cookies: answer.headers.getSetCookie() };
    },
    async personOf(headers) {
      const found = await auth.api.getSession({ headers });
      return found === null
        ? undefined
        : { userId: found.user.id, name: found.user.name, email: found.user.email };
    },
    async end(headers) {
      const answer = await auth.api.signOut({ headers, asResponse: true });
      return answer.headers.getSetCookie();
    },
    async changePassword(given, headers) {
      const body = { ...given, revokeOtherSessions: true };
      const answer = await auth.api.changePassword({ body, headers, asResponse: true });
      if (answer.status === 400 || answer.status === 401) return undefined;
      if (!answer.ok) throw new Error(`change of password answered ${answer.status}`);
      return answer.headers.getSetCookie();
    },
    close: () => pool.end(),
  };
}

function createAuth(pool: pg.Pool, { secret, baseUrl }: SignInOptions) {
  return betterAuth({
    appName: 'Workledger',
    baseURL: baseUrl ?? 'http://localhost',
    secret,
    database: pool,
    telemetry: { enabled: false },
    // Attempts are counted by the API, which also knows who stands behind a proxy.
    rateLimit: { enabled: false },
    logger: { disabled: true },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: passwordLengthMin,
      maxPasswordLength: passwordLengthMax,
    },
    session: { expiresIn: sessionSeconds, updateAge: refreshAfterSeconds },
    advanced: {
      cookiePrefix: 'workledger',
      useSecureCookies: baseUrl?.startsWith('https://') ?? false,
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax', path: '/' },
    },
  });
}

function authPool(database: Database): pg.Pool {
  const pool = new pg.Pool({
    ...addressOf(database),
    max: poolSize,
    connectionTimeoutMillis: 10_000,
    application_name: 'workledger sign-in',
    options: '-c role=workledger_app -c search_path=auth',
  });
  pool.on('error', () => {});
  return pool;
}
