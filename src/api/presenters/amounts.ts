// Rows of reports as the API shows them: what is called `…Minor` inside is a decimal string without the ending outside,
// in the currency of the row; what the firm paid is in the firm's.

import type { CurrencyCode } from '#core/money/currencies.ts';
import { formatMinor } from '#core/money/money.ts';

type Shown<Row> = {
  [Key in keyof Row as Key extends `${infer Name}Minor` ? Name : Key]: Key extends `${string}Minor`
    ? string | Extract<Row[Key], null>
    : Row[Key];
};

const ending = 'Minor';

/** A row with its amounts as text. `firmCurrency` is needed where a row has a `costMinor`. */
export function presentAmounts<Row extends object>(
  row: Row,
  currency: CurrencyCode,
  firmCurrency: CurrencyCode = currency,
): Shown<Row> {
  const shown: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(row)) {
    if (!key.endsWith(ending)) shown[key] = value;
    else if (value === null) shown[key.slice(0, -ending.length)] = null;
    else {
      const isCost = key === 'costMinor';
      shown[key.slice(0, -ending.length)] = formatMinor(value as bigint, isCost ? firmCurrency : currency);
    }
  }
  return shown as Shown<Row>;
}

/** Rows that each say their currency. */
export function presentRows<Row extends { currency: CurrencyCode }>(
  rows: readonly Row[],
  firmCurrency?: CurrencyCode,
): Shown<Row>[] {
  return rows.map((row) => presentAmounts(row, row.currency, firmCurrency ?? row.currency));
}
