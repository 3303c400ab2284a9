// Replaying invoices that are not drawn up from recorded work. A progress invoice by quote, a deposit and an invoice
// without lines raise an interim for their amount; costs that were added to the job besides the quote are billed. A
// final invoice by quote spreads its amount, with the interims it absorbs, over all work of the job
// (docs/ledger-rules.md sections 4 and 5).

import type { Effect } from '#core/billing/effects.ts';
import { spread } from '#core/billing/spread.ts';
import { apportion } from '#core/money/apportion.ts';
import type { OpenItem } from '#core/wip/lines.ts';
import { absorptions, interimsWorth, sum as sumAbsorbed, type Absorption } from './interims.ts';
import type { Decided, InvoicedJob, InvoiceToReplay } from './invoice.ts';
import { closing, closingAll } from './item-effects.ts';
import type { OpenBook } from './open-book.ts';

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
export function replayAhead(invoice: InvoiceToReplay, book: OpenBook): Decided | undefined {
  const effects: Effect[] = [];
  const totals = jobTotals(invoice);
  for (const [index, job] of invoice.jobs.entries()) {
    const { jobId } = job;
    const added = addedCosts(job, book);
    const addedMinor = added.reduce((sum, one) => sum + one.amountMinor, 0n);
    const amountMinor = totals[index]! - addedMinor;
    effects.push(...added.map((one) => closing(one.item, one.amountMinor, one.lineKey)));
    if (amountMinor > 0n) {
      const itemId = invoice.interimIds[index]!;
      const about = { itemId, jobId, amountMinor, description: invoice.label };
      effects.push({ kind: 'interimRaised', lineKey: null, ...about });
    } else if (amountMinor < 0n) {
      const absorbed = interimsWorth(openInterims(invoice, job, book), -amountMinor);
      if (absorbed === undefined) return undefined;
      effects.push(...absorptions(absorbed));
    }
    effects.push(...ofQuote(invoice, job, amountMinor));
  }
  return { effects, notes: [], unlist: [] };
}

/** Undefined when the invoice is below zero by more than its interims. */
export function replayFinalQuoted(invoice: InvoiceToReplay, book: OpenBook): Decided | undefined {
  const effects: Effect[] = [];
  const totals = jobTotals(invoice);
  for (const [index, job] of invoice.jobs.entries()) {
    const { jobId } = job;
    const totalMinor = totals[index]!;
    const absorbed = absorbedByFinal(invoice, job, totalMinor, openInterims(invoice, job, book));
    const valueMinor = totalMinor + sumAbsorbed(absorbed);
    if (valueMinor < 0n) return undefined;
    const work = book
      .ofJob(jobId)
      .filter((item) => item.kind !== 'interim' && item.originOn <= invoice.cutOffOn);
    const settled = spread(work, valueMinor);
    effects.push(...closingAll(settled));
    if (settled.unallocatedMinor > 0n) {
      const amountMinor = settled.unallocatedMinor;
      effects.push({ kind: 'writtenOn', lineKey: null, jobId, account: 'wipTime', amountMinor });
    }
    effects.push(...absorptions(absorbed), ...ofQuote(invoice, job, totalMinor));
  }
  return { effects, notes: [], unlist: invoice.jobs.map((job) => job.jobId) };
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

type AddedCost = { readonly item: OpenItem; readonly amountMinor: bigint; readonly lineKey: string };

/** Actual costs of the job that the invoice bills: added to the job, and not in the quote. */
function addedCosts(job: InvoicedJob, book: OpenBook): AddedCost[] {
  const seen = new Set<bigint>();
  return job.costs.flatMap(({ itemId, amountMinor, lineKey }) => {
    const item = itemId === null || seen.has(itemId) ? undefined : book.item(itemId);
    if (item === undefined || amountMinor <= 0n) return [];
    seen.add(item.itemId);
    return [{ item, amountMinor, lineKey }];
  });
}

/** What of the quote is invoiced by it: quoted and deposit invoices count, for as much as is not an added cost. */
function ofQuote(
  { basis }: InvoiceToReplay,
  { jobId, quoteMinor }: InvoicedJob,
  amountMinor: bigint,
): Effect[] {
  const counts = basis === 'quoted' || basis === 'deposit';
  if (quoteMinor === null || !counts || amountMinor <= 0n) return [];
  return [{ kind: 'quoteInvoiced', lineKey: null, jobId, amountMinor }];
}
