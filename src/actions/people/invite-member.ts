// Inviting somebody makes a member who may do nothing yet, and a link. The link is handed over by the inviter, outside
// of the product; whoever opens it accepts. Somebody who can sign in already accepts as themselves, so that a firm never
// lets in a person merely because another firm knows an account of that e-mail address; somebody new sets a password.
//
// The link's token is made here and only its hash is kept, so a repeated request is answered without it.

import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { requirePermission } from '#core/access/principal.ts';
import type { Role } from '#core/access/roles.ts';
import { parseMinor } from '#core/money/money.ts';
import { done, refuse, within, type Result } from '#core/refusal.ts';
import { keepChanges } from '#store/changes.ts';
import type { Tx } from '#store/database.ts';
import { loadFirm } from '#store/firms.ts';
import { findRecord } from '#store/practice/records.ts';
import { staff } from '#store/practice/staff.ts';
import { addInvitedMember, findMemberById, type Member } from '#store/people.ts';
import { addUser, findUserByEmail, keepInvitation } from '#store/users.ts';
import { authorOf } from '../batch.ts';
import type { Context } from '../context.ts';
import { write } from '../request.ts';
import { unknownMember, type MemberOfFirm } from './read-members.ts';

export type InviteCommand = {
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly staffId?: number | null | undefined;
  /** In the firm's currency; null for the firm's own limit of the role. */
  readonly writeOffLimit?: string | null | undefined;
};

export type Invited = MemberOfFirm & {
  /** The secret part of the link; null when a repeated request is answered. */
  readonly token: string | null;
  readonly expiresAt: string;
};

const validHours = 7 * 24;

export async function inviteMember(context: Context, command: InviteCommand): Promise<Result<Invited>> {
  const permitted = requirePermission(context.principal, 'people.manage');
  if (!permitted.ok) return permitted;
  const link = newLink(context.clock());
  const result = await write(context, async (tx) => {
    const terms = await termsOf(tx, command);
    if (!terms.ok) return terms;
    const { name, email, role } = command;
    const userId = await findOrAddUser(tx, { name, email, at: context.clock() });
    const id = await addInvitedMember(tx, { userId, name, role, ...terms.value });
    const change = { subjectId: id, after: { name, email, role, staffId: terms.value.staffId } };
    await keepChanges(tx, authorOf(context), { subject: 'member', action: 'created' }, [change]);
    return done(await keepLink(tx, link, (await findMemberById(tx, id))!));
  });
  return withToken(result, link);
}

/** A new link instead of the old one, for an invitation that has not been accepted. */
export async function renewInvitation(context: Context, memberId: number): Promise<Result<Invited>> {
  const permitted = requirePermission(context.principal, 'people.manage');
  if (!permitted.ok) return permitted;
  const link = newLink(context.clock());
  const result = await write(context, async (tx) => {
    const member = await findMemberById(tx, memberId);
    if (member === undefined) return unknownMember(memberId);
    if (member.joinedAt !== null) {
      return refuse('nothingToDo', `${member.name} has accepted already.`, { field: 'id' });
    }
    return done(await keepLink(tx, link, member));
  });
  return withToken(result, link);
}

/** The staff member and the limit of somebody's place, checked. */
export async function termsOf(
  tx: Tx,
  terms: Pick<InviteCommand, 'staffId' | 'writeOffLimit'>,
): Promise<Result<{ staffId: number | null; writeOffLimitMinor: bigint | null }>> {
  const { staffId = null, writeOffLimit = null } = terms;
  if (staffId !== null) {
    const found = await findRecord(tx, staff, staffId);
    if (!found.ok)
      return refuse('unknownStaff', 'This firm has no such staff member.', {
        field: 'staffId',
        value: String(staffId),
      });
  }
  if (writeOffLimit === null) return done({ staffId, writeOffLimitMinor: null });
  const { currency } = await loadFirm(tx);
  const limit = parseMinor(writeOffLimit, currency);
  return limit.ok ? done({ staffId, writeOffLimitMinor: limit.value }) : within('writeOffLimit', limit);
}

async function findOrAddUser(tx: Tx, person: { name: string; email: string; at: string }): Promise<string> {
  const known = await findUserByEmail(tx, person.email);
  if (known !== undefined) return known.id;
  const id = randomUUID();
  await addUser(tx, { id, ...person });
  return id;
}

type Link = {
  readonly token: string;
  readonly tokenHash: string;
  readonly at: string;
  readonly expiresAt: string;
};

function newLink(at: string): Link {
  const token = randomBytes(32).toString('base64url');
  const expiresAt = Temporal.Instant.from(at).add({ hours: validHours }).toString();
  return { token, tokenHash: hashOfToken(token), at, expiresAt };
}

export function hashOfToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/** Keeps the hash of the link; the answer carries it too, so that a repeated one is known by it. */
async function keepLink(tx: Tx, { tokenHash, at, expiresAt }: Link, member: Member) {
  const { id: memberId, userId } = member;
  await keepInvitation(tx, tokenHash, { firmId: tx.firmId, memberId, userId, at, expiresAt });
  return { member, currency: (await loadFirm(tx)).currency, tokenHash, expiresAt };
}

function withToken(
  result: Result<MemberOfFirm & { tokenHash: string; expiresAt: string }>,
  link: Link,
): Result<Invited> {
  if (!result.ok) return result;
  const { tokenHash, ...invited } = result.value;
  return done({ ...invited, token: tokenHash === link.tokenHash ? link.token : null });
}
