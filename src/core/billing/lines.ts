// The lines of an invoice as a document: time by task, each cost, each line typed on the invoice, each line of the quote,
// and below them what reduces the total. Minutes and rate, quantity and price are shown where they multiply out.

import { multiplyRate } from '../money/money.ts';
import { multiplyQuantity } from '../money/quantity.ts';
import type { Billing } from './billing.ts';
import type { ChosenJob } from './chosen.ts';
import type { ComposedLine } from './composition.ts';
import type { BookItem, BookJob, TypedLine } from './draft.ts';

export function lineOf(
  line: Pick<ComposedLine, 'key' | 'kind' | 'description' | 'amountMinor'> & Partial<ComposedLine>,
): ComposedLine {
  return {
    jobId: null,
    jobTaskId: null,
    costItemId: null,
    quoteLineId: null,
    interimId: null,
    minutes: null,
    ratePerHourMinor: null,
    quantityThousandths: null,
    unitPriceMinor: null,
    typed: false,
    ...line,
  };
}

/** The line that an item is billed under. */
export function keyOfItem(item: BookItem): string {
  if (item.kind === 'cost') return `cost:${item.itemId}`;
  return item.jobTaskId === null ? `time:${item.jobId}` : `task:${item.jobTaskId}`;
}

/** Time by task in the order of the job's tasks, then each cost. */
export function linesOfItems(job: BookJob, billings: readonly Billing[]): ComposedLine[] {
  const tasks = [...job.jobTaskNames.keys()];
  const placeOf = ({ item }: Billing) =>
    item.jobTaskId === null || !tasks.includes(item.jobTaskId) ? tasks.length : tasks.indexOf(item.jobTaskId);
  const time = billings.filter(({ item }) => item.kind === 'time');
  const byTask = Map.groupBy(time, (billing) => billing.lineKey!);
  return [
    ...[...byTask.values()]
      .toSorted((a, b) => placeOf(a[0]!) - placeOf(b[0]!))
      .map((own) => taskLine(job, own)),
    ...billings.filter(({ item }) => item.kind === 'cost').map(costLine),
  ];
}

function taskLine(job: BookJob, billings: readonly Billing[]): ComposedLine {
  const [{ item, lineKey }] = billings as [Billing];
  const minutes = billings.reduce((sum, { quantity }) => sum + quantity, 0);
  const amountMinor = billings.reduce((sum, { billedMinor }) => sum + billedMinor, 0n);
  const isAtOnePrice = billings.every((one) => one.item.priceMinor === item.priceMinor);
  const multiplies = isAtOnePrice && multiplyRate(minutes, item.priceMinor) === amountMinor;
  return lineOf({
    key: lineKey!,
    kind: 'task',
    jobId: job.jobId,
    jobTaskId: item.jobTaskId,
    description: (item.jobTaskId === null ? undefined : job.jobTaskNames.get(item.jobTaskId)) ?? 'Time',
    minutes,
    ratePerHourMinor: multiplies ? item.priceMinor : null,
    amountMinor,
  });
}

function costLine({ item, lineKey, quantity, billedMinor }: Billing): ComposedLine {
  const multiplies = multiplyQuantity(quantity, item.priceMinor) === billedMinor;
  return lineOf({
    key: lineKey!,
    kind: 'cost',
    jobId: item.jobId,
    jobTaskId: item.jobTaskId,
    costItemId: item.itemId,
    description: item.description,
    quantityThousandths: quantity,
    unitPriceMinor: multiplies ? item.priceMinor : null,
    amountMinor: billedMinor,
  });
}

export function typedKey(jobId: number, place: number): string {
  return `typed:${jobId}:${place}`;
}

export function typedLine(line: TypedLine, jobId: number | null, place: number): ComposedLine {
  const { minutes, ratePerHourMinor, quantityThousandths, unitPriceMinor, amountMinor } = line;
  const rateMultiplies =
    minutes !== null && ratePerHourMinor !== null && multiplyRate(minutes, ratePerHourMinor) === amountMinor;
  const priceMultiplies =
    quantityThousandths !== null &&
    unitPriceMinor !== null &&
    multiplyQuantity(quantityThousandths, unitPriceMinor) === amountMinor;
  return lineOf({
    key: jobId === null ? `line:${place}` : typedKey(jobId, place),
    kind: line.kind,
    jobId,
    jobTaskId: line.jobTaskId,
    description: line.description,
    minutes,
    ratePerHourMinor: rateMultiplies ? ratePerHourMinor : null,
    quantityThousandths,
    unitPriceMinor: priceMultiplies ? unitPriceMinor : null,
    amountMinor,
    typed: true,
  });
}

/** What stands on the invoice above what was recorded: as an interim, or as a part of the price. */
export function excessLine(jobId: number, amountMinor: bigint, isCredit: boolean): ComposedLine {
  return lineOf({
    key: `excess:${jobId}`,
    kind: isCredit ? 'deposit' : 'text',
    jobId,
    description: isCredit ? excessDescription : 'As agreed',
    amountMinor,
  });
}

export const excessDescription = 'In advance of further work';

/** What reduces the total of a job: its absorbed interims, and what is held back. */
export function reducingLines({ jobId, absorbed, wanted }: ChosenJob): ComposedLine[] {
  const lines = absorbed.map(({ item, amountMinor }) =>
    lineOf({
      key: `interim:${item.itemId}`,
      kind: 'interim',
      jobId,
      interimId: item.itemId,
      description: item.description,
      amountMinor: -amountMinor,
    }),
  );
  if (wanted.retention === null) return lines;
  const { description, amountMinor } = wanted.retention;
  return [
    ...lines,
    lineOf({ key: `retention:${jobId}`, kind: 'retention', jobId, description, amountMinor: -amountMinor }),
  ];
}
