// The second factor of a person, as far as others have a say in it. Setting it up, using it and turning it off is between
// the person and the sign-in.

import { requirePermission } from '#core/access/principal.ts';
import { refuse, type Result } from '#core/refusal.ts';
import { queueAccountMail, queueAccountMailOutside } from '#store/account-mail.ts';
import { countOtherFirms } from '#store/account.ts';
import { keepChanges } from '#store/changes.ts';
import type { Database } from '#store/database.ts';
import { findMemberById } from '#store/people.ts';
import { resetTwoFactor } from '#store/two-factor.ts';
import { findUser, findUserByEmail } from '#store/users.ts';
import { authorOf } from '../batch.ts';
import type { Clock, Context } from '../context.ts';
import { write } from '../request.ts';
import { nameOfAuthor } from './invite-member.ts';
import { keepInEveryFirm } from './own-account.ts';
import { loadMember, unknownMember, type MemberOfFirm } from './read-members.ts';

type Office = { readonly database: Database; readonly clock: Clock };

/**
 * Takes the second factor off a colleague who has lost it, and ends their sessions. Only of somebody who belongs to no
 * other firm: what guards the books of others is not for one owner to take away.
 */
export async function resetTwoFactorOf(context: Context, memberId: number): Promise<Result<MemberOfFirm>> {
  const permitted = requirePermission(context.principal, 'people.manage');
  if (!permitted.ok) return permitted;
  return write(context, async (tx): Promise<Result<MemberOfFirm>> => {
    const member = await findMemberById(tx, memberId);
    if (member === undefined) return unknownMember(memberId);
    if (memberId === context.principal.memberId) {
      return refuse('conflict', 'Turn your own second factor off in your profile, with a code.', {
        field: 'id',
      });
    }
    if ((await countOtherFirms(tx, member.userId, tx.firmId)) > 0) {
      return refuse(
        'conflict',
        `${member.name} belongs to other firms too. Whoever runs this installation can reset it.`,
        { field: 'id', accepted: 'workledger user reset-two-factor' },
      );
    }
    if (!(await resetTwoFactor(tx, member.userId))) {
      return refuse('nothingToDo', `${member.name} has no second factor.`, { field: 'id' });
    }
    const change = { subjectId: memberId, before: { twoFactor: true }, after: { twoFactor: false } };
    await keepChanges(tx, authorOf(context), { subject: 'member', action: 'changed' }, [change]);
    if (context.mail !== undefined) {
      const by = await nameOfAuthor(tx, context);
      const matter = { kind: 'twoFactorReset', name: member.name, by } as const;
      await queueAccountMail(tx, { recipient: member.email, at: context.clock(), matter });
    }
    return loadMember(tx, memberId);
  });
}

/** As an operator, whatever firms the person belongs to; undefined where nobody has the address. */
export async function resetTwoFactorByEmail(
  { database, clock }: Office,
  email: string,
): Promise<'reset' | 'none' | undefined> {
  const at = clock();
  return database.asInstallation(async (tx) => {
    const user = await findUserByEmail(tx, email.trim().toLowerCase());
    if (user === undefined) return undefined;
    if (!(await resetTwoFactor(tx, user.id))) return 'none';
    const trace = { before: { twoFactor: true }, after: { twoFactor: false } };
    await keepInEveryFirm(tx, { userId: user.id, at, ...trace });
    return 'reset';
  });
}

/** Leaves a trace that somebody turned their own second factor on or off; a notice goes out when it is off. */
export async function noteOwnTwoFactor(
  { database, clock }: Office,
  mail: Context['mail'],
  { userId, isOn }: { readonly userId: string; readonly isOn: boolean },
): Promise<void> {
  const at = clock();
  await database.asInstallation(async (tx) => {
    const trace = { before: { twoFactor: !isOn }, after: { twoFactor: isOn } };
    await keepInEveryFirm(tx, { userId, at, ...trace });
    const user = await findUser(tx, userId);
    if (isOn || mail === undefined || user === undefined) return;
    const matter = { kind: 'twoFactorOff', name: user.name } as const;
    await queueAccountMailOutside(tx, { recipient: user.email, at, matter });
  });
}
