// A job as people see it. Money on it is for those who may see WIP: for others the budget is absent, not empty.

import type { Principal } from '#core/access/principal.ts';
import { may } from '#core/access/principal.ts';
import { onlyOne } from '../batch.ts';
import type { Tx } from '#store/database.ts';
import type { Job, OpenWip } from '#store/practice/job-records.ts';
import { loadJobs } from '#store/practice/job-records.ts';
import type { JobTask } from '#store/practice/job-tasks.ts';
import { findTasksOfJobs } from '#store/practice/job-tasks.ts';

type Money = Pick<
  Job,
  'budgetMinor' | 'wipTimeMinor' | 'wipCostMinor' | 'interimMinor' | 'uninvoicedQuoteMinor' | 'lastBilledOn'
>;

export type ShownJob = Omit<Job, keyof Money> & { readonly [Figure in keyof Money]?: Money[Figure] };

export type JobWithTasks = ShownJob & { readonly tasks: readonly JobTask[] };

export function shownTo(principal: Principal, job: Job): ShownJob {
  if (may(principal, 'wip.read')) return job;
  const {
    budgetMinor: _budget,
    wipTimeMinor: _time,
    wipCostMinor: _cost,
    interimMinor: _interim,
    uninvoicedQuoteMinor: _quote,
    lastBilledOn: _billed,
    ...withoutMoney
  } = job;
  return withoutMoney;
}

/** The jobs in the order of their ids, each with its tasks in the job's own order. */
export async function loadJobsWithTasks(
  tx: Tx,
  principal: Principal,
  ids: readonly number[],
): Promise<JobWithTasks[]> {
  const jobs = await loadJobs(tx, ids);
  const tasks = Map.groupBy(await findTasksOfJobs(tx, ids), (task) => task.jobId);
  return jobs.map((job) => ({ ...shownTo(principal, job), tasks: tasks.get(job.id) ?? [] }));
}

export async function loadJobWithTasks(tx: Tx, principal: Principal, id: number): Promise<JobWithTasks> {
  return onlyOne(await loadJobsWithTasks(tx, principal, [id]));
}

/** Net WIP: what is open less what was invoiced ahead. */
export function netWipOf(open: OpenWip): bigint {
  return open.wipTimeMinor + open.wipCostMinor + open.interimMinor;
}
