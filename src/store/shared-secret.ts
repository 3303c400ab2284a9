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
  const isKnown = await isShared(tx, secret);
  if (isKnown !== undefined || !makesItSo) return isKnown ?? true;
  await tx.query('insert into shared_secret (fingerprint) values ($1) on conflict do nothing', [
    await fingerprintOf(tx, secret),
  ]);
  // Another server may have been quicker.
  return (await isShared(tx, secret)) ?? true;
}

type SecretChange = {
  readonly secret: string;
  /** Undefined when nobody knows it any more. */
  readonly before: string | undefined;
};

type SecretChanged =
  | { readonly kind: 'changed'; readonly kept: number; readonly reset: number }
  | { readonly kind: 'isItAlready' | 'anotherBefore' };

/**
 * Second factors that the secret does not open are encrypted anew where the former one is known, and taken off where it is
 * lost. Sessions, trusted devices and sign-ins under way end.
 */
export async function changeSecret(tx: Queries, { secret, before }: SecretChange): Promise<SecretChanged> {
  const isItAlready = await isShared(tx, secret);
  const factors = await tx.query<Factor>(
    `select id, "userId", secret, "backupCodes" as codes from auth."twoFactor" for update`,
  );
  const anew = new Map<Factor, Sealed | undefined>();
  for (const factor of factors) {
    if ((await opened(factor, secret)) !== undefined) continue;
    const found = before === undefined ? undefined : await opened(factor, before);
    if (before !== undefined && found === undefined) return { kind: 'anotherBefore' };
    anew.set(factor, found && (await sealed(found, secret)));
  }
  if (isItAlready && anew.size === 0) return { kind: 'isItAlready' };
  if (!isItAlready && before !== undefined && (await isShared(tx, before)) === false)
    return { kind: 'anotherBefore' };
  for (const [{ id, userId }, found] of anew) {
    if (found === undefined) await resetTwoFactor(tx, userId);
    else
      await tx.query(`update auth."twoFactor" set secret = $2, "backupCodes" = $3 where id = $1`, [
        id,
        found.secret,
        found.codes,
      ]);
  }
  await tx.query('delete from auth.session');
  await tx.query('delete from auth.verification');
  await tx.query(
    `insert into shared_secret (fingerprint) values ($1)
     on conflict (is_only) do update set fingerprint = excluded.fingerprint, kept_at = now()`,
    [await fingerprintOf(tx, secret)],
  );
  const reset = [...anew.values()].filter((found) => found === undefined).length;
  return { kind: 'changed', kept: factors.length - reset, reset };
}

/** The key of somebody's app and their recovery codes, open or encrypted. */
type Sealed = { readonly secret: string; readonly codes: string };
type Factor = Sealed & { readonly id: string; readonly userId: string };

async function opened({ secret, codes }: Sealed, key: string): Promise<Sealed | undefined> {
  try {
    return {
      secret: await symmetricDecrypt({ key, data: secret }),
      codes: await symmetricDecrypt({ key, data: codes }),
    };
  } catch {
    return undefined;
  }
}

async function sealed({ secret, codes }: Sealed, key: string): Promise<Sealed> {
  return {
    secret: await symmetricEncrypt({ key, data: secret }),
    codes: await symmetricEncrypt({ key, data: codes }),
  };
}
