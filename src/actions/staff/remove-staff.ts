import type { Result } from '#core/refusal.ts';
import { costRates, findCostRatesOf, findRatesOf, rates } from '#store/practice/rate-card.ts';
import { removeRecords, type Recorded } from '#store/practice/records.ts';
import { staff } from '#store/practice/staff.ts';
import type { Context } from '../context.ts';
import { removeRecord } from '../remove-record.ts';

/** Removes a staff member who recorded nothing and looks after nothing, with their rates. */
export function removeStaffMember(context: Context, seen: Recorded): Promise<Result<null>> {
  return removeRecord(context, seen, {
    kind: staff,
    permission: 'staff.edit',
    nameOf: (member) => member.name,
    instead: 'making them inactive',
    async first(tx, author, { id }) {
      const owner = { column: 'staff_id', id } as const;
      await removeRecords(tx, author, rates, await findRatesOf(tx, owner));
      await removeRecords(tx, author, costRates, await findCostRatesOf(tx, owner));
    },
  });
}
