// Of the records of a list one is the default: making another one the default takes it from the first, and it can only
// be given away, not put down or archived. The list is locked as a whole, so nobody makes two at once.

import type { Refusal } from '#core/refusal.ts';
import { refuse } from '#core/refusal.ts';

export type Defaulting = { readonly name: string; readonly isDefault: boolean; readonly archived: boolean };

/** Refuses a default that would be archived or none any more. */
export function defaultRefusals(before: Defaulting, after: Defaulting): readonly Refusal[] {
  if (after.isDefault && after.archived) {
    const at = { field: 'archived', value: 'true', accepted: 'one that is not the default' };
    return refuse('stillInUse', `${before.name} is the default; make another one the default first.`, at)
      .refusals;
  }
  if (before.isDefault && !after.isDefault) {
    const at = { field: 'isDefault', value: 'false', accepted: 'making another one the default' };
    return refuse('conflict', `${before.name} stays the default until another one is.`, at).refusals;
  }
  return [];
}
