// The links by which invited people come in: one for each member who has not accepted. Only the hash of a token is kept.

import type { Queries, Tx } from './database.ts';

export type Invitation = { readonly firmId: number; readonly memberId: number; readonly userId: string };

export type InvitationTerms = {
  /** Null where the link goes by mail: its token is made when the mail goes out. */
  readonly tokenHash: string | null;
  readonly expiresAt: string;
};

/** Keeps the link of an invitation instead of the one before it. */
export async function keepInvitation(
  tx: Tx,
  memberId: number,
  { tokenHash, expiresAt }: InvitationTerms,
): Promise<void> {
  await tx.query(
    `insert into auth.invitation (firm_id, member_id, token_hash, expires_at, by_mail)
     values ($1, $2, $3, $4, $3::text is null)
     on conflict (firm_id, member_id) do update
     set token_hash = excluded.token_hash, expires_at = excluded.expires_at, by_mail = excluded.by_mail,
         mailed_at = null, mail_problem = null`,
    [tx.firmId, memberId, tokenHash, expiresAt],
  );
}

/** The invitation of a link that is still good, locked until the transaction ends. */
export async function findInvitation(
  tx: Queries,
  tokenHash: string,
  now: string,
): Promise<Invitation | undefined> {
  // Whose it is, first: only then is it known where it lies.
  const [found] = await tx.query<Place>(
    `select firm_id as "firmId", member_id as "memberId" from auth.invitation where token_hash = $1`,
    [tokenHash],
  );
  if (found === undefined) return undefined;
  const [row] = await tx.query<Invitation>(
    `select i.firm_id as "firmId", i.member_id as "memberId", m.user_id as "userId"
     from auth.invitation i join member m on m.firm_id = i.firm_id and m.id = i.member_id
     where i.firm_id = $1 and i.member_id = $2 and i.token_hash = $3 and i.expires_at > $4 for update of i`,
    [found.firmId, found.memberId, tokenHash, now],
  );
  return row;
}

/** Takes the link away; false where there is none. */
export async function removeInvitation(tx: Tx, memberId: number): Promise<boolean> {
  const rows = await tx.query(
    'delete from auth.invitation where firm_id = $1 and member_id = $2 returning 1',
    [tx.firmId, memberId],
  );
  return rows.length > 0;
}

type Place = { readonly firmId: number; readonly memberId: number };

/** Gives an invitation that is to be mailed its token; undefined where it was accepted, revoked or handed over meanwhile. */
export async function keepInvitationToken(
  tx: Queries,
  { firmId, memberId }: Place,
  tokenHash: string,
): Promise<{ expiresAt: string } | undefined> {
  const [row] = await tx.query<{ expiresAt: string }>(
    `update auth.invitation set token_hash = $3 where firm_id = $1 and member_id = $2 and by_mail
     returning expires_at as "expiresAt"`,
    [firmId, memberId, tokenHash],
  );
  return row;
}

/** Says what became of the mail: when it went, or why it could not. */
export async function keepInvitationMailed(
  tx: Queries,
  { firmId, memberId }: Place,
  outcome: { readonly mailedAt: string | null; readonly problem: string | null },
): Promise<void> {
  await tx.query(
    `update auth.invitation set mailed_at = $3, mail_problem = $4
     where firm_id = $1 and member_id = $2 and by_mail`,
    [firmId, memberId, outcome.mailedAt, outcome.problem],
  );
}
