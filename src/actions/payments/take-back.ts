// Taking an allocation back: its opposite is added, on a day of its own, and points to it.

import { requirePermission } from '#core/access/principal.ts';
import type { CivilDate } from '#core/calendar/civil-date.ts';
import { done, refuse, type Result } from '#core/refusal.ts';
import { insertAllocations, readAllocation, type Allocation } from '#store/billing/allocations.ts';
import { holdInvoices } from '#store/billing/invoices.ts';
import { holdPayment } from '#store/billing/payments.ts';
import type { Tx } from '#store/database.ts';
import { authorOf } from '../batch.ts';
import type { Context } from '../context.ts';
import { write } from '../request.ts';
import { moneyDateRefusal, readMoneyDates, tooEarlyRefusal } from './dates.ts';

export type TakeBackCommand = {
  readonly allocationId: number;
  /** Unless said, today in the firm. */
  readonly takenBackOn?: CivilDate | undefined;
};

/** The allocation that was added. */
export function takeAllocationBack(context: Context, command: TakeBackCommand): Promise<Result<Allocation>> {
  return write(context, async (tx) => {
    const permitted = requirePermission(context.principal, 'payments.record');
    if (!permitted.ok) return permitted;
    const { allocationId } = command;
    const found = await readAllocation(tx, allocationId);
    if (found === undefined) {
      return refuse('notFound', 'There is no such allocation in this firm.', {
        field: 'id',
        value: String(allocationId),
      });
    }
    await holdDocumentsOf(tx, found);
    const { standing } = (await readAllocation(tx, allocationId))!;
    if (!standing) {
      const detail =
        found.takesBackId === null ? 'The allocation was taken back already.' : 'It is itself a taking back.';
      return refuse('alreadyReversed', detail, {
        field: 'id',
        value: String(allocationId),
        accepted: 'an allocation that stands',
      });
    }
    const dates = await readMoneyDates(tx, context);
    const on = command.takenBackOn ?? dates.today;
    const refused =
      moneyDateRefusal(dates, on, 'takenBackOn') ?? tooEarlyRefusal(on, found.allocatedOn, 'takenBackOn');
    if (refused !== null) return refused;
    const [id] = await insertAllocations(tx, authorOf(context), [oppositeOf(found, on)]);
    return done((await readAllocation(tx, id!))!);
  });
}

async function holdDocumentsOf(tx: Tx, { source, invoiceId }: Allocation): Promise<void> {
  if (source.kind === 'payment') await holdPayment(tx, source.id);
  const documents = [invoiceId, source.kind === 'creditNote' ? source.id : null];
  await holdInvoices(
    tx,
    documents.filter((id) => id !== null),
  );
}

/** What takes an allocation back on a day. */
export function oppositeOf(allocation: Allocation, on: CivilDate) {
  const { source, invoiceId, amountMinor, id } = allocation;
  return { source, invoiceId, allocatedOn: on, amountMinor: -amountMinor, takesBackId: id };
}
