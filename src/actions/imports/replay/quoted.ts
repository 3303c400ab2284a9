// Replaying invoices that are not drawn up from recorded work. A progress invoice by quote, a deposit and an invoice
// without lines raise an interim for their amount; costs that were added to the job besides the quote are billed. A
// final invoice by quote spreads its amount, with the interims it absorbs, over all work of the job
// (docs/ledger-rules.md sections 4 and 5).

import { apportion } from '#core/money/apportion.ts';
import { spread } from '#core/billing/spread.ts';
import { settleLines } from '#core/billing/wash-up.ts';
import { newInterim, raiseInterim } from '#core/wip/interim.ts';
import { unallocated, type OpenItem } from '#core/wip/lines.ts';
import type { InterimRow } from '#store/work/interims.ts';
import { absorptionLines, interimsWorth, sum as sumAbsorbed, type Absorption } from './interims.ts';
import type { InvoicedJob, InvoiceToReplay, KindLine } from './invoice.ts';
import type { OpenBook } from './open-book.ts';

export type QuotedLines = {
  readonly lines: readonly KindLine[];
  readonly interims: readonly { readonly row: InterimRow; readonly item: OpenItem }[];
  readonly unlist: readonly number[];
};

/** The invoice's total by job: as its lines say, what they do not say pro rata. */
function jobTotals({ jobs, totalMinor }: InvoiceToReplay): bigint[] {
  if (jobs.length === 1) return [totalMinor];
  const said = jobs.map((job) =>
    [...job.tasks, ...job.costs].reduce((sum, line) => sum + line.amountMinor, 0n),
  );
  const saidMinor = said.reduce((sum, one) => sum + one, 0n);
  if (saidMinor === totalMinor) return said;
  const canCarry = said.every((one) => one >= 0n) && saidMinor > 0n;
  return apportion(totalMinor, canCarry ? said : said.map(() => 1n));
}

/** Undefined when an amount is below zero and no interims make up for it. */
export function replayAhead(invoice: InvoiceToReplay, book: OpenBook): QuotedLines | undefined {
  const lines: KindLine[] = [];
  const interims: { row: InterimRow; item: OpenItem }[] = [];
  const totals = jobTotals(invoice);
  for (const [index, job] of invoice.jobs.entries()) {
    const added = addedCosts(job, book);
    const addedMinor = added.reduce((sum, one) => sum + one.amountMinor, 0n);
    const amountMinor = totals[index]! - addedMinor;
    for (const { item, amountMinor: billedMinor } of added) {
      const shares = [{ item, recognisedMinor: billedMinor }];
      lines.push(...settleLines({ shares, unallocatedMinor: 0n }, job.jobId, invoice.on));
    }
    if (amountMinor > 0n) {
      const item = newInterim(invoice.interimIds[index]!, job.jobId, invoice.on);
      const { lines: raised } = raiseInterim(item, amountMinor, invoice.on, invoice.cause);
      lines.push(['interimRaised', raised[0]!]);
      const about = { id: item.itemId, jobId: job.jobId, raisedOn: invoice.on };
      interims.push({ row: { ...about, amountMinor, description: invoice.label }, item });
    } else if (amountMinor < 0n) {
      const absorbed = interimsWorth(openInterims(invoice, job, book), -amountMinor);
      if (absorbed === undefined) return undefined;
      lines.push(...absorptionLines(absorbed));
    }
    lines.push(...quoteLines(invoice, job, amountMinor));
  }
  return { lines, interims, unlist: [] };
}

/** Undefined when the invoice is below zero by more than its interims. */
export function replayFinalQuoted(invoice: InvoiceToReplay, book: OpenBook): QuotedLines | undefined {
  const lines: KindLine[] = [];
  const totals = jobTotals(invoice);
  for (const [index, job] of invoice.jobs.entries()) {
    const totalMinor = totals[index]!;
    const absorbed = absorbedByFinal(invoice, job, totalMinor, openInterims(invoice, job, book));
    const valueMinor = totalMinor + sumAbsorbed(absorbed);
    if (valueMinor < 0n) return undefined;
    const work = book
      .ofJob(job.jobId)
      .filter((item) => item.kind !== 'interim' && item.originOn <= invoice.cutOffOn);
    lines.push(...settleLines(spread(work, valueMinor), job.jobId, invoice.on), ...absorptionLines(absorbed));
    lines.push(...quoteLines(invoice, job, totalMinor));
  }
  return { lines, interims: [], unlist: invoice.jobs.map((job) => job.jobId) };
}

/**
 * Which interims a final invoice absorbed. Its lines may say it by being larger than its total. Else an invoice of the
 * whole quote stands beside them, and any other is what they left of it.
 */
function absorbedByFinal(
  { totalMinor: invoiceMinor, jobs }: InvoiceToReplay,
  job: InvoicedJob,
  totalMinor: bigint,
  interims: readonly OpenItem[],
): Absorption[] {
  const linesMinor = [...job.tasks, ...job.costs].reduce((sum, line) => sum + line.amountMinor, 0n);
  if (jobs.length === 1 && linesMinor > invoiceMinor) {
    const said = interimsWorth(interims, linesMinor - invoiceMinor);
    if (said !== undefined) return said;
  }
  if (job.quoteMinor !== null && totalMinor >= job.quoteMinor) return [];
  return interims.map((interim) => ({ interim, amountMinor: -interim.openMinor }));
}

function openInterims(invoice: InvoiceToReplay, job: InvoicedJob, book: OpenBook): OpenItem[] {
  return book.ofJob(job.jobId).filter((item) => item.kind === 'interim' && item.originOn <= invoice.on);
}

/** Actual costs of the job that the invoice bills: added to the job, and not in the quote. */
function addedCosts(job: InvoicedJob, book: OpenBook): { item: OpenItem; amountMinor: bigint }[] {
  const seen = new Set<bigint>();
  return job.costs.flatMap(({ itemId, amountMinor }) => {
    const item = itemId === null || seen.has(itemId) ? undefined : book.item(itemId);
    if (item === undefined || amountMinor <= 0n) return [];
    seen.add(item.itemId);
    return [{ item, amountMinor }];
  });
}

/** What of the quote is invoiced by it: quoted and deposit invoices count, for as much as is not an added cost. */
function quoteLines({ basis, on }: InvoiceToReplay, job: InvoicedJob, amountMinor: bigint): KindLine[] {
  const counts = basis === 'quoted' || basis === 'deposit';
  if (job.quoteMinor === null || !counts || amountMinor <= 0n) return [];
  return [['quoteInvoiced', unallocated(job.jobId, 'quoted', 'uninvoicedQuote', amountMinor, on)]];
}
