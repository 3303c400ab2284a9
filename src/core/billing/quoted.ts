// An invoice by the accepted quote (docs/ledger-rules.md section 4, the quoted columns).
//
// While work goes on it settles no time: what is claimed of the quote is an interim on each job, beside it the costs that
// are not in the quote are billed, and a line typed on the invoice bills what is open, as far as that goes. Nothing is
// written off. At the end all open work of a job closes against what it is invoiced: the claims and the typed lines are
// spread over it by section 5, while an added cost is billed at its own line.
//
// What makes "uninvoiced quote = accepted − quoted and deposit invoices" true: each of these invoices counts, per job,
// with what of its total is neither an added cost nor typed on it, never less than 0. Absorbed interims are deducted if
// they counted when they were raised; one that was raised beside the quote counts now. What is held back counts when it
// is released.

import { apportion } from '../money/apportion.ts';
import { formatMinor } from '../money/money.ts';
import { done, refuse, refuseAll, type Refusal, type Result } from '../refusal.ts';
import { billingOf, closingAt, settle, spreadOver, withRest, writtenOff, type Billing } from './billing.ts';
import { isBillable, type ChosenItem, type ChosenJob } from './chosen.ts';
import type { ComposedLine } from './composition.ts';
import type { BookItem, Draft, QuoteLineInBook } from './draft.ts';
import type { Effect } from './effects.ts';
import { broughtTo } from './fixed.ts';
import { keyOfItem, linesOfItems, lineOf, reducingLines, typedKey, typedLine } from './lines.ts';
import {
  absorbedMinor,
  absorptions,
  misplaced,
  noticesOfFinal,
  retainedMinor,
  savedAsProgress,
  type Part,
  type Parts,
} from './part.ts';
import { checkRetention, holdBack, retainableMinor } from './retention.ts';

/** What a job is invoiced of its quote; without a line: of the quote as a whole. */
type Claim = { readonly line: QuoteLineInBook | null; readonly amountMinor: bigint };

type Quoted = {
  readonly chosen: ChosenJob;
  readonly claims: readonly Claim[];
  /** Costs that are not in the quote, each billed at a line of its own. */
  readonly added: readonly Billing[];
};

export function composeQuoted(draft: Draft, jobs: readonly ChosenJob[]): Result<Parts> {
  const problems = jobs.flatMap((chosen) => [...misplaced(chosen, 'quoted'), ...problemsOf(draft, chosen)]);
  if (problems.length > 0) return refuseAll(problems);
  const quoted = atFixedTotal(draft, jobs.map(quotedOf));
  if (!quoted.ok) return quoted;
  const parts: Part[] = [];
  for (const own of quoted.value) {
    const part = draft.type === 'final' ? finalPart(draft, own) : progressPart(draft, own);
    if (part.ok) parts.push(part.value);
    else problems.push(...part.refusals);
  }
  if (problems.length > 0) return refuseAll(problems);
  const closes = draft.type === 'final' && jobs.every((job) => retainedMinor(job) === 0n);
  return done({ savedAs: closes ? 'final' : 'progress', unlists: closes, parts });
}

function problemsOf({ type }: Draft, chosen: ChosenJob): Refusal[] {
  const { book, wanted, field, carried, billed, refused } = chosen;
  if (book.quote === null) {
    const detail = `Job ${book.number} has no accepted quote to be invoiced by; accept one, or invoice the recorded work.`;
    return [{ code: 'quoteMissing', detail, field: `${field}.jobId` }];
  }
  const problems: Refusal[] = [];
  const refuseAt = (at: string, detail: string) =>
    problems.push({ code: 'invalidRequest', detail, field: at });
  const known = new Map(book.quote.lines.map((line) => [line.quoteLineId, line]));
  const seen = new Set<number | null>();
  for (const [place, claim] of wanted.claims.entries()) {
    problems.push(...problemsOfClaim(known, seen, { ...claim, field: `${field}.claims[${place}]` }));
    seen.add(claim.quoteLineId);
  }
  for (const [place, { covers }] of wanted.typed.entries()) {
    if (covers === null || covers.length === 0) continue;
    refuseAt(
      `${field}.lines[${place}].covers`,
      'By a quote, a typed line is spread over the open work of the job.',
    );
  }
  if (type === 'final') {
    for (const one of [...carried, ...billed.filter(({ decision }) => decision.rest === 'carryForward')]) {
      refuseAt(
        one.field,
        'A final invoice by the quote closes all work; make it a progress invoice to leave some.',
      );
    }
    return problems;
  }
  if (wanted.absorb.length > 0)
    refuseAt(`${field}.interims`, 'By a quote, only the final invoice absorbs interims.');
  for (const one of [...billed, ...refused]) {
    if (one.item.kind === 'time')
      refuseAt(one.field, 'By a quote, time stays in WIP; claim of the quote instead.');
    else if (one.decision.treatment === 'writeOff' || one.decision.rest === 'writeOff') {
      refuseAt(one.field, 'A progress invoice by the quote writes nothing off.');
    }
  }
  return problems;
}

type ClaimAt = { readonly quoteLineId: number | null; readonly amountMinor: bigint; readonly field: string };

function problemsOfClaim(
  known: ReadonlyMap<number, QuoteLineInBook>,
  seen: ReadonlySet<number | null>,
  { quoteLineId, amountMinor, field }: ClaimAt,
): Refusal[] {
  if (quoteLineId === null) return [];
  const line = known.get(quoteLineId);
  const value = String(quoteLineId);
  if (line === undefined) {
    const detail = 'The accepted quote of the job has no such line.';
    return [{ code: 'unknownQuoteLine', detail, field: `${field}.quoteLineId`, value }];
  }
  if (seen.has(quoteLineId)) {
    const detail = 'A line of the quote stands on an invoice once.';
    return [{ code: 'invalidRequest', detail, field: `${field}.quoteLineId`, value }];
  }
  if (amountMinor === 0n || amountMinor < 0n === line.amountMinor < 0n) return [];
  const detail = 'A line of the quote is invoiced on the side on which it was quoted.';
  const accepted = line.amountMinor < 0n ? 'at most 0' : '0 or more';
  return [{ code: 'amountOutOfRange', detail, field: `${field}.amount`, accepted }];
}

function quotedOf(chosen: ChosenJob): Quoted {
  const lines = chosen.book.quote!.lines;
  const wanted = new Map(chosen.wanted.claims.map((claim) => [claim.quoteLineId, claim.amountMinor]));
  const claimed = lines.filter(({ quoteLineId }) => wanted.has(quoteLineId));
  const costs = chosen.billed.filter(({ item }) => item.kind === 'cost');
  const wholeMinor = wanted.get(null) ?? 0n;
  const ofLines = claimed.map((line) => ({ line, amountMinor: wanted.get(line.quoteLineId)! }));
  return {
    chosen,
    claims: wholeMinor === 0n ? ofLines : [...ofLines, { line: null, amountMinor: wholeMinor }],
    added: costs.map((cost) => billingOf(cost, keyOfItem(cost.item))),
  };
}

/** A fixed total falls on the claims, of all jobs together; without any it is one of the quotes as a whole. */
function atFixedTotal(draft: Draft, quoted: readonly Quoted[]): Result<readonly Quoted[]> {
  if (draft.fixedTotalMinor === null) return done(quoted);
  let claimedMinor = draft.fixedTotalMinor;
  for (const { chosen, added } of quoted) {
    claimedMinor += absorbedMinor(chosen) + retainedMinor(chosen);
    claimedMinor -= typedMinor(chosen) + sumOf(added.map(({ billedMinor }) => billedMinor));
  }
  if (quoted.every(({ claims }) => claims.length === 0)) return asQuoted(quoted, claimedMinor);
  const amounts = broughtTo(
    quoted.flatMap(({ claims }) => claims.map(({ amountMinor }) => amountMinor)),
    claimedMinor,
  );
  if (!amounts.ok) return amounts;
  const left = amounts.value.values();
  return done(
    quoted.map((own) => ({
      ...own,
      claims: own.claims.map(({ line }) => ({ line, amountMinor: left.next().value! })),
    })),
  );
}

/** In proportion to what is left of each quote, else to the quotes, else of the first. */
function asQuoted(quoted: readonly Quoted[], claimedMinor: bigint): Result<readonly Quoted[]> {
  if (claimedMinor === 0n || quoted.length === 0) return done(quoted);
  if (claimedMinor < 0n) {
    const detail = 'The costs and typed lines come to more than the total; lower them, or raise the total.';
    return refuse('cannotSpread', detail, { field: 'fixedTotal' });
  }
  const positive = (amountMinor: bigint) => (amountMinor > 0n ? amountMinor : 0n);
  const weights = [
    quoted.map(({ chosen }) => positive(chosen.book.quote!.uninvoicedMinor)),
    quoted.map(({ chosen }) => positive(chosen.book.quote!.totalMinor)),
    quoted.map((_, place) => (place === 0 ? 1n : 0n)),
  ].find((tried) => tried.some((weight) => weight > 0n))!;
  const amounts = apportion(claimedMinor, weights);
  return done(
    quoted.map((own, place) => {
      const amountMinor = amounts[place]!;
      return amountMinor === 0n ? own : { ...own, claims: [{ line: null, amountMinor }] };
    }),
  );
}

function progressPart(draft: Draft, { chosen, claims, added }: Quoted): Result<Part> {
  const { jobId, book } = chosen;
  const claimedMinor = sumOf(claims.map(({ amountMinor }) => amountMinor));
  if (claimedMinor < 0n) {
    const value = formatMinor(claimedMinor, draft.currency);
    const detail = 'What is claimed of the quote comes to less than nothing.';
    return refuse('negativeTotal', detail, { field: `${chosen.field}.claims`, value, accepted: '0 or more' });
  }
  const rested = added.map((billing) => withRest(billing, 'carryForward'));
  const work = [...rested.map(settle), ...typedOverWork(chosen)];
  const retained = checkRetention(draft, chosen, claimedMinor + retainableMinor(work));
  if (!retained.ok) return retained;
  const fromClaims = least(retained.value, claimedMinor);
  const amountMinor = claimedMinor - fromClaims;
  const description = `Part of ${book.quote!.label}`;
  const ahead: Effect[] =
    amountMinor === 0n
      ? []
      : [
          { kind: 'interimRaised', lineKey: null, jobId, itemId: null, amountMinor, description },
          { kind: 'quoteInvoiced', lineKey: null, jobId, amountMinor },
        ];
  const effects = [...holdBack(work, retained.value - fromClaims), ...ahead];
  return done({ chosen, lines: linesOf(chosen, claims, rested), effects, notices: [] });
}

/**
 * Typed lines one after the other, each over the open work that nothing on the invoice takes, pro rata and no further than
 * it goes; what is above the work is invoiced ahead of it.
 */
function typedOverWork(chosen: ChosenJob): Effect[] {
  const { jobId, wanted } = chosen;
  let work = chosen.undecided.filter((item) => isBillable(item) && item.openMinor > 0n);
  return wanted.typed.flatMap(({ amountMinor, description }, place): Effect[] => {
    const lineKey = typedKey(jobId, place);
    const openMinor = sumOf(work.map((item) => item.openMinor));
    const billedMinor = amountMinor < openMinor ? amountMinor : openMinor;
    const weights = work.map((item) => item.openMinor);
    const parts = billedMinor === 0n ? weights.map(() => 0n) : apportion(billedMinor, weights);
    const taken = work.flatMap((item, index) => {
      const part = parts[index]!;
      return part === 0n ? [] : [settle({ ...closingAt(item, part, lineKey), rest: 'carryForward' })];
    });
    work = lessTaken(work, taken);
    const aheadMinor = amountMinor - billedMinor;
    if (aheadMinor === 0n) return taken;
    return [
      ...taken,
      { kind: 'interimRaised', lineKey, jobId, itemId: null, amountMinor: aheadMinor, description },
    ];
  });
}

function lessTaken(work: readonly BookItem[], effects: readonly ReturnType<typeof settle>[]): BookItem[] {
  const taken = new Map(effects.map((effect) => [effect.item, effect]));
  return work.flatMap((item) => {
    const effect = taken.get(item);
    if (effect === undefined) return [item];
    const openMinor = item.openMinor - effect.billedMinor;
    return openMinor === 0n
      ? []
      : [{ ...item, openMinor, openQuantity: item.openQuantity - effect.billedQuantity }];
  });
}

function finalPart(draft: Draft, { chosen, claims, added }: Quoted): Result<Part> {
  const { jobId } = chosen;
  const claimedMinor = sumOf(claims.map(({ amountMinor }) => amountMinor));
  const time = chosen.billed.filter(({ item }) => item.kind === 'time');
  const byHand = time.filter(isByHand).map((one) => billingOf(one, null));
  const byHandMinor = sumOf(byHand.map(({ billedMinor }) => billedMinor));
  const free = [...time.filter((one) => !isByHand(one)).map(({ item }) => item), ...chosen.undecided];
  const valueMinor = claimedMinor + typedMinor(chosen) - byHandMinor;
  const field = draft.fixedTotalMinor === null ? chosen.field : 'fixedTotal';
  const spread = spreadOver(free, { totalMinor: valueMinor, keepsExcess: false, field });
  if (!spread.ok) return spread;
  const { shares, unallocatedMinor } = spread.value;
  const closed = [...added, ...byHand].map((billing) => settle(withRest(billing, 'writeOff')));
  const work: Effect[] = [
    ...closed,
    ...shares.map(({ item, recognisedMinor }) =>
      recognisedMinor === 0n ? writtenOff(item) : settle(closingAt(item, recognisedMinor, null)),
    ),
    ...chosen.refused.map(({ item }) => writtenOff(item)),
  ];
  const leftOfQuoteMinor = claimedMinor - countedMinor(chosen);
  // What no work stands behind can be held back of the quote alone.
  const withoutWorkMinor = least(unallocatedMinor, leftOfQuoteMinor > 0n ? leftOfQuoteMinor : 0n);
  const retained = checkRetention(draft, chosen, retainableMinor(work) + withoutWorkMinor);
  if (!retained.ok) return retained;
  const heldWithoutWorkMinor = least(retained.value, withoutWorkMinor);
  const amountMinor = unallocatedMinor - heldWithoutWorkMinor;
  if (amountMinor > 0n)
    work.push({ kind: 'writtenOn', lineKey: null, jobId, account: 'wipTime', amountMinor });
  const quotedMinor = leftOfQuoteMinor - retained.value;
  const effects = [...holdBack(work, retained.value - heldWithoutWorkMinor), ...absorptions(chosen)];
  if (quotedMinor > 0n)
    effects.push({ kind: 'quoteInvoiced', lineKey: null, jobId, amountMinor: quotedMinor });
  const notices = [...(retained.value > 0n ? [savedAsProgress(chosen)] : []), ...noticesOfFinal(chosen)];
  return done({ chosen, lines: linesOf(chosen, claims, added), effects, notices });
}

/** What of the absorbed interims counted as invoiced of the quote when they were raised. */
function countedMinor({ absorbed }: ChosenJob): bigint {
  return sumOf(absorbed.map(({ item, amountMinor }) => (item.isBesideQuote === true ? 0n : amountMinor)));
}

function isByHand({ decision }: ChosenItem): boolean {
  return decision.quantity !== null || decision.amountMinor !== null;
}

/** The quote's lines in its order, what was typed, the added costs, and what reduces the total. */
function linesOf(chosen: ChosenJob, claims: readonly Claim[], added: readonly Billing[]): ComposedLine[] {
  const { jobId, book, wanted } = chosen;
  return [
    ...claims.map(({ line, amountMinor }) =>
      lineOf({
        key: line === null ? `quoted:${jobId}` : `quote:${line.quoteLineId}`,
        kind: 'quote',
        jobId,
        jobTaskId: line?.jobTaskId ?? null,
        quoteLineId: line?.quoteLineId ?? null,
        description: line?.description ?? `As quoted: ${book.quote!.label}`,
        amountMinor,
      }),
    ),
    ...wanted.typed.map((line, place) => typedLine(line, jobId, place)),
    ...linesOfItems(book, added),
    ...reducingLines(chosen),
  ];
}

function least(one: bigint, other: bigint): bigint {
  return one < other ? one : other;
}

function typedMinor({ wanted }: ChosenJob): bigint {
  return sumOf(wanted.typed.map(({ amountMinor }) => amountMinor));
}

function sumOf(amounts: readonly bigint[]): bigint {
  return amounts.reduce((sum, amountMinor) => sum + amountMinor, 0n);
}
