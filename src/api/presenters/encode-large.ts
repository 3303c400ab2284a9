// Thousands of rows, encoded without walking each through its schema, which would take longer than reading them. What
// differs inside and outside in such rows is ids alone: numbers here, text there. Everything around the rows goes through
// the schema. tests/api/reports.test.ts holds the outcome against the schema.

import { z } from 'zod';
import { Encoded } from '../route.ts';

type Item = Record<string, unknown>;
type WithItems = { readonly items: readonly Item[] };

/** The rows become what is sent: they are presented anew for each answer, and thousands of copies would cost a third more. */
export function encodeLarge(schema: z.ZodType, answer: unknown): Encoded {
  const { items, ...rest } = answer as WithItems;
  const head = z.encode(schema, { ...rest, items: [] }) as Item;
  const ids = Object.keys(items[0] ?? {}).filter((key) => key === 'id' || key.endsWith('Id'));
  for (const item of items) {
    for (const id of ids) {
      const value = item[id];
      if (typeof value === 'number') item[id] = value.toString();
    }
  }
  return new Encoded(JSON.stringify({ ...head, items }));
}
