// Writing an imported invoice as a document of this firm: its lines with their tax, what it did item by item and job by
// job. From then on it is read, printed, paid, credited and cancelled like any other.

import type { Author } from '#store/changes.ts';
import { readRecipient } from '#store/billing/looks.ts';
import { replaceEffects, replaceInvoiceJobs, type InvoiceJob } from '#store/billing/effects.ts';
import { replaceInvoiceLines, replaceInvoiceTax } from '#store/billing/invoice-lines.ts';
import type { InvoiceColumns, NewInvoice } from '#store/billing/invoices.ts';
import type { Tx } from '#store/database.ts';
import { readInterimDescriptions } from '#store/imports/documents.ts';
import { insertInterims } from '#store/work/interims.ts';
import type { Effect } from '#core/billing/effects.ts';
import type { Fitted, KeyedLine } from './lines.ts';
import { taxOfDocument, type FirmTaxes } from './tax.ts';

export type Document = Fitted & {
  readonly id: number;
  readonly header: Pick<NewInvoice, 'invoicedOn' | 'taxMinor'>;
  readonly jobs: readonly InvoiceJob[];
};

/** The interims that it raised have to be there before. */
export async function saveDocument(tx: Tx, document: Document, taxes: FirmTaxes): Promise<void> {
  const { id, header, effects, jobs } = document;
  const lines = await describeInterims(tx, document.lines);
  const amounts = lines.map((line) => line.amountMinor);
  const tax = taxOfDocument(amounts, header.taxMinor, { ...taxes, on: header.invoicedOn });
  const taxed = lines.map((line, place) => ({
    ...line,
    taxId: tax.taxId,
    taxMinor: tax.lineTaxMinor[place]!,
  }));
  await replaceInvoiceLines(tx, id, taxed);
  await replaceInvoiceTax(tx, id, tax.summary);
  const lineNumbers = new Map(lines.map(({ lineKey }, place) => [lineKey, place + 1]));
  await replaceEffects(tx, { invoiceId: id, on: header.invoicedOn, effects, lineNumbers });
  await replaceInvoiceJobs(tx, id, jobs);
}

export async function insertRaised(
  tx: Tx,
  effects: readonly Effect[],
  { invoicedOn: raisedOn }: Pick<NewInvoice, 'invoicedOn'>,
): Promise<void> {
  const raised = effects.flatMap((effect) => {
    if (effect.kind !== 'interimRaised') return [];
    const { itemId, jobId, amountMinor, description } = effect;
    return [{ id: itemId!, jobId, raisedOn, amountMinor, description }];
  });
  if (raised.length > 0) await insertInterims(tx, raised);
}

/** An absorbed interim reads as what it was raised for. */
async function describeInterims(tx: Tx, lines: readonly KeyedLine[]): Promise<readonly KeyedLine[]> {
  const ids = lines.flatMap((line) => line.interimId ?? []);
  if (ids.length === 0) return lines;
  const descriptions = await readInterimDescriptions(tx, ids);
  return lines.map((line) => {
    const description = line.interimId && descriptions.get(line.interimId);
    return description ? { ...line, description } : line;
  });
}

/**
 * What a document made here would say of its approval. Sources tell the day of an invoice and no other; it counts as
 * approved on that day, by nobody of this firm.
 */
export async function standingColumns(
  tx: Tx,
  author: Author,
  { status, invoicedOn, clientId }: NewInvoice,
): Promise<Partial<InvoiceColumns>> {
  const made = { createdBy: author.actorId, createdAt: author.recordedAt };
  if (status === 'draft') return made;
  const approved = {
    ...made,
    approvedAt: `${invoicedOn}T00:00:00Z`,
    billTo: await readRecipient(tx, clientId),
  };
  if (status !== 'cancelled') return approved;
  return { ...approved, cancelledOn: invoicedOn, cancelReason: 'Cancelled before it was imported' };
}
