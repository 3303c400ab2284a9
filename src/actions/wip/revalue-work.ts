// Revaluation: a rate change applied to unbilled time. Shown first (which entries, from, to, total), then posted as
// differences; what is billed, written off or written on is never touched, and stays out of it even in part.

import { rateBook, resolveRate } from '#core/pricing/rates.ts';
import { multiplyRate } from '#core/money/money.ts';
import type { CivilDate } from '#core/calendar/civil-date.ts';
import { done, refuse, type Result } from '#core/refusal.ts';
import { revalue } from '#core/wip/move.ts';
import type { OpenItem } from '#core/wip/lines.ts';
import type { Tx } from '#store/database.ts';
import { lockJobs } from '#store/ledger/items.ts';
import { loadJobContexts } from '#store/practice/jobs.ts';
import { loadRateBook } from '#store/practice/rates.ts';
import { findJobsToRevalue, readRevaluable, type RevaluationFilter } from '#store/work/revaluation.ts';
import type { Context } from '../context.ts';
import { write } from '../request.ts';
import { beforeWorkRefusal, beginAction, postAction, type ActionOutcome, type ActionTerms } from './act.ts';

export type RevalueCommand = ActionTerms & RevaluationFilter;

export const entriesPerRevaluationMax = 10_000;

export type RevaluationEffect = {
  readonly itemId: bigint;
  readonly jobId: number;
  readonly staffId: number;
  readonly workedOn: CivilDate;
  readonly minutes: number;
  /** Worth now and by the rates of today, minor units. */
  readonly fromMinor: bigint;
  readonly toMinor: bigint;
  readonly reason: string;
};

export function revalueWork(context: Context, command: RevalueCommand): Promise<Result<ActionOutcome>> {
  return write(context, async (tx) => {
    const prepared = await prepare(tx, context, command);
    if (!prepared.ok) return prepared;
    const { basis, changes } = prepared.value;
    return postAction(tx, context, {
      kind: 'revaluation',
      terms: command,
      basis,
      decide: (cause) =>
        done(changes.flatMap(({ item, effect }) => revalue(item, effect.toMinor, basis.effectiveOn, cause))),
    });
  });
}

/** The entries that would change, posted nowhere. */
export function previewRevaluation(
  context: Context,
  command: RevalueCommand,
): Promise<Result<RevaluationEffect[]>> {
  return context.database.inFirm(context.principal.firmId, async (tx) => {
    const prepared = await prepare(tx, context, command);
    return prepared.ok ? done(prepared.value.changes.map(({ effect }) => effect)) : prepared;
  });
}

async function prepare(tx: Tx, context: Context, command: RevalueCommand) {
  const basis = await beginAction(tx, context, 'revaluation', command);
  if (!basis.ok) return basis;
  // Which of them have something open is read under their locks: somebody may be about to bring work back to one.
  const meant = command.jobIds ?? (await findJobsToRevalue(tx, command));
  await lockJobs(tx, meant);
  const jobIds = await findJobsToRevalue(tx, { ...command, jobIds: meant });
  const items = await readRevaluable(tx, jobIds, command, entriesPerRevaluationMax + 1);
  if (items.length > entriesPerRevaluationMax) {
    return refuse(
      'batchTooLarge',
      `More than ${entriesPerRevaluationMax} entries would be revalued at once.`,
      {
        accepted: 'a narrower choice: a job, a client, a staff member, a task or dates',
      },
    );
  }
  const changes = (await priceAnew(tx, items)).filter(({ effect }) => effect.fromMinor !== effect.toMinor);
  const refused = await beforeWorkRefusal(
    tx,
    changes.map(({ item }) => item),
    basis.value.effectiveOn,
  );
  return refused ?? done({ basis: basis.value, changes });
}

async function priceAnew(tx: Tx, items: readonly (OpenItem & { taskId: number })[]) {
  const jobIds = [...new Set(items.map((item) => item.jobId))];
  const { jobs } = await loadJobContexts(tx, jobIds, [], { hold: true });
  const rates = rateBook(
    await loadRateBook(tx, {
      jobIds,
      clientIds: [...new Set([...jobs.values()].map((job) => job.clientId))],
      staffIds: [...new Set(items.map((item) => item.staffId!))],
      taskIds: [...new Set(items.map((item) => item.taskId))],
    }),
  );
  return items.map((item) => {
    const job = jobs.get(item.jobId)!;
    const rate = resolveRate(rates, {
      jobId: job.id,
      clientId: job.clientId,
      staffId: item.staffId!,
      taskId: item.taskId,
      rateBasis: job.rateBasis,
      currency: job.currency,
      on: item.originOn,
    });
    const effect: RevaluationEffect = {
      itemId: item.itemId,
      jobId: item.jobId,
      staffId: item.staffId!,
      workedOn: item.originOn,
      minutes: item.openQuantity,
      fromMinor: item.openMinor,
      // Without a rate there is nothing to revalue by; what stands keeps its worth.
      toMinor:
        rate.source === 'missing' ? item.openMinor : multiplyRate(item.openQuantity, rate.ratePerHourMinor),
      reason: rate.reason,
    };
    return { item, effect };
  });
}
