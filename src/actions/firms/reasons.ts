// Why WIP is written off or on, in the firm's own words.

import { requirePermission } from '#core/access/principal.ts';
import { done, type Result } from '#core/refusal.ts';
import { reasons, type Reason } from '#store/firm-lists.ts';
import { claimRecord, insertRecords, updateRecord, type Recorded } from '#store/practice/records.ts';
import { authorOf } from '../batch.ts';
import type { Context } from '../context.ts';
import { removeRecord } from '../remove-record.ts';
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

export function removeReason(context: Context, seen: Recorded): Promise<Result<null>> {
  return removeRecord(context, seen, {
    kind: reasons,
    permission: 'firm.settings',
    nameOf: (reason) => reason.name,
    instead: 'archiving it',
  });
}
