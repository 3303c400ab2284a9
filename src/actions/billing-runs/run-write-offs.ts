// The jobs of a run that are written off instead of invoiced, each by the WIP action that a person would use.

import { offeredUpTo } from '#core/billing-run/rules.ts';
import { writeOffItems } from '#core/billing-run/decide.ts';
import { refuse, type Refused, type Result } from '#core/refusal.ts';
import { loadBook, type Book } from '#store/billing/book.ts';
import {
  settleWriteOffs,
  type ClaimedWriteOff,
  type SettledWriteOff,
  type WorkingRun,
} from '#store/billing-runs/work.ts';
import type { Tx } from '#store/database.ts';
import { lockJobs } from '#store/ledger/items.ts';
import { refusedAlone } from '../invoices/batch.ts';
import { adjustWithin } from '../wip/adjust-wip.ts';
import type { ActionOutcome } from '../wip/act.ts';
import { undoWithin } from '../wip/undo-action.ts';
import { stateOfRefused, type Working } from './run-units.ts';

type Item = Book['jobs'][number]['items'][number];

export async function writeOffJobs(
  tx: Tx,
  working: Working,
  jobs: readonly ClaimedWriteOff[],
): Promise<void> {
  const jobIds = jobs.map(({ jobId }) => jobId);
  await lockJobs(tx, jobIds);
  const book = await loadBook(tx, jobIds, { exceptDraft: null });
  const items = new Map(book.jobs.map((job) => [job.jobId, job.items]));
  const settled: SettledWriteOff[] = [];
  for (const job of jobs) {
    const open = writeOffItems(working.run.rules, items.get(job.jobId) ?? []);
    const result = await refusedAlone(tx, () => writeOffJob(tx, working, job, open));
    settled.push(
      result.ok
        ? {
            jobId: job.jobId,
            state: 'writtenOff',
            wipActionId: result.value.wipActionId,
            refusals: null,
          }
        : {
            jobId: job.jobId,
            state: stateOfRefused(result.refusals),
            wipActionId: null,
            refusals: result.refusals,
          },
    );
  }
  await settleWriteOffs(tx, working.run.id, settled);
}

async function writeOffJob(
  tx: Tx,
  { context, run }: Working,
  job: ClaimedWriteOff,
  items: readonly Item[],
): Promise<Result<ActionOutcome>> {
  return (
    planRefusal(run, job, items) ??
    adjustWithin(tx, context, {
      kind: 'writeOff',
      items: items.map(({ itemId }) => ({ itemId })),
      effectiveOn: run.rules.invoicedOn,
      reasonId: run.rules.treatment.writeOffReasonId,
      note: run.name,
    })
  );
}

function planRefusal(run: WorkingRun, job: ClaimedWriteOff, items: readonly Item[]): Refused | null {
  if (items.length === 0) return refuse('nothingToDo', 'Nothing of what was planned is left to write off.');
  const openMinor = items.reduce((sum, item) => sum + item.openMinor, 0n);
  if (run.whenChanged === 'bill' || openMinor === job.writtenOffMinor) return null;
  const detail = `The work up to ${offeredUpTo(run.rules)} has changed since the run was rehearsed.`;
  return refuse('previewOutdated', detail);
}

export async function undoWriteOffs(
  tx: Tx,
  { context, run }: Working,
  jobs: readonly ClaimedWriteOff[],
): Promise<void> {
  await lockJobs(
    tx,
    jobs.map(({ jobId }) => jobId),
  );
  const settled: SettledWriteOff[] = [];
  for (const { jobId, wipActionId } of jobs) {
    const command = { wipActionId: wipActionId!, note: run.undoReason };
    const undone = await refusedAlone(tx, () => undoWithin(tx, context, command));
    const isUndone = undone.ok || undone.refusals.every(({ code }) => code === 'alreadyReversed');
    settled.push({
      jobId,
      wipActionId,
      state: isUndone ? 'undone' : 'writtenOff',
      refusals: isUndone ? null : (undone as Refused).refusals,
    });
  }
  await settleWriteOffs(tx, run.id, settled);
}
