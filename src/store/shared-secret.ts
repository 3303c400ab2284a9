// Which secret the servers of a database share, and going on with another one. The library behind signing in signs sessions
// with it and encrypts second factors with it, so these are what a change concerns.

import { scrypt } from 'node:crypto';
import { promisify } from 'node:util';
import { symmetricDecrypt, symmetricEncrypt } from 'better-auth/crypto';
import { readInstallationId } from './backup/installation.ts';
import type { Queries } from './database.ts';
import { resetTwoFactor } from './two-factor.ts';

const fingerprintBytes = 32;

/** Slow to compute, so that nobody who reads the database tries secrets by it. */
async function fingerprintOf(tx: Queries, secret: string): Promise<Buffer> {
  const derive = promisify(scrypt) as (password: string, salt: string, bytes: number) => Promise<Buffer>;
  return derive(secret, await readInstallationId(tx), fingerprintBytes);
}

/** Undefined as long as no server has begun to use one. */
async function isShared(tx: Queries, secret: string): Promise<boolean | undefined> {
  const [row] = await tx.query<{ fingerprint: Buffer }>('select fingerprint from shared_secret');
  return row && (await fingerprintOf(tx, secret)).equals(row.fingerprint);
}

/** Whether the secret is that of the database. The first server makes its own so; a worker does not. */
export async function sharesSecret(
  tx: Queries,
  secret: string,
  { makesItSo }: { readonly makesItSo: boolean },
): Promise<boolean> {
  if (makesItSo && (await isShared(tx, secret)) === undefined)
    await tx.query('insert into shared_secret (fingerprint) values ($1) on conflict do nothing', [
      await fingerprintOf(tx, secret),
    ]);
  return (await isShared(tx, secret)) ?? true;
}

export type SecretChange = {
  readonly secret: string;
  /** Undefined when nobody knows it any more. */
  readonly before: string | undefined;
};

export type SecretChanged =
  | { readonly kind: 'changed'; readonly kept: number; readonly reset: number }
  | { readonly kind: 'isItAlready' | 'anotherBefore' };

/**
 * Second factors are encrypted anew where the former secret is known, and taken off where it is lost. Sessions, trusted
 * devices and sign-ins under way end.
 */
export async function changeSecret(tx: Queries, { secret, before }: SecretChange): Promise<SecretChanged> {
  if (await isShared(tx, secret)) return { kind: 'isItAlready' };
  if (before !== undefined && (await isShared(tx, before)) === false) return { kind: 'anotherBefore' };
  const factors = await tx.query<{ id: string; userId: string; secret: string; codes: string }>(
    `select id, "userId", secret, "backupCodes" as codes from auth."twoFactor" for update`,
  );
  for (const { id, userId, ...encrypted } of factors) {
    if (before === undefined) await resetTwoFactor(tx, userId);
    else {
      const again = (data: string) => encryptedAgain(data, before, secret);
      await tx.query(`update auth."twoFactor" set secret = $2, "backupCodes" = $3 where id = $1`, [
        id,
        await again(encrypted.secret),
        await again(encrypted.codes),
      ]);
    }
  }
  await tx.query('delete from auth.session');
  await tx.query('delete from auth.verification');
  await tx.query(
    `insert into shared_secret (fingerprint) values ($1)
     on conflict (is_only) do update set fingerprint = excluded.fingerprint, kept_at = now()`,
    [await fingerprintOf(tx, secret)],
  );
  const count = factors.length;
  return { kind: 'changed', kept: before === undefined ? 0 : count, reset: before === undefined ? count : 0 };
}

async function encryptedAgain(data: string, before: string, secret: string): Promise<string> {
  return symmetricEncrypt({ key: secret, data: await symmetricDecrypt({ key: before, data }) });
}
