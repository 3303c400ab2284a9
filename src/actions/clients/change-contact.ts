import { requirePermission } from '#core/access/principal.ts';
import type { Result } from '#core/refusal.ts';
import { done } from '#core/refusal.ts';
import type { Contact } from '#store/practice/contacts.ts';
import { contacts, loadContacts } from '#store/practice/contacts.ts';
import type { Recorded } from '#store/practice/records.ts';
import { claimRecord, updateRecord } from '#store/practice/records.ts';
import { authorOf, onlyOne } from '../batch.ts';
import type { Context } from '../context.ts';
import { write } from '../request.ts';
import type { NewContact } from './create-contacts.ts';
import { demotePrimaryContacts } from './create-contacts.ts';

export type ContactChange = Recorded & Partial<Omit<NewContact, 'clientId'>>;

/** Changes a contact; making it the primary one takes that from whoever was. */
export async function changeContact(context: Context, command: ContactChange): Promise<Result<Contact>> {
  const permitted = requirePermission(context.principal, 'clients.edit');
  if (!permitted.ok) return permitted;
  return write(context, async (tx) => {
    const claimed = await claimRecord(tx, contacts, command);
    if (!claimed.ok) return claimed;
    const record = claimed.value;
    const author = authorOf(context);
    if (command.isPrimary && !record.isPrimary) await demotePrimaryContacts(tx, author, [record.clientId]);
    const { id, version: _, ...to } = command;
    await updateRecord(tx, author, contacts, { record, to });
    return done(onlyOne(await loadContacts(tx, [id])));
  });
}
