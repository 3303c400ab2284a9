// The job that a quote is accepted for: the one it was drawn up for, the one named, or a new one.

import { requirePermission } from '#core/access/principal.ts';
import { done, refuse, refuseAll, type Result } from '#core/refusal.ts';
import { holdJob } from '#store/billing/quote-jobs.ts';
import type { Quote } from '#store/billing/quotes.ts';
import type { Tx } from '#store/database.ts';
import { lockJobs } from '#store/ledger/items.ts';
import { loadJobContexts, type JobContext } from '#store/practice/jobs.ts';
import type { Context } from '../context.ts';
import { createJobsIn, type NewJob } from '../jobs/create-jobs.ts';
import { excludedRefusal } from '../wip/act.ts';
import { jobRefusals } from './draft.ts';

/** A new job is the quote's client's; without a name it has the quote's. */
export type JobOfQuote = Partial<Omit<NewJob, 'clientId' | 'tasks' | 'excluded'>>;

export type JobWanted = {
  readonly jobId?: number | undefined;
  readonly newJob?: JobOfQuote | undefined;
};

/** Which existing job is meant; null: a new one. */
export function jobMeant(quote: Pick<Quote, 'jobId'>, { jobId, newJob }: JobWanted): Result<number | null> {
  const meant = quote.jobId ?? jobId ?? null;
  if (meant !== null && newJob !== undefined) {
    return refuse('conflict', 'The quote is for a job that exists.', {
      field: 'newJob',
      accepted: 'no new job, or a quote that names no job',
    });
  }
  if (jobId === undefined || jobId === meant) return done(meant);
  return refuse('conflict', 'The quote is for another job.', {
    field: 'jobId',
    value: String(jobId),
    accepted: String(meant),
  });
}

/** Holds the job, or adds it, and locks its ledger. */
export async function holdJobOfQuote(
  tx: Tx,
  context: Context,
  quote: Quote,
  { meant, newJob }: { meant: number | null; newJob?: JobOfQuote | undefined },
): Promise<Result<JobContext>> {
  const added = meant === null ? await addJob(tx, context, quote, newJob ?? {}) : done(meant);
  if (!added.ok) return added;
  const jobId = added.value;
  await holdJob(tx, jobId);
  const job = (await loadJobContexts(tx, [jobId], [])).jobs.get(jobId);
  if (job === undefined) {
    const at = { field: 'jobId', value: String(jobId), accepted: 'the id of a job of this firm' };
    return refuse('unknownJob', 'There is no such job in this firm.', at);
  }
  const refusals = jobRefusals(job, { id: quote.clientId ?? 0, currency: quote.currency }, 'jobId');
  if (refusals.length > 0) return refuseAll(refusals);
  const excluded = excludedRefusal([job]);
  if (excluded !== null) return excluded;
  await lockJobs(tx, [jobId]);
  return done(job);
}

async function addJob(tx: Tx, context: Context, quote: Quote, newJob: JobOfQuote): Promise<Result<number>> {
  const permitted = requirePermission(context.principal, 'jobs.edit');
  if (!permitted.ok) return permitted;
  const name = newJob.name ?? quote.name?.slice(0, 200) ?? 'As quoted';
  const added = await createJobsIn(tx, context, [{ ...newJob, name, clientId: quote.clientId! }]);
  if (added.ok) return done(added.value[0]!);
  return refuseAll(
    added.refusals.map((refusal) => ({
      ...refusal,
      field: refusal.field === '[0].clientId' ? 'clientId' : refusal.field?.replace('[0]', 'newJob'),
    })),
  );
}
