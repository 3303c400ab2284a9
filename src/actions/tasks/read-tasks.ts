import { requirePermission } from '#core/access/principal.ts';
import type { Result } from '#core/refusal.ts';
import { done } from '#core/refusal.ts';
import type { Page, PageWanted } from '#store/practice/pages.ts';
import { findRecord } from '#store/practice/records.ts';
import type { Task, TaskFilter } from '#store/practice/tasks.ts';
import { listTasks as listStored, tasks } from '#store/practice/tasks.ts';
import type { Context } from '../context.ts';
import { read } from '../request.ts';

export async function listTasks(
  context: Context,
  query: TaskFilter & PageWanted,
): Promise<Result<Page<Task>>> {
  const permitted = requirePermission(context.principal, 'tasks.read');
  if (!permitted.ok) return permitted;
  return done(await read(context, (tx) => listStored(tx, query, query)));
}

export async function getTask(context: Context, id: number): Promise<Result<Task>> {
  const permitted = requirePermission(context.principal, 'tasks.read');
  if (!permitted.ok) return permitted;
  return read(context, (tx) => findRecord(tx, tasks, id));
}
