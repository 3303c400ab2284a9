import { done, refuse, type Result } from '#core/refusal.ts';
import type { Database } from '#store/database.ts';
import { activateMember } from '#store/people.ts';
import { hashPassword } from '#store/sign-in.ts';
import { findInvitation, removeInvitation } from '#store/invitations.ts';
import { findUser, setPassword, type User } from '#store/users.ts';
import type { Clock } from '../context.ts';
import { hashOfToken } from './invite-member.ts';

export type AcceptCommand = {
  readonly token: string;
  /** For somebody who has no password yet. */
  readonly newPassword?: string | undefined;
  /** Who is signed in while accepting; undefined when nobody is. */
  readonly signedInUserId: string | undefined;
};

export type Accepted = { readonly firmId: number; readonly userId: string; readonly email: string };

/**
 * Takes up an invitation. Somebody new sets a password with it; somebody who has one must be signed in, because the
 * link alone does not prove who they are.
 */
export async function acceptInvitation(
  database: Database,
  clock: Clock,
  command: AcceptCommand,
): Promise<Result<Accepted>> {
  const { newPassword } = command;
  const passwordHash = newPassword === undefined ? undefined : await hashPassword(newPassword);
  const tokenHash = hashOfToken(command.token);
  const at = clock();
  return database.asInstallation(async (tx) => {
    const invitation = await findInvitation(tx, tokenHash, at);
    const user = invitation && (await findUser(tx, invitation.userId));
    if (user === undefined || invitation === undefined) return linkRefused();
    const identified = identify(user, command);
    if (!identified.ok) return identified;
    if (!user.hasPassword && passwordHash !== undefined) {
      await setPassword(tx, { userId: user.id, passwordHash, at });
    }
    const inFirm = { ...tx, firmId: invitation.firmId };
    await activateMember(inFirm, invitation.memberId, at);
    await removeInvitation(inFirm, invitation.memberId);
    return done({ firmId: invitation.firmId, userId: user.id, email: user.email });
  });
}

function identify(user: User, command: AcceptCommand): Result<null> {
  if (user.hasPassword) {
    if (command.signedInUserId === user.id) return done(null);
    return refuse('signInRequired', `Sign in as ${user.email} first, then open the link again.`, {
      field: 'token',
    });
  }
  if (command.newPassword !== undefined) return done(null);
  return refuse('invalidRequest', 'Choose a password.', { field: 'newPassword', accepted: 'a new password' });
}

function linkRefused(): Result<never> {
  return refuse('signInRefused', 'The link has been used, has expired or is mistyped. Ask for a new one.', {
    field: 'token',
  });
}
