// One is a batch of one: the refusals of an endpoint for a single record name its fields without the batch around it.

import { refuseAll, type Result } from '#core/refusal.ts';

export function asOne<T>(batch: string, result: Result<T>): Result<T> {
  if (result.ok) return result;
  const prefix = `${batch}[0]`;
  return refuseAll(
    result.refusals.map(({ field, ...refusal }) => {
      if (field === undefined || field === prefix) return refusal;
      return { ...refusal, field: field.startsWith(`${prefix}.`) ? field.slice(prefix.length + 1) : field };
    }),
  );
}
