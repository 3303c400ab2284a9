// The fields of a cost, and what the API takes of them. Somebody who records what they spent types one amount; it is both
// what the firm paid and what the client is charged, until somebody else prices it.

import { minorDigits, type CurrencyCode } from '#core/money/currencies.ts';
import { divideHalfUp } from '#core/money/division.ts';
import { formatScaled, parseScaled } from '#core/money/money.ts';
import type { CostEntry } from '../../api/costs.ts';
import { orNull } from '../../form/words.ts';
import { isDecimal } from '../../form/numbers.ts';

export type CostFields = {
  jobId: string;
  description: string;
  incurredOn: string;
  quantity: string;
  unitPrice: string;
  unitCost: string;
  markup: string;
  supplier: string;
  code: string;
  jobTaskId: string;
  note: string;
  billable: boolean;
  estimated: boolean;
};

export function fieldsOf(entry: CostEntry | undefined, jobId: string, today: string): CostFields {
  return {
    jobId: entry?.jobId ?? jobId,
    description: entry?.description ?? '',
    incurredOn: entry?.incurredOn ?? today,
    quantity: entry === undefined ? '1' : String(entry.quantity),
    unitPrice: entry?.unitPrice ?? '',
    unitCost: entry?.unitCost ?? '',
    markup: '',
    supplier: entry?.supplier ?? '',
    code: entry?.code ?? '',
    jobTaskId: entry?.jobTaskId ?? '',
    note: entry?.note ?? '',
    billable: entry?.billable ?? true,
    estimated: entry === undefined ? false : !entry.actual,
  };
}

/** Where the API has the fields of a cost that is recorded. */
export const newCostPaths = Object.fromEntries(
  (['jobId', 'description', 'incurredOn', 'quantity', 'unitPrice', 'unitCost', 'jobTaskId'] as const).map(
    (name) => [name, `costs.0.${name}`],
  ),
);

/** `paysItself`: the one amount is the cost of the firm too. */
export function bodyOf(fields: CostFields, paysItself: boolean) {
  const { jobId, incurredOn, description, quantity, unitPrice, billable, estimated } = fields;
  const unitCost = paysItself ? unitPrice : fields.unitCost;
  return {
    jobId,
    incurredOn,
    description,
    quantity,
    unitPrice,
    billable,
    jobTaskId: orNull(fields.jobTaskId),
    supplier: orNull(fields.supplier),
    code: orNull(fields.code),
    note: orNull(fields.note),
    ...(unitCost === '' ? {} : { unitCost }),
    actual: !estimated,
  };
}

type Missing = Partial<Record<keyof CostFields, string>>;

export function missingIn(fields: CostFields): Missing {
  const { jobId, description, quantity, unitPrice, incurredOn } = fields;
  return {
    ...(jobId === '' ? { jobId: 'Which job is it for?' } : {}),
    ...(description.trim() === '' ? { description: 'What was bought?' } : {}),
    ...(isDecimal(quantity, 3) ? {} : { quantity: 'A number such as 1.' }),
    ...(isDecimal(unitPrice) ? {} : { unitPrice: 'An amount such as 45.50.' }),
    ...(incurredOn === '' ? { incurredOn: 'A day is needed.' } : {}),
  };
}

/** What the client pays for what the firm paid, at a markup in percent; undefined while one of them cannot be read. */
export function withMarkup(unitCost: string, markup: string, currency: string): string | undefined {
  if (!isDecimal(unitCost) || !isDecimal(markup)) return undefined;
  const digits = minorDigits(currency as CurrencyCode);
  const cost = parseScaled(unitCost, digits);
  const percent = parseScaled(markup, 4);
  if (cost === undefined || percent === undefined) return undefined;
  return formatScaled(divideHalfUp(cost * (1_000_000n + percent), 1_000_000n), digits);
}
