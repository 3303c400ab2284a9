// Composing an invoice: from what its author decided and what the ledger has open to the lines of the document and the
// effect on WIP (docs/ledger-rules.md sections 4 and 5). This is the one place that decides an invoice. Previewing it,
// saving the draft and approving it all compose it, so that approval posts what the preview showed, or finds that the
// two differ.
//
// What is always true of a composition: its lines sum to its total, and so does what it bills and raises less what it
// absorbs; no item gives more than is open of it.

import { formatMinor, isWithinRange } from '../money/money.ts';
import { done, refuse, type Refused, type Result } from '../refusal.ts';
import { composeActual } from './actual.ts';
import { composeDeposit, miscellaneousLines } from './ahead.ts';
import { choose, type ChosenJob } from './chosen.ts';
import type { ComposedLine, Composition, Notice } from './composition.ts';
import type { BookItem, BookJob, Draft, InvoiceBasis } from './draft.ts';
import { invoicedMinor } from './effects.ts';
import { jobEffect } from './jobs.ts';
import { entries, notice, type Part, type Parts } from './part.ts';
import { composeQuoted } from './quoted.ts';

export function compose(draft: Draft, book: readonly BookJob[]): Result<Composition> {
  if (draft.basis === 'miscellaneous') return miscellaneous(draft);
  if (draft.lines.length > 0) {
    const detail = 'Lines outside of jobs stand on a miscellaneous invoice only.';
    return refuse('invalidRequest', detail, { field: 'lines' });
  }
  const chosen = choose(draft, book);
  if (!chosen.ok) return chosen;
  const parts = partsOf(draft, draft.basis, chosen.value);
  return parts.ok ? assembled(draft, parts.value) : parts;
}

type BasisOfJobs = Exclude<InvoiceBasis, 'miscellaneous'>;

function partsOf(draft: Draft, basis: BasisOfJobs, jobs: readonly ChosenJob[]): Result<Parts> {
  switch (basis) {
    case 'actual':
      return composeActual(draft, jobs);
    case 'quoted':
      return composeQuoted(draft, jobs);
    case 'deposit':
      return composeDeposit(draft, jobs);
  }
}

function miscellaneous(draft: Draft): Result<Composition> {
  const lines = miscellaneousLines(draft);
  if (!lines.ok) return lines;
  const totalMinor = sumOf(lines.value);
  const nothing = { effects: [], jobs: [], unlist: [], notices: [] };
  return (
    (lines.value.length === 0 ? nothingOn('lines', []) : totalRefusal(draft, lines.value)) ??
    done({ savedAs: draft.type, lines: lines.value, totalMinor, ...nothing })
  );
}

function assembled(draft: Draft, { savedAs, unlists, parts }: Parts): Result<Composition> {
  const lines = parts.flatMap((part) => part.lines);
  const effects = parts.flatMap((part) => part.effects);
  const totalMinor = sumOf(lines);
  const refused =
    lines.length === 0 && effects.length === 0
      ? nothingOn(
          'jobs',
          parts.flatMap(({ chosen }) => chosen.elsewhere),
        )
      : totalRefusal(draft, lines);
  if (refused !== null) return refused;
  assertTiesOut(draft, parts, totalMinor);
  return done({
    savedAs,
    lines,
    effects,
    jobs: parts.map((part) => jobEffect(part.chosen, part.effects)),
    totalMinor,
    unlist: unlists ? parts.map(({ chosen }) => chosen.jobId) : [],
    notices: parts.flatMap((part) => [...part.notices, ...noticesOf(draft, part)]),
  });
}

function sumOf(lines: readonly ComposedLine[]): bigint {
  return lines.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
}

/** `elsewhere`: what could have been on it and is on other drafts. */
function nothingOn(field: 'jobs' | 'lines', elsewhere: readonly BookItem[]): Refused {
  const drafts = [...new Set(elsewhere.map((item) => item.onDraft))].join(', ');
  const held = elsewhere.length === 0 ? '' : `, for ${entries(elsewhere)} ${areOn(elsewhere)} ${drafts}`;
  const detail = `There is nothing on the invoice${held}; tick work, or write a line on it.`;
  return refuse('nothingToDo', detail, { field });
}

function areOn({ length }: readonly unknown[]): string {
  return length === 1 ? 'is on' : 'are on';
}

function totalRefusal(draft: Draft, lines: readonly ComposedLine[]): Refused | null {
  const totalMinor = sumOf(lines);
  const field = draft.basis === 'miscellaneous' ? 'lines' : 'jobs';
  if (totalMinor < 0n) {
    const detail =
      'The invoice comes to less than nothing; absorb less, hold less back, or write a credit note instead.';
    const value = formatMinor(totalMinor, draft.currency);
    return refuse('negativeTotal', detail, { field, value, accepted: '0 or more' });
  }
  const tooLarge = [totalMinor, ...lines.map(({ amountMinor }) => amountMinor)].find(
    (amountMinor) => !isWithinRange(amountMinor),
  );
  if (tooLarge === undefined) return null;
  const detail = 'The invoice comes to more than the ledger can hold.';
  return refuse('amountOutOfRange', detail, { field, value: formatMinor(tooLarge, draft.currency) });
}

/** Invariant 5, before anything is posted, and the total that the author fixed. */
function assertTiesOut(draft: Draft, parts: readonly Part[], totalMinor: bigint): void {
  for (const { chosen, lines, effects } of parts) {
    const linesMinor = sumOf(lines);
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

/** A question where percentages of lines make it so, for lines do not know what of the quote was invoiced as a whole. */
function quoteExceeded({ fixedTotalMinor }: Draft, chosen: ChosenJob): Notice {
  const { wanted, book } = chosen;
  const { lines, uninvoicedMinor } = book.quote!;
  const leftMinor = lines.reduce((sum, line) => sum + line.amountMinor - line.claimedMinor, 0n);
  const claim = wanted.claims.find(
    ({ isPercentage, amountMinor }) => isPercentage === true && amountMinor > 0n,
  );
  const isQuestion = claim !== undefined && fixedTotalMinor === null && leftMinor > uninvoicedMinor;
  const detail = isQuestion
    ? `A deposit, or a quote that was replaced, leaves less of the quote of job ${book.number} than these percentages come to: claim all that is left, or say the amounts.`
    : `The quote of job ${book.number} is invoiced beyond its total.`;
  const at = isQuestion ? { lineKey: `quote:${claim.quoteLineId}`, isQuestion } : {};
  return notice('quoteExceeded', chosen, detail, at);
}

function noticesOf(draft: Draft, { chosen, effects }: Part): Notice[] {
  const { uninvoicedQuoteAfterMinor, uninvoicedQuoteBeforeMinor } = jobEffect(chosen, effects);
  const notices: Notice[] = [];
  if (uninvoicedQuoteAfterMinor < 0n && uninvoicedQuoteAfterMinor < uninvoicedQuoteBeforeMinor) {
    notices.push(quoteExceeded(draft, chosen));
  }
  const isBilled = effects.some((effect) => effect.kind !== 'item' || effect.billedMinor !== 0n);
  if (effects.length > 0 && !isBilled) {
    const detail = `Nothing of job ${chosen.book.number} is billed; its work is only written off.`;
    notices.push(notice('nothingBilled', chosen, detail));
  }
  return notices;
}
