// People as the sign-in library keeps them, across firms: who they are, whether they have a password, and the links by
// which they get one. Only the hash of a link's token is kept.

import type { Queries } from './database.ts';

export type User = {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly hasPassword: boolean;
};

const userColumns = `u.id, u.name, u.email, exists (
  select 1 from auth.account a where a."userId" = u.id and a."providerId" = 'credential' and a.password is not null
) as "hasPassword"`;

export async function findUserByEmail(tx: Queries, email: string): Promise<User | undefined> {
  const [user] = await tx.query<User>(`select ${userColumns} from auth."user" u where u.email = $1`, [email]);
  return user;
}

export async function findUser(tx: Queries, id: string): Promise<User | undefined> {
  const [user] = await tx.query<User>(`select ${userColumns} from auth."user" u where u.id = $1`, [id]);
  return user;
}

export async function addUser(
  tx: Queries,
  user: { id: string; name: string; email: string; at: string },
): Promise<void> {
  await tx.query(
    `insert into auth."user" (id, name, email, "createdAt", "updatedAt") values ($1, $2, $3, $4, $4)`,
    [user.id, user.name, user.email, user.at],
  );
}

/** Sets or replaces a password, by its hash, and ends every session that the person had. */
export async function setPassword(
  tx: Queries,
  given: { userId: string; passwordHash: string; at: string },
): Promise<void> {
  const { userId, passwordHash, at } = given;
  await tx.query(`delete from auth.account where "userId" = $1 and "providerId" = 'credential'`, [userId]);
  await tx.query(
    `insert into auth.account (id, "accountId", "providerId", "userId", password, "createdAt", "updatedAt")
     values ($1, $1, 'credential', $1, $2, $3, $3)`,
    [userId, passwordHash, at],
  );
  await tx.query(`delete from auth.session where "userId" = $1`, [userId]);
}

export type Invitation = { readonly firmId: number; readonly memberId: number; readonly userId: string };

/** Keeps the link of an invitation instead of the one before it. */
export async function keepInvitation(
  tx: Queries,
  tokenHash: string,
  kept: Invitation & { at: string; expiresAt: string },
): Promise<void> {
  const { at, expiresAt, ...invitation } = kept;
  const subject = JSON.stringify(invitation);
  await tx.query(`delete from auth.verification where value = $1 and identifier like 'invitation:%'`, [
    subject,
  ]);
  await tx.query(
    `insert into auth.verification (id, identifier, value, "expiresAt", "createdAt", "updatedAt")
     values ($1, $2, $3, $4, $5, $5)`,
    [tokenHash, `invitation:${tokenHash}`, subject, expiresAt, at],
  );
}

/** The invitation of a link that is still good, locked until the transaction ends. */
export async function findInvitation(
  tx: Queries,
  tokenHash: string,
  now: string,
): Promise<Invitation | undefined> {
  const [row] = await tx.query<{ value: string }>(
    `select value from auth.verification where identifier = $1 and "expiresAt" > $2 for update`,
    [`invitation:${tokenHash}`, now],
  );
  return row && (JSON.parse(row.value) as Invitation);
}

export async function forgetInvitation(tx: Queries, tokenHash: string): Promise<void> {
  await tx.query('delete from auth.verification where identifier = $1', [`invitation:${tokenHash}`]);
}
