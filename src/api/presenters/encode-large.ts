// Thousands of rows, written out without walking each through its schema or making another object of it, either of which
// would take longer than reading them. What differs inside and outside in such rows is little: ids are text, and so are
// amounts, which leave their ending behind (amounts.ts). Everything around the rows goes through the schema.
// tests/api/reports.test.ts holds the outcome against the schema.

import { z } from 'zod';
import type { CurrencyCode } from '#core/money/currencies.ts';
import { formatMinor } from '#core/money/money.ts';
import { Encoded } from '../route.ts';

type Row = Readonly<Record<string, unknown>> & { readonly currency: CurrencyCode };

const noItems = '"items":[]';

/** `head` is the answer without its items. */
export function encodeLarge(schema: z.ZodType, head: unknown, rows: readonly unknown[]): Encoded {
  const around = JSON.stringify(z.encode(schema, head));
  // Within a string the quotes would be escaped, so this is the field itself.
  const place = around.indexOf(noItems) + noItems.length - 1;
  return new Encoded(`${around.slice(0, place)}${rowsAsJson(rows as readonly Row[])}${around.slice(place)}`);
}

type Field = { readonly key: string; readonly begins: string; readonly kind: 'amount' | 'id' | 'other' };

const ending = 'Minor';

function fieldsOf(row: object): Field[] {
  return Object.keys(row).map((key, place) => {
    const isAmount = key.endsWith(ending);
    const isId = key === 'id' || key.endsWith('Id');
    const shown = JSON.stringify(isAmount ? key.slice(0, -ending.length) : key);
    return {
      key,
      begins: `${place === 0 ? '{' : ','}${shown}:`,
      kind: isAmount ? 'amount' : isId ? 'id' : 'other',
    };
  });
}

/** Rows of one shape, between commas. */
function rowsAsJson(rows: readonly Row[]): string {
  const fields = fieldsOf(rows[0] ?? {});
  let text = '';
  for (const row of rows) {
    if (text !== '') text += ',';
    for (const { key, begins, kind } of fields) text += begins + valueAsJson(row[key], kind, row.currency);
    text += '}';
  }
  return text;
}

function valueAsJson(value: unknown, kind: Field['kind'], currency: CurrencyCode): string {
  if (value === null) return 'null';
  if (kind === 'amount') return `"${formatMinor(value as bigint, currency)}"`;
  return kind === 'id' ? `"${String(value)}"` : JSON.stringify(value);
}
