import type { Result } from '#core/refusal.ts';
import { done } from '#core/refusal.ts';
import { duplicateOf, insertRecords } from '#store/practice/records.ts';
import { takenTaskNames } from '#store/practice/taken.ts';
import type { Task } from '#store/practice/tasks.ts';
import { tasks } from '#store/practice/tasks.ts';
import { authorOf, checkEach, mayWriteBatch, repeatedPlaces } from '../batch.ts';
import type { Context } from '../context.ts';
import { write } from '../request.ts';

export type NewTask = Pick<Task, 'name'> & Partial<Pick<Task, 'description' | 'billable'>>;

/** Adds tasks to the firm's library, all or none. Their names differ, in whatever case they are written. */
export async function createTasks(context: Context, commands: readonly NewTask[]): Promise<Result<Task[]>> {
  const permitted = mayWriteBatch(context, 'tasks.edit', commands);
  if (!permitted.ok) return permitted;
  return write(context, async (tx) => {
    const taken = await takenTaskNames(
      tx,
      commands.map(({ name }) => name),
    );
    const repeated = repeatedPlaces(commands.map(({ name }) => name.toLowerCase()));
    const checked = checkEach(commands, ({ name }, index) =>
      taken.has(name) || repeated.has(index) ? [duplicateOf(tasks, 'name', name)] : [],
    );
    if (!checked.ok) return checked;
    const records = commands.map(({ name, description, billable }) => ({
      name,
      description: description ?? null,
      billable: billable ?? true,
      archived: false,
    }));
    return done(await insertRecords(tx, authorOf(context), tasks, records));
  });
}
