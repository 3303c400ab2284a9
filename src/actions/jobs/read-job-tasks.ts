import { requirePermission } from '#core/access/principal.ts';
import type { Result } from '#core/refusal.ts';
import { done } from '#core/refusal.ts';
import type { JobTask, JobTaskFilter } from '#store/practice/job-tasks.ts';
import { jobTasks, listJobTasks as listStored, loadJobTasks } from '#store/practice/job-tasks.ts';
import type { Page, PageWanted } from '#store/practice/pages.ts';
import { findRecord } from '#store/practice/records.ts';
import { onlyOne } from '../batch.ts';
import type { Context } from '../context.ts';
import { read } from '../request.ts';

export async function listJobTasks(
  context: Context,
  query: JobTaskFilter & PageWanted,
): Promise<Result<Page<JobTask>>> {
  const permitted = requirePermission(context.principal, 'jobs.read');
  if (!permitted.ok) return permitted;
  return done(await read(context, (tx) => listStored(tx, query, query)));
}

export async function getJobTask(context: Context, id: number): Promise<Result<JobTask>> {
  const permitted = requirePermission(context.principal, 'jobs.read');
  if (!permitted.ok) return permitted;
  return read(context, async (tx) => {
    const found = await findRecord(tx, jobTasks, id);
    return found.ok ? done(onlyOne(await loadJobTasks(tx, [id]))) : found;
  });
}
