// What people did to an invoice that the invoice itself does not tell: changes of the draft, and marks. What it bills is
// told by its lines, and what approval did by the ledger.

import { keepChanges } from '#store/changes.ts';
import type { Invoice } from '#store/billing/invoices.ts';
import type { Tx } from '#store/database.ts';
import { authorOf } from '../batch.ts';
import type { Context } from '../context.ts';

const told = [
  'status',
  'type',
  'basis',
  'pricing',
  'invoicedOn',
  'dueOn',
  'cutOffOn',
  'reference',
  'contactId',
  'note',
  'layout',
  'templateId',
  'totalMinor',
  'taxMinor',
  'sentAt',
] as const satisfies readonly (keyof Invoice)[];

export async function keepInvoiceChange(
  tx: Tx,
  context: Context,
  before: Invoice,
  to: Partial<Invoice>,
): Promise<void> {
  const changed = told.filter((field) => field in to && to[field] !== before[field]);
  const only = (of: Partial<Invoice>) =>
    Object.fromEntries(changed.map((field) => [field, of[field] ?? null]));
  await keepChanges(tx, authorOf(context), { subject: 'invoice', action: 'changed' }, [
    { subjectId: before.id, before: only(before), after: only(to) },
  ]);
}
