import type { Result } from '#core/refusal.ts';
import { clients } from '#store/practice/clients.ts';
import { contacts, findContactsOfClient } from '#store/practice/contacts.ts';
import { findRatesOf, rates } from '#store/practice/rate-card.ts';
import { removeRecords, type Recorded } from '#store/practice/records.ts';
import type { Context } from '../context.ts';
import { removeRecord } from '../remove-record.ts';

/** Removes a client that has no jobs, with its contacts and rates. */
export function removeClient(context: Context, seen: Recorded): Promise<Result<null>> {
  return removeRecord(context, seen, {
    kind: clients,
    permission: 'clients.edit',
    nameOf: (client) => client.name,
    instead: 'archiving it',
    async first(tx, author, { id }) {
      await removeRecords(tx, author, contacts, await findContactsOfClient(tx, id));
      await removeRecords(tx, author, rates, await findRatesOf(tx, { column: 'client_id', id }));
    },
  });
}
