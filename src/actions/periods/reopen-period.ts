import { requirePermission } from '#core/access/principal.ts';
import { mayReopen } from '#core/periods/close.ts';
import { done, refuse, type Refused, type Result } from '#core/refusal.ts';
import { loadLocks } from '#store/firms.ts';
import {
  holdGate,
  insertReopening,
  readClose,
  readLatestClose,
  type PeriodClose,
} from '#store/periods/closes.ts';
import { authorOf } from '../batch.ts';
import type { Context } from '../context.ts';
import { write } from '../request.ts';
import { moveLocks } from './close-period.ts';

/** Takes the latest close back: the locks go to where they were before it. What it froze stays, as what was known then. */
export async function reopenPeriod(
  context: Context,
  { closeId, reason }: { readonly closeId: number; readonly reason: string },
): Promise<Result<PeriodClose>> {
  const permitted = requirePermission(context.principal, 'locks.set');
  if (!permitted.ok) return permitted;
  return write(context, async (tx) => {
    await holdGate(tx);
    const close = await readClose(tx, closeId);
    if (close === undefined) return unknownClose(closeId);
    const reopenable = mayReopen(close, await readLatestClose(tx), close.reopening === null);
    if (!reopenable.ok) return reopenable;
    await insertReopening(tx, authorOf(context), { closeId, reason });
    await moveLocks(tx, context, await loadLocks(tx), {
      wipLockOn: close.wipLockBefore,
      periodLockOn: close.periodLockBefore,
    });
    return done((await readClose(tx, closeId))!);
  });
}

export function unknownClose(id: number): Refused {
  return refuse('notFound', `This firm has no close with the id ${id}.`, {
    field: 'id',
    value: id.toString(),
    accepted: 'the id of a close of this firm',
  });
}
