// How better-auth is set up: it keeps people, password hashes, second factors and sessions in the schema `auth`, and
// nothing in the product's own tables. It is used as a library: what it can do is reachable only through sign-in.ts and
// two-factor.ts, none of which lets anybody sign up.
//
// Its pool is apart from the main one, because it speaks as workledger_app with another search path for the whole
// connection, and reads instants as Date objects. It waits for nothing longer than the main pool does.

import { betterAuth } from 'better-auth';
import { twoFactor } from 'better-auth/plugins';
import pg from 'pg';
import { becomeApplication } from './citus/distribute.ts';
import { addressOf, type Database } from './database.ts';
import { hearAll, listenTo } from './silence.ts';

export type SignInOptions = {
  readonly secret: string;
  /** Where people reach the installation; decides whether cookies travel only over https. */
  readonly baseUrl: string | undefined;
};

export type AuthLibrary = ReturnType<typeof createAuth>;

const passwordLengthMin = 12;
const passwordLengthMax = 128;

const poolSize = 4;
/** Everything here looks a few rows up by key. */
const statementMsMax = 10_000;
const lockMsMax = 5_000;
const idleMsMax = 30_000;
const unheardMsMax = statementMsMax + 5_000;
const sessionSeconds = 14 * 24 * 60 * 60;
/** How exactly it is known when a session was last used. */
const refreshAfterSeconds = 60 * 60;
const trustedDeviceSeconds = 30 * 24 * 60 * 60;
const recoveryCodeCount = 10;

export function createAuth(pool: pg.Pool, { secret, baseUrl }: SignInOptions) {
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
    plugins: [
      twoFactor({
        issuer: 'Workledger',
        trustDeviceMaxAge: trustedDeviceSeconds,
        backupCodeOptions: { amount: recoveryCodeCount },
      }),
    ],
    advanced: {
      cookiePrefix: 'workledger',
      useSecureCookies: baseUrl?.startsWith('https://') ?? false,
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax', path: '/' },
    },
  });
}

export function authPool(database: Database): pg.Pool {
  const pool = new pg.Pool({
    ...addressOf(database),
    max: poolSize,
    connectionTimeoutMillis: 10_000,
    application_name: 'workledger sign-in',
    options: [
      'search_path=auth',
      `statement_timeout=${statementMsMax}`,
      `lock_timeout=${lockMsMax}`,
      `idle_in_transaction_session_timeout=${idleMsMax}`,
    ]
      .map((setting) => `-c ${setting}`)
      .join(' '),
  });
  listenTo(pool);
  hearAll(pool, unheardMsMax);
  // Sent before whatever the connection was opened for; one that cannot become the application is of no use.
  pool.on('connect', (client) => {
    // Whoever waits on a connection that breaks is told by their statement; unheard, this would end the process.
    client.on('error', () => {});
    client.query(becomeApplication('endOfSession')).catch(() => void client.end().catch(() => {}));
  });
  pool.on('error', () => {});
  return pool;
}

/** The code by which the library says why it refused; undefined where it did what it was asked. */
export async function refusalOf(answer: Response): Promise<string | undefined> {
  if (answer.ok) return undefined;
  if (answer.status >= 500) throw new Error(`the sign-in library answered ${answer.status}`);
  const said = (await answer.json().catch(() => ({}))) as { code?: string };
  return said.code ?? String(answer.status);
}
