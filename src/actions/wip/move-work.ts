// Moving unbilled work to another job or task. The rate is resolved again on the target, and the user sees what every
// entry will be worth there before it is done.

import { requirePermission } from '#core/access/principal.ts';
import { rateBook, resolveRate, type RateBook } from '#core/pricing/rates.ts';
import { multiplyRate } from '#core/money/money.ts';
import type { Cause } from '#core/ledger/journal.ts';
import { multiplyQuantity } from '#core/money/quantity.ts';
import { done, refuse, refuseAll, within, type Refusal, type Result } from '#core/refusal.ts';
import { move } from '#core/wip/move.ts';
import type { OpenItem } from '#core/wip/lines.ts';
import type { Tx } from '#store/database.ts';
import { findItemJobs } from '#store/ledger/item-jobs.ts';
import { lockJobs, readItemHistories, readOpenItemsById } from '#store/ledger/items.ts';
import { loadJobContexts, type JobContext, type JobTaskContext } from '#store/practice/jobs.ts';
import { loadRateBook } from '#store/practice/rates.ts';
import { moveCostEntries, moveTimeEntries } from '#store/work/moves.ts';
import { readCostEntries, type StoredCostEntry } from '#store/work/cost-entries.ts';
import { readTimeEntries, type StoredTimeEntry } from '#store/work/time-entries.ts';
import type { Context } from '../context.ts';
import { write } from '../request.ts';
import { draftRefusal, settledRefusal } from '../settled.ts';
import { beforeWorkRefusal, beginAction, postAction, type ActionOutcome, type ActionTerms } from './act.ts';

export type MoveCommand = ActionTerms & {
  readonly itemIds: readonly bigint[];
  readonly toJobId: number;
  /** Where time goes; costs keep to the job and take the task when it is given. */
  readonly toJobTaskId?: number | null | undefined;
};

export const itemsPerMoveMax = 1000;

export type MoveEffect = {
  readonly itemId: bigint;
  readonly fromJobId: number;
  /** Worth now and there, minor units. */
  readonly fromMinor: bigint;
  readonly toMinor: bigint;
  /** Why it is worth that there. */
  readonly reason: string;
};

export function moveWork(context: Context, command: MoveCommand): Promise<Result<ActionOutcome>> {
  return write(context, async (tx) => {
    const prepared = await prepare(tx, context, command);
    if (!prepared.ok) return prepared;
    const { basis, plans } = prepared.value;
    const ids = plans.map((plan) => plan.item.itemId);
    await moveTimeEntries(tx, ids, command.toJobId, command.toJobTaskId ?? null);
    await moveCostEntries(tx, ids, command.toJobId, command.toJobTaskId ?? null);
    const decide = (cause: Cause) =>
      done(
        plans.flatMap((plan) =>
          move(plan.item, { ...plan.target, worthMinor: plan.effect.toMinor }, basis.effectiveOn, cause),
        ),
      );
    return postAction(tx, context, { kind: 'move', terms: command, basis, decide });
  });
}

/** What each entry is worth now and there, posted nowhere. */
export function previewMove(context: Context, command: MoveCommand): Promise<Result<MoveEffect[]>> {
  return context.database.inFirm(context.principal.firmId, async (tx) => {
    const prepared = await prepare(tx, context, command);
    return prepared.ok ? done(prepared.value.plans.map((plan) => plan.effect)) : prepared;
  });
}

type Plan = {
  readonly item: OpenItem;
  readonly target: { readonly jobId: number; readonly jobTaskId: number | null };
  readonly effect: MoveEffect;
};

async function prepare(tx: Tx, context: Context, command: MoveCommand) {
  const permitted = requirePermission(context.principal, 'wip.move');
  if (!permitted.ok) return permitted;
  const basis = await beginAction(tx, context, 'move', command);
  if (!basis.ok) return basis;
  const items = await holdItems(tx, command);
  if (!items.ok) return items;
  const refused = await beforeWorkRefusal(tx, items.value, basis.value.effectiveOn);
  if (refused !== null) return refused;
  const target = await readTarget(tx, command, items.value);
  if (!target.ok) return target;
  return done({ basis: basis.value, plans: await planMoves(tx, items.value, target.value) });
}

async function holdItems(tx: Tx, { itemIds, toJobId }: MoveCommand): Promise<Result<OpenItem[]>> {
  if (itemIds.length === 0 || itemIds.length > itemsPerMoveMax || new Set(itemIds).size !== itemIds.length) {
    const accepted = `1 to ${itemsPerMoveMax} different entries`;
    return refuse('batchTooLarge', `A move takes ${accepted}.`, {
      field: 'itemIds',
      value: String(itemIds.length),
      accepted,
    });
  }
  const jobs = await findItemJobs(tx, itemIds);
  const jobIds = [...new Set(jobs.values())];
  await lockJobs(tx, [...jobIds, toJobId]);
  const open = await readOpenItemsById(tx, jobIds, itemIds);
  const histories = await readItemHistories(
    tx,
    itemIds.flatMap((itemId) => ({ itemId, jobId: jobs.get(itemId) ?? toJobId })),
  );
  const refusals: Refusal[] = [];
  for (const [index, itemId] of itemIds.entries()) {
    const at = { field: `itemIds[${index}]`, value: String(itemId) };
    const item = open.get(itemId);
    const settled = await settledRefusal(tx, histories.get(itemId) ?? [], at.field);
    if (!jobs.has(itemId) || item?.kind === 'interim') {
      refusals.push({
        code: 'unknownEntry',
        detail: 'There is no such time entry or cost in this firm.',
        ...at,
      });
    } else if (settled !== null) refusals.push(...settled.refusals);
    else if (item === undefined)
      refusals.push({ code: 'exceedsOpenAmount', detail: 'Nothing of the entry is open.', ...at });
  }
  if (refusals.length > 0) return refuseAll(refusals);
  const onDraft = await draftRefusal(tx, itemIds, (place) => `itemIds[${place}]`);
  return onDraft ?? done(itemIds.map((itemId) => open.get(itemId)!));
}

type Target = { readonly job: JobContext; readonly jobTask: JobTaskContext | null };

async function readTarget(tx: Tx, command: MoveCommand, items: readonly OpenItem[]): Promise<Result<Target>> {
  const jobTaskId = command.toJobTaskId ?? null;
  const jobIds = [...new Set([command.toJobId, ...items.map((item) => item.jobId)])];
  const { jobs, jobTasks } = await loadJobContexts(tx, jobIds, jobTaskId === null ? [] : [jobTaskId], {
    hold: true,
  });
  const job = jobs.get(command.toJobId);
  if (job === undefined)
    return refuse('unknownJob', 'There is no such job in this firm.', {
      field: 'toJobId',
      value: String(command.toJobId),
    });
  const jobTask = jobTaskId === null ? null : jobTasks.get(jobTaskId);
  const needsTask = items.some((item) => item.kind === 'time');
  if (
    jobTask === undefined ||
    (jobTask !== null && jobTask.jobId !== job.id) ||
    (jobTask === null && needsTask)
  ) {
    const at = {
      field: 'toJobTaskId',
      value: String(jobTaskId),
      accepted: `the id of a task of job ${job.number}`,
    };
    return refuse('unknownJobTask', `Time moves to a task of job ${job.number}.`, at);
  }
  const foreign = items.findIndex((item) => jobs.get(item.jobId)?.currency !== job.currency);
  if (foreign < 0) return done({ job, jobTask });
  const currency = jobs.get(items[foreign]!.jobId)?.currency;
  const detail = `The entry is in ${currency} and job ${job.number} in ${job.currency}.`;
  return within(
    `itemIds[${foreign}]`,
    refuse('currencyMismatch', detail, { accepted: `an entry in ${job.currency}` }),
  );
}

async function planMoves(tx: Tx, items: readonly OpenItem[], { job, jobTask }: Target): Promise<Plan[]> {
  const ids = items.map((item) => item.itemId);
  const [entries, costs] = await Promise.all([
    readTimeEntries(tx, ids, { lock: true }),
    readCostEntries(tx, ids, { lock: true }),
  ]);
  const keys = {
    jobIds: [job.id],
    clientIds: [job.clientId],
    taskIds: jobTask === null ? [] : [jobTask.taskId],
  };
  const staffIds = [...new Set(items.flatMap((item) => item.staffId ?? []))];
  const rates = rateBook(await loadRateBook(tx, { ...keys, staffIds }));
  return items.map((item) => {
    const jobTaskId = jobTask?.id ?? null;
    const worth = worthThere(
      rates,
      { job, jobTask },
      item,
      entries.get(item.itemId) ?? costs.get(item.itemId)!,
    );
    const effect = { itemId: item.itemId, fromJobId: item.jobId, fromMinor: item.openMinor, ...worth };
    return { item, target: { jobId: job.id, jobTaskId }, effect };
  });
}

function worthThere(
  rates: RateBook,
  { job, jobTask }: Target,
  item: OpenItem,
  entry: StoredTimeEntry | StoredCostEntry,
) {
  if (!entry.billable) return { toMinor: 0n, reason: 'Not billable' };
  if (job.excluded) return { toMinor: 0n, reason: `Job ${job.number} is excluded from estimated billings` };
  // By its price and not by what is open: on an excluded job it stood at 0.
  if ('unitPriceMinor' in entry) {
    const toMinor = multiplyQuantity(entry.quantityThousandths, entry.unitPriceMinor);
    return { toMinor, reason: 'A cost keeps its price' };
  }
  const { ratePerHourMinor, reason } = resolveRate(rates, {
    jobId: job.id,
    clientId: job.clientId,
    staffId: item.staffId!,
    taskId: jobTask!.taskId,
    rateBasis: job.rateBasis,
    currency: job.currency,
    on: item.originOn,
  });
  return { toMinor: multiplyRate(item.openQuantity, ratePerHourMinor), reason };
}
