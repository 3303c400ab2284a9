// Invoices ahead of work, as deposits are, and without any: the ones that settle nothing in WIP.

import { done, refuse, refuseAll, type Refusal, type Result } from '../refusal.ts';
import type { ChosenJob } from './chosen.ts';
import type { ComposedLine } from './composition.ts';
import type { Draft } from './draft.ts';
import type { Effect } from './effects.ts';
import { broughtTo } from './fixed.ts';
import { lineOf, reducingLines, typedLine } from './lines.ts';
import { misplaced, retainedMinor, type Part, type Parts } from './part.ts';
import { checkRetention } from './retention.ts';

/**
 * A deposit raises an interim for its amount, less what is held back of it, and counts as invoiced of the quote where
 * the job has one.
 */
export function composeDeposit(draft: Draft, jobs: readonly ChosenJob[]): Result<Parts> {
  const problems = jobs.flatMap((chosen) => misplaced(chosen, 'deposit'));
  if (problems.length > 0) return refuseAll(problems);
  const amounts = depositsOf(draft, jobs);
  if (!amounts.ok) return amounts;
  const parts: Part[] = [];
  const refusals: Refusal[] = [];
  for (const [place, chosen] of jobs.entries()) {
    const amountMinor = amounts.value[place]!;
    const retained = checkRetention(draft, chosen, amountMinor);
    if (retained.ok) parts.push(depositPart(chosen, amountMinor));
    else refusals.push(...retained.refusals);
  }
  if (refusals.length > 0) return refuseAll(refusals);
  return done({ savedAs: 'progress', unlists: false, parts });
}

function depositsOf(draft: Draft, jobs: readonly ChosenJob[]): Result<bigint[]> {
  const amounts = jobs.map(({ wanted }) => wanted.deposit?.amountMinor ?? 0n);
  if (draft.fixedTotalMinor === null) return done(amounts);
  const totalMinor = jobs.reduce((sum, job) => sum + retainedMinor(job), draft.fixedTotalMinor);
  const isOpen = amounts.every((amountMinor) => amountMinor === 0n) && totalMinor >= 0n;
  // Nobody said on which job: the total is the deposit of the first.
  return isOpen
    ? done(amounts.map((_, place) => (place === 0 ? totalMinor : 0n)))
    : broughtTo(amounts, totalMinor);
}

function depositPart(chosen: ChosenJob, depositMinor: bigint): Part {
  const { jobId, wanted, book } = chosen;
  const key = `deposit:${jobId}`;
  const description = wanted.deposit?.description || 'Deposit';
  const lines: ComposedLine[] =
    depositMinor === 0n
      ? []
      : [lineOf({ key, kind: 'deposit', jobId, description, amountMinor: depositMinor })];
  const amountMinor = depositMinor - retainedMinor(chosen);
  const raised = {
    kind: 'interimRaised',
    lineKey: key,
    jobId,
    itemId: null,
    amountMinor,
    description,
  } as const;
  const quoted = { kind: 'quoteInvoiced', lineKey: key, jobId, amountMinor } as const;
  const effects: Effect[] = amountMinor === 0n ? [] : book.quote === null ? [raised] : [raised, quoted];
  return { chosen, lines: [...lines, ...reducingLines(chosen)], effects, notices: [] };
}

/** The lines of an invoice that touches no job. */
export function miscellaneousLines(draft: Draft): Result<ComposedLine[]> {
  if (draft.jobs.length > 0) {
    const detail = 'A miscellaneous invoice has no jobs: it never touches their WIP.';
    return refuse('invalidRequest', detail, { field: 'jobs' });
  }
  const lines = draft.lines.map((line, place) => typedLine(line, null, place));
  if (draft.fixedTotalMinor === null || lines.length === 0) return done(lines);
  const amounts = broughtTo(
    lines.map(({ amountMinor }) => amountMinor),
    draft.fixedTotalMinor,
  );
  if (!amounts.ok) return amounts;
  return done(
    draft.lines.map((line, place) => typedLine({ ...line, amountMinor: amounts.value[place]! }, null, place)),
  );
}
