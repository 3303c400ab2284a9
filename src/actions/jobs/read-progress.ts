import { may, requirePermission } from '#core/access/principal.ts';
import type { CurrencyCode } from '#core/money/currencies.ts';
import type { Result } from '#core/refusal.ts';
import { done } from '#core/refusal.ts';
import type { TaskProgress } from '#store/practice/job-progress.ts';
import { readTaskProgress } from '#store/practice/job-progress.ts';
import { jobs } from '#store/practice/job-records.ts';
import { findRecord } from '#store/practice/records.ts';
import type { Context } from '../context.ts';
import { read } from '../request.ts';

export type JobProgress = {
  readonly jobId: number;
  readonly currency: CurrencyCode;
  readonly tasks: readonly TaskProgress[];
  /** Whether the reader may see what the work is worth. */
  readonly withMoney: boolean;
};

/** Recorded against estimated, task by task. */
export async function readProgress(context: Context, jobId: number): Promise<Result<JobProgress>> {
  const permitted = requirePermission(context.principal, 'jobs.read');
  if (!permitted.ok) return permitted;
  return read(context, async (tx) => {
    const [found, tasks] = await Promise.all([findRecord(tx, jobs, jobId), readTaskProgress(tx, jobId)]);
    if (!found.ok) return found;
    const withMoney = may(context.principal, 'wip.read');
    return done({ jobId, currency: found.value.currency, tasks, withMoney });
  });
}
