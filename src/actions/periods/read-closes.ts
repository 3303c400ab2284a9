import { requirePermission } from '#core/access/principal.ts';
import { done, type Result } from '#core/refusal.ts';
import { listCloses as listStored, readClose, type PeriodClose } from '#store/periods/closes.ts';
import type { Page, PageWanted } from '#store/practice/pages.ts';
export type { PeriodClose } from '#store/periods/closes.ts';
import type { Context } from '../context.ts';
import { read } from '../request.ts';
import { unknownClose } from './reopen-period.ts';

export async function listCloses(context: Context, wanted: PageWanted): Promise<Result<Page<PeriodClose>>> {
  const permitted = requirePermission(context.principal, 'reports.read');
  if (!permitted.ok) return permitted;
  return done(await read(context, (tx) => listStored(tx, wanted)));
}

export async function getClose(context: Context, id: number): Promise<Result<PeriodClose>> {
  const permitted = requirePermission(context.principal, 'reports.read');
  if (!permitted.ok) return permitted;
  const close = await read(context, (tx) => readClose(tx, id));
  return close === undefined ? unknownClose(id) : done(close);
}
