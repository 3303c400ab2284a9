// The second factor: codes of an authenticator app, which change every half minute, and ten recovery codes that work
// once each, for when the app is out of reach. Who has it signs in in two steps: the password opens a challenge, kept in
// a cookie for ten minutes, and a code answers it. Five wrong answers end a challenge, ten in a row lock the account's
// second step for a quarter of an hour.

import { refusalOf, type AuthLibrary } from './auth-library.ts';
import type { Queries } from './database.ts';
import type { SignedInPerson } from './signed-in-person.ts';

/** A code of the app, or one of the recovery codes. */
export type CodeGiven = { readonly code: string } | { readonly recoveryCode: string };

export type Secrets = {
  /** What an authenticator app reads from the QR code. */
  readonly uri: string;
  /** The same secret for typing. */
  readonly secret: string;
  readonly recoveryCodes: readonly string[];
};

/** What became of a code or a password that was given. */
export type Checked<Good> =
  | { readonly kind: 'right'; readonly value: Good }
  | { readonly kind: 'wrongPassword' }
  | { readonly kind: 'wrongCode' }
  /** No challenge is open, or it has had its five answers. */
  | { readonly kind: 'noChallenge' }
  | { readonly kind: 'locked' }
  | { readonly kind: 'notSetUp' }
  | { readonly kind: 'setUpAlready' };

export type TwoFactor = {
  /** Answers the challenge that the cookies name: the cookies of a session, and whose it is. */
  answer(
    given: CodeGiven & { readonly trustDevice: boolean },
    headers: Headers,
  ): Promise<Checked<{ cookies: string[]; person: SignedInPerson }>>;
  /** Makes a secret, which does nothing until a code from it has been confirmed. */
  prepare(password: string, headers: Headers): Promise<Checked<Secrets>>;
  /** Turns it on, by a code from the app; the session goes on under new cookies. */
  confirm(code: string, headers: Headers): Promise<Checked<string[]>>;
  /** Turns it off. */
  remove(given: CodeGiven & { readonly password: string }, headers: Headers): Promise<Checked<string[]>>;
  /** Makes new recovery codes in the place of all earlier ones. */
  renewRecoveryCodes(password: string, headers: Headers): Promise<Checked<readonly string[]>>;
  /** Whether it is the password of the session's person. */
  isPassword(password: string, headers: Headers): Promise<boolean>;
};

export function twoFactorOf(auth: AuthLibrary): TwoFactor {
  return {
    async answer({ trustDevice, ...given }, headers) {
      const answer = await verify(auth, given, headers, { trustDevice });
      const refused = await refusalOf(answer);
      if (refused !== undefined) return meaningOf(refused);
      const { user } = (await answer.json()) as { user: { id: string; name: string; email: string } };
      const { id: userId, name, email } = user;
      const person = { userId, name, email, hasTwoFactor: true, sessionId: null };
      return { kind: 'right', value: { cookies: answer.headers.getSetCookie(), person } };
    },
    async prepare(password, headers) {
      const answer = await auth.api.enableTwoFactor({ body: { password }, headers, asResponse: true });
      const refused = await refusalOf(answer);
      if (refused !== undefined) return meaningOf(refused);
      const made = (await answer.json()) as { totpURI: string; backupCodes: string[] };
      const secret = new URL(made.totpURI).searchParams.get('secret') ?? '';
      return { kind: 'right', value: { uri: made.totpURI, secret, recoveryCodes: made.backupCodes } };
    },
    async confirm(code, headers) {
      const answer = await auth.api.verifyTOTP({ body: { code }, headers, asResponse: true });
      const refused = await refusalOf(answer);
      return refused === undefined
        ? { kind: 'right', value: answer.headers.getSetCookie() }
        : meaningOf(refused);
    },
    async remove({ password, ...given }, headers) {
      if (!(await isPassword(auth, password, headers))) return { kind: 'wrongPassword' };
      const wrong = await refusalOf(await verify(auth, given, headers, {}));
      if (wrong !== undefined) return meaningOf(wrong);
      const answer = await auth.api.disableTwoFactor({ body: { password }, headers, asResponse: true });
      const refused = await refusalOf(answer);
      return refused === undefined
        ? { kind: 'right', value: answer.headers.getSetCookie() }
        : meaningOf(refused);
    },
    async renewRecoveryCodes(password, headers) {
      const answer = await auth.api.generateBackupCodes({ body: { password }, headers, asResponse: true });
      const refused = await refusalOf(answer);
      if (refused !== undefined) return meaningOf(refused);
      return { kind: 'right', value: ((await answer.json()) as { backupCodes: string[] }).backupCodes };
    },
    isPassword: (password, headers) => isPassword(auth, password, headers),
  };
}

function verify(
  auth: AuthLibrary,
  given: CodeGiven,
  headers: Headers,
  more: { trustDevice?: boolean },
): Promise<Response> {
  if ('code' in given) {
    return auth.api.verifyTOTP({ body: { code: given.code, ...more }, headers, asResponse: true });
  }
  return auth.api.verifyBackupCode({
    body: { code: given.recoveryCode, ...more },
    headers,
    asResponse: true,
  });
}

async function isPassword(auth: AuthLibrary, password: string, headers: Headers): Promise<boolean> {
  const answer = await auth.api.verifyPassword({ body: { password }, headers, asResponse: true });
  return (await refusalOf(answer)) === undefined;
}

const meanings: Readonly<Record<string, Exclude<Checked<never>, { kind: 'right' }>['kind']>> = {
  INVALID_PASSWORD: 'wrongPassword',
  INVALID_CODE: 'wrongCode',
  INVALID_BACKUP_CODE: 'wrongCode',
  // Two people answered with the same recovery code at once.
  CONFLICT: 'wrongCode',
  INVALID_TWO_FACTOR_COOKIE: 'noChallenge',
  TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE: 'noChallenge',
  ACCOUNT_TEMPORARILY_LOCKED: 'locked',
  TOTP_ALREADY_ENABLED: 'setUpAlready',
  TOTP_NOT_ENABLED: 'notSetUp',
  BACKUP_CODES_NOT_ENABLED: 'notSetUp',
  TWO_FACTOR_NOT_ENABLED: 'notSetUp',
};

function meaningOf(code: string): Checked<never> {
  const kind = meanings[code];
  if (kind === undefined) throw new Error(`the sign-in library refused with ${code}`);
  return { kind };
}

/** Takes somebody's second factor off and ends their sessions; false where they have none. */
export async function resetTwoFactor(tx: Queries, userId: string): Promise<boolean> {
  const removed = await tx.query(`delete from auth."twoFactor" where "userId" = $1 returning 1`, [userId]);
  await tx.query(`update auth."user" set "twoFactorEnabled" = false where id = $1`, [userId]);
  if (removed.length === 0) return false;
  await tx.query(`delete from auth.session where "userId" = $1`, [userId]);
  await forgetTrustedDevices(tx, userId);
  return true;
}

/** Every device is asked for a code again. */
export async function forgetTrustedDevices(tx: Queries, userId: string): Promise<void> {
  await tx.query(`delete from auth.verification where value = $1 and identifier like 'trust-device-%'`, [
    userId,
  ]);
}
