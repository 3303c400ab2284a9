import { requirePermission } from '#core/access/principal.ts';
import type { Result } from '#core/refusal.ts';
import { done } from '#core/refusal.ts';
import type { JobCategory, JobFilter, JobSort } from '#store/practice/job-records.ts';
import { jobs, listCategories, listJobs as listStored } from '#store/practice/job-records.ts';
import type { Page, PageWanted } from '#store/practice/pages.ts';
import { findRecord } from '#store/practice/records.ts';
import type { Context } from '../context.ts';
import { read } from '../request.ts';
import type { JobWithTasks, ShownJob } from './job.ts';
import { loadJobWithTasks, shownTo } from './job.ts';

export async function listJobs(
  context: Context,
  query: JobFilter & PageWanted & { readonly sort: JobSort },
): Promise<Result<Page<ShownJob>>> {
  const permitted = requirePermission(context.principal, 'jobs.read');
  if (!permitted.ok) return permitted;
  // The order and the cursor would tell what the figures are.
  if (query.sort === 'netWip') {
    const seesWip = requirePermission(context.principal, 'wip.read');
    if (!seesWip.ok) return seesWip;
  }
  const page = await read(context, (tx) => listStored(tx, query, query));
  return done({ ...page, items: page.items.map((job) => shownTo(context.principal, job)) });
}

export async function listJobCategories(context: Context): Promise<Result<JobCategory[]>> {
  const permitted = requirePermission(context.principal, 'jobs.read');
  if (!permitted.ok) return permitted;
  return done(await read(context, (tx) => listCategories(tx)));
}

export async function getJob(context: Context, id: number): Promise<Result<JobWithTasks>> {
  const permitted = requirePermission(context.principal, 'jobs.read');
  if (!permitted.ok) return permitted;
  return read(context, async (tx) => {
    const found = await findRecord(tx, jobs, id);
    return found.ok ? done(await loadJobWithTasks(tx, context.principal, id)) : found;
  });
}
