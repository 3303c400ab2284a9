import { requirePermission } from '#core/access/principal.ts';
import type { Result } from '#core/refusal.ts';
import { clients } from '#store/practice/clients.ts';
import { contacts, findContactsOfClient } from '#store/practice/contacts.ts';
import { findRatesOf, rates } from '#store/practice/rate-card.ts';
import type { Recorded } from '#store/practice/records.ts';
import { claimRecord, removeRecords, unlessInUse } from '#store/practice/records.ts';
import { authorOf } from '../batch.ts';
import type { Context } from '../context.ts';
import { write } from '../request.ts';

/** Removes a client that has no jobs, with its contacts and rates. */
export async function removeClient(context: Context, seen: Recorded): Promise<Result<null>> {
  const permitted = requirePermission(context.principal, 'clients.edit');
  if (!permitted.ok) return permitted;
  return write(context, async (tx) => {
    const claimed = await claimRecord(tx, clients, seen);
    if (!claimed.ok) return claimed;
    const client = claimed.value;
    const author = authorOf(context);
    return unlessInUse({ noun: 'client', name: client.name, instead: 'archiving it' }, async () => {
      await removeRecords(tx, author, contacts, await findContactsOfClient(tx, client.id));
      await removeRecords(tx, author, rates, await findRatesOf(tx, { column: 'client_id', id: client.id }));
      await removeRecords(tx, author, clients, [client]);
      return null;
    });
  });
}
