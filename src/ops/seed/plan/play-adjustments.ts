// What people do to WIP by hand: write-offs and write-ons with a reason, a revaluation after a rate agreed late, and
// unbilled work moved to the job it belongs to.

import type { Cause } from '#core/ledger/journal.ts';
import { multiplyRate } from '#core/money/money.ts';
import type { Result } from '#core/refusal.ts';
import { writeOff, writeOn } from '#core/wip/adjust.ts';
import type { OpenItem } from '#core/wip/lines.ts';
import { move, revalue } from '#core/wip/move.ts';
import { dayOf } from './calendar.ts';
import type { PlannedAction } from './history.ts';
import type { PlannedJob } from './practice.ts';
import { enter, putOff, rateFor, ratesKnownOn, todayOf, type Stage } from './stage.ts';

const daysAfterBilling = 10;
/** One adjustment a month per so many jobs. */
const jobsPerAdjustment = 60;
const triesPerAdjustment = 40;
const itemsMovedMax = 3;
const daysBeforeEndOfMove = 40;

/** A while after the invoices, what nobody will pay is taken out. */
export function adjustLater(stage: Stage): void {
  const count = Math.max(
    1,
    Math.round((stage.practice.jobs.length / jobsPerAdjustment / stage.practice.calendar.last) * 180),
  );
  putOff(stage, daysAfterBilling, () => {
    for (let done = 0; done < count; done += 1) adjustSomething(stage);
  });
}

function adjustSomething(stage: Stage): void {
  const { random, practice } = stage;
  const found = someOpenTime(stage);
  if (found === null) return;
  const { job, item } = found;
  // Most adjustments take something away; one in five puts something on.
  const isOn = (stage.counts.adjustments += 1) % 5 === 3;
  const on = todayOf(stage);
  const part = random.chance(0.5) ? null : item.openMinor / 2n;
  const action = newAction(stage, {
    kind: isOn ? 'writeOn' : 'writeOff',
    reasonId: random.between(1, practice.reasons.length),
    note: isOn ? 'Agreed with the client' : part === null ? 'Not chargeable' : 'Half agreed',
    actorId: job.managerId,
  });
  const journals = isOn
    ? writeOn(
        [{ item, amountMinor: item.openMinor / 10n + 1n, field: 'item', currency: job.currency }],
        on,
        causeOf(action),
      )
    : writeOff([{ item, amountMinor: part, field: 'item', currency: job.currency }], on, causeOf(action));
  enter(stage, job.managerId, { actions: [action], journals: accepted(journals) });
}

function someOpenTime({ random, practice, book }: Stage): { job: PlannedJob; item: OpenItem } | null {
  for (let tried = 0; tried < triesPerAdjustment; tried += 1) {
    const job = random.pick(practice.jobs);
    if (!['steady', 'retainer', 'washedUp'].includes(job.course) || !book.hasOpenItems(job.id)) continue;
    const items = book.openItems(job.id).filter((item) => item.kind === 'time' && item.openMinor > 1n);
    if (items.length > 0) return { job, item: random.pick(items) };
  }
  return null;
}

/** Rates that become known during the history change what is unbilled, by a revaluation. */
export function planRevaluations(stage: Stage): void {
  const late = stage.practice.rates.filter((rate) => rate.knownFromDay > 0);
  for (const day of new Set(late.map((rate) => rate.knownFromDay))) {
    const jobs = new Set(late.filter((rate) => rate.knownFromDay === day).map((rate) => rate.jobId!));
    putOff(stage, day - stage.day, () => {
      stage.rates = ratesKnownOn(stage.practice, day);
      for (const jobId of jobs) revalueUnbilled(stage, stage.practice.jobs[jobId - 1]!);
    });
  }
}

function revalueUnbilled(stage: Stage, job: PlannedJob): void {
  const on = todayOf(stage);
  const actorId = job.managerId;
  const action = newAction(stage, {
    kind: 'revaluation',
    reasonId: null,
    note: 'New rates agreed for the job',
    actorId,
  });
  const cause = causeOf(action);
  const journals = unbilledTime(stage, job).flatMap((item) =>
    revalue(item, worthOn(stage, job, item), on, cause),
  );
  if (journals.length > 0) enter(stage, actorId, { actions: [action], journals });
}

/** Some weeks before the end, work recorded on one job turns out to belong to another of the same client. */
export function planMove(stage: Stage): void {
  const from = stage.practice.jobs.find((job) => job.story === 'revaluedAndMoved');
  const to = stage.practice.jobs.find((job) => job.story === 'overBudget');
  if (from === undefined || to === undefined) return;
  putOff(stage, stage.practice.calendar.last - daysBeforeEndOfMove - stage.day, () =>
    moveWhenThereIsSome(stage, from, to),
  );
}

function moveWhenThereIsSome(stage: Stage, from: PlannedJob, to: PlannedJob): void {
  const items = unbilledTime(stage, from).slice(-itemsMovedMax);
  if (items.length === 0) return putOff(stage, 1, () => moveWhenThereIsSome(stage, from, to));
  const on = todayOf(stage);
  const actorId = from.managerId;
  const action = newAction(stage, { kind: 'move', reasonId: null, note: `Belongs to ${to.number}`, actorId });
  const jobTaskId = to.tasks.find((task) => task.billable)!.id;
  const journals = items.flatMap((item) => {
    const worthMinor = worthOn(stage, to, { ...item, jobId: to.id, jobTaskId });
    return move(item, { jobId: to.id, jobTaskId, worthMinor }, on, causeOf(action));
  });
  const moves = [{ itemIds: items.map((item) => item.itemId), jobId: to.id, jobTaskId }];
  enter(stage, actorId, { actions: [action], moves, journals });
}

/** Whole entries: of a part that was written off nobody could say what it is worth at another rate. */
function unbilledTime(stage: Stage, job: PlannedJob): OpenItem[] {
  return stage.book
    .openItems(job.id)
    .filter((item) => item.kind === 'time' && item.openMinor > 0n && item.openQuantity > 0);
}

function worthOn(stage: Stage, job: PlannedJob, item: OpenItem): bigint {
  const day = dayOf(stage.practice.calendar, item.originOn);
  const rate = rateFor(stage, job, { staffId: item.staffId!, jobTaskId: item.jobTaskId!, day });
  return multiplyRate(item.openQuantity, rate.ratePerHourMinor);
}

function newAction(stage: Stage, action: Omit<PlannedAction, 'id' | 'effectiveOn'>): PlannedAction {
  return { ...action, id: (stage.counts.actions += 1), effectiveOn: todayOf(stage) };
}

function causeOf(action: PlannedAction): Cause {
  return { kind: 'wipAction', id: BigInt(action.id) };
}

/** What is generated is never refused; if it is, the generator is wrong. */
function accepted<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new Error(result.refusals.map((refusal) => refusal.detail).join(' '));
}
