import { requirePermission } from '#core/access/principal.ts';
import { done, type Result } from '#core/refusal.ts';
import { loadFirm, loadLocks, type Firm, type Locks } from '#store/firms.ts';
import type { Context } from '../context.ts';
import { read } from '../request.ts';

export async function getFirm(context: Context): Promise<Result<Firm>> {
  const permitted = requirePermission(context.principal, 'firm.read');
  if (!permitted.ok) return permitted;
  return done(await read(context, (tx) => loadFirm(tx)));
}

export async function getLocks(context: Context): Promise<Result<Locks>> {
  const permitted = requirePermission(context.principal, 'firm.read');
  if (!permitted.ok) return permitted;
  return done(await read(context, loadLocks));
}
