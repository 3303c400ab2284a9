// Who is signed in: their firms, and what they may do in the one they chose.

import { permissionsOf, type Principal } from '#core/access/principal.ts';
import { roles } from '#core/access/roles.ts';
import type { Database } from '#store/database.ts';
import { loadFirm } from '#store/firms.ts';
import { membershipsOf } from '#store/people.ts';

/** The firms that a person belongs to, by name. */
export function readMemberships(database: Database, userId: string) {
  return membershipsOf(database, userId);
}

/** The firm of the principal, and what they may do there, in words and as names. */
export async function readPlace(database: Database, principal: Principal) {
  const firm = await database.inFirm(principal.firmId, (tx) => loadFirm(tx), { readOnly: true });
  return {
    ...firm,
    role: principal.role,
    roleSentences: roles[principal.role]
      .filter((grant) => !grant.whenCostsAreShown || principal.seesCosts)
      .map((grant) => grant.sentence),
    permissions: permissionsOf(principal),
    memberId: principal.memberId,
    staffId: principal.staffId,
  };
}
