// Which lines of an invoice a credit note credits, and how much of each: never more than credit notes before have left.

import type { CurrencyCode } from '../money/currencies.ts';
import { formatMinor, parseMinor } from '../money/money.ts';
import { done, refuse, refuseAll, within, type Refusal, type Refused, type Result } from '../refusal.ts';
import type { CreditDestination } from './credit.ts';
import { creditedTaxOf } from './credit-tax.ts';

/** A line of the invoice, with what was credited of it before. */
export type InvoicedLine = {
  readonly lineNumber: number;
  readonly jobId: number | null;
  readonly amountMinor: bigint;
  readonly taxMinor: bigint;
  /** Null: never credited. */
  readonly credited: { readonly amountMinor: bigint; readonly taxMinor: bigint } | null;
};

export type LineWanted = {
  readonly lineNumber: number;
  /** Decimal text, ex tax, signed as the line; unless said, all that is left. */
  readonly amount?: string | null | undefined;
  readonly destination: CreditDestination;
};

/** What is left of everything, all going one way; or lines one by one. */
export type LinesWanted = { readonly all: CreditDestination } | readonly LineWanted[];

export type PlannedLine = {
  readonly lineNumber: number;
  readonly amountMinor: bigint;
  readonly taxMinor: bigint;
  readonly destination: CreditDestination;
  /** Where it was named. */
  readonly field: string;
  /** All of the line, by this credit note alone. */
  readonly isWholeLine: boolean;
};

export function planCredit(
  lines: readonly InvoicedLine[],
  wanted: LinesWanted,
  currency: CurrencyCode,
): Result<PlannedLine[]> {
  const planned = 'all' in wanted ? done(planAll(lines, wanted.all)) : planEach(lines, wanted, currency);
  if (!planned.ok) return planned;
  if (planned.value.length === 0) {
    return refuse('nothingToDo', 'Nothing of the invoice is left to be credited.', { field: 'lines' });
  }
  const totalMinor = planned.value.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
  if (totalMinor >= 0n) return planned;
  const detail = 'These lines come to less than nothing; credit what they reduce along with them.';
  return refuse('negativeTotal', detail, {
    field: 'lines',
    value: formatMinor(totalMinor, currency),
    accepted: '0 or more',
  });
}

export function leftOf({ amountMinor, credited }: InvoicedLine): bigint {
  return amountMinor - (credited?.amountMinor ?? 0n);
}

function isUsedUp(line: InvoicedLine): boolean {
  return line.credited !== null && leftOf(line) === 0n;
}

function planAll(lines: readonly InvoicedLine[], destination: CreditDestination): PlannedLine[] {
  return lines
    .filter((line) => !isUsedUp(line))
    .map((line) => planned(line, { amountMinor: leftOf(line), destination, field: 'lines' }));
}

type Terms = Pick<PlannedLine, 'amountMinor' | 'destination' | 'field'>;

function planned(line: InvoicedLine, terms: Terms): PlannedLine {
  const { amountMinor } = terms;
  const { credited } = line;
  const before = { creditedMinor: credited?.amountMinor ?? 0n, creditedTaxMinor: credited?.taxMinor ?? 0n };
  const taxMinor = creditedTaxOf({ ...line, ...before }, amountMinor);
  const isWholeLine = credited === null && amountMinor === line.amountMinor;
  return { lineNumber: line.lineNumber, ...terms, taxMinor, isWholeLine };
}

function planEach(
  lines: readonly InvoicedLine[],
  wanted: readonly LineWanted[],
  currency: CurrencyCode,
): Result<PlannedLine[]> {
  const known = new Map(lines.map((line) => [line.lineNumber, line]));
  const seen = new Set<number>();
  const plans: PlannedLine[] = [];
  const refusals: Refusal[] = [];
  for (const [index, one] of wanted.entries()) {
    const line = known.get(one.lineNumber);
    const amount = seen.has(one.lineNumber) ? twice(one) : amountOf(line, one, currency);
    seen.add(one.lineNumber);
    const field = `lines[${index}]`;
    if (!amount.ok) refusals.push(...within(field, amount).refusals);
    else plans.push(planned(line!, { amountMinor: amount.value, destination: one.destination, field }));
  }
  return refusals.length > 0 ? refuseAll(refusals) : done(plans);
}

function twice({ lineNumber }: LineWanted): Refused {
  return refuse('duplicate', 'The line is named twice.', {
    field: 'lineNumber',
    value: String(lineNumber),
    accepted: 'each line once',
  });
}

function amountOf(
  line: InvoicedLine | undefined,
  wanted: LineWanted,
  currency: CurrencyCode,
): Result<bigint> {
  const { lineNumber, amount } = wanted;
  if (line === undefined) {
    return refuse('unknownInvoiceLine', `The invoice has no line ${lineNumber}.`, {
      field: 'lineNumber',
      value: String(lineNumber),
      accepted: 'the number of a line of the invoice',
    });
  }
  const left = leftOf(line);
  const accepted = left < 0n ? `from ${formatMinor(left, currency)}` : `up to ${formatMinor(left, currency)}`;
  if (isUsedUp(line)) {
    return refuse('exceedsOutstanding', `Line ${lineNumber} is credited whole already.`, {
      field: 'lineNumber',
      value: String(lineNumber),
      accepted: 'a line with something left',
    });
  }
  if (amount === undefined || amount === null) return done(left);
  const parsed = parseMinor(amount, currency);
  if (!parsed.ok) return within('amount', parsed);
  const minor = parsed.value;
  if (minor === left) return parsed;
  if (minor === 0n || minor < 0n !== left < 0n) {
    const sign = left < 0n ? 'below 0, as the line is' : 'above 0';
    const at = { field: 'amount', value: amount, accepted };
    return refuse('amountOutOfRange', `The amount has to be ${sign}.`, at);
  }
  if (left < 0n ? minor >= left : minor <= left) return parsed;
  const detail = `${formatMinor(left, currency)} is left of line ${lineNumber}.`;
  return refuse('exceedsOutstanding', detail, { field: 'amount', value: amount, accepted });
}
