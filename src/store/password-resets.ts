// Links by which people who forgot their password choose a new one. Only the hash of a token is kept.

import type { Queries } from './database.ts';

export type PasswordReset = {
  readonly id: number;
  readonly userId: string;
  readonly name: string;
  readonly email: string;
  readonly requestedAt: string;
};

/** A request of somebody who can sign in. */
export async function addPasswordReset(
  tx: Queries,
  asked: { readonly userId: string; readonly at: string },
): Promise<number> {
  const [row] = await tx.query<{ id: number }>(
    `insert into auth.password_reset ("userId", requested_at) values ($1, $2) returning id`,
    [asked.userId, asked.at],
  );
  return row!.id;
}

export async function countPasswordResets(
  tx: Queries,
  of: { readonly userId: string; readonly since: string },
): Promise<number> {
  const [row] = await tx.query<{ count: number }>(
    `select count(*)::int as count from auth.password_reset where "userId" = $1 and requested_at > $2`,
    [of.userId, of.since],
  );
  return row!.count;
}

export async function forgetOldPasswordResets(tx: Queries, before: string): Promise<void> {
  await tx.query('delete from auth.password_reset where requested_at < $1', [before]);
}

export async function findPasswordReset(tx: Queries, id: number): Promise<PasswordReset | undefined> {
  const [row] = await tx.query<PasswordReset>(
    `select r.id, u.id as "userId", u.name, u.email, r.requested_at as "requestedAt"
     from auth.password_reset r join auth."user" u on u.id = r."userId" where r.id = $1`,
    [id],
  );
  return row;
}

/** Gives the request its token, in the place of one that was mailed before. */
export async function keepResetToken(
  tx: Queries,
  id: number,
  token: { readonly hash: string; readonly expiresAt: string },
): Promise<void> {
  await tx.query('update auth.password_reset set token_hash = $2, expires_at = $3 where id = $1', [
    id,
    token.hash,
    token.expiresAt,
  ]);
}

/** Uses up the token: whose it is, if it is still good. Nobody can use it, or another link of theirs, again. */
export async function takeResetToken(
  tx: Queries,
  token: { readonly hash: string; readonly now: string },
): Promise<string | undefined> {
  const [row] = await tx.query<{ userId: string }>(
    `delete from auth.password_reset where token_hash = $1 and expires_at > $2 returning "userId"`,
    [token.hash, token.now],
  );
  if (row === undefined) return undefined;
  await tx.query('delete from auth.password_reset where "userId" = $1', [row.userId]);
  return row.userId;
}
