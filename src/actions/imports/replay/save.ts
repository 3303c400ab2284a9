// Writing imported invoices as documents of this firm: their lines with their tax, what they did item by item and job by
// job. From then on they are read, printed, paid, credited and cancelled like any other.

import type { Effect } from '#core/billing/effects.ts';
import { insertEffects, insertInvoiceJobs, type InvoiceJob } from '#store/billing/effects.ts';
import { insertInvoiceLines, insertInvoiceTax } from '#store/billing/invoice-lines.ts';
import type { NewInvoice } from '#store/billing/invoices.ts';
import type { Tx } from '#store/database.ts';
import { readInterimDescriptions } from '#store/imports/documents.ts';
import { insertInterims } from '#store/work/interims.ts';
import type { Fitted, KeyedLine } from './lines.ts';
import { taxOfDocument, type FirmTaxes } from './tax.ts';

export type Document = Fitted & {
  readonly id: number;
  readonly header: Pick<NewInvoice, 'invoicedOn' | 'taxMinor'>;
  readonly jobs: readonly InvoiceJob[];
};

/** Writes documents of which only the headers are there, with the interims that they raised. */
export async function saveDocuments(tx: Tx, documents: readonly Document[], taxes: FirmTaxes): Promise<void> {
  if (documents.length === 0) return;
  await insertRaised(tx, documents);
  const named = await describeInterims(tx, documents);
  const written = named.map((document) => ({ ...document, ...taxed(document, taxes) }));
  await Promise.all([
    insertInvoiceLines(
      tx,
      written.map(({ id: invoiceId, taxedLines: lines }) => ({ invoiceId, lines })),
    ),
    insertInvoiceTax(
      tx,
      written.map(({ id: invoiceId, summary }) => ({ invoiceId, taxes: summary })),
    ),
    insertEffects(
      tx,
      written.map(({ id: invoiceId, header, effects, lines }) => {
        const lineNumbers = new Map(lines.map(({ lineKey }, place) => [lineKey, place + 1]));
        return { invoiceId, on: header.invoicedOn, effects, lineNumbers };
      }),
    ),
    insertInvoiceJobs(
      tx,
      written.map(({ id: invoiceId, jobs }) => ({ invoiceId, jobs })),
    ),
  ]);
}

function taxed({ header, lines }: Document, taxes: FirmTaxes) {
  const { taxIds, lineTaxMinor, summary } = taxOfDocument(lines, header.taxMinor, {
    ...taxes,
    on: header.invoicedOn,
  });
  const taxedLines = lines.map((line, place) => ({
    ...line,
    taxId: taxIds[place]!,
    taxMinor: lineTaxMinor[place]!,
  }));
  return { taxedLines, summary };
}

function insertRaised(tx: Tx, documents: readonly Document[]): Promise<void> {
  const raised = documents.flatMap(({ effects, header: { invoicedOn: raisedOn } }) =>
    effects.flatMap((effect: Effect) => {
      if (effect.kind !== 'interimRaised') return [];
      const { itemId, jobId, amountMinor, description } = effect;
      return [{ id: itemId!, jobId, raisedOn, amountMinor, description }];
    }),
  );
  return raised.length === 0 ? Promise.resolve() : insertInterims(tx, raised);
}

/** An absorbed interim reads as what it was raised for. */
async function describeInterims(tx: Tx, documents: readonly Document[]): Promise<readonly Document[]> {
  const ids = documents.flatMap(({ lines }) => lines.flatMap((line) => line.interimId ?? []));
  if (ids.length === 0) return documents;
  const descriptions = await readInterimDescriptions(tx, ids);
  const described = (line: KeyedLine) => {
    const description = line.interimId && descriptions.get(line.interimId);
    return description ? { ...line, description } : line;
  };
  return documents.map((document) => ({ ...document, lines: document.lines.map(described) }));
}
