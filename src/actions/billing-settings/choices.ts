import type { Refusal } from '#core/refusal.ts';
import { archivedRefusals, referenceRefusals } from '../batch.ts';

/** Refuses a tax that the firm does not have, or has archived. */
export function taxChoiceRefusals(
  known: ReadonlyMap<number, { readonly name: string; readonly archived: boolean }>,
  field: string,
  id: number | null | undefined,
): Refusal[] {
  if (id === null || id === undefined) return [];
  return [
    ...referenceRefusals(known, { field, id, noun: 'tax', code: 'unknownTax' }),
    ...archivedRefusals(known.get(id), { field, noun: 'tax', id }),
  ];
}
