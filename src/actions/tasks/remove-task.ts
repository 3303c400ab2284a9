import type { Result } from '#core/refusal.ts';
import { costRates, findCostRatesOf, findRatesOf, rates } from '#store/practice/rate-card.ts';
import { removeRecords, type Recorded } from '#store/practice/records.ts';
import { tasks } from '#store/practice/tasks.ts';
import type { Context } from '../context.ts';
import { removeRecord } from '../remove-record.ts';

/** Removes a task that no job has, with its rates. */
export function removeTask(context: Context, seen: Recorded): Promise<Result<null>> {
  return removeRecord(context, seen, {
    kind: tasks,
    permission: 'tasks.edit',
    nameOf: (task) => task.name,
    instead: 'archiving it',
    async first(tx, author, { id }) {
      const owner = { column: 'task_id', id } as const;
      await removeRecords(tx, author, rates, await findRatesOf(tx, owner));
      await removeRecords(tx, author, costRates, await findCostRatesOf(tx, owner));
    },
  });
}
