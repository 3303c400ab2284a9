// Who asks, and what they may do. The role grants; an API key's scopes narrow the role and never widen it. Whose firm it
// is has been settled before: a principal belongs to one firm, and all its work runs inside that firm.

import type { Result } from '#core/refusal.ts';
import { done, refuse } from '#core/refusal.ts';
import { absolute } from '#core/money/division.ts';
import type { Permission } from './permissions.ts';
import { allPermissions, permissions } from './permissions.ts';
import type { Role } from './roles.ts';
import { roleNames, roles } from './roles.ts';

export type Principal = {
  readonly firmId: number;
  /** Who stands in the ledger as the author. */
  readonly actorId: number;
  /** Null for an API key. */
  readonly memberId: number | null;
  /** The staff member whose time is "own"; null for somebody who records none. */
  readonly staffId: number | null;
  readonly role: Role;
  /** The scopes of an API key; null for a person, whom nothing narrows. */
  readonly scopes: readonly Permission[] | null;
  /** The most that may be written off or on in one action, in minor units; null for no limit. */
  readonly writeOffLimitMinor: bigint | null;
  /** Whether the firm shows cost rates to project managers; other roles do not depend on it. */
  readonly seesCosts: boolean;
};

// Every request asks several times, so what each role's sentences grant is gathered into sets once: first without,
// then with the cost rates that a firm may show to project managers.
const granted = new Map(roleNames.map((role) => [role, permissionsGranted(role, false)]));
const grantedWithCosts = new Map(roleNames.map((role) => [role, permissionsGranted(role, true)]));

function permissionsGranted(role: Role, seesCosts: boolean): ReadonlySet<Permission> {
  const grants = roles[role].filter((grant) => seesCosts || !grant.whenCostsAreShown);
  return new Set(grants.flatMap((grant) => grant.permissions));
}

/** Whether the principal's role grants the permission and, for an API key, its scopes include it. */
export function may(principal: Principal, permission: Permission): boolean {
  const byRole =
    (principal.seesCosts ? grantedWithCosts : granted).get(principal.role)?.has(permission) ?? false;
  return byRole && (principal.scopes === null || principal.scopes.includes(permission));
}

/** As `may`, with the refusal `notPermitted` to hand back. */
export function requirePermission(principal: Principal, permission: Permission): Result<null> {
  if (may(principal, permission)) return done(null);
  return refuse('notPermitted', `You may not ${permissions[permission].sentence} in this firm.`, {
    accepted: permission,
  });
}

/** Everything the principal may do, for a client that shows only what can be done. */
export function permissionsOf(principal: Principal): Permission[] {
  return allPermissions.filter((permission) => may(principal, permission));
}

/** Whether the principal may record, change and delete time of this staff member. */
export function mayRecordTimeOf(principal: Principal, staffId: number): boolean {
  return isOwnOrAny(principal, staffId, { own: 'time.recordOwn', any: 'time.recordAny' });
}

/** Whether the principal may see time of this staff member. */
export function mayReadTimeOf(principal: Principal, staffId: number): boolean {
  return isOwnOrAny(principal, staffId, { own: 'time.readOwn', any: 'time.readAny' });
}

/** Whether the principal may see a cost that this actor recorded; null where nobody knows who did. */
export function mayReadCostOf(principal: Principal, recordedBy: number | null): boolean {
  return (
    may(principal, 'costs.read') || (recordedBy === principal.actorId && may(principal, 'costs.readOwn'))
  );
}

/** Whether the principal may change and delete a cost that this actor recorded. */
export function mayRecordCostOf(principal: Principal, recordedBy: number | null): boolean {
  return (
    may(principal, 'costs.record') || (recordedBy === principal.actorId && may(principal, 'costs.recordOwn'))
  );
}

/**
 * Whether an adjustment of this size, written off or written on, stays within the principal's limit; the limit itself
 * is still within. It counts the whole of one action, in minor units of the currency of the job, because there are no
 * exchange rates. The permission is asked separately.
 */
export function isWithinWriteOffLimit(principal: Principal, amountMinor: bigint): boolean {
  return principal.writeOffLimitMinor === null || absolute(amountMinor) <= principal.writeOffLimitMinor;
}

function isOwnOrAny(
  principal: Principal,
  staffId: number,
  needs: { own: Permission; any: Permission },
): boolean {
  return may(principal, needs.any) || (principal.staffId === staffId && may(principal, needs.own));
}
