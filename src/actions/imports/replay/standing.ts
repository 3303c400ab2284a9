// What a document made here would say of itself when it was approved: who it went to, when it was sent. Sources tell the
// day of an invoice and not of its approval; it counts as approved on that day, by nobody of this firm.

import type { CivilDate } from '#core/calendar/civil-date.ts';
import type { Author } from '#store/changes.ts';
import type { InvoiceColumns, NewInvoice } from '#store/billing/invoices.ts';
import type { Tx } from '#store/database.ts';
import { readContacts, readRecipients } from '#store/imports/documents.ts';
import { findReferences, referenceKey } from '#store/imports/references.ts';
import { folded, idKey } from '../keys.ts';
import type { ImportedInvoice, Reference } from '../model.ts';

type Headed = {
  readonly header: NewInvoice;
  /** Undefined of one that no source has as a document. */
  readonly document?: { readonly invoice: Pick<ImportedInvoice, 'sentOn'> };
};

export async function standingColumns(
  tx: Tx,
  author: Author,
  documents: readonly Headed[],
  contactIds: readonly (number | null)[],
): Promise<InvoiceColumns[]> {
  const recipients = await readRecipients(tx, [
    ...new Set(documents.flatMap(({ header }) => header.clientId ?? [])),
  ]);
  return documents.map(({ document, header }, place) => {
    const { status, invoicedOn, clientId } = header;
    const sentOn = document?.invoice.sentOn;
    const isStanding = status !== 'draft';
    const isCancelled = status === 'cancelled';
    return {
      ...header,
      contactId: contactIds[place] ?? null,
      createdBy: author.actorId,
      createdAt: author.recordedAt,
      approvedAt: isStanding ? startOf(invoicedOn) : null,
      billTo: isStanding ? ((clientId === null ? undefined : recipients.get(clientId)) ?? '') : null,
      sentAt: isStanding && sentOn !== undefined ? startOf(sentOn) : null,
      cancelledOn: isCancelled ? invoicedOn : null,
      cancelReason: isCancelled ? 'Cancelled before it was imported' : null,
    };
  });
}

export function startOf(day: CivilDate): string {
  return `${day}T00:00:00Z`;
}

type WithContact = {
  readonly source: string;
  readonly clientId: number | null;
  readonly contact: Reference | undefined;
};

/** The contacts of documents, in their order: by id where the source gives one, else by name among their client's. */
export async function findContacts(tx: Tx, wanted: readonly WithContact[]): Promise<(number | null)[]> {
  const named = wanted.filter(({ contact }) => contact !== undefined);
  if (named.length === 0) return wanted.map(() => null);
  const clientIds = [...new Set(named.flatMap(({ clientId }) => clientId ?? []))];
  const contacts = await readContacts(tx, clientIds);
  const byName = new Map(contacts.map(({ id, clientId, name }) => [`${clientId} ${folded(name)}`, id]));
  const owners = new Map(contacts.map(({ id, clientId }) => [id, clientId]));
  const keys = named.flatMap(({ source, contact }) =>
    contact?.externalId === undefined ? [] : [{ source, externalKey: idKey(contact.externalId) }],
  );
  const known = await findReferences(tx, 'contact', keys);
  return wanted.map(({ source, clientId, contact }) => {
    if (contact === undefined || clientId === null) return null;
    const { externalId, name } = contact;
    const told = externalId === undefined ? undefined : known.get(referenceKey(source, idKey(externalId)));
    if (told !== undefined && owners.get(Number(told)) === clientId) return Number(told);
    return (name === undefined ? undefined : byName.get(`${clientId} ${folded(name)}`)) ?? null;
  });
}
