// Writing what invoices come to: lines, tax, effects, jobs; one statement per table for all of them. Written again whenever
// an invoice is composed again.

import type { Effect } from '#core/billing/effects.ts';
import { insertEffects, insertInvoiceJobs, removeEffects } from '#store/billing/effects.ts';
import {
  insertInvoiceLines,
  insertInvoiceTax,
  removeInvoiceLines,
  type InvoiceLine,
} from '#store/billing/invoice-lines.ts';
import type { Tx } from '#store/database.ts';
import type { Prepared } from './prepare.ts';

export type Saving = {
  readonly invoiceId: number;
  readonly prepared: Prepared;
  /** With the ids that approval gives to interims; else as composed. */
  readonly effects?: readonly Effect[];
  /** What the document had as its fingerprint when it was last written. */
  readonly savedAs?: string | null;
};

/** Writes what an invoice comes to in the place of what it came to. */
export function saveComposition(tx: Tx, invoiceId: number, prepared: Prepared): Promise<void> {
  return replaceCompositions(tx, [{ invoiceId, prepared }]);
}

export async function replaceCompositions(tx: Tx, savings: readonly Saving[]): Promise<void> {
  const changed = savings.filter((saving) => !linesStand(saving));
  await Promise.all([
    removeInvoiceLines(tx, changed.map(idOf)),
    removeEffects(tx, savings.map(idOf)),
    insertLines(tx, changed),
    insertWhatIsDone(tx, savings),
  ]);
}

function idOf({ invoiceId }: Saving): number {
  return invoiceId;
}

/** The same fingerprint says the same lines and taxes. Only what a line claims of a quote is not in it. */
function linesStand({ prepared, savedAs }: Saving): boolean {
  return (
    prepared.fingerprint === savedAs &&
    prepared.composition.lines.every(({ quoteLineId }) => quoteLineId === null)
  );
}

/** For invoices of which nothing is written. */
export async function insertCompositions(tx: Tx, savings: readonly Saving[]): Promise<void> {
  await Promise.all([insertLines(tx, savings), insertWhatIsDone(tx, savings)]);
}

/** As insertCompositions, in two steps: this one may come before the invoices themselves. */
export function insertEffectsOf(tx: Tx, savings: readonly Saving[]): Promise<void> {
  return insertEffects(tx, savings.map(effectsOf));
}

/** The second step. */
export async function insertLinesAndJobs(tx: Tx, savings: readonly Saving[]): Promise<void> {
  await Promise.all([insertLines(tx, savings), insertJobs(tx, savings)]);
}

async function insertLines(tx: Tx, savings: readonly Saving[]): Promise<void> {
  const lines = savings.map(({ invoiceId, prepared }) => ({ invoiceId, lines: linesOf(prepared) }));
  const taxes = savings.map(({ invoiceId, prepared }) => ({
    invoiceId,
    taxes: prepared.tax.taxed.summary,
  }));
  await Promise.all([insertInvoiceLines(tx, lines), insertInvoiceTax(tx, taxes)]);
}

async function insertWhatIsDone(tx: Tx, savings: readonly Saving[]): Promise<void> {
  await Promise.all([insertEffectsOf(tx, savings), insertJobs(tx, savings)]);
}

function insertJobs(tx: Tx, savings: readonly Saving[]): Promise<void> {
  const jobs = savings.map(({ invoiceId, prepared }) => ({ invoiceId, jobs: prepared.composition.jobs }));
  return insertInvoiceJobs(tx, jobs);
}

function effectsOf({ invoiceId, prepared, effects }: Saving) {
  const { composition, header } = prepared;
  return {
    invoiceId,
    on: header.invoicedOn,
    effects: effects ?? composition.effects,
    lineNumbers: new Map(composition.lines.map(({ key }, place) => [key, place + 1])),
  };
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
