// What an imported invoice did to WIP, decided from its document and what was open on its day. The result is checked
// against the rule that every invoice obeys: WIP billed, and interims raised less absorbed, make its total.

import { invoicedMinor, journalsOfEffects, type Effect } from '#core/billing/effects.ts';
import { afterMovements, movementsOf } from '#core/billing/restate.ts';
import type { Journal } from '#core/ledger/journal.ts';
import { newInterim } from '#core/wip/interim.ts';
import type { InvoiceJob } from '#store/billing/effects.ts';
import { replayActual } from './actual.ts';
import type { Decided, InvoiceToReplay, Replayed, ReplayNote } from './invoice.ts';
import type { OpenBook } from './open-book.ts';
import { replayAhead, replayFinalQuoted } from './quoted.ts';

/** Decides an invoice and takes its effect into the book. */
export function replayInvoice(invoice: InvoiceToReplay, book: OpenBook): Replayed {
  const nothing: Replayed = { effects: [], journals: [], jobs: [], notes: [], unlist: [] };
  if (invoice.basis === 'miscellaneous') return nothing;
  const decided = decideInvoice(invoice, book);
  if (decided === undefined) {
    const detail =
      'The amounts of the invoice cannot be brought to its total with what is open on its jobs; it has no effect on WIP.';
    return { ...nothing, notes: [differenceOf(invoice, 'notReplayable', detail)] };
  }
  const { effects, unlist } = decided;
  const journals = journalsOfEffects(effects, invoice.on, invoice.cause);
  const jobs = jobsOf(invoice, journals, book);
  take(book, invoice, effects, journals);
  const notes = [...decided.notes];
  if (invoicedMinor(effects) !== invoice.totalMinor) {
    const detail = 'What was billed and raised does not make the total of the invoice.';
    notes.push(differenceOf(invoice, 'totalDiffers', detail));
  }
  return { effects, journals, jobs, notes, unlist };
}

/** Undefined when its amounts do not go together with what is open. */
export function decideInvoice(invoice: InvoiceToReplay, book: OpenBook): Decided | undefined {
  const hasLines = invoice.jobs.some((job) => job.tasks.length + job.costs.length > 0);
  if (invoice.basis === 'actual' && hasLines) return replayActual(invoice, book);
  const isFinal = invoice.basis === 'quoted' && invoice.type === 'final';
  return isFinal ? replayFinalQuoted(invoice, book) : replayAhead(invoice, book);
}

function take(
  book: OpenBook,
  { on }: InvoiceToReplay,
  effects: readonly Effect[],
  journals: readonly Journal[],
): void {
  for (const effect of effects) {
    if (effect.kind === 'interimRaised') book.add(newInterim(effect.itemId!, effect.jobId, on));
  }
  book.apply(journals);
}

/** What it does to each job, those of its lines first; read before the book takes it. */
function jobsOf({ jobs }: InvoiceToReplay, journals: readonly Journal[], book: OpenBook): InvoiceJob[] {
  const moved = new Map(movementsOf(journals, []).map((one) => [one.jobId, one]));
  const ids = new Set([...jobs.map(({ jobId }) => jobId), ...moved.keys()]);
  return [...ids].map((jobId) => {
    const movements = moved.get(jobId) ?? { jobId, ...nothingMoved };
    const { billedMinor, raisedMinor, absorbedMinor } = movements;
    const beforeMinor = book.netOf(jobId);
    const totalMinor = billedMinor + raisedMinor - absorbedMinor;
    return { ...movements, totalMinor, beforeMinor, afterMinor: afterMovements(beforeMinor, movements) };
  });
}

const nothingMoved = {
  billedMinor: 0n,
  writtenOnMinor: 0n,
  writtenOffMinor: 0n,
  raisedMinor: 0n,
  absorbedMinor: 0n,
};

function differenceOf(invoice: InvoiceToReplay, code: string, detail: string): ReplayNote {
  return { severity: 'difference', code, detail, jobId: invoice.jobs[0]?.jobId ?? null };
}
