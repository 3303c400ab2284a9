// The columns of a list as a file, out of the schema of its items: a field of its own name for each, nested objects
// flattened with dots, arrays of plain values joined and arrays of objects counted.

import type { z } from 'zod';
import { isCostFigure } from '#contract/costs.ts';
import { date } from '#contract/dates.ts';
import { id, longId } from '#contract/ids.ts';
import { amount } from '#contract/money.ts';

export type ListColumn = {
  /** The names that lead to the value, outermost first. */
  readonly path: readonly string[];
  readonly label: string;
  /** `count` is of an array of objects, `joined` of plain values. */
  readonly kind: 'text' | 'date' | 'decimal' | 'flag' | 'joined' | 'count';
  /** Only for those who may see cost rates. */
  readonly isCost: boolean;
};

type Schema = z.core.$ZodTypes;

export function columnsOfItem(item: z.core.$ZodType): ListColumn[] {
  return columnsAt(item as Schema, { path: [], isCost: false });
}

type Place = { readonly path: readonly string[]; readonly isCost: boolean };

function columnsAt(schema: Schema, { path, isCost }: Place): ListColumn[] {
  const inner = behind(schema);
  const { def } = inner._zod;
  if (def.type === 'object') {
    return Object.entries(def.shape).flatMap(([name, field]) =>
      columnsAt(field as Schema, { path: [...path, name], isCost: isCost || isCostFigure(field) }),
    );
  }
  const kind = kindOf(inner);
  return path.length === 0 ? [] : [{ path, label: path.join('.'), kind, isCost }];
}

function kindOf(schema: Schema): ListColumn['kind'] {
  if (isMadeFrom(schema, date)) return 'date';
  if (isMadeFrom(schema, amount)) return 'decimal';
  if (isMadeFrom(schema, id) || isMadeFrom(schema, longId)) return 'text';
  const { def } = schema._zod;
  switch (def.type) {
    case 'boolean':
      return 'flag';
    case 'number':
      return 'decimal';
    case 'pipe':
      // A number inside that travels as a decimal string, such as a quantity.
      return behind(def.out as Schema)._zod.def.type === 'number' ? 'decimal' : 'text';
    case 'array':
    case 'tuple': {
      const element = def.type === 'array' ? behind(def.element as Schema) : undefined;
      return element?._zod.def.type === 'object' || element?._zod.def.type === 'union' ? 'count' : 'joined';
    }
    default:
      return 'text';
  }
}

/** The schema without what only says that it may be missing. */
function behind(schema: Schema): Schema {
  const { def } = schema._zod;
  switch (def.type) {
    case 'optional':
    case 'nullable':
    case 'readonly':
    case 'default':
      return behind(def.innerType as Schema);
    default:
      return schema;
  }
}

/** Whether a schema is the other one, perhaps with a description of its own. */
function isMadeFrom(schema: z.core.$ZodType, origin: z.core.$ZodType): boolean {
  for (let made: z.core.$ZodType | undefined = schema; made !== undefined; made = made._zod.parent) {
    if (made === origin) return true;
  }
  return false;
}
