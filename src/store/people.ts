// Who belongs to a firm, and which API keys it has.

import type { Permission } from '#core/access/permissions.ts';
import type { Principal } from '#core/access/principal.ts';
import type { Role } from '#core/access/roles.ts';
import type { Database, Queries, Tx } from './database.ts';

export type Membership = {
  readonly firmId: number;
  readonly firmName: string;
  readonly memberId: number;
  readonly role: Role;
};

/** The firms that a person belongs to, by name. Outside of any firm: it answers before one is chosen. */
export function membershipsOf(database: Database, userId: string): Promise<Membership[]> {
  return database.asInstallation(
    (tx) =>
      tx.query<Membership>(
        `select firm_id as "firmId", firm_name as "firmName", member_id as "memberId", role from memberships_of($1)`,
        [userId],
      ),
    { readOnly: true },
  );
}

type PrincipalRow = {
  actorId: number;
  memberId: number | null;
  staffId: number | null;
  role: Role;
  scopes: Permission[] | null;
  writeOffLimitMinor: bigint | null;
  seesCosts: boolean;
};

/** What a member is in the firm of the transaction. */
export async function loadMemberPrincipal(tx: Tx, memberId: number): Promise<Principal | undefined> {
  const [row] = await tx.query<PrincipalRow>(
    `select m.actor_id as "actorId", m.id as "memberId", m.staff_id as "staffId", m.role, null as scopes,
            coalesce(m.write_off_limit_minor,
                     case when m.role = 'projectManager' then f.project_manager_write_off_limit_minor end)
              as "writeOffLimitMinor",
            f.project_managers_see_costs as "seesCosts"
     from member m join firm f on f.id = m.firm_id
     where m.firm_id = $1 and m.id = $2 and m.active`,
    [tx.firmId, memberId],
  );
  return row && { ...row, firmId: tx.firmId };
}

export type KeyPrincipal = { readonly principal: Principal; readonly expiresAt: string | null };

/** What an API key is in the firm of the transaction, unless it is revoked. Whether it has expired is the caller's clock to say. */
export async function loadKeyPrincipal(tx: Tx, apiKeyId: number): Promise<KeyPrincipal | undefined> {
  const [row] = await tx.query<PrincipalRow & { expiresAt: string | null }>(
    `select k.actor_id as "actorId", null::int as "memberId", k.staff_id as "staffId", k.role, k.scopes,
            case when k.role = 'projectManager' then f.project_manager_write_off_limit_minor end
              as "writeOffLimitMinor",
            f.project_managers_see_costs as "seesCosts", k.expires_at as "expiresAt"
     from api_key k join firm f on f.id = k.firm_id
     where k.firm_id = $1 and k.id = $2 and k.revoked_at is null`,
    [tx.firmId, apiKeyId],
  );
  if (row === undefined) return undefined;
  const { expiresAt, ...principal } = row;
  return { principal: { ...principal, firmId: tx.firmId }, expiresAt };
}

/** The firm that an API key belongs to, by the SHA-256 of the key. */
export async function findFirmOfApiKey(
  tx: Queries,
  keyHash: Uint8Array,
): Promise<{ firmId: number; apiKeyId: number } | undefined> {
  const [row] = await tx.query<{ firmId: number; apiKeyId: number }>(
    `select firm_id as "firmId", api_key_id as "apiKeyId" from firm_of_api_key($1)`,
    [Buffer.from(keyHash)],
  );
  return row;
}
