// What the routine runBillingChunk does: the next parts of a run in chunks, each a transaction that also says what became of
// its parts. So it may die at any moment and run twice: what is committed is done, everything else still awaits it.
//
// One transaction at a time holds the run and says what became of parts. Alone at work, the next chunks are drawn up
// meanwhile (relay.ts); beside people, chunks are small and rests follow (core/billing-run/pace.ts). Runs take turns in the
// queue; while one works or rests it is not in it, and this routine itself goes on with it, or is tried again.
//
// Nothing wrong with one part stops a run: a refusal or a defect parks it with its reason, and a job that somebody is at is
// put off. What is wrong with the database or the machine is no fault of the part: it is tried again.

import { setTimeout as pause } from 'node:timers/promises';
import { restAfter } from '#core/billing-run/pace.ts';
import { refuse, type Refusal } from '#core/refusal.ts';
import { readAge } from '#store/activity.ts';
import {
  claimUnits,
  claimWriteOffs,
  countLeft,
  holdRun,
  isAnythingLeftToUndo,
  isAnythingPlanned,
  lookAtRun,
  NoLongerAwaited,
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
import type { Tx } from '#store/database.ts';
import { queueRoutines } from '#store/queue.ts';
import { isUnreachable } from '#store/unreachable.ts';
import type { Context } from '../context.ts';
import { withItemIds } from '../item-ids.ts';
import { isAloneAtWork, lookForOthers, openPace, type Pace } from './chunk-pace.ts';
import { beginLeg, runRelay, type Leg, type OwnLeg } from './relay.ts';
import { approveUnits, billUnits, undoUnits, type Working } from './run-units.ts';
import { undoWriteOffs, writeOffJobs } from './run-write-offs.ts';

export type BillingOffice = Pick<Context, 'database' | 'clock'> & {
  /** Where defects are told, under the reference that people are given instead. */
  readonly report?: ((reference: string, error: unknown) => void) | undefined;
};
type Subject = { readonly firmId: number; readonly id: number };

/** How long a run goes on before it goes to the end of the queue, with nobody in it. */
const turnMsMax = 1_000;
/** How long a chunk waits for somebody who is at one of its jobs. */
const lockTimeoutMs = 250;
/** After a chunk that failed, so many parts are done by themselves before the run goes to the end of the queue. */
const alonePerTurn = 10;
/** How often a part is tried whose jobs are not to be had, and how long a run rests that has nothing else left. */
const postponedMax = 20;
const restWhenBusyMs = 500;
/** A database that is away is waited for here, for about half a minute; then by the queue. */
const unreachableMax = 10;
const restWhenUnreachableMs = 500;

/** With `parts`, so many in a chunk whatever they take, and without a rest. */
export async function runBillingChunk(
  office: BillingOffice,
  subject: Subject,
  { parts }: { readonly parts?: number } = {},
): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await takeTurn(office, subject, parts);
    } catch (error) {
      if (!isUnreachable(error) || attempt >= unreachableMax) throw error;
      await pause(restWhenUnreachableMs);
    }
  }
}

type Turn = { readonly office: BillingOffice; readonly subject: Subject; readonly pace: Pace };

async function takeTurn(office: BillingOffice, subject: Subject, parts: number | undefined): Promise<void> {
  const { database } = office;
  const othersAtWork = parts === undefined ? await lookForOthers(database) : 0;
  const turn = { office, subject, pace: openPace(database, subject, { parts, othersAtWork }) };
  const isAlone = parts === undefined && othersAtWork === 0;
  const restMs = await orOneByOne(turn, () =>
    isAlone ? workInRelay(turn) : workThenRest(turn, othersAtWork),
  );
  if (restMs === null) return;
  await pause(restMs);
  await database.inFirm(subject.firmId, (tx) => queueRoutines(tx, 'runBillingChunk', [subject.id]), {
    standsBack: true,
  });
}

/** How long to rest before the run is queued again; null where it is queued, or has nothing left to do. */
async function workThenRest(turn: Turn, othersAtWork: number): Promise<number | null> {
  const done = await workOnce(turn, { thenQueue: othersAtWork === 0 });
  return done === 'over' || othersAtWork === 0 ? null : restAfter(done.tookMs, othersAtWork);
}

/** Chunk after chunk, as long as nobody else is there. */
async function workInRelay(turn: Turn): Promise<number | null> {
  const begunMs = performance.now();
  const outcome = await runRelay<Outcome>({
    begin: (underWay) => beginLeg((leg) => workOnce(turn, { thenQueue: false, leg, underWay })),
    mayGoOn: async () =>
      performance.now() - begunMs < turnMsMax && (await isAloneAtWork(turn.office.database)),
    isOver: (one) => one === 'over',
  });
  return outcome === 'over' ? null : 0;
}

/** Where a chunk could not be done, its parts by themselves. */
async function orOneByOne(turn: Turn, work: () => Promise<number | null>): Promise<number | null> {
  try {
    return await work();
  } catch (error) {
    if (isHeldElsewhere(error)) return 0;
    if (!isPartsOwn(error)) throw error;
    turn.pace.heldUp();
    return oneByOne(turn);
  }
}

async function oneByOne(turn: Turn): Promise<number | null> {
  let isAnythingDone = false;
  const setAsideAlready = new Set<string>();
  for (let count = 0; count < alonePerTurn; count += 1) {
    const attempted: Attempted = {};
    try {
      if ((await workOnce(turn, { thenQueue: false, attempted })) === 'over') return null;
      isAnythingDone = true;
    } catch (error) {
      if (isHeldElsewhere(error)) return 0;
      if (!isPartsOwn(error)) throw error;
      const part = `${attempted.unit?.place} ${attempted.job?.jobId}`;
      if (setAsideAlready.has(part)) break;
      setAsideAlready.add(part);
      if ((await setAside(turn, attempted, error)) === 'over') return null;
    }
  }
  return isAnythingDone ? 0 : restWhenBusyMs;
}

type Outcome = 'over' | { readonly tookMs: number };

/** The one part that was claimed by itself. */
type Attempted = { unit?: ClaimedUnit; job?: ClaimedWriteOff };

type How = {
  readonly thenQueue: boolean;
  readonly attempted?: Attempted;
  readonly leg?: OwnLeg;
  /** The chunks that are under way; behind the last of them this one takes its turn. */
  readonly underWay?: readonly Leg<Outcome>[];
};

function workOnce(turn: Turn, how: How): Promise<Outcome> {
  const { office, subject } = turn;
  const before = how.underWay?.at(-1) ?? null;
  // A chunk that is begun again does the same parts.
  const sizes = new Map<string, number>();
  const sizeOf = (kind: string): number => {
    const size = sizes.get(kind) ?? (how.attempted === undefined ? turn.pace.partsOf(kind) : 1);
    sizes.set(kind, size);
    return size;
  };
  return withItemIds(office.database, 0, (itemIds) =>
    inRun(turn, before, async (tx, run) => {
      const inTurn = before === null ? async () => {} : () => takeOver(tx, run, before);
      const { kind, parts } = await workOn(
        tx,
        workingOf(office, subject, run, { itemIds, inTurn }),
        sizeOf,
        how,
      );
      // Nothing is left but what the chunk before it does.
      if (parts === 0 && before !== null) return { tookMs: 0 };
      const outcome = await goOnOrEnd(tx, run, office.clock(), how.thenQueue);
      if (outcome !== 'over' && how.attempted === undefined) turn.pace.took(kind, parts, outcome.tookMs);
      return outcome;
    }),
  );
}

/** Another transaction works on the run, or a person steers it. */
class HeldElsewhere extends Error {}

function isHeldElsewhere(error: unknown): boolean {
  return error instanceof HeldElsewhere || error instanceof NoLongerAwaited;
}

/** Nothing is done for a run that was paused or has ended. Behind another chunk it is held later, in turn. */
function inRun(
  { office, subject }: Turn,
  before: Leg<Outcome> | null,
  work: (tx: Tx, run: WorkingRun) => Promise<Outcome>,
): Promise<Outcome> {
  return office.database.inFirm(
    subject.firmId,
    async (tx) => {
      const run = await (before === null ? hold(tx, subject) : lookAtRun(tx, subject.id));
      return run === undefined || run.state !== 'running' ? 'over' : work(tx, run);
    },
    { lockTimeoutMs, standsBack: true },
  );
}

async function hold(tx: Tx, { id }: { readonly id: number }): Promise<WorkingRun | undefined> {
  try {
    return await holdRun(tx, id);
  } catch (error) {
    throw isBusy(error) ? new HeldElsewhere() : error;
  }
}

/** What this chunk has drawn up counts only if the one before it is committed, and nobody has steered the run since. */
async function takeOver(tx: Tx, seen: WorkingRun, before: Leg<Outcome>): Promise<void> {
  await before.ended.catch(() => {
    throw new HeldElsewhere();
  });
  const run = await hold(tx, seen);
  if (run?.state !== 'running' || run.work !== seen.work) throw new HeldElsewhere();
}

/** A run ends with the last of its parts, in the same transaction: nobody would come back for it. */
async function goOnOrEnd(
  tx: Tx,
  { id, work }: WorkingRun,
  now: string,
  thenQueue: boolean,
): Promise<Outcome> {
  if ((await countLeft(tx, id)) > 0) {
    await noteProgress(tx, id);
    if (thenQueue) await queueRoutines(tx, 'runBillingChunk', [id]);
    return { tookMs: await readAge(tx) };
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
  own: Pick<Working, 'itemIds' | 'inTurn'>,
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
  return { context: { database, clock, principal }, run, ...own };
}

type Done = { readonly kind: string; readonly parts: number };

async function workOn(
  tx: Tx,
  working: Working,
  sizeOf: (kind: string) => number,
  { attempted, leg, underWay = [] }: How,
): Promise<Done> {
  const { run } = working;
  const kind = `${run.work} units`;
  const inOtherHands = underWay.flatMap(({ places }) => places);
  const units = await claimUnits(tx, run, sizeOf(kind), inOtherHands);
  leg?.claims(
    units.map(({ place }) => place),
    run.work !== 'undo' && units.length > 0,
  );
  if (units.length > 0) {
    if (attempted !== undefined) attempted.unit = units[0]!;
    await workOnUnits(tx, working, units);
    return { kind, parts: units.length };
  }
  if (underWay.length > 0) return { kind, parts: 0 };
  const kindOfJobs = `${run.work} write-offs`;
  const jobs = await claimWriteOffs(tx, run.id, sizeOf(kindOfJobs));
  if (jobs.length > 0) {
    if (attempted !== undefined) attempted.job = jobs[0]!;
    await (run.work === 'undo' ? undoWriteOffs(tx, working, jobs) : writeOffJobs(tx, working, jobs));
  }
  return { kind: kindOfJobs, parts: jobs.length };
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
function setAside(turn: Turn, attempted: Attempted, error: unknown): Promise<Outcome> {
  return inRun(turn, null, async (tx, run) => {
    const [unit] = await claimUnits(tx, run, 1);
    const [job] = unit === undefined ? await claimWriteOffs(tx, run.id, 1) : [];
    // Somebody may have steered the run since; then what comes first now has not failed.
    if (unit !== undefined && unit.place === attempted.unit?.place) {
      const isPutOff = isBusy(error) && (await postponeUnit(tx, run.id, unit.place, postponedMax));
      const reference = `run-${run.id}-invoice-${unit.place}`;
      if (!isPutOff) await parkUnit(tx, run, unit, reasonOf(turn, reference, error));
    } else if (job !== undefined && job.jobId === attempted.job?.jobId) {
      const isPutOff = isBusy(error) && (await postponeWriteOff(tx, run.id, job.jobId, postponedMax));
      const reference = `run-${run.id}-job-${job.jobId}`;
      if (!isPutOff) await parkJob(tx, run, job, reasonOf(turn, reference, error));
    }
    return goOnOrEnd(tx, run, turn.office.clock(), false);
  });
}

/** What a defect says is for whoever reads the log, and no sentence for people. */
function reasonOf({ office }: Turn, reference: string, error: unknown): readonly Refusal[] {
  if (isBusy(error)) {
    const detail =
      'Somebody else was at work on it each time it was tried. Start the run again for what is parked.';
    return refuse('conflict', detail).refusals;
  }
  office.report?.(reference, error);
  const detail = `The program failed at it, and left it as it was. Start the run again for what is parked; if it fails again, the log says more under ${reference}.`;
  return refuse('conflict', detail, { value: reference }).refusals;
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
  return busy.has(codeOf(error));
}

/** A full disk, no memory, no connection to be had: that goes for all parts alike. */
function isPartsOwn(error: unknown): boolean {
  if (isUnreachable(error) || /^(53|58)/.test(codeOf(error))) return false;
  return !(error instanceof Error && error.message === 'timeout exceeded when trying to connect');
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
