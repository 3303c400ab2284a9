import type { Result } from '#core/refusal.ts';
import { done } from '#core/refusal.ts';
import { duplicateOf, insertRecords } from '#store/practice/records.ts';
import type { StaffMember } from '#store/practice/staff.ts';
import { staff } from '#store/practice/staff.ts';
import { takenStaffCodes } from '#store/practice/taken.ts';
import { authorOf, checkEach, mayWriteBatch, repeatedPlaces } from '../batch.ts';
import type { Context } from '../context.ts';
import { write } from '../request.ts';

export type NewStaffMember = Pick<StaffMember, 'name'> &
  Partial<Pick<StaffMember, 'email' | 'code' | 'active' | 'workingMinutes'>>;

/** Adds staff members, all or none. */
export async function createStaff(
  context: Context,
  commands: readonly NewStaffMember[],
): Promise<Result<StaffMember[]>> {
  const permitted = mayWriteBatch(context, 'staff.edit', commands);
  if (!permitted.ok) return permitted;
  return write(context, async (tx) => {
    const taken = await takenStaffCodes(
      tx,
      commands.flatMap(({ code }) => code ?? []),
    );
    const repeated = repeatedPlaces(commands.map(({ code }) => code));
    const checked = checkEach(commands, ({ code }, index) =>
      typeof code === 'string' && (taken.has(code) || repeated.has(index))
        ? [duplicateOf(staff, 'code', code)]
        : [],
    );
    if (!checked.ok) return checked;
    const records = commands.map(({ name, email, code, active, workingMinutes }) => ({
      name,
      email: email ?? null,
      code: code ?? null,
      active: active ?? true,
      workingMinutes: workingMinutes ?? null,
    }));
    return done(await insertRecords(tx, authorOf(context), staff, records));
  });
}
