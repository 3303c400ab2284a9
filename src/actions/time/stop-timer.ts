// Stopping a timer: what it measured becomes time on the days that it ran in the firm's time zone, all of it or none.
// Minutes are added to an entry that says the same, where there is one that can be changed, and else recorded as an entry
// of their own.

import { measuredDays, measuredMinutes, type MeasuredDay } from '#core/calendar/measured.ts';
import { done, refuse, type Refused, type Result } from '#core/refusal.ts';
import type { Tx } from '#store/database.ts';
import { itemIdsOf } from '#store/ledger/item-ids.ts';
import { lockJobs } from '#store/ledger/items.ts';
import { holdDaysOf, readRecordingSettings } from '#store/work/settings.ts';
import { deleteTimer, findEntriesAlike, type Timer } from '#store/work/timers.ts';
import type { Context } from '../context.ts';
import { write } from '../request.ts';
import { changeTimeIn, type TimeChange } from './change-time.ts';
import { minutesPerEntryMax, type RecordedBatch } from './command.ts';
import { holdTimer } from './held-timer.ts';
import { recordTimeIn } from './record-time.ts';

/** A day's length of time lies on at most three days: the day around a change of the clocks is shorter. */
const daysMax = 3;

/** Ids for the entries that stopping may record, drawn before its transaction begins. */
export function idsForStopping({ database }: Context): Promise<bigint[]> {
  return itemIdsOf(database).take(daysMax);
}

/** Stops a timer and records what it measured; where that is refused, it runs on. */
export async function stopTimer(
  context: Context,
  command: { readonly id: number; readonly stoppedAt?: string | undefined },
): Promise<Result<RecordedBatch>> {
  const ids = await idsForStopping(context);
  return write(context, async (tx) => {
    const found = await holdTimer(tx, context, { id: command.id });
    if (!found.ok) return found;
    return stopIn(tx, context, { timer: found.value, stoppedAt: command.stoppedAt ?? context.clock(), ids });
  });
}

type Stopping = { readonly timer: Timer; readonly stoppedAt: string; readonly ids: readonly bigint[] };

/** Stops a timer that is held, inside the transaction of another action. */
export async function stopIn(
  tx: Tx,
  context: Context,
  { timer, stoppedAt, ids }: Stopping,
): Promise<Result<RecordedBatch>> {
  const refused = spanRefusal(timer, stoppedAt, context.clock());
  if (refused !== null) return refused;
  const { timeZone } = await holdDaysOf(tx, [timer.staffId]);
  const days = measuredDays(timer.startedAt, stoppedAt, timeZone);
  await deleteTimer(tx, timer.id);
  await lockJobs(tx, [timer.jobId]);
  return recordDays(tx, context, { timer, days, ids });
}

type Recording = {
  readonly timer: Timer;
  readonly days: readonly MeasuredDay[];
  readonly ids: readonly bigint[];
};

async function recordDays(
  tx: Tx,
  context: Context,
  { timer, days, ids }: Recording,
): Promise<Result<RecordedBatch>> {
  const { staffId, jobId, jobTaskId, note } = timer;
  const added = await addToEntries(tx, context, timer, days);
  const left = days.filter(({ on }) => !added.entries.some(({ workedOn }) => workedOn === on));
  if (left.length === 0) return done(added);
  const commands = left.map(({ on, minutes }) => ({
    staffId,
    jobId,
    jobTaskId,
    workedOn: on,
    minutes,
    note,
    billable: timer.billable ?? undefined,
  }));
  const recorded = await recordTimeIn(tx, { context, commands, ids: ids.slice(0, commands.length) });
  if (!recorded.ok) return recorded;
  const entries = [...added.entries, ...recorded.value.entries];
  return done({ ...recorded.value, entries: entries.toSorted((a, b) => (a.workedOn < b.workedOn ? -1 : 1)) });
}

/** The days whose minutes could be added to an entry that says the same; one that is billed by now is left alone. */
async function addToEntries(
  tx: Tx,
  context: Context,
  timer: Timer,
  days: readonly MeasuredDay[],
): Promise<Pick<RecordedBatch, 'entries' | 'balances' | 'firmCurrency'>> {
  const alike = await findEntriesAlike(
    tx,
    timer,
    days.map(({ on }) => on),
  );
  const changes = alike.flatMap(({ id, version, workedOn, minutes }): TimeChange[] => {
    const sum = minutes + days.find(({ on }) => on === workedOn)!.minutes;
    return sum > minutesPerEntryMax ? [] : [{ id, version, minutes: sum }];
  });
  const changed = changes.length === 0 ? null : await changeTimeIn(tx, context, changes);
  if (changed?.ok) return changed.value;
  const { currency } = await readRecordingSettings(tx);
  return { entries: [], balances: [], firmCurrency: currency };
}

function spanRefusal({ startedAt }: Timer, stoppedAt: string, now: string): Refused | null {
  if (isAfter(stoppedAt, now)) {
    return refuse('futureDate', 'A timer cannot stop in the future.', {
      field: 'stoppedAt',
      value: stoppedAt,
      accepted: `a moment up to ${now}`,
    });
  }
  if (isAfter(startedAt, stoppedAt)) {
    return refuse('invalidDate', 'A timer cannot stop before it was started.', {
      field: 'stoppedAt',
      value: stoppedAt,
      accepted: `a moment from ${startedAt}`,
    });
  }
  if (measuredMinutes(startedAt, stoppedAt) <= minutesPerEntryMax) return null;
  return refuse(
    'minutesOutOfRange',
    'The timer has run for more than a day. Say when it really stopped, or correct its start.',
    { field: 'stoppedAt', value: stoppedAt, accepted: `a moment within 24 hours of ${startedAt}` },
  );
}

export function isAfter(a: string, b: string): boolean {
  return Temporal.Instant.compare(Temporal.Instant.from(a), Temporal.Instant.from(b)) > 0;
}
