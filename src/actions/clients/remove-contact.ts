import { requirePermission } from '#core/access/principal.ts';
import type { Result } from '#core/refusal.ts';
import { done } from '#core/refusal.ts';
import { contacts } from '#store/practice/contacts.ts';
import type { Recorded } from '#store/practice/records.ts';
import { claimRecord, removeRecords } from '#store/practice/records.ts';
import { authorOf } from '../batch.ts';
import type { Context } from '../context.ts';
import { write } from '../request.ts';

export async function removeContact(context: Context, seen: Recorded): Promise<Result<null>> {
  const permitted = requirePermission(context.principal, 'clients.edit');
  if (!permitted.ok) return permitted;
  return write(context, async (tx) => {
    const claimed = await claimRecord(tx, contacts, seen);
    if (!claimed.ok) return claimed;
    await removeRecords(tx, authorOf(context), contacts, [claimed.value]);
    return done(null);
  });
}
