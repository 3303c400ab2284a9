// Writing what an invoice comes to: lines, tax, effects, jobs. Written again whenever it is composed again.

import type { Effect } from '#core/billing/effects.ts';
import { replaceEffects, replaceInvoiceJobs } from '#store/billing/effects.ts';
import { replaceInvoiceLines, replaceInvoiceTax, type InvoiceLine } from '#store/billing/invoice-lines.ts';
import type { Tx } from '#store/database.ts';
import type { Prepared } from './prepare.ts';

export async function saveComposition(
  tx: Tx,
  invoiceId: number,
  prepared: Prepared,
  effects: readonly Effect[] = prepared.composition.effects,
): Promise<void> {
  const { composition, tax, header } = prepared;
  const lineNumbers = new Map(composition.lines.map(({ key }, place) => [key, place + 1]));
  await replaceInvoiceLines(tx, invoiceId, linesOf(prepared));
  await replaceInvoiceTax(tx, invoiceId, tax.taxed.summary);
  await replaceEffects(tx, { invoiceId, on: header.invoicedOn, effects, lineNumbers });
  await replaceInvoiceJobs(tx, invoiceId, composition.jobs);
}

/** Null where a line claims its amount. */
function claimedOf({ reclaimed }: Prepared, quoteLineId: number | null, amountMinor: bigint): bigint | null {
  const again = quoteLineId === null ? undefined : reclaimed.get(quoteLineId);
  return again === undefined ? null : amountMinor - again;
}

function linesOf(prepared: Prepared): InvoiceLine[] {
  const { composition, tax, book } = prepared;
  return composition.lines.map((line, place) => ({
    kind: line.kind,
    jobId: line.jobId,
    jobTaskId: line.jobTaskId,
    costEntryId: line.costItemId,
    description: line.description,
    minutes: line.minutes,
    ratePerHourMinor: line.ratePerHourMinor,
    quantityThousandths: line.quantityThousandths,
    unitPriceMinor: line.unitPriceMinor,
    amountMinor: line.amountMinor,
    billable: true,
    typed: line.typed,
    quoteId: line.quoteLineId === null ? null : (book.quoteLines.get(line.quoteLineId)?.quoteId ?? null),
    quoteLineId: line.quoteLineId,
    claimedMinor: claimedOf(prepared, line.quoteLineId, line.amountMinor),
    interimId: line.interimId,
    taxId: tax.taxIds[place] ?? null,
    taxMinor: tax.taxed.lineTaxMinor[place] ?? 0n,
    lineKey: line.key,
  }));
}
