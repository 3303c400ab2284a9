// What deciding a batch of time needs to know, read once for the whole batch in one round trip: the firm's rules, the locks, the jobs and
// their tasks, the people, the rates that could matter, and what each person has on each day already.

import type { CivilDate } from '#core/calendar/civil-date.ts';
import { rateBook, type RateBook } from '#core/pricing/rates.ts';
import type { Locks } from '#core/wip/undo.ts';
import type { Tx } from '#store/database.ts';
import { readLocks } from '#store/ledger/items.ts';
import { loadJobContexts, type JobContexts } from '#store/practice/jobs.ts';
import { loadCostRateBookOfWork, loadRateBookOfWork } from '#store/practice/rates.ts';
import { holdDaysOf, readStaff, type RecordingSettings, type StaffContext } from '#store/work/settings.ts';
import { readDayMinutes } from '#store/work/time-entries.ts';
import { latestDate } from '../work-date.ts';
import type { TimeCommand } from './command.ts';

export type TimeBasis = {
  readonly settings: RecordingSettings;
  readonly locks: Locks;
  /** The last day that time may be dated. */
  readonly latestOn: CivilDate;
  readonly contexts: JobContexts;
  readonly staff: ReadonlyMap<number, StaffContext>;
  readonly rates: RateBook;
  readonly costRates: RateBook;
  /** Minutes by `staff/day`; deciding adds to it, so that a batch sees its own earlier entries. */
  readonly dayMinutes: Map<string, number>;
};

export async function readTimeBasis(
  tx: Tx,
  commands: readonly TimeCommand[],
  now: string,
): Promise<TimeBasis> {
  const jobIds = distinct(commands.map((command) => command.jobId));
  const staffIds = distinct(commands.map((command) => command.staffId));
  const days = commands.map((command) => ({ staffId: command.staffId, on: command.workedOn }));
  const jobTaskIds = distinct(commands.map((command) => command.jobTaskId));
  const work = { jobIds, jobTaskIds, staffIds };
  const [settings, contexts, locks, staff, dayMinutes, rates, costRates] = await Promise.all([
    // First of all, so that days are read while nobody adds to them, and what follows while nobody changes the jobs.
    holdDaysOf(tx, staffIds),
    loadJobContexts(tx, jobIds, jobTaskIds, { hold: true }),
    readLocks(tx),
    readStaff(tx, staffIds),
    readDayMinutes(tx, days),
    loadRateBookOfWork(tx, work),
    loadCostRateBookOfWork(tx, work),
  ]);
  return {
    settings,
    contexts,
    locks,
    latestOn: latestDate(settings, now),
    staff,
    rates: rateBook(rates),
    costRates: rateBook(costRates),
    dayMinutes,
  };
}

export function distinct<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}
