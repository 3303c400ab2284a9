// Which rate prices an hour of somebody on a task of a job on a day, and why; with the rates that would have applied had
// the more specific ones not been there. It asks what recording time asks, so that it cannot say anything else.

import { may, requirePermission } from '#core/access/principal.ts';
import type { CivilDate } from '#core/calendar/civil-date.ts';
import type { CurrencyCode } from '#core/money/currencies.ts';
import type { RateBasis, RateQuestion, RateRow, ResolvedRate } from '#core/pricing/rates.ts';
import { rateBook, resolveRate } from '#core/pricing/rates.ts';
import type { Refusal, Result } from '#core/refusal.ts';
import { done, refuseAll } from '#core/refusal.ts';
import { loadPracticeSettings } from '#store/practice/firm.ts';
import type { JobContext, JobContexts, JobTaskContext } from '#store/practice/jobs.ts';
import { loadJobContexts } from '#store/practice/jobs.ts';
import { loadCostRateBook, loadRateBook } from '#store/practice/rates.ts';
import type { References } from '#store/practice/references.ts';
import { loadReferences } from '#store/practice/references.ts';
import { referenceRefusals } from '../batch.ts';
import type { Context } from '../context.ts';
import { read } from '../request.ts';

export type RateAsked = {
  readonly jobId: number;
  readonly jobTaskId: number;
  readonly staffId: number;
  readonly on: CivilDate;
};

export type ExplainedRate = {
  readonly rate: ResolvedRate;
  readonly currency: CurrencyCode;
  readonly rateBasis: RateBasis;
  /** Time on the task is recorded at 0 when the task is not billable or the job is excluded from estimated billings. */
  readonly billable: boolean;
  /** What would have applied without the ones before it, the next one first. */
  readonly passedOver: readonly ResolvedRate[];
  /** Absent for those who may not see cost rates. */
  readonly cost?: { readonly rate: ResolvedRate; readonly currency: CurrencyCode };
};

export async function explainRate(context: Context, asked: RateAsked): Promise<Result<ExplainedRate>> {
  const { principal } = context;
  const permitted = requirePermission(principal, 'rates.read');
  if (!permitted.ok) return permitted;
  return read(context, async (tx) => {
    const contexts = await loadJobContexts(tx, [asked.jobId], [asked.jobTaskId]);
    const known = await loadReferences(tx, { staffIds: [asked.staffId] });
    const job = contexts.jobs.get(asked.jobId);
    const task = contexts.jobTasks.get(asked.jobTaskId);
    const refusals = refusalsOf(contexts, known, asked);
    if (refusals.length > 0 || job === undefined || task === undefined) return refuseAll(refusals);

    const question = questionOf(job, task, asked);
    const staffIds = [asked.staffId];
    const taskIds = [task.taskId];
    const rows = await loadRateBook(tx, { jobIds: [job.id], clientIds: [job.clientId], staffIds, taskIds });
    const [rate, ...passedOver] = inTurn(rows, question);
    if (rate === undefined) throw new Error('no rate was resolved, not even a missing one');
    const { currency } = job;
    const billable = task.billable && !job.excluded;
    const explained = { rate, currency, rateBasis: job.rateBasis, billable, passedOver };
    if (!may(principal, 'costRates.read')) return done(explained);

    const firm = await loadPracticeSettings(tx);
    const { staffId, taskId, on } = question;
    const cost = resolveRate(rateBook(await loadCostRateBook(tx, { staffIds, taskIds })), {
      staffId,
      taskId,
      on,
      rateBasis: 'staff',
      currency: firm.currency,
    });
    return done({ ...explained, cost: { rate: cost, currency: firm.currency } });
  });
}

function refusalsOf(contexts: JobContexts, known: References, asked: RateAsked): Refusal[] {
  const tasksOfJob = new Map([...contexts.jobTasks].filter(([, task]) => task.jobId === asked.jobId));
  return [
    ...referenceRefusals(contexts.jobs, {
      field: 'jobId',
      id: asked.jobId,
      noun: 'job',
      code: 'unknownJob',
    }),
    ...referenceRefusals(tasksOfJob, {
      field: 'jobTaskId',
      id: asked.jobTaskId,
      noun: 'task of this job',
      code: 'unknownJobTask',
    }),
    ...referenceRefusals(known.staff, {
      field: 'staffId',
      id: asked.staffId,
      noun: 'staff member',
      code: 'unknownStaff',
    }),
  ];
}

function questionOf(job: JobContext, task: JobTaskContext, asked: RateAsked): RateQuestion {
  return {
    jobId: job.id,
    clientId: job.clientId,
    staffId: asked.staffId,
    taskId: task.taskId,
    rateBasis: job.rateBasis,
    currency: job.currency,
    on: asked.on,
  };
}

/** The rate that applies, then the one that would without it, and so on; only a missing rate stands alone. */
function inTurn(rows: readonly RateRow[], question: RateQuestion): ResolvedRate[] {
  const resolved = resolveRate(rateBook(rows), question);
  const used = rows.find((row) => row.id === resolved.rateId);
  if (used === undefined) return [resolved];
  // The whole history of the rate used steps aside, not only its row.
  const rest = inTurn(
    rows.filter((row) => row.scope !== used.scope),
    question,
  );
  return [resolved, ...rest.filter(({ source }) => source !== 'missing')];
}
