import type { Result } from '#core/refusal.ts';
import { contacts } from '#store/practice/contacts.ts';
import type { Recorded } from '#store/practice/records.ts';
import type { Context } from '../context.ts';
import { removeRecord } from '../remove-record.ts';

export function removeContact(context: Context, seen: Recorded): Promise<Result<null>> {
  return removeRecord(context, seen, {
    kind: contacts,
    permission: 'clients.edit',
    nameOf: (contact) => contact.name,
    instead: 'changing it',
  });
}
