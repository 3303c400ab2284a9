// Leaves cost rates and margins out of an answer for those who may not see them: every field that the contract marks
// with costFigure, wherever it stands. Where the marks are is found once per schema.

import type { z } from 'zod';
import { isCostFigure } from '#contract/costs.ts';

/** The marked fields of an object, and the fields below which there are some. */
type Marks = {
  readonly hidden: readonly string[];
  readonly below: ReadonlyMap<string, Marks>;
  readonly each?: Marks;
};

const marksOf = new WeakMap<z.core.$ZodType, Marks | null>();

/** The answer as JSON has it, without its cost figures. It is changed in place: it was made for this answer. */
export function withoutCosts(answer: unknown, schema: z.core.$ZodType): unknown {
  const marks = findMarks(schema);
  if (marks !== undefined) strip(answer, marks);
  return answer;
}

function strip(value: unknown, marks: Marks): void {
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) {
    if (marks.each !== undefined) for (const element of value) strip(element, marks.each);
    return;
  }
  const fields = value as Record<string, unknown>;
  for (const name of marks.hidden) delete fields[name];
  for (const [name, deeper] of marks.below) strip(fields[name], deeper);
}

function findMarks(schema: z.core.$ZodType): Marks | undefined {
  const known = marksOf.get(schema);
  if (known !== undefined) return known ?? undefined;
  marksOf.set(schema, null);
  const marks = marksIn(schema as z.core.$ZodTypes);
  marksOf.set(schema, marks ?? null);
  return marks;
}

function marksIn(schema: z.core.$ZodTypes): Marks | undefined {
  const { def } = schema._zod;
  switch (def.type) {
    case 'object':
      return marksOfObject(def.shape);
    case 'array': {
      const each = findMarks(def.element);
      return each && { hidden: [], below: new Map(), each };
    }
    case 'optional':
    case 'nullable':
    case 'readonly':
      return findMarks(def.innerType);
    case 'union':
      return merged(def.options.map(findMarks));
    default:
      return undefined;
  }
}

function marksOfObject(shape: Readonly<Record<string, z.core.$ZodType>>): Marks | undefined {
  const hidden = Object.keys(shape).filter((name) => isCostFigure(shape[name]!));
  const below = new Map<string, Marks>();
  for (const [name, field] of Object.entries(shape)) {
    const deeper = findMarks(field);
    if (deeper !== undefined) below.set(name, deeper);
  }
  return hidden.length === 0 && below.size === 0 ? undefined : { hidden, below };
}

function merged(all: readonly (Marks | undefined)[]): Marks | undefined {
  const found = all.filter((marks) => marks !== undefined);
  if (found.length === 0) return undefined;
  const each = found.find((marks) => marks.each !== undefined)?.each;
  return {
    hidden: found.flatMap((marks) => marks.hidden),
    below: new Map(found.flatMap((marks) => [...marks.below])),
    ...(each === undefined ? {} : { each }),
  };
}
