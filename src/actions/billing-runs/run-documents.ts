// The invoices of a run as PDFs: one file with all of them, or an archive with a file for each.

import { requirePermission } from '#core/access/principal.ts';
import { done, refuse, type Result } from '#core/refusal.ts';
import { readRunDocuments, type RunDocument } from '#store/billing-runs/documents.ts';
import { findRun } from '#store/billing-runs/runs.ts';
import type { Context } from '../context.ts';
import { documentsFile, type DocumentsFile } from '../documents/many-documents.ts';
import { look } from './read-runs.ts';

export type RunDocumentsAsked = {
  readonly id: number;
  readonly as: 'pdf' | 'zip';
  readonly of: 'approved' | 'drafts';
};

export async function runDocuments(
  context: Context,
  { id, as, of }: RunDocumentsAsked,
): Promise<Result<DocumentsFile>> {
  const permitted = requirePermission(context.principal, 'invoices.read');
  if (!permitted.ok) return permitted;
  const found = await look(context, async (tx) => {
    const run = await findRun(tx, id);
    if (!run.ok) return run;
    const documents = await readRunDocuments(tx, id, of === 'drafts' ? 'draft' : 'approved');
    return done({ name: run.value.name, documents });
  });
  if (!found.ok) return found;
  const { name, documents } = found.value;
  if (documents.length === 0) {
    const detail = of === 'drafts' ? 'The run has no drafts.' : 'The run has no approved invoice.';
    return refuse('nothingToDo', detail, { field: 'of', value: of });
  }
  const named = documents.map((one) => ({ id: one.invoiceId, title: titleOf(one) }));
  return done(documentsFile(context, named, { as, name }));
}

function titleOf({ number, clientName, invoiceId }: RunDocument): string {
  return [number ?? `Draft invoice ${invoiceId}`, clientName].filter((part) => part !== null).join(' ');
}
