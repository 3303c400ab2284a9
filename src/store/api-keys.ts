import type { Permission } from '#core/access/permissions.ts';
import type { Role } from '#core/access/roles.ts';
import type { Tx } from './database.ts';

/** An API key without its secret, of which only the hash is kept. */
export type ApiKey = {
  readonly id: number;
  readonly name: string;
  /** The first characters, by which people recognise it. */
  readonly prefix: string;
  readonly role: Role;
  /** Null for everything that the role may do. */
  readonly scopes: Permission[] | null;
  readonly staffId: number | null;
  readonly createdAt: string;
  readonly expiresAt: string | null;
  readonly revokedAt: string | null;
};

const columns = `id, name, prefix, role, scopes, staff_id as "staffId", created_at as "createdAt",
  expires_at as "expiresAt", revoked_at as "revokedAt"`;

export function listApiKeys(tx: Tx): Promise<ApiKey[]> {
  return tx.query<ApiKey>(`select ${columns} from api_key where firm_id = $1 order by id desc`, [tx.firmId]);
}

export async function addApiKey(
  tx: Tx,
  key: Omit<ApiKey, 'id' | 'revokedAt'> & { actorId: number; keyHash: Uint8Array },
): Promise<ApiKey> {
  const [added] = await tx.query<ApiKey>(
    `insert into api_key (firm_id, actor_id, name, prefix, key_hash, role, scopes, staff_id, created_at, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) returning ${columns}`,
    [
      tx.firmId,
      key.actorId,
      key.name,
      key.prefix,
      Buffer.from(key.keyHash),
      key.role,
      key.scopes,
      key.staffId,
      key.createdAt,
      key.expiresAt,
    ],
  );
  return added!;
}

/** Revokes a key, once; undefined when the firm has no such key. */
export async function revokeApiKey(tx: Tx, id: number, at: string): Promise<ApiKey | undefined> {
  const [revoked] = await tx.query<ApiKey>(
    `update api_key set revoked_at = coalesce(revoked_at, $3) where firm_id = $1 and id = $2 returning ${columns}`,
    [tx.firmId, id, at],
  );
  return revoked;
}
