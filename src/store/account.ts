// What a person changes about themselves, above all firms: their name, the address they sign in with, their sessions.

import type { Queries } from './database.ts';
import { forgetTrustedDevices } from './two-factor.ts';

/** Where somebody belongs, with what they are there: to change their name in, and to leave a trace of it. */
export type PlaceOfPerson = { readonly firmId: number; readonly memberId: number; readonly actorId: number };

export function placesOf(tx: Queries, userId: string): Promise<PlaceOfPerson[]> {
  return tx.query<PlaceOfPerson>(
    `select firm_id as "firmId", id as "memberId", actor_id as "actorId" from member
     where user_id = $1 order by firm_id`,
    [userId],
  );
}

/** Their name from now on, as people and as the author of what they did in every firm. */
export async function renamePerson(
  tx: Queries,
  person: { readonly userId: string; readonly name: string; readonly at: string },
): Promise<void> {
  const { userId, name, at } = person;
  await tx.query(`update auth."user" set name = $2, "updatedAt" = $3 where id = $1`, [userId, name, at]);
  await tx.query(
    `update actor a set name = $2 from member m
     where m.user_id = $1 and a.firm_id = m.firm_id and a.id = m.actor_id`,
    [userId, name],
  );
}

export type EmailChange = { readonly userId: string; readonly newEmail: string; readonly expiresAt: string };

const emailChangeColumns = `"userId", new_email as "newEmail", expires_at as "expiresAt"`;

/** Keeps the address that somebody wants, instead of one that they wanted before. */
export async function keepEmailChange(tx: Queries, change: EmailChange & { at: string }): Promise<void> {
  await tx.query(
    `insert into auth.email_change ("userId", new_email, requested_at, expires_at) values ($1, $2, $3, $4)
     on conflict ("userId") do update set new_email = excluded.new_email, requested_at = excluded.requested_at,
       expires_at = excluded.expires_at, token_hash = null`,
    [change.userId, change.newEmail, change.at, change.expiresAt],
  );
}

/** The address that somebody wants and has not proved yet. */
export async function findEmailChange(
  tx: Queries,
  userId: string,
  now: string,
): Promise<EmailChange | undefined> {
  const [row] = await tx.query<EmailChange>(
    `select ${emailChangeColumns} from auth.email_change where "userId" = $1 and expires_at > $2`,
    [userId, now],
  );
  return row;
}

export async function keepEmailChangeToken(
  tx: Queries,
  { userId, newEmail }: Pick<EmailChange, 'userId' | 'newEmail'>,
  tokenHash: string,
): Promise<EmailChange | undefined> {
  const [row] = await tx.query<EmailChange>(
    `update auth.email_change set token_hash = $3 where "userId" = $1 and new_email = $2
     returning ${emailChangeColumns}`,
    [userId, newEmail, tokenHash],
  );
  return row;
}

/** Uses up the token of a link that is still good. */
export async function takeEmailChange(
  tx: Queries,
  token: { readonly hash: string; readonly now: string },
): Promise<EmailChange | undefined> {
  const [row] = await tx.query<EmailChange>(
    `delete from auth.email_change where token_hash = $1 and expires_at > $2 returning ${emailChangeColumns}`,
    [token.hash, token.now],
  );
  return row;
}

export async function forgetEmailChange(tx: Queries, userId: string): Promise<void> {
  await tx.query('delete from auth.email_change where "userId" = $1', [userId]);
}

export async function setEmail(
  tx: Queries,
  person: {
    readonly userId: string;
    readonly email: string;
    readonly isProven: boolean;
    readonly at: string;
  },
): Promise<void> {
  await tx.query(`update auth."user" set email = $2, "emailVerified" = $3, "updatedAt" = $4 where id = $1`, [
    person.userId,
    person.email,
    person.isProven,
    person.at,
  ]);
}

export type Session = {
  readonly id: string;
  readonly openedAt: string;
  /** To the hour. */
  readonly usedAt: string;
  readonly address: string | null;
  /** What the browser says it is. */
  readonly userAgent: string | null;
};

/** Where somebody is signed in, the latest first. */
export function listSessions(tx: Queries, userId: string): Promise<Session[]> {
  return tx.query<Session>(
    `select id, "createdAt" as "openedAt", "updatedAt" as "usedAt", "ipAddress" as address, "userAgent" as "userAgent"
     from auth.session where "userId" = $1 and "expiresAt" > now()
     order by "updatedAt" desc, id limit 200`,
    [userId],
  );
}

export async function endSession(tx: Queries, of: { userId: string; sessionId: string }): Promise<boolean> {
  const ended = await tx.query(`delete from auth.session where "userId" = $1 and id = $2 returning 1`, [
    of.userId,
    of.sessionId,
  ]);
  return ended.length > 0;
}

/** Ends every session but this one, and trusts no device any more. */
export async function endOtherSessions(
  tx: Queries,
  of: { userId: string; sessionId: string },
): Promise<number> {
  const ended = await tx.query(`delete from auth.session where "userId" = $1 and id <> $2 returning 1`, [
    of.userId,
    of.sessionId,
  ]);
  await forgetTrustedDevices(tx, of.userId);
  return ended.length;
}

/** How many of somebody's memberships are in other firms. */
export async function countOtherFirms(tx: Queries, userId: string, firmId: number): Promise<number> {
  const [row] = await tx.query<{ count: number }>(
    'select count(*)::int as count from memberships_of($1) where firm_id <> $2',
    [userId, firmId],
  );
  return row!.count;
}
