// The lines of an imported quote. They come to its total: as they are, or, where the source agreed on another, as under a
// fixed price, which the lines above zero share.

import { apportion } from '#core/money/apportion.ts';
import type { CurrencyCode } from '#core/money/currencies.ts';
import { multiplyQuantity } from '#core/money/quantity.ts';
import type { NewQuoteLine } from '#store/billing/quote-lines.ts';
import { minorOf, thousandthsOf, timeValueOf } from '../amounts.ts';
import { idKey } from '../keys.ts';
import type { DecimalText, ImportedQuote, ImportedQuoteCost, ImportedQuoteTask } from '../model.ts';
import { shortened, type Directory, type JobNode } from '../practice/directory.ts';
import { jobTaskIdsOf, taxOfLine } from './prepare.ts';

export type ReadQuoteLine = Omit<NewQuoteLine, 'taxId' | 'taxMinor'> & {
  /** The job's task that an accepted line became. */
  readonly jobTaskId: number | null;
  /** As the source tells it of the line. */
  readonly toldTaxMinor: bigint | undefined;
};

export type QuoteLines = {
  readonly lines: readonly ReadQuoteLine[];
  readonly pricing: 'calculated' | 'fixed';
};

export type QuoteToRead = {
  readonly directory: Directory;
  readonly source: string;
  readonly quote: ImportedQuote;
  readonly job: JobNode | undefined;
  readonly currency: CurrencyCode;
  readonly totalMinor: bigint;
};

export function linesOfQuote(about: QuoteToRead): QuoteLines {
  const { quote, totalMinor } = about;
  const lines = [
    ...quote.tasks.map((task) => taskLine(about, task)),
    ...quote.costs.map((cost) => costLine(about, cost, cost.optional ?? false)),
    ...quote.options.map((cost) => costLine(about, cost, true)),
  ];
  if (lines.length === 0)
    return { lines: totalMinor === 0n ? [] : [wholeLine(about)], pricing: 'calculated' };
  const said = readings(lines).find((tried) => sumOf(tried) === totalMinor);
  if (said !== undefined) return { lines: said, pricing: 'calculated' };
  return shared(lines, totalMinor);
}

/** Ways to read what counts in the total: not every source says which options were chosen. */
function readings(lines: readonly ReadQuoteLine[]): ReadQuoteLine[][] {
  return [[...lines], lines.map((line) => ({ ...line, isChosen: true }))];
}

/** The total as a price that was agreed for all of them. */
function shared(lines: readonly ReadQuoteLine[], totalMinor: bigint): QuoteLines {
  const sharing = lines.filter(({ isChosen, typedMinor }) => isChosen && typedMinor > 0n);
  const besideMinor = sumOf(lines.filter((line) => !sharing.includes(line)));
  const wantedMinor = totalMinor - besideMinor;
  if (sharing.length === 0 || wantedMinor < 0n) {
    return { lines: [...lines, restLine(totalMinor - sumOf(lines))], pricing: 'calculated' };
  }
  const parts = apportion(
    wantedMinor,
    sharing.map(({ typedMinor }) => typedMinor),
  );
  const amounts = new Map(sharing.map((line, place) => [line, parts[place]!]));
  return {
    lines: lines.map((line) => ({ ...line, amountMinor: amounts.get(line) ?? line.amountMinor })),
    pricing: 'fixed',
  };
}

function sumOf(lines: readonly ReadQuoteLine[]): bigint {
  return lines.reduce((sum, { isChosen, amountMinor }) => (isChosen ? sum + amountMinor : sum), 0n);
}

function taskLine(about: QuoteToRead, task: ImportedQuoteTask): ReadQuoteLine {
  const { directory, source, job, currency } = about;
  const { estimatedMinutes: minutes = null, billableRate } = task;
  const told = task.amount === undefined ? undefined : minorOf(task.amount, currency);
  const priced =
    minutes === null || billableRate === undefined ? 0n : timeValueOf(minutes, billableRate, currency);
  const amountMinor = told ?? priced ?? 0n;
  const library = task.task?.externalId && directory.tasks.find(source, idKey(task.task.externalId));
  const isOption = task.optional ?? false;
  return {
    ...blank,
    kind: 'task',
    taskId: library ? library.id : null,
    jobTaskId: job === undefined ? null : (jobTaskIdsOf({ directory, source, job }, task)[0] ?? null),
    description: shortened(task.name, 1_000),
    minutes,
    ratePerHourMinor: priceOf(billableRate, currency),
    typedMinor: amountMinor,
    amountMinor,
    isOption,
    isChosen: !isOption || task.accepted === true,
    toldTaxMinor: taxOfLine(task.taxes, currency),
  };
}

function costLine(about: QuoteToRead, cost: ImportedQuoteCost, isOption: boolean): ReadQuoteLine {
  const { directory, currency } = about;
  const quantityThousandths = cost.quantity === undefined ? null : (thousandthsOf(cost.quantity) ?? null);
  const unitPriceMinor = priceOf(cost.unitPrice, currency);
  const told = cost.amount === undefined ? undefined : minorOf(cost.amount, currency);
  const priced =
    quantityThousandths === null || unitPriceMinor === null
      ? 0n
      : multiplyQuantity(quantityThousandths, unitPriceMinor);
  const amountMinor = told ?? priced;
  return {
    ...blank,
    kind: 'cost',
    description: shortened(cost.description, 1_000),
    quantityThousandths,
    unitPriceMinor,
    unitCostMinor: priceOf(cost.unitCost, directory.firm.currency),
    typedMinor: amountMinor,
    amountMinor,
    isOption,
    isChosen: !isOption || cost.accepted === true,
    toldTaxMinor: taxOfLine(cost.taxes, currency),
  };
}

/** A quote of which the source gives no lines is one line, so that it can be claimed of. */
function wholeLine({ quote, totalMinor }: QuoteToRead): ReadQuoteLine {
  const description = shortened(quote.name ?? 'As quoted', 1_000);
  return { ...blank, kind: 'task', description, typedMinor: totalMinor, amountMinor: totalMinor };
}

function restLine(amountMinor: bigint): ReadQuoteLine {
  return {
    ...blank,
    kind: 'task',
    description: 'Agreed beside the lines',
    typedMinor: amountMinor,
    amountMinor,
  };
}

const blank = {
  taskId: null,
  jobTaskId: null,
  note: null,
  minutes: null,
  ratePerHourMinor: null,
  quantityThousandths: null,
  unitPriceMinor: null,
  unitCostMinor: null,
  isOption: false,
  isChosen: true,
  toldTaxMinor: undefined,
} as const;

/** A price or a rate is none below zero. */
function priceOf(text: DecimalText | undefined, currency: CurrencyCode): bigint | null {
  const minor = text === undefined ? undefined : minorOf(text, currency);
  return minor === undefined || minor < 0n ? null : minor;
}
