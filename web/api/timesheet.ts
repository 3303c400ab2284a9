// A week of somebody, what it can have rows of, and the timer that runs.

import type { z } from 'zod';
import type { timer } from '#contract/time/timers.ts';
import type { choosableRows, saveCellsBody, savedCells, timesheet } from '#contract/time/timesheets.ts';
import { tell } from './client.ts';
import type { ListPage } from './resource.ts';
import { resourceQuery } from './resource.ts';

export type Timesheet = z.input<typeof timesheet>;
export type TimesheetRow = Timesheet['rows'][number];
export type WeekEntry = TimesheetRow['entries'][number];
export type ChoosableRow = z.input<typeof choosableRows>['items'][number];
export type CellToSave = z.input<typeof saveCellsBody>['cells'][number];
export type CellOutcome = z.input<typeof savedCells>['outcomes'][number];
export type Timer = z.input<typeof timer>;

/** The week that a day is in. */
export function weekQuery(staffId: string, weekStart: string) {
  return resourceQuery<Timesheet>(
    `/timesheets/${staffId}/${weekStart}`,
    {},
    { changesWith: ['time-entries', 'timers'], staleMs: 5_000 },
  );
}

export function rowsQuery(staffId: string, search: string) {
  const question = { staffId, search: search === '' ? undefined : search, limit: search === '' ? 200 : 50 };
  return resourceQuery<{ items: ChoosableRow[] }>('/timesheet-rows', question, {
    changesWith: ['jobs', 'job-tasks'],
    staleMs: 60_000,
  });
}

export function timerQuery(staffId: string) {
  return resourceQuery<ListPage<Timer>>('/timers', { staffId, limit: 1 }, { staleMs: 30_000 });
}

export async function saveCells(
  { staffId, weekStart }: { staffId: string; weekStart: string },
  cells: readonly CellToSave[],
): Promise<CellOutcome[]> {
  const path = `/timesheets/${staffId}/${weekStart}/cells`;
  return (await tell<{ outcomes: CellOutcome[] }>(path, { body: { cells } })).outcomes;
}
