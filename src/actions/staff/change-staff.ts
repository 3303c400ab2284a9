import { requirePermission } from '#core/access/principal.ts';
import type { Result } from '#core/refusal.ts';
import { done, refuseAll } from '#core/refusal.ts';
import type { Recorded } from '#store/practice/records.ts';
import { claimRecord, duplicateOf, updateRecord } from '#store/practice/records.ts';
import type { StaffMember } from '#store/practice/staff.ts';
import { staff } from '#store/practice/staff.ts';
import { takenStaffCodes } from '#store/practice/taken.ts';
import { authorOf } from '../batch.ts';
import type { Context } from '../context.ts';
import { write } from '../request.ts';
import type { NewStaffMember } from './create-staff.ts';

export type StaffChange = Recorded & Partial<NewStaffMember>;

/** Changes a staff member. Making somebody inactive stops new time and leaves everything recorded. */
export async function changeStaffMember(
  context: Context,
  command: StaffChange,
): Promise<Result<StaffMember>> {
  const permitted = requirePermission(context.principal, 'staff.edit');
  if (!permitted.ok) return permitted;
  return write(context, async (tx) => {
    const claimed = await claimRecord(tx, staff, command);
    if (!claimed.ok) return claimed;
    const record = claimed.value;
    const { id: _, version: __, ...to } = command;
    if (typeof to.code === 'string' && to.code !== record.code) {
      const taken = await takenStaffCodes(tx, [to.code]);
      if (taken.size > 0) return refuseAll([duplicateOf(staff, 'code', to.code)]);
    }
    return done(await updateRecord(tx, authorOf(context), staff, { record, to }));
  });
}
