// Composing an invoice: from what its author decided and what the ledger has open to the lines of the document and the
// effect on WIP (docs/ledger-rules.md sections 4 and 5). This is the one place that decides an invoice. Previewing it,
// saving the draft and approving it all compose it, so that approval posts what the preview showed, or finds that the
// two differ.
//
// What is always true of a composition: its lines sum to its total, and so does what it bills and raises less what it
// absorbs; no item gives more than is open of it.

import { formatMinor, isWithinRange } from '../money/money.ts';
import { done, refuse, type Result } from '../refusal.ts';
import { composeActual } from './actual.ts';
import { choose, type ChosenJob } from './chosen.ts';
import type { Composition, Notice } from './composition.ts';
import type { BookJob, Draft } from './draft.ts';
import { invoicedMinor } from './effects.ts';
import { jobEffect } from './jobs.ts';
import { notice, type Part, type Parts } from './part.ts';

export function compose(draft: Draft, book: readonly BookJob[]): Result<Composition> {
  if (draft.lines.length > 0) {
    const detail = 'Lines outside of jobs stand on a miscellaneous invoice only.';
    return refuse('invalidRequest', detail, { field: 'lines' });
  }
  const chosen = choose(draft, book);
  if (!chosen.ok) return chosen;
  const parts = partsOf(draft, chosen.value);
  return parts.ok ? assembled(draft, parts.value) : parts;
}

function partsOf(draft: Draft, jobs: readonly ChosenJob[]): Result<Parts> {
  switch (draft.basis) {
    case 'actual':
      return composeActual(draft, jobs);
    default:
      throw new Error(`the basis ${draft.basis} is not composed yet`);
  }
}

function assembled(draft: Draft, { savedAs, unlists, parts }: Parts): Result<Composition> {
  const lines = parts.flatMap((part) => part.lines);
  const effects = parts.flatMap((part) => part.effects);
  const totalMinor = lines.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
  const refused = refusalOf(draft, lines.length + effects.length, [
    totalMinor,
    ...lines.map(({ amountMinor }) => amountMinor),
  ]);
  if (refused !== null) return refused;
  assertTiesOut(draft, parts, totalMinor);
  return done({
    savedAs,
    lines,
    effects,
    jobs: parts.map((part) => jobEffect(part.chosen, part.effects)),
    totalMinor,
    unlist: unlists ? parts.map(({ chosen }) => chosen.jobId) : [],
    notices: [...parts.flatMap((part) => [...part.notices, ...noticesOf(part)])],
  });
}

function refusalOf(draft: Draft, size: number, [totalMinor = 0n, ...amounts]: readonly bigint[]) {
  if (size === 0) {
    return refuse('nothingToDo', 'There is nothing on the invoice; tick work, or write a line on it.', {
      field: 'jobs',
    });
  }
  if (totalMinor < 0n) {
    const detail =
      'The invoice comes to less than nothing; absorb less, hold less back, or write a credit note instead.';
    return refuse('negativeTotal', detail, {
      value: formatMinor(totalMinor, draft.currency),
      accepted: '0 or more',
    });
  }
  const tooLarge = [totalMinor, ...amounts].find((amountMinor) => !isWithinRange(amountMinor));
  if (tooLarge === undefined) return null;
  const detail = 'The invoice comes to more than the ledger can hold.';
  return refuse('amountOutOfRange', detail, { value: formatMinor(tooLarge, draft.currency) });
}

/** Invariant 5, before anything is posted, and the total that the author fixed. */
function assertTiesOut(draft: Draft, parts: readonly Part[], totalMinor: bigint): void {
  for (const { chosen, lines, effects } of parts) {
    const linesMinor = lines.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
    const effectsMinor = invoicedMinor(effects);
    if (linesMinor === effectsMinor) continue;
    throw new Error(
      `job ${chosen.jobId} is invoiced ${linesMinor} by its lines and ${effectsMinor} by its effects`,
    );
  }
  if (draft.fixedTotalMinor !== null && draft.fixedTotalMinor !== totalMinor) {
    throw new Error(`the invoice comes to ${totalMinor} instead of ${draft.fixedTotalMinor}`);
  }
}

function noticesOf({ chosen, effects }: Part): Notice[] {
  const { uninvoicedQuoteAfterMinor, uninvoicedQuoteBeforeMinor } = jobEffect(chosen, effects);
  const notices: Notice[] = [];
  if (uninvoicedQuoteAfterMinor < 0n && uninvoicedQuoteAfterMinor < uninvoicedQuoteBeforeMinor) {
    const detail = `The quote of job ${chosen.book.number} is invoiced beyond its total.`;
    notices.push(notice('quoteExceeded', chosen, detail));
  }
  const isBilled = effects.some((effect) => effect.kind !== 'item' || effect.billedMinor !== 0n);
  if (effects.length > 0 && !isBilled) {
    const detail = `Nothing of job ${chosen.book.number} is billed; its work is only written off.`;
    notices.push(notice('nothingBilled', chosen, detail));
  }
  return notices;
}
