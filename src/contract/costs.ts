// What time costs the firm, and the margin that follows from it, is for those who may see cost rates. Such a field is
// marked where it is declared, by wrapping its schema here; the API leaves every marked field out of an answer for
// everybody else, in one place, so that no handler has to think of it.

import type { z } from 'zod';

const marked = new WeakSet<z.core.$ZodType>();

/** Marks a field that is absent for those who may not see cost rates. */
export function costFigure<Schema extends z.ZodType>(schema: Schema) {
  const figure = schema.optional().meta({ description: 'Only for those who may see cost rates.' });
  marked.add(figure);
  return figure;
}

export function isCostFigure(schema: z.core.$ZodType): boolean {
  return marked.has(schema);
}
