// Which fields a schema knows at a place of what was sent, so that whoever sends another one reads what there is.

import type { z } from 'zod';

type Schema = z.core.$ZodType;

/** By name; of a union, those of each of its branches. None where there is no object. */
export function fieldsAt(schema: Schema, path: readonly PropertyKey[]): string[] {
  const names = objectsAt(schema, path).flatMap((object) => Object.keys(object.shape));
  return [...new Set(names)];
}

type Shaped = { readonly shape: Readonly<Record<string, Schema>> };

function objectsAt(schema: Schema, path: readonly PropertyKey[]): Shaped[] {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  const [step, ...rest] = path;
  switch (def.type) {
    case 'object': {
      if (step === undefined) return [def];
      const field = def.shape[String(step)];
      return field === undefined ? [] : objectsAt(field, rest);
    }
    case 'array':
      return typeof step === 'number' ? objectsAt(def.element, rest) : [];
    case 'record':
      return step === undefined ? [] : objectsAt(def.valueType, rest);
    case 'union':
      return def.options.flatMap((option) => objectsAt(option, path));
    case 'optional':
    case 'nullable':
    case 'default':
    case 'prefault':
    case 'nonoptional':
    case 'readonly':
      return objectsAt(def.innerType, path);
    case 'pipe':
      return objectsAt(def.in, path);
    default:
      return [];
  }
}
