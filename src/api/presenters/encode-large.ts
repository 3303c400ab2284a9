// Thousands of rows, encoded without walking each through its schema, which would take longer than reading them. What
// differs inside and outside in such rows is ids alone: numbers here, text there. Everything around the rows goes through
// the schema. tests/api/reports.test.ts holds the outcome against the schema.

import { z } from 'zod';
import { Encoded } from '../route.ts';

type WithItems = { readonly items: readonly Readonly<Record<string, unknown>>[] };

export function encodeLarge(schema: z.ZodType, answer: unknown): Encoded {
  const { items, ...rest } = answer as WithItems;
  const head = z.encode(schema, { ...rest, items: [] }) as Record<string, unknown>;
  const ids = Object.keys(items[0] ?? {}).filter((key) => key === 'id' || key.endsWith('Id'));
  return new Encoded(JSON.stringify({ ...head, items: items.map((item) => withIdsAsText(item, ids)) }));
}

function withIdsAsText(item: WithItems['items'][number], ids: readonly string[]): Record<string, unknown> {
  const shown = { ...item };
  for (const id of ids) if (typeof shown[id] === 'number') shown[id] = shown[id].toString();
  return shown;
}
