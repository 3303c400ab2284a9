// Why WIP is written off or on, in the firm's own words.

import { requirePermission } from '#core/access/principal.ts';
import { done, type Result } from '#core/refusal.ts';
import { reasons, type Reason } from '#store/firm-lists.ts';
import {
  claimRecord,
  insertRecords,
  removeRecords,
  unlessInUse,
  updateRecord,
} from '#store/practice/records.ts';
import type { Recorded } from '#store/practice/records.ts';
import { authorOf } from '../batch.ts';
import type { Context } from '../context.ts';
import { write } from '../request.ts';

export type ReasonChange = Recorded & { readonly to: Partial<Pick<Reason, 'name' | 'archived'>> };

export async function createReason(context: Context, name: string): Promise<Result<Reason>> {
  const permitted = requirePermission(context.principal, 'firm.settings');
  if (!permitted.ok) return permitted;
  return write(context, async (tx) => {
    const [reason] = await insertRecords(tx, authorOf(context), reasons, [{ name, archived: false }]);
    return done(reason!);
  });
}

export async function changeReason(context: Context, { to, ...seen }: ReasonChange): Promise<Result<Reason>> {
  const permitted = requirePermission(context.principal, 'firm.settings');
  if (!permitted.ok) return permitted;
  return write(context, async (tx) => {
    const claimed = await claimRecord(tx, reasons, seen);
    if (!claimed.ok) return claimed;
    return done(await updateRecord(tx, authorOf(context), reasons, { record: claimed.value, to }));
  });
}

export async function removeReason(context: Context, seen: Recorded): Promise<Result<null>> {
  const permitted = requirePermission(context.principal, 'firm.settings');
  if (!permitted.ok) return permitted;
  return write(context, async (tx) => {
    const claimed = await claimRecord(tx, reasons, seen);
    if (!claimed.ok) return claimed;
    const about = { noun: 'reason', name: claimed.value.name, instead: 'archiving it' };
    return unlessInUse(about, async () => {
      await removeRecords(tx, authorOf(context), reasons, [claimed.value]);
      return null;
    });
  });
}
