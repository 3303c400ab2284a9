// Turns a key or a person into a principal. Asked for every request (the API remembers the answer for seconds).

import type { Principal } from '#core/access/principal.ts';
import type { Database } from '#store/database.ts';
import { isOperator as findOperator } from '#store/monitoring/operators.ts';
import {
  findFirmOfApiKey,
  loadKeyPrincipal,
  loadMemberPrincipal,
  membershipsOf,
  type KeyPrincipal,
  type Membership,
} from '#store/people.ts';

export type { Membership };

/** The principal of an API key, by the SHA-256 of the key; undefined when there is none or it is revoked. */
export async function findApiKey(database: Database, keyHash: Uint8Array): Promise<KeyPrincipal | undefined> {
  const found = await database.asInstallation((tx) => findFirmOfApiKey(tx, keyHash), { readOnly: true });
  if (found === undefined) return undefined;
  return database.inFirm(found.firmId, (tx) => loadKeyPrincipal(tx, found.apiKeyId), { readOnly: true });
}

export type FoundMember = {
  readonly principal: Principal | undefined;
  /** Whether the firm asks for a second factor that they have not set up: until then they may do nothing there. */
  readonly lacksTwoFactor: boolean;
  readonly memberships: readonly Membership[];
};

/**
 * What a person is in the firm they ask for, or in their only firm when they ask for none. Without a principal, the
 * memberships say between which firms they may choose.
 */
export async function findMember(
  database: Database,
  userId: string,
  firmId: number | undefined,
): Promise<FoundMember> {
  const memberships = await membershipsOf(database, userId);
  const chosen =
    firmId === undefined && memberships.length === 1
      ? memberships[0]
      : memberships.find((membership) => membership.firmId === firmId);
  if (chosen === undefined) return { principal: undefined, lacksTwoFactor: false, memberships };
  const found = await database.inFirm(chosen.firmId, (tx) => loadMemberPrincipal(tx, chosen.memberId), {
    readOnly: true,
  });
  return {
    principal: found?.principal,
    lacksTwoFactor: found?.lacksTwoFactor ?? false,
    memberships,
  };
}

/** Whether a person operates the installation. */
export function isOperator(database: Database, userId: string): Promise<boolean> {
  return database.asInstallation((tx) => findOperator(tx, userId), { readOnly: true });
}
