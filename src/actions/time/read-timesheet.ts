// A week as its grid shows it. Each entry tells whether it can be changed, and if not, why, so that nobody has to find
// out by trying.

import { mayRecordTimeOf } from '#core/access/principal.ts';
import { addDays, type CivilDate } from '#core/calendar/civil-date.ts';
import { targetMinutesOn } from '#core/practice/working-week.ts';
import { done, type Result } from '#core/refusal.ts';
import type { Locks } from '#core/wip/undo.ts';
import { readHolders } from '#store/billing/drafts.ts';
import type { Tx } from '#store/database.ts';
import { readItemHistories, readLocks } from '#store/ledger/items.ts';
import {
  readSubmission,
  readWeekEntries,
  type WeekEntry,
  type WeekSubmission,
  type WorkRow,
} from '#store/work/weeks.ts';
import type { Context } from '../context.ts';
import { read } from '../request.ts';
import { settlementsOf } from '../settled.ts';
import { dateRefusal } from '../work-date.ts';
import { openWeek, type Week, type WeekNamed } from './week.ts';

type EntryState = 'open' | 'locked' | 'onDraft' | 'billed' | 'adjusted' | 'taskCompleted';
type Standing = { readonly state: EntryState; readonly reason: string | null };
type EntryOfWeek = Pick<WeekEntry, 'id' | 'version' | 'workedOn' | 'minutes' | 'billable' | 'note'> &
  Standing;
type RowNamed = Omit<WorkRow, 'completedOn'>;
type DayOfWeek = {
  readonly on: CivilDate;
  readonly minutes: number;
  readonly targetMinutes: number;
  readonly reason: string | null;
};

export type Timesheet = {
  readonly staff: Week['settings']['staff'];
  readonly weekStart: CivilDate;
  readonly weekEnd: CivilDate;
  readonly today: CivilDate;
  readonly latestOn: CivilDate;
  readonly editable: boolean;
  readonly reason: string | null;
  readonly days: DayOfWeek[];
  readonly minutes: number;
  readonly targetMinutes: number;
  readonly submissionExpected: boolean;
  readonly submission: WeekSubmission | null;
  readonly rows: (RowNamed & { readonly reason: string | null; readonly entries: EntryOfWeek[] })[];
  readonly lastWeek: (RowNamed & { readonly minutes: number[] })[];
};

export function readTimesheet(context: Context, named: WeekNamed): Promise<Result<Timesheet>> {
  return read(context, async (tx) => {
    const opened = await openWeek(tx, context, named, 'read');
    if (!opened.ok) return opened;
    const week = opened.value;
    const { staffId } = named;
    const lastWeekStart = addDays(week.weekStart, -7);
    const [entries, submission, locks] = await Promise.all([
      readWeekEntries(tx, { staffId, from: lastWeekStart, to: week.weekEnd }),
      readSubmission(tx, { staffId, weekStart: week.weekStart }),
      readLocks(tx),
    ]);
    const before = entries.filter(({ workedOn }) => workedOn < week.weekStart);
    const these = entries.filter(({ workedOn }) => workedOn >= week.weekStart);
    const standings = await readStandings(tx, these, locks);
    const days = daysOf(week, these, locks);
    const reason = whyNotEditable(context, week, submission);
    return done({
      ...headOf(week),
      editable: reason === null,
      reason,
      days,
      minutes: sumOf(these),
      targetMinutes: days.reduce((sum, day) => sum + day.targetMinutes, 0),
      submissionExpected: week.settings.weeksAreSubmitted,
      submission: submission ?? null,
      rows: [...Map.groupBy(these, ({ jobTaskId }) => jobTaskId).values()].map((of) => ({
        ...rowOf(of[0]!),
        reason: whyCompleted(of[0]!),
        entries: of.map((entry) => entryOf(entry, standings.get(entry.id)!)),
      })),
      lastWeek: lastWeekOf(before, lastWeekStart),
    });
  });
}

function headOf({ settings: { staff }, weekStart, weekEnd, today, latestOn }: Week) {
  return { staff, weekStart, weekEnd, today, latestOn };
}

function whyNotEditable(
  { principal }: Context,
  { settings: { staff } }: Week,
  submission: WeekSubmission | undefined,
): string | null {
  if (!mayRecordTimeOf(principal, staff.id)) return `The time of ${staff.name} is not yours to record.`;
  if (submission !== undefined) return 'This week is done. Reopen it to change something.';
  return staff.active ? null : `${staff.name} is inactive and takes no new time.`;
}

function daysOf(
  { settings, weekStart, latestOn }: Week,
  entries: readonly WeekEntry[],
  locks: Locks,
): DayOfWeek[] {
  return [0, 1, 2, 3, 4, 5, 6].map((place) => {
    const on = addDays(weekStart, place);
    const refused = dateRefusal({ locks, latestOn }, on, 'workedOn');
    return {
      on,
      minutes: sumOf(entries.filter(({ workedOn }) => workedOn === on)),
      targetMinutes: targetMinutesOn(settings, on),
      reason: refused?.refusals[0]?.detail ?? null,
    };
  });
}

const sumOf = (entries: readonly WeekEntry[]): number =>
  entries.reduce((sum, { minutes }) => sum + minutes, 0);

/** Whether each entry can be changed: what would be refused first, in the order in which changing refuses. */
async function readStandings(
  tx: Tx,
  entries: readonly WeekEntry[],
  locks: Locks,
): Promise<ReadonlyMap<bigint, Standing>> {
  if (entries.length === 0) return new Map();
  const items = entries.map(({ id, jobId }) => ({ itemId: id, jobId }));
  const [histories, holders] = await Promise.all([
    readItemHistories(tx, items),
    readHolders(
      tx,
      entries.map(({ id }) => id),
    ),
  ]);
  const settlements = await settlementsOf(tx, histories);
  return new Map(
    entries.map((entry): [bigint, Standing] => {
      const settlement = settlements.get(entry.id);
      if (settlement !== undefined) {
        return [
          entry.id,
          { state: settlement.isBilled ? 'billed' : 'adjusted', reason: settlement.sentence },
        ];
      }
      const holder = holders.get(entry.id);
      if (holder !== undefined) {
        return [entry.id, { state: 'onDraft', reason: `The entry is on ${holder.name}; take it off first.` }];
      }
      const locked = dateRefusal({ locks, latestOn: entry.workedOn }, entry.workedOn, 'workedOn');
      if (locked !== null) return [entry.id, { state: 'locked', reason: locked.refusals[0]!.detail }];
      const reason = whyCompleted(entry);
      return [entry.id, { state: reason === null ? 'open' : 'taskCompleted', reason }];
    }),
  );
}

function whyCompleted({ completedOn, taskName, jobNumber }: WorkRow): string | null {
  if (completedOn === null) return null;
  return `The task ${taskName} of job ${jobNumber} was completed on ${completedOn}.`;
}

function rowOf(row: WorkRow): RowNamed {
  const { jobId, jobNumber, jobName, clientName, jobTaskId, taskName, taskIsBillable } = row;
  return { jobId, jobNumber, jobName, clientName, jobTaskId, taskName, taskIsBillable };
}

function entryOf(
  { id, version, workedOn, minutes, billable, note }: WeekEntry,
  standing: Standing,
): EntryOfWeek {
  return { id, version, workedOn, minutes, billable, note, ...standing };
}

/** What of the week before can be taken on: its rows that still take time, with the minutes of each day. */
function lastWeekOf(entries: readonly WeekEntry[], weekStart: CivilDate): Timesheet['lastWeek'] {
  const takesTime = entries.filter(({ completedOn }) => completedOn === null);
  return [...Map.groupBy(takesTime, ({ jobTaskId }) => jobTaskId).values()].map((of) => ({
    ...rowOf(of[0]!),
    minutes: [0, 1, 2, 3, 4, 5, 6].map((place) => {
      const on = addDays(weekStart, place);
      return sumOf(of.filter(({ workedOn }) => workedOn === on));
    }),
  }));
}
