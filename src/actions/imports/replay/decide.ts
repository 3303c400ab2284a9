// What an imported invoice did to WIP, decided from its document and what was open on its day. The result is checked
// against the rule that every invoice obeys: WIP billed, and interims raised less absorbed, make its total.

import { groupLines } from '#core/billing/effects.ts';
import type { Journal } from '#core/ledger/journal.ts';
import { replayActual } from './actual.ts';
import type { InvoiceToReplay, Replayed, ReplayNote } from './invoice.ts';
import type { OpenBook } from './open-book.ts';
import { replayAhead, replayFinalQuoted } from './quoted.ts';

/** Decides an invoice and takes its effect into the book. */
export function replayInvoice(invoice: InvoiceToReplay, book: OpenBook): Replayed {
  const nothing: Replayed = { journals: [], interims: [], notes: [], unlist: [] };
  if (invoice.basis === 'miscellaneous') return nothing;
  const effect = effectOf(invoice, book);
  if (effect === undefined) {
    const detail =
      'The amounts of the invoice cannot be brought to its total with what is open on its jobs; it has no effect on WIP.';
    return { ...nothing, notes: [differenceOf(invoice, 'notReplayable', detail)] };
  }
  const journals = groupLines(effect.lines, invoice.on, invoice.cause);
  for (const { item } of effect.interims) book.add(item);
  book.apply(journals);
  const notes = [...effect.notes];
  const effectMinor = invoicedBy(journals);
  if (effectMinor !== invoice.totalMinor) {
    notes.push(
      differenceOf(
        invoice,
        'totalDiffers',
        'What was billed and raised does not make the total of the invoice.',
      ),
    );
  }
  return { journals, interims: effect.interims.map(({ row }) => row), notes, unlist: effect.unlist };
}

function effectOf(invoice: InvoiceToReplay, book: OpenBook) {
  const hasLines = invoice.jobs.some((job) => job.tasks.length + job.costs.length > 0);
  if (invoice.basis === 'actual' && hasLines) {
    const actual = replayActual(invoice, book);
    return actual === undefined ? undefined : { ...actual, interims: [] };
  }
  const isFinal = invoice.basis === 'quoted' && invoice.type === 'final';
  const quoted = isFinal ? replayFinalQuoted(invoice, book) : replayAhead(invoice, book);
  return quoted === undefined ? undefined : { ...quoted, notes: [] as ReplayNote[] };
}

/** WIP billed + interims raised − interims absorbed. */
export function invoicedBy(journals: readonly Journal[]): bigint {
  let minor = 0n;
  for (const line of journals.flatMap((journal) => journal.lines)) {
    if (line.debit === 'billed') minor += line.amountMinor;
    if (line.credit === 'billed') minor -= line.amountMinor;
  }
  return minor;
}

function differenceOf(invoice: InvoiceToReplay, code: string, detail: string): ReplayNote {
  return { severity: 'difference', code, detail, jobId: invoice.jobs[0]?.jobId ?? null };
}
