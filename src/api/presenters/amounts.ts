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

type Field = { readonly key: string; readonly shown: string; readonly isAmount: boolean };

function fieldsOf(row: object): Field[] {
  return Object.keys(row).map((key) => {
    const isAmount = key.endsWith(ending);
    return { key, shown: isAmount ? key.slice(0, -ending.length) : key, isAmount };
  });
}

/** A row with its amounts as text. `firmCurrency` is needed where a row has a `costMinor`. */
export function presentAmounts<Row extends object>(
  row: Row,
  currency: CurrencyCode,
  firmCurrency: CurrencyCode = currency,
): Shown<Row> {
  return presentFields(row, fieldsOf(row), { currency, firmCurrency });
}

/** Rows of one shape that each say their currency. */
export function presentRows<Row extends { currency: CurrencyCode }>(
  rows: readonly Row[],
  firmCurrency?: CurrencyCode,
): Shown<Row>[] {
  const fields = fieldsOf(rows[0] ?? {});
  return rows.map((row) => {
    const { currency } = row;
    return presentFields(row, fields, { currency, firmCurrency: firmCurrency ?? currency });
  });
}

type Currencies = { readonly currency: CurrencyCode; readonly firmCurrency: CurrencyCode };

function presentFields<Row extends object>(
  row: Row,
  fields: readonly Field[],
  { currency, firmCurrency }: Currencies,
): Shown<Row> {
  const shown: Record<string, unknown> = {};
  for (const field of fields) {
    const value = row[field.key as keyof Row];
    const isShownAsText = field.isAmount && value !== null;
    shown[field.shown] = isShownAsText
      ? formatMinor(value as bigint, field.key === 'costMinor' ? firmCurrency : currency)
      : value;
  }
  return shown as Shown<Row>;
}
