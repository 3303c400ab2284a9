// A firm always keeps an owner who can sign in.

import { refuse, type Refused } from '#core/refusal.ts';
import type { Role } from './roles.ts';

export type Standing = { readonly role: Role; readonly active: boolean };

/** Refuses with `lastOwner` a change that would leave the firm without an active owner. */
export function lastOwnerRefusal(
  before: Standing,
  after: Standing,
  otherActiveOwners: number,
): Refused | undefined {
  const wasOwner = before.role === 'owner' && before.active;
  const staysOwner = after.role === 'owner' && after.active;
  if (!wasOwner || staysOwner || otherActiveOwners > 0) return undefined;
  return refuse('lastOwner', 'This is the last owner of the firm. Make somebody else an owner first.', {
    field: after.active ? 'role' : 'active',
  });
}
