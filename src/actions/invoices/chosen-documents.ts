// Invoices and credit notes that somebody has chosen, as PDFs: one file with all of them, or an archive.

import { requirePermission } from '#core/access/principal.ts';
import { done, refuse, refuseAll, type Refusal, type Result } from '#core/refusal.ts';
import { readNamedInvoices, type NamedInvoice } from '#store/billing/named-invoices.ts';
import type { Context } from '../context.ts';
import { documentsFile, type DocumentsFile } from '../documents/many-documents.ts';
import { read } from '../request.ts';

export type ChosenDocuments = { readonly ids: readonly number[]; readonly as: 'pdf' | 'zip' };

/** In the order in which they are named. */
export async function chosenDocuments(
  context: Context,
  { ids, as }: ChosenDocuments,
): Promise<Result<DocumentsFile>> {
  const permitted = requirePermission(context.principal, 'invoices.read');
  if (!permitted.ok) return permitted;
  const wanted = [...new Set(ids)];
  const found = await read(context, (tx) => readNamedInvoices(tx, wanted));
  const unknown = wanted.flatMap((id, place): Refusal[] =>
    found.has(id)
      ? []
      : [
          {
            code: 'unknownInvoice',
            detail: 'There is no such invoice.',
            field: `ids[${place}]`,
            value: String(id),
          },
        ],
  );
  if (unknown.length > 0) return refuseAll(unknown);
  if (wanted.length === 0) return refuse('nothingToDo', 'No invoice is named.', { field: 'ids' });
  const documents = wanted.map((id) => ({ id, title: titleOf(found.get(id)!) }));
  return done(documentsFile(context, documents, { as, name: nameOf([...found.values()]) }));
}

function titleOf({ id, document, number, clientName }: NamedInvoice): string {
  const words = document === 'creditNote' ? 'Draft credit note' : 'Draft invoice';
  return [number ?? `${words} ${id}`, clientName].filter((part) => part !== null).join(' ');
}

/** Invoices of one client are called by it. */
function nameOf(invoices: readonly NamedInvoice[]): string {
  const clients = new Set(invoices.map(({ clientName }) => clientName));
  const [only] = clients;
  const subject = invoices.every(({ document }) => document === 'creditNote') ? 'Credit notes' : 'Invoices';
  return clients.size === 1 && typeof only === 'string' ? `${subject} of ${only}` : subject;
}
