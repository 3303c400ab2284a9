// People as the sign-in library keeps them, across firms: who they are, and whether they have a password.

import type { Queries } from './database.ts';
import { forgetTrustedDevices } from './two-factor.ts';

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

/** Sets or replaces a password, by its hash, and ends every session that the person had; no device is trusted any more. */
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
  await forgetTrustedDevices(tx, userId);
}
