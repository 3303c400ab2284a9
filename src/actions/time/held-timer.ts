import { mayRecordTimeOf } from '#core/access/principal.ts';
import { done, refuse, type Result } from '#core/refusal.ts';
import type { Tx } from '#store/database.ts';
import { findTimer, type Timer } from '#store/work/timers.ts';
import type { Context } from '../context.ts';

/** The timer, locked; one that is somebody else's is as if it were not there. */
export async function holdTimer(
  tx: Tx,
  { principal }: Context,
  { id, version }: { readonly id: number; readonly version?: number },
): Promise<Result<Timer>> {
  const timer = await findTimer(tx, { id }, { lock: true });
  if (timer === undefined || !mayRecordTimeOf(principal, timer.staffId)) {
    return refuse('notFound', 'There is no such timer, or it was stopped.', {
      field: 'id',
      value: String(id),
    });
  }
  if (version === undefined || timer.version === version) return done(timer);
  return refuse('staleVersion', 'The timer was changed since it was read; read it again.', {
    field: 'If-Match',
    value: String(version),
    accepted: String(timer.version),
  });
}
