// Inviting somebody makes a member who may do nothing yet, and a link. The link goes by mail where the installation sends
// any, and is else handed over by the inviter; whoever opens it accepts. Somebody who can sign in already accepts as
// themselves, so that a firm never lets in a person merely because another firm knows an account of that e-mail address;
// somebody new sets a password.
//
// Only the hash of the link's token is kept. That of a link to hand over is made here, so a repeated request is answered
// without it; that of a link by mail when the mail goes out.

import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { requirePermission } from '#core/access/principal.ts';
import type { Role } from '#core/access/roles.ts';
import { parseMinor } from '#core/money/money.ts';
import { done, refuse, within, type Result } from '#core/refusal.ts';
import { keepChanges } from '#store/changes.ts';
import type { Tx } from '#store/database.ts';
import { loadFirm } from '#store/firms.ts';
import { claimRecord, findRecord } from '#store/practice/records.ts';
import { staff } from '#store/practice/staff.ts';
import { addInvitedMember, findMemberById, members } from '#store/people.ts';
import { queueAccountMail } from '#store/account-mail.ts';
import { keepInvitation, removeInvitation } from '#store/invitations.ts';
import { addUser, findUserByEmail } from '#store/users.ts';
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
  /** Answers the link, also where it could be mailed. */
  readonly handOver?: boolean | undefined;
};

export type Invited = MemberOfFirm & {
  /** The secret part of the link; null when it goes by mail, and when a repeated request is answered. */
  readonly token: string | null;
  readonly isMailed: boolean;
  readonly expiresAt: string;
};

export const invitationHours = 7 * 24;

export async function inviteMember(context: Context, command: InviteCommand): Promise<Result<Invited>> {
  const permitted = requirePermission(context.principal, 'people.manage');
  if (!permitted.ok) return permitted;
  const link = newLink(context, command.handOver);
  const result = await write(context, async (tx) => {
    const terms = await termsOf(tx, command);
    if (!terms.ok) return terms;
    const { name, email, role } = command;
    const userId = await findOrAddUser(tx, { name, email, at: context.clock() });
    const id = await addInvitedMember(tx, { userId, name, role, ...terms.value });
    const change = { subjectId: id, after: { name, email, role, staffId: terms.value.staffId } };
    await keepChanges(tx, authorOf(context), { subject: 'member', action: 'created' }, [change]);
    return done(await keepLink(tx, context, link, id));
  });
  return withToken(result, link);
}

/** A new link instead of the old one, for an invitation that has not been accepted. */
export async function renewInvitation(
  context: Context,
  { memberId, handOver }: { readonly memberId: number; readonly handOver?: boolean | undefined },
): Promise<Result<Invited>> {
  const permitted = requirePermission(context.principal, 'people.manage');
  if (!permitted.ok) return permitted;
  const link = newLink(context, handOver);
  const result = await write(context, async (tx) => {
    const member = await findMemberById(tx, memberId);
    if (member === undefined) return unknownMember(memberId);
    if (member.joinedAt !== null) {
      return refuse('nothingToDo', `${member.name} has accepted already.`, { field: 'id' });
    }
    return done(await keepLink(tx, context, link, memberId));
  });
  return withToken(result, link);
}

/** The link opens nothing from now on; a new one invites again. */
export async function revokeInvitation(
  context: Context,
  { id, version }: { readonly id: number; readonly version: number },
): Promise<Result<null>> {
  const permitted = requirePermission(context.principal, 'people.manage');
  if (!permitted.ok) return permitted;
  return write(context, async (tx) => {
    const claimed = await claimRecord(tx, members, { id, version });
    if (!claimed.ok) return claimed;
    const member = (await findMemberById(tx, id))!;
    if (member.joinedAt !== null || !(await removeInvitation(tx, id))) {
      return refuse('nothingToDo', `${member.name} has no invitation that waits.`, { field: 'id' });
    }
    const change = { subjectId: id, before: { invited: true }, after: { invited: false } };
    await keepChanges(tx, authorOf(context), { subject: 'member', action: 'changed' }, [change]);
    return done(null);
  });
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
  /** Null where it goes by mail. */
  readonly token: string | null;
  readonly tokenHash: string | null;
  readonly expiresAt: string;
};

function newLink(context: Context, handOver = false): Link {
  const expiresAt = Temporal.Instant.from(context.clock()).add({ hours: invitationHours }).toString();
  if (context.mailsLinks === true && !handOver) return { token: null, tokenHash: null, expiresAt };
  const token = newToken();
  return { token, tokenHash: hashOfToken(token), expiresAt };
}

/** The secret part of a link. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

export function hashOfToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

type Kept = MemberOfFirm & { readonly tokenHash: string | null; readonly expiresAt: string };

/** Keeps the link, or has it mailed. The answer carries its hash too, so that a repeated one is known by it. */
async function keepLink(tx: Tx, context: Context, link: Link, memberId: number): Promise<Kept> {
  const { tokenHash, expiresAt } = link;
  await keepInvitation(tx, memberId, { tokenHash, expiresAt });
  const member = (await findMemberById(tx, memberId))!;
  const firm = await loadFirm(tx);
  if (tokenHash === null) {
    const by = await nameOfAuthor(tx, context);
    const matter = { kind: 'invitation', firmId: tx.firmId, memberId, firmName: firm.name, by } as const;
    await queueAccountMail(tx, {
      recipient: member.email,
      at: context.clock(),
      matter: { ...matter, name: member.name },
    });
  }
  return { member, currency: firm.currency, tokenHash, expiresAt };
}

/** Who does it, as others know them: a person by name. */
export async function nameOfAuthor(tx: Tx, { principal }: Context): Promise<string> {
  const member = principal.memberId === null ? undefined : await findMemberById(tx, principal.memberId);
  return member?.name ?? (await loadFirm(tx)).name;
}

function withToken(result: Result<Kept>, link: Link): Result<Invited> {
  if (!result.ok) return result;
  const { tokenHash, ...invited } = result.value;
  const token = tokenHash === link.tokenHash ? link.token : null;
  return done({ ...invited, token, isMailed: tokenHash === null });
}
