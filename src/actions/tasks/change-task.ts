import { requirePermission } from '#core/access/principal.ts';
import type { Result } from '#core/refusal.ts';
import { done, refuseAll } from '#core/refusal.ts';
import type { Recorded } from '#store/practice/records.ts';
import { claimRecord, duplicateOf, updateRecord } from '#store/practice/records.ts';
import { takenTaskNames } from '#store/practice/taken.ts';
import type { Task } from '#store/practice/tasks.ts';
import { tasks } from '#store/practice/tasks.ts';
import { authorOf } from '../batch.ts';
import type { Context } from '../context.ts';
import { write } from '../request.ts';
import type { NewTask } from './create-tasks.ts';

export type TaskChange = Recorded & Partial<NewTask> & { readonly archived?: boolean | undefined };

/** Changes a task of the library. Job tasks made from it keep the name and the billable flag they have. */
export async function changeTask(context: Context, command: TaskChange): Promise<Result<Task>> {
  const permitted = requirePermission(context.principal, 'tasks.edit');
  if (!permitted.ok) return permitted;
  return write(context, async (tx) => {
    const claimed = await claimRecord(tx, tasks, command);
    if (!claimed.ok) return claimed;
    const record = claimed.value;
    const { id: _, version: __, ...to } = command;
    const name = to.name ?? record.name;
    const isRenamed = name.toLowerCase() !== record.name.toLowerCase();
    const isRestored = record.archived && to.archived === false;
    if ((isRenamed && !(to.archived ?? record.archived)) || isRestored) {
      const taken = await takenTaskNames(tx, [name]);
      if (taken.size > 0) return refuseAll([duplicateOf(tasks, 'name', name)]);
    }
    return done(await updateRecord(tx, authorOf(context), tasks, { record, to }));
  });
}
