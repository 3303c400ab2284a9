// What a run does with a job, before anything is composed: who it concerns, what its rules and a person's choice say. A
// person's word goes before every rule; what cannot be invoiced at all goes before both.

import type { InvoiceBasis, InvoiceType } from '../billing/draft.ts';
import type { BookItem } from '../billing/draft.ts';
import { addDays, type CivilDate } from '../calendar/civil-date.ts';
import type { CurrencyCode } from '../money/currencies.ts';
import { minorDigits } from '../money/currencies.ts';
import { divideHalfUp } from '../money/division.ts';
import { parseScaled } from '../money/money.ts';
import type { JobStateType } from '../practice/job-states.ts';
import type { Choice, Decision, ReasonCode, WarningCode } from './plan.ts';
import { carriedAfter, offeredUpTo, type RunRules } from './rules.ts';

/** What the rules look at beside the work itself. */
export type JobFacts = {
  readonly currency: CurrencyCode;
  readonly clientCurrency: CurrencyCode;
  readonly isClientArchived: boolean;
  readonly stateType: JobStateType;
  readonly isExcluded: boolean;
  readonly isDue: boolean;
  readonly hasQuote: boolean;
  readonly quotedMinor: bigint;
  /** Billed so far, interims included. */
  readonly billedMinor: bigint;
  readonly netWipMinor: bigint;
  readonly openItems: number;
  readonly hasRecipient: boolean;
  readonly itemsWithoutRate: number;
};

/** Folded or not (the head of actions/billing-runs/plan.ts). */
export type PlannableItem = Pick<
  BookItem,
  'kind' | 'itemId' | 'originOn' | 'openMinor' | 'billable' | 'onDraft'
>;

export type Verdict =
  | { readonly decision: 'bill'; readonly type: InvoiceType; readonly basis: InvoiceBasis }
  | { readonly decision: Exclude<Decision, 'bill'>; readonly reason: ReasonCode };

const staleDays = 90;

export function verdictOf(
  rules: RunRules,
  facts: JobFacts,
  choice: Choice | null,
  items: readonly PlannableItem[],
): Verdict {
  const impossible = impossibleReason(facts);
  if (impossible !== null) return { decision: 'nothing', reason: impossible };
  const said = choice?.treatment ?? null;
  if (said === 'hold' || said === 'carry') return { decision: 'hold', reason: 'byPerson' };
  if (said === 'writeOff') return { decision: 'writeOff', reason: 'byPerson' };
  if (said === null) {
    const left = leftOutReason(rules, facts);
    if (left !== null) return { decision: 'nothing', reason: left };
    if (!choice?.ignoresMinimum && isWorthTooLittle(rules, facts.currency, items)) {
      return { decision: 'writeOff', reason: 'worthTooLittle' };
    }
  }
  return { decision: 'bill', ...kindOfInvoice(rules, facts) };
}

function impossibleReason(facts: JobFacts): ReasonCode | null {
  if (facts.isExcluded) return 'excluded';
  if (facts.isClientArchived) return 'clientArchived';
  return facts.currency === facts.clientCurrency ? null : 'otherCurrency';
}

function leftOutReason({ filters, treatment }: RunRules, facts: JobFacts): ReasonCode | null {
  if (filters.schedule === 'due' && !facts.isDue) return 'notDue';
  if (filters.sign === 'positive' && facts.netWipMinor < 0n) return 'negative';
  if (!facts.hasQuote || treatment.quotedJobs === 'actual') return null;
  return treatment.quotedJobs === 'finalWhenCompleted' && isCompleted(facts) ? null : 'quoted';
}

/** Somebody who bills a quoted job that the rules leave out bills its work. */
function kindOfInvoice({ treatment }: RunRules, facts: JobFacts): { type: InvoiceType; basis: InvoiceBasis } {
  if (facts.hasQuote && treatment.quotedJobs === 'finalWhenCompleted' && isCompleted(facts)) {
    return { type: 'final', basis: 'quoted' };
  }
  const isFinal = treatment.finalWhenCompleted && isCompleted(facts);
  return { type: isFinal ? 'final' : 'progress', basis: 'actual' };
}

function isCompleted({ stateType }: JobFacts): boolean {
  return stateType === 'completed';
}

/** Work that is free and not after the cut-off. */
export function isOffered(rules: RunRules, { onDraft, originOn }: PlannableItem): boolean {
  return onDraft === null && originOn <= offeredUpTo(rules);
}

/** Offered work that the rules carry forward. A person's word to bill lifts this rule as well. */
export function carriedItems<Item extends PlannableItem>(
  rules: RunRules,
  choice: Choice | null,
  items: readonly Item[],
): Item[] {
  const after = carriedAfter(rules);
  if (after === null || choice?.treatment === 'bill') return [];
  return items.filter(
    (item) => item.kind !== 'interim' && item.billable && item.originOn > after && isOffered(rules, item),
  );
}

/** What a write-off takes: open work of any value up to the cut-off. Credits of suppliers stay. */
export function writeOffItems<Item extends PlannableItem>(rules: RunRules, items: readonly Item[]): Item[] {
  return items.filter((item) => item.kind !== 'interim' && item.openMinor > 0n && isOffered(rules, item));
}

function isWorthTooLittle(rules: RunRules, currency: CurrencyCode, items: readonly PlannableItem[]): boolean {
  const { writeOffBelow } = rules.treatment;
  if (writeOffBelow === null) return false;
  const worthMinor = items
    .filter((item) => item.kind !== 'interim' && item.billable && isOffered(rules, item))
    .reduce((sum, { openMinor }) => sum + openMinor, 0n);
  return worthMinor > 0n && worthMinor < minorOf(writeOffBelow, currency);
}

/** Why nothing of a job can be invoiced, where composing found nothing to do. */
export function emptyReason(
  rules: RunRules,
  choice: Choice | null,
  items: readonly PlannableItem[],
): { decision: 'hold' | 'nothing'; reason: ReasonCode } {
  const work = items.filter(({ kind, billable }) => kind !== 'interim' && billable);
  if (carriedItems(rules, choice, work).length > 0) return { decision: 'hold', reason: 'carriedByRule' };
  if (work.some(({ onDraft }) => onDraft !== null)) return { decision: 'nothing', reason: 'onOtherDraft' };
  const reason = work.some(({ originOn }) => originOn > offeredUpTo(rules)) ? 'afterCutOff' : 'empty';
  return { decision: 'nothing', reason };
}

/** What whoever plans should know of a job, whatever is decided. */
export function warningsOf(
  rules: RunRules,
  facts: JobFacts,
  items: readonly PlannableItem[],
  /** Ex tax, what the run invoices. */
  totalMinor: bigint,
): WarningCode[] {
  const work = items.filter(({ kind }) => kind !== 'interim');
  const staleBefore = staleBeforeOf(rules);
  const holds: readonly (readonly [WarningCode, boolean])[] = [
    ['recipientMissing', !facts.hasRecipient],
    ['rateMissing', facts.itemsWithoutRate > 0],
    ['negativeWip', facts.netWipMinor < 0n],
    ['onOtherDraft', items.some(({ onDraft }) => onDraft !== null)],
    ['stale', work.some(({ originOn, openMinor }) => openMinor !== 0n && originOn < staleBefore)],
    ['laterWork', work.some(({ originOn }) => originOn > offeredUpTo(rules))],
    ['jobCompleted', facts.stateType === 'completed'],
    ['jobCancelled', facts.stateType === 'cancelled'],
    ['quoteExceeded', facts.hasQuote && facts.billedMinor + totalMinor > facts.quotedMinor],
  ];
  return holds.filter(([, isSo]) => isSo).map(([code]) => code);
}

const staleBeforeKnown = new WeakMap<RunRules, CivilDate>();

/** Reckoned once for all jobs of a plan. */
function staleBeforeOf(rules: RunRules): CivilDate {
  const known = staleBeforeKnown.get(rules) ?? addDays(rules.cutOffOn, -staleDays);
  staleBeforeKnown.set(rules, known);
  return known;
}

/** A decimal number as an amount of a currency, half up where the currency has fewer digits. */
export function minorOf(text: string, currency: CurrencyCode): bigint {
  const thousandths = parseScaled(text, 3);
  if (thousandths === undefined) throw new Error(`${text} is no amount`);
  return divideHalfUp(thousandths * 10n ** BigInt(minorDigits(currency)), 1000n);
}
