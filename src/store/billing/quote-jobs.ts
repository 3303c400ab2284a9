// What an accepted quote makes of its job: tasks with estimates, taken from the firm's library, and estimated costs.

import type { Tx } from '../database.ts';
import { keepChanges, type Author } from '../changes.ts';
import { jobTasks, type JobTaskRecord } from '../practice/job-tasks.ts';

/**
 * Holds the job's own row until the transaction ends. A job without a ledger has no balance to lock, and two quotes
 * accepted for it at once must meet somewhere.
 */
export async function holdJob(tx: Tx, jobId: number): Promise<void> {
  await tx.query('select 1 from job where firm_id = $1 and id = $2 for no key update', [tx.firmId, jobId]);
}

/** The tasks of a job in its order, held for a change. */
export function holdJobTasks(tx: Tx, jobId: number): Promise<JobTaskRecord[]> {
  const columns = Object.entries(jobTasks.columns).map(([property, column]) => `${column} as "${property}"`);
  return tx.query<JobTaskRecord>(
    `select ${columns.join(', ')} from job_task where firm_id = $1 and job_id = $2
     order by position, id for no key update`,
    [tx.firmId, jobId],
  );
}

export type Estimate = { readonly task: JobTaskRecord; readonly estimatedMinutes: number };

/** Sets the estimates of held tasks; those that stay as they are leave no trace. */
export async function updateEstimates(tx: Tx, author: Author, estimates: readonly Estimate[]): Promise<void> {
  const changed = estimates.filter(
    ({ task, estimatedMinutes }) => task.estimatedMinutes !== estimatedMinutes,
  );
  if (changed.length === 0) return;
  await tx.query(
    `update job_task k set estimated_minutes = n.minutes, version = k.version + 1
     from unnest($2::int[], $3::int[]) as n (id, minutes) where k.firm_id = $1 and k.id = n.id`,
    [tx.firmId, changed.map(({ task }) => task.id), changed.map(({ estimatedMinutes }) => estimatedMinutes)],
  );
  await keepChanges(
    tx,
    author,
    { subject: jobTasks.subject, action: 'changed' },
    changed.map(({ task, estimatedMinutes }) => ({
      subjectId: task.id,
      before: { estimatedMinutes: task.estimatedMinutes },
      after: { estimatedMinutes },
    })),
  );
}

export type LibraryTask = { readonly id: number; readonly name: string; readonly billable: boolean };

export async function readLibraryTasks(tx: Tx, ids: readonly number[]): Promise<LibraryTask[]> {
  return tx.query<LibraryTask>(
    'select id, name, billable from task where firm_id = $1 and id = any ($2) order by id',
    [tx.firmId, ids],
  );
}

/**
 * The firm's tasks of these names, in any case, by the name as given; what it does not have is added. Two who add the
 * same at once get the same: the second waits at the unique index and reads what the first made.
 */
export async function ensureLibraryTasks(
  tx: Tx,
  author: Author,
  names: readonly string[],
): Promise<Map<string, LibraryTask>> {
  if (names.length === 0) return new Map();
  const added = await tx.query<LibraryTask>(
    `insert into task (firm_id, name)
     select $1, min(name) from unnest($2::text[]) as n (name)
     where not exists (select from task t where t.firm_id = $1 and not t.archived and lower(t.name) = lower(n.name))
     group by lower(name) order by min(name)
     on conflict do nothing returning id, name, billable`,
    [tx.firmId, names],
  );
  await keepChanges(
    tx,
    author,
    { subject: 'task', action: 'created' },
    added.map((task) => ({ subjectId: task.id, after: task })),
  );
  const rows = await tx.query<LibraryTask & { given: string }>(
    `select n.name as given, t.id, t.name, t.billable from unnest($2::text[]) as n (name)
     join task t on t.firm_id = $1 and not t.archived and lower(t.name) = lower(n.name)`,
    [tx.firmId, names],
  );
  return new Map(rows.map(({ given, ...task }) => [given, task]));
}

/** Takes away estimated costs that a quote brought; what became an actual cost meanwhile stays. */
export async function deleteEstimatedCosts(tx: Tx, ids: readonly bigint[]): Promise<void> {
  if (ids.length === 0) return;
  await tx.query(
    `update cost_entry set deleted = true, version = version + 1
     where firm_id = $1 and id = any ($2) and not actual and not deleted`,
    [tx.firmId, ids],
  );
}
