import { requirePermission } from '#core/access/principal.ts';
import { done, type Result } from '#core/refusal.ts';
import {
  listJobStates as listStates,
  listReasons as listAll,
  type JobState,
  type Reason,
} from '#store/firm-lists.ts';
import type { Context } from '../context.ts';
import { read } from '../request.ts';

export async function listJobStates(context: Context): Promise<Result<{ items: JobState[] }>> {
  const permitted = requirePermission(context.principal, 'firm.read');
  if (!permitted.ok) return permitted;
  return done({ items: await read(context, listStates) });
}

export async function listReasons(context: Context): Promise<Result<{ items: Reason[] }>> {
  const permitted = requirePermission(context.principal, 'firm.read');
  if (!permitted.ok) return permitted;
  return done({ items: await read(context, listAll) });
}
