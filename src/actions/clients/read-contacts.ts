import { requirePermission } from '#core/access/principal.ts';
import type { Result } from '#core/refusal.ts';
import { done } from '#core/refusal.ts';
import type { Contact, ContactFilter } from '#store/practice/contacts.ts';
import { contacts, listContacts as listStored, loadContacts } from '#store/practice/contacts.ts';
import type { Page, PageWanted } from '#store/practice/pages.ts';
import { findRecord } from '#store/practice/records.ts';
import { onlyOne } from '../batch.ts';
import type { Context } from '../context.ts';
import { read } from '../request.ts';

export async function listContacts(
  context: Context,
  query: ContactFilter & PageWanted,
): Promise<Result<Page<Contact>>> {
  const permitted = requirePermission(context.principal, 'clients.read');
  if (!permitted.ok) return permitted;
  return done(await read(context, (tx) => listStored(tx, query, query)));
}

export async function getContact(context: Context, id: number): Promise<Result<Contact>> {
  const permitted = requirePermission(context.principal, 'clients.read');
  if (!permitted.ok) return permitted;
  return read(context, async (tx) => {
    const found = await findRecord(tx, contacts, id);
    return found.ok ? done(onlyOne(await loadContacts(tx, [id]))) : found;
  });
}
