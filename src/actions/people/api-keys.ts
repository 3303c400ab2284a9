// API keys. A key has the role of whoever makes it, narrowed by scopes, and its secret is shown once: only a SHA-256 of
// it is kept, which is enough because the secret is random and long.

import { createHash, randomBytes } from 'node:crypto';
import type { Permission } from '#core/access/permissions.ts';
import { may, requirePermission, type Principal } from '#core/access/principal.ts';
import { done, refuse, refuseAll, type Refusal, type Result } from '#core/refusal.ts';
import { addApiKey, listApiKeys as listAll, revokeApiKey as revoke, type ApiKey } from '#store/api-keys.ts';
import { keepChanges } from '#store/changes.ts';
import { addActor } from '#store/people.ts';
import { authorOf } from '../batch.ts';
import type { Context } from '../context.ts';
import { read, write } from '../request.ts';

export type NewApiKey = {
  readonly name: string;
  /** Null for everything that the maker's role may do. */
  readonly scopes: readonly Permission[] | null;
  readonly expiresAt?: string | null | undefined;
};

/** The key, and its secret unless a repeated request is answered. */
export type MadeApiKey = ApiKey & { readonly secret: string | null };

const prefixLength = 11;

export async function listApiKeys(context: Context): Promise<Result<{ items: ApiKey[] }>> {
  const permitted = requirePermission(context.principal, 'people.read');
  if (!permitted.ok) return permitted;
  return done({ items: await read(context, listAll) });
}

export async function createApiKey(context: Context, command: NewApiKey): Promise<Result<MadeApiKey>> {
  const { principal } = context;
  const permitted = requirePermission(principal, 'apiKeys.manage');
  if (!permitted.ok) return permitted;
  const refusals = [...scopeRefusals(principal, command.scopes), ...expiryRefusals(context.clock(), command)];
  if (refusals.length > 0) return refuseAll(refusals);

  const secret = `wl_${randomBytes(32).toString('base64url')}`;
  const keyHash = createHash('sha256').update(secret).digest();
  const result = await write(context, async (tx) => {
    const key = await addApiKey(tx, {
      actorId: await addActor(tx, 'apiKey', command.name),
      name: command.name,
      prefix: secret.slice(0, prefixLength),
      keyHash,
      role: principal.role,
      scopes: command.scopes === null ? null : [...new Set(command.scopes)],
      staffId: principal.staffId,
      createdAt: context.clock(),
      expiresAt: command.expiresAt ?? null,
    });
    await keepChanges(tx, authorOf(context), { subject: 'apiKey', action: 'created' }, [
      { subjectId: key.id, after: key },
    ]);
    return done({ key, fingerprint: keyHash.toString('hex') });
  });
  if (!result.ok) return result;
  const { key, fingerprint } = result.value;
  return done({ ...key, secret: fingerprint === keyHash.toString('hex') ? secret : null });
}

/** Revokes a key for good; from then on this process refuses it at once, others within seconds. */
export async function revokeApiKey(context: Context, id: number): Promise<Result<null>> {
  const permitted = requirePermission(context.principal, 'apiKeys.manage');
  if (!permitted.ok) return permitted;
  return write(context, async (tx) => {
    const at = context.clock();
    const key = await revoke(tx, id, at);
    if (key === undefined) {
      return refuse('unknownApiKey', `This firm has no API key with the id ${id}.`, {
        field: 'id',
        value: String(id),
      });
    }
    await keepChanges(tx, authorOf(context), { subject: 'apiKey', action: 'removed' }, [
      { subjectId: id, before: { name: key.name, prefix: key.prefix } },
    ]);
    return done(null);
  });
}

/** A key may not do more than whoever makes it; one made by a key with scopes needs scopes among those. */
function scopeRefusals(principal: Principal, scopes: readonly Permission[] | null): Refusal[] {
  if (scopes === null) {
    if (principal.scopes === null) return [];
    const detail = 'A key with scopes can only make keys with scopes among its own.';
    return [{ code: 'notPermitted', detail, field: 'scopes', accepted: principal.scopes.join(', ') }];
  }
  return scopes.flatMap((scope, index): Refusal[] => {
    if (may(principal, scope)) return [];
    const detail = 'A key cannot have a permission that you do not have.';
    return [{ code: 'notPermitted', detail, field: `scopes[${index}]`, value: scope }];
  });
}

function expiryRefusals(now: string, { expiresAt }: NewApiKey): Refusal[] {
  if (expiresAt === null || expiresAt === undefined) return [];
  if (Temporal.Instant.compare(expiresAt, now) > 0) return [];
  const detail = 'The key would have expired already.';
  return [
    { code: 'invalidDate', detail, field: 'expiresAt', value: expiresAt, accepted: 'a moment to come' },
  ];
}
