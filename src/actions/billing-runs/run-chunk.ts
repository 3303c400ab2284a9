// What the routine runBillingChunk does: the next few parts of a run, in one transaction that also says what became of
// them, and that queues the routine again as long as something is left. So it may die at any moment, and run twice: what
// was committed is done, and everything else still awaits it.
//
// A run is worked on by one transaction at a time, and goes to the end of the queue after each: runs of several firms take
// turns, and whoever pauses or cancels waits for a chunk at most. People come first. A job that somebody is recording on is
// waited for only briefly; then the parts are done one by one, and one that cannot be got at is put off behind the others.
//
// Nothing that goes wrong with one part stops a run: a refusal parks the part with its reason, and so does a defect.

import { refuse, type Refusal } from '#core/refusal.ts';
import {
  claimUnits,
  claimWriteOffs,
  countLeft,
  holdRun,
  isAnythingLeftToUndo,
  isAnythingPlanned,
  noteProgress,
  postponeUnit,
  postponeWriteOff,
  setRunState,
  settleUnits,
  settleWriteOffs,
  type ClaimedUnit,
  type ClaimedWriteOff,
  type WorkingRun,
} from '#store/billing-runs/work.ts';
import { isUnreachable, type Tx } from '#store/database.ts';
import { queueRoutines } from '#store/queue.ts';
import type { Context } from '../context.ts';
import { withItemIds, type TakenIds } from '../item-ids.ts';
import { approveUnits, billUnits, undoUnits, type Working } from './run-units.ts';
import { undoWriteOffs, writeOffJobs } from './run-write-offs.ts';

export type BillingOffice = Pick<Context, 'database' | 'clock'>;
type Subject = { readonly firmId: number; readonly id: number };

/** Larger chunks are hardly faster (docs/performance.md), and keep people waiting longer. */
const partsPerChunk = 100;
const lockTimeoutMs = 2_000;
const postponedMax = 5;

export async function runBillingChunk(
  office: BillingOffice,
  subject: Subject,
  { parts = partsPerChunk }: { readonly parts?: number } = {},
): Promise<void> {
  try {
    await workOnce(office, subject, parts);
  } catch (error) {
    if (isUnreachable(error)) throw error;
    await oneByOne(office, subject, parts);
  }
}

async function oneByOne(office: BillingOffice, subject: Subject, parts: number): Promise<void> {
  for (let part = 0; part < parts; part += 1) {
    try {
      if ((await workOnce(office, subject, 1)) === 'over') return;
    } catch (error) {
      if (isUnreachable(error)) throw error;
      await setAside(office, subject, error);
    }
  }
}

type Outcome = 'more' | 'over';

function workOnce(office: BillingOffice, subject: Subject, parts: number): Promise<Outcome> {
  return withItemIds(office.database, 0, (itemIds) =>
    inRun(office, subject, async (tx, run) => {
      await workOn(tx, workingOf(office, subject, run, itemIds), parts);
      return goOnOrEnd(tx, run, office.clock());
    }),
  );
}

/** Nothing is done for a run that was paused or has ended. */
function inRun(
  { database }: BillingOffice,
  { firmId, id }: Subject,
  work: (tx: Tx, run: WorkingRun) => Promise<Outcome>,
): Promise<Outcome> {
  return database.inFirm(
    firmId,
    async (tx) => {
      const run = await holdRun(tx, id);
      return run === undefined || run.state !== 'running' ? 'over' : work(tx, run);
    },
    { lockTimeoutMs },
  );
}

/** A run ends with the last of its parts, in the same transaction: nobody would come back for it. */
async function goOnOrEnd(tx: Tx, { id, work }: WorkingRun, now: string): Promise<Outcome> {
  if ((await countLeft(tx, id)) > 0) {
    await noteProgress(tx, id);
    await queueRoutines(tx, 'runBillingChunk', [id]);
    return 'more';
  }
  const isUndone = work === 'undo' && !(await isAnythingLeftToUndo(tx, id));
  // The drafts of a run that was cancelled may be approved; what was never begun stays so.
  const ended = (await isAnythingPlanned(tx, id)) ? 'cancelled' : 'done';
  await setRunState(tx, id, { state: isUndone ? 'undone' : ended, endedAt: now });
  return 'over';
}

/** Whoever began the run had the permission then. */
function workingOf(
  { database, clock }: BillingOffice,
  { firmId }: Subject,
  run: WorkingRun,
  itemIds: TakenIds,
): Working {
  const { actingId, actingRole, actingLimitMinor } = run;
  if (actingId === null || actingRole === null) throw new Error(`run ${run.id} goes on for nobody`);
  const principal = {
    firmId,
    actorId: actingId,
    memberId: null,
    staffId: null,
    role: actingRole,
    scopes: null,
    writeOffLimitMinor: actingLimitMinor,
    seesCosts: false,
  };
  return { context: { database, clock, principal }, run, itemIds };
}

async function workOn(tx: Tx, working: Working, parts: number): Promise<void> {
  const { run } = working;
  const units = await claimUnits(tx, run.id, run.work!, parts);
  if (units.length > 0) return workOnUnits(tx, working, units);
  const jobs = await claimWriteOffs(tx, run.id, parts);
  if (jobs.length > 0) {
    await (run.work === 'undo' ? undoWriteOffs(tx, working, jobs) : writeOffJobs(tx, working, jobs));
  }
}

function workOnUnits(tx: Tx, working: Working, units: readonly ClaimedUnit[]): Promise<void> {
  switch (working.run.work) {
    case 'approve':
      return approveUnits(tx, working, units);
    case 'undo':
      return undoUnits(tx, working, units);
    default:
      return billUnits(tx, working, units);
  }
}

/** What failed by itself: put off where somebody was at its jobs, else parked with what went wrong. */
async function setAside(office: BillingOffice, subject: Subject, error: unknown): Promise<void> {
  const refusals = refuse(
    'conflict',
    `It went wrong: ${error instanceof Error ? error.message : String(error)}`,
  ).refusals;
  await inRun(office, subject, async (tx, run) => {
    const [unit] = await claimUnits(tx, run.id, run.work!, 1);
    const [job] = unit === undefined ? await claimWriteOffs(tx, run.id, 1) : [];
    if (unit !== undefined) {
      const isPutOff = isBusy(error) && (await postponeUnit(tx, run.id, unit.place, postponedMax));
      if (!isPutOff) await parkUnit(tx, run, unit, refusals);
    } else if (job !== undefined) {
      const isPutOff = isBusy(error) && (await postponeWriteOff(tx, run.id, job.jobId, postponedMax));
      if (!isPutOff) await parkJob(tx, run, job, refusals);
    }
    return goOnOrEnd(tx, run, office.clock());
  });
}

function parkUnit(tx: Tx, { id, work }: WorkingRun, unit: ClaimedUnit, refusals: readonly Refusal[]) {
  const { place, invoiceId } = unit;
  const state = work === 'bill' ? 'parked' : unit.state;
  return settleUnits(tx, id, [{ place, invoiceId, state, refusals }]);
}

function parkJob(tx: Tx, { id, work }: WorkingRun, job: ClaimedWriteOff, refusals: readonly Refusal[]) {
  const { jobId, wipActionId } = job;
  const state = work === 'undo' ? 'writtenOff' : 'parked';
  return settleWriteOffs(tx, id, [{ jobId, wipActionId, state, refusals }]);
}

/** A lock that was not to be had in time, a deadlock, a serialization failure, a statement that took too long. */
const busy = new Set(['55P03', '40P01', '40001', '57014']);

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'code' in error && busy.has(String(error.code));
}
