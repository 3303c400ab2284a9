import { requirePermission } from '#core/access/principal.ts';
import type { Result } from '#core/refusal.ts';
import { costRates, findCostRatesOf, findRatesOf, rates } from '#store/practice/rate-card.ts';
import type { Recorded } from '#store/practice/records.ts';
import { claimRecord, removeRecords, unlessInUse } from '#store/practice/records.ts';
import { staff } from '#store/practice/staff.ts';
import { authorOf } from '../batch.ts';
import type { Context } from '../context.ts';
import { write } from '../request.ts';

/** Removes a staff member who recorded nothing and looks after nothing, with their rates. */
export async function removeStaffMember(context: Context, seen: Recorded): Promise<Result<null>> {
  const permitted = requirePermission(context.principal, 'staff.edit');
  if (!permitted.ok) return permitted;
  return write(context, async (tx) => {
    const claimed = await claimRecord(tx, staff, seen);
    if (!claimed.ok) return claimed;
    const member = claimed.value;
    const author = authorOf(context);
    const owner = { column: 'staff_id', id: member.id } as const;
    return unlessInUse(
      { noun: 'staff member', name: member.name, instead: 'making them inactive' },
      async () => {
        await removeRecords(tx, author, rates, await findRatesOf(tx, owner));
        await removeRecords(tx, author, costRates, await findCostRatesOf(tx, owner));
        await removeRecords(tx, author, staff, [member]);
        return null;
      },
    );
  });
}
