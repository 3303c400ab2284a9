import { requirePermission } from '#core/access/principal.ts';
import type { Result } from '#core/refusal.ts';
import { costRates, findCostRatesOf, findRatesOf, rates } from '#store/practice/rate-card.ts';
import type { Recorded } from '#store/practice/records.ts';
import { claimRecord, removeRecords, unlessInUse } from '#store/practice/records.ts';
import { tasks } from '#store/practice/tasks.ts';
import { authorOf } from '../batch.ts';
import type { Context } from '../context.ts';
import { write } from '../request.ts';

/** Removes a task that no job has, with its rates. */
export async function removeTask(context: Context, seen: Recorded): Promise<Result<null>> {
  const permitted = requirePermission(context.principal, 'tasks.edit');
  if (!permitted.ok) return permitted;
  return write(context, async (tx) => {
    const claimed = await claimRecord(tx, tasks, seen);
    if (!claimed.ok) return claimed;
    const task = claimed.value;
    const author = authorOf(context);
    const owner = { column: 'task_id', id: task.id } as const;
    return unlessInUse({ noun: 'task', name: task.name, instead: 'archiving it' }, async () => {
      await removeRecords(tx, author, rates, await findRatesOf(tx, owner));
      await removeRecords(tx, author, costRates, await findCostRatesOf(tx, owner));
      await removeRecords(tx, author, tasks, [task]);
      return null;
    });
  });
}
