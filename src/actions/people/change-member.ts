import { lastOwnerRefusal } from '#core/access/membership.ts';
import { requirePermission } from '#core/access/principal.ts';
import type { Role } from '#core/access/roles.ts';
import { refuse, type Result } from '#core/refusal.ts';
import { claimRecord, updateRecord, type Recorded } from '#store/practice/records.ts';
import { findMemberById, lockOwners, members } from '#store/people.ts';
import { authorOf } from '../batch.ts';
import type { Context } from '../context.ts';
import { write } from '../request.ts';
import { termsOf } from './invite-member.ts';
import { loadMember, unknownMember, type MemberOfFirm } from './read-members.ts';

export type MemberChange = Recorded & {
  readonly role?: Role | undefined;
  readonly staffId?: number | null | undefined;
  readonly writeOffLimit?: string | null | undefined;
  readonly active?: boolean | undefined;
};

/** Changes somebody's role, limit, staff member, or lets them go and takes them back. Never the last owner. */
export async function changeMember(context: Context, command: MemberChange): Promise<Result<MemberOfFirm>> {
  const permitted = requirePermission(context.principal, 'people.manage');
  if (!permitted.ok) return permitted;
  return write(context, async (tx) => {
    const owners = await lockOwners(tx);
    const before = await findMemberById(tx, command.id);
    if (before === undefined) return unknownMember(command.id);
    const claimed = await claimRecord(tx, members, command);
    if (!claimed.ok) return claimed;
    if (command.active === true && before.joinedAt === null) {
      return refuse('conflict', `${before.name} has not accepted the invitation yet.`, { field: 'active' });
    }
    const after = { role: command.role ?? before.role, active: command.active ?? before.active };
    const others = owners.filter((id) => id !== command.id).length;
    const refused = lastOwnerRefusal(before, after, others);
    if (refused !== undefined) return refused;
    const terms = await termsOf(tx, command);
    if (!terms.ok) return terms;
    const to = {
      ...after,
      ...(command.staffId === undefined ? {} : { staffId: terms.value.staffId }),
      ...(command.writeOffLimit === undefined ? {} : { writeOffLimitMinor: terms.value.writeOffLimitMinor }),
    };
    await updateRecord(tx, authorOf(context), members, { record: claimed.value, to });
    return loadMember(tx, command.id);
  });
}
