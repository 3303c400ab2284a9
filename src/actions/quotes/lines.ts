// The lines of a draft, read: amounts in their currencies, defaults filled in, and each field on the kind of line that
// has it.

import type { CurrencyCode } from '#core/money/currencies.ts';
import { parseMinor } from '#core/money/money.ts';
import { productOf, type LineToQuote, type QuoteLineKind } from '#core/quotes/compose.ts';
import { done, refuseAll, within, type Refusal, type Result } from '#core/refusal.ts';
import type { TaxMode } from '#core/tax/tax.ts';
import type { NewQuoteLine, QuoteLine } from '#store/billing/quote-lines.ts';
import type { References } from '#store/practice/references.ts';
import { archivedRefusals, referenceRefusals } from '../batch.ts';
import { quoteLinesMax, type QuoteLineCommand } from './command.ts';

export type ReadLine = Omit<NewQuoteLine, 'typedMinor' | 'amountMinor' | 'taxMinor'> & LineToQuote;

export type LineBasis = {
  readonly currency: CurrencyCode;
  readonly firmCurrency: CurrencyCode;
  readonly tasks: References['tasks'];
  /** Of a line that does not say. */
  readonly taxId: number | null;
  readonly taxMode: TaxMode;
  /** The lines of the draft as it stands. */
  readonly before: ReadonlyMap<number, QuoteLine>;
};

/** The lines of a stored quote as they were typed, to be composed anew. */
export function typedLines<Line extends QuoteLine>(lines: readonly Line[]): (Line & ReadLine)[] {
  return lines.map((line) => ({
    ...line,
    givenMinor: productOf(line) === line.typedMinor ? null : line.typedMinor,
  }));
}

const ratePerHourMinorMax = 1_000_000_000_000n;

export function readLines(commands: readonly QuoteLineCommand[], basis: LineBasis): Result<ReadLine[]> {
  if (commands.length > quoteLinesMax) {
    return refuseAll([
      {
        code: 'batchTooLarge',
        detail: `A quote has at most ${quoteLinesMax} lines.`,
        field: 'lines',
        value: String(commands.length),
        accepted: `up to ${quoteLinesMax} lines`,
      },
    ]);
  }
  const results = commands.map((command, place) => {
    const read = readLine(command, basis);
    return read.ok ? read : within(`lines[${place}]`, read);
  });
  const refusals = results.flatMap((result) => (result.ok ? [] : result.refusals));
  if (refusals.length > 0) return refuseAll(refusals);
  return done(results.flatMap((result) => (result.ok ? [result.value] : [])));
}

function readLine(command: QuoteLineCommand, basis: LineBasis): Result<ReadLine> {
  const { kind, taskId = null, minutes = null, isOption = false } = command;
  const refusals: Refusal[] = [];
  const money = (field: AmountField, currency: CurrencyCode): bigint | null => {
    const read = readAmount(command, field, currency);
    if (read.ok) return read.value;
    refusals.push(...read.refusals);
    return null;
  };
  const ratePerHourMinor = money('rate', basis.currency);
  const unitPriceMinor = money('unitPrice', basis.currency);
  const unitCostMinor = money('unitCost', basis.firmCurrency);
  const givenMinor = money('amount', basis.currency);
  const task = taskId === null ? undefined : basis.tasks.get(taskId);
  const description = command.description ?? task?.name;
  refusals.push(
    ...fieldRefusals(command),
    ...referenceRefusals(basis.tasks, { field: 'taskId', id: taskId, noun: 'task', code: 'unknownTask' }),
    ...(taskId === null ? [] : archivedRefusals(task, { field: 'taskId', noun: 'task', id: taskId })),
    ...quantityRefusals(command),
    ...(description === undefined && task === undefined && taskId === null ? [withoutDescription] : []),
  );
  if (refusals.length > 0) return refuseAll(refusals);
  const known = command.id === undefined ? undefined : basis.before.get(command.id);
  return done({
    kind,
    taskId,
    description: description!,
    note: command.note ?? null,
    minutes,
    ratePerHourMinor,
    // A price alone is the price of one.
    quantityThousandths: command.quantityThousandths ?? (unitPriceMinor === null ? null : 1000),
    unitPriceMinor,
    unitCostMinor: command.unitCost === undefined ? (known?.unitCostMinor ?? null) : unitCostMinor,
    givenMinor,
    taxId: taxOf(command, basis),
    isOption,
    isChosen: isOption ? (command.isChosen ?? false) : true,
  });
}

function taxOf({ kind, taxId }: QuoteLineCommand, basis: LineBasis): number | null {
  if (kind === 'text' || basis.taxMode === 'none') return null;
  return taxId === undefined ? basis.taxId : taxId;
}

type AmountField = 'rate' | 'unitPrice' | 'unitCost' | 'amount';

function readAmount(
  command: QuoteLineCommand,
  field: AmountField,
  currency: CurrencyCode,
): Result<bigint | null> {
  const text = command[field];
  if (text === undefined || text === null) return done(null);
  const parsed = parseMinor(text, currency);
  if (!parsed.ok) return within(field, parsed);
  const isTooHigh = field === 'rate' && parsed.value > ratePerHourMinorMax;
  if (field === 'amount' || (parsed.value >= 0n && !isTooHigh)) return parsed;
  return refuseAll([
    {
      code: isTooHigh ? 'amountOutOfRange' : 'invalidAmount',
      detail: isTooHigh
        ? 'A rate like this cannot be meant.'
        : 'A price is not negative; a discount is an amount below zero or a negative quantity.',
      field,
      value: text,
      accepted: isTooHigh ? 'a lower rate' : 'an amount of 0 or more',
    },
  ]);
}

const fieldsOfKind: Readonly<Record<QuoteLineKind, readonly (keyof QuoteLineCommand)[]>> = {
  task: ['taskId', 'minutes', 'rate', 'amount', 'taxId', 'isOption', 'isChosen'],
  cost: ['quantityThousandths', 'unitPrice', 'unitCost', 'amount', 'taxId', 'isOption', 'isChosen'],
  text: [],
};
const priced = [...new Set([...fieldsOfKind.task, ...fieldsOfKind.cost])];

/** Refuses what a line of its kind does not have. */
function fieldRefusals(command: QuoteLineCommand): Refusal[] {
  return priced
    .filter((field) => !fieldsOfKind[command.kind].includes(field))
    .filter((field) => command[field] !== undefined && command[field] !== null && command[field] !== false)
    .map((field) => {
      const name = field === 'quantityThousandths' ? 'quantity' : field;
      return {
        code: 'invalidRequest',
        detail: `A line of the kind ${command.kind} has no ${name}.`,
        field: name,
        value: String(command[field]),
        accepted: `no ${name}, or a line of another kind`,
      };
    });
}

function quantityRefusals({ quantityThousandths, minutes }: QuoteLineCommand): Refusal[] {
  const refusals: Refusal[] = [];
  if (quantityThousandths === 0) {
    const at = { field: 'quantity', value: '0', accepted: 'a quantity other than 0' };
    refusals.push({ code: 'quantityOutOfRange', detail: 'A quantity of nothing costs nothing.', ...at });
  }
  if (typeof minutes === 'number' && (minutes < 0 || minutes > 100_000_000)) {
    const at = { field: 'minutes', value: String(minutes), accepted: '0 to 100,000,000 minutes' };
    refusals.push({ code: 'minutesOutOfRange', detail: 'So many minutes cannot be meant.', ...at });
  }
  return refusals;
}

const withoutDescription: Refusal = {
  code: 'invalidRequest',
  detail: 'A line says what it is for.',
  field: 'description',
  accepted: "a description, or a task of the firm's library",
};
