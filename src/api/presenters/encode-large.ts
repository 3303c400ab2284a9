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
  const written = new Written();
  written.add(around.slice(0, place));
  addRows(written, rows as readonly Row[]);
  written.add(around.slice(place));
  return written.asAnswer();
}

const bytesOfCharacterMax = 3;
const bytesAtFirst = 65_536;
const keptBytesMax = 8_388_608;

/**
 * Bytes that no answer holds at the moment. They go from one answer to the next: taken anew for each, they would lie about by
 * the dozen until memory is looked through, and be filled with zeros and given back each time.
 */
let spare: Buffer | undefined;

/** JSON as it travels, row by row: text of some megabytes would be copied three times on its way to the socket. */
class Written {
  #buffer: Buffer;
  #length = 0;

  constructor() {
    this.#buffer = spare ?? Buffer.allocUnsafeSlow(bytesAtFirst);
    spare = undefined;
  }

  add(text: string): void {
    const needed = this.#length + text.length * bytesOfCharacterMax;
    if (needed > this.#buffer.length) {
      const larger = Buffer.allocUnsafeSlow(needed * 2);
      this.#buffer.copy(larger, 0, 0, this.#length);
      this.#buffer = larger;
    }
    this.#length += this.#buffer.write(text, this.#length);
  }

  asAnswer(): Encoded {
    const buffer = this.#buffer;
    return new Encoded(buffer.subarray(0, this.#length), () => {
      if (buffer.length <= keptBytesMax && buffer.length >= (spare?.length ?? 0)) spare = buffer;
    });
  }
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

/** Rows of one shape, with commas between them. */
function addRows(written: Written, rows: readonly Row[]): void {
  const fields = fieldsOf(rows[0] ?? {});
  for (const [place, row] of rows.entries()) {
    let text = place === 0 ? '' : ',';
    for (const { key, begins, kind } of fields) text += begins + valueAsJson(row[key], kind, row.currency);
    written.add(`${text}}`);
  }
}

function valueAsJson(value: unknown, kind: Field['kind'], currency: CurrencyCode): string {
  if (value === null) return 'null';
  // Most amounts of a report are nothing.
  if (kind === 'amount')
    return value === 0n ? zeroOf(currency) : `"${formatMinor(value as bigint, currency)}"`;
  if (kind === 'id') return `"${value as number | string}"`;
  return typeof value === 'string' && !escaped.test(value) ? `"${value}"` : JSON.stringify(value);
}

/** Whatever JSON may have to write otherwise than it is. */
const escaped = /[^ !#-[\]-\ud7ff]/;

const zeros = new Map<CurrencyCode, string>();

function zeroOf(currency: CurrencyCode): string {
  let zero = zeros.get(currency);
  if (zero === undefined) zeros.set(currency, (zero = `"${formatMinor(0n, currency)}"`));
  return zero;
}
