// A client has at most one primary contact. Naming another one makes the former an ordinary contact, in the same step.

import type { Refusal, Result } from '#core/refusal.ts';
import { done } from '#core/refusal.ts';
import type { Author } from '#store/changes.ts';
import type { Tx } from '#store/database.ts';
import type { Contact, ContactRecord } from '#store/practice/contacts.ts';
import { claimPrimaryContacts, contacts, loadContacts } from '#store/practice/contacts.ts';
import { insertRecords, updateRecord } from '#store/practice/records.ts';
import { loadReferences } from '#store/practice/references.ts';
import { authorOf, checkEach, mayWriteBatch, referenceRefusals, repeatedPlaces } from '../batch.ts';
import type { Context } from '../context.ts';
import { write } from '../request.ts';

export type NewContact = Partial<Pick<ContactRecord, 'email' | 'phone' | 'position' | 'isPrimary'>> &
  Pick<ContactRecord, 'clientId' | 'name'>;

/** Adds contacts, all or none. */
export async function createContacts(
  context: Context,
  commands: readonly NewContact[],
): Promise<Result<Contact[]>> {
  const permitted = mayWriteBatch(context, 'clients.edit', commands);
  if (!permitted.ok) return permitted;
  return write(context, async (tx) => {
    const primaryClientIds = commands.flatMap(({ isPrimary, clientId }) => (isPrimary ? [clientId] : []));
    const author = authorOf(context);
    await demotePrimaryContacts(tx, author, primaryClientIds);
    const known = await loadReferences(tx, { clientIds: commands.map(({ clientId }) => clientId) });
    const secondPrimary = repeatedPlaces(
      commands.map(({ isPrimary, clientId }) => (isPrimary ? clientId.toString() : null)),
    );
    const checked = checkEach(commands, ({ clientId }, index) => [
      ...referenceRefusals(known.clients, {
        field: 'clientId',
        id: clientId,
        noun: 'client',
        code: 'unknownClient',
      }),
      ...(secondPrimary.has(index) ? [secondPrimaryRefusal] : []),
    ]);
    if (!checked.ok) return checked;

    const records = commands.map(({ clientId, name, email, phone, position, isPrimary }) => ({
      clientId,
      name,
      email: email ?? null,
      phone: phone ?? null,
      position: position ?? null,
      isPrimary: isPrimary ?? false,
    }));
    const added = await insertRecords(tx, author, contacts, records);
    return done(
      await loadContacts(
        tx,
        added.map(({ id }) => id),
      ),
    );
  });
}

const secondPrimaryRefusal: Refusal = {
  code: 'duplicate',
  detail: 'An earlier contact of this request is the primary one of the client.',
  field: 'isPrimary',
  value: 'true',
  accepted: 'one primary contact per client',
};

/** Makes the primary contacts of these clients ordinary ones, so that others can take their place. */
export async function demotePrimaryContacts(
  tx: Tx,
  author: Author,
  clientIds: readonly number[],
): Promise<void> {
  if (clientIds.length === 0) return;
  for (const record of await claimPrimaryContacts(tx, clientIds)) {
    await updateRecord(tx, author, contacts, { record, to: { isPrimary: false } });
  }
}
