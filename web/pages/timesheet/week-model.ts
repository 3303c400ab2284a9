// The week as it stands on the screen: what the server answered, with what was typed since laid over it. A row stays where
// it is while one works on it, whatever order the server would give it.

import type { Timesheet, TimesheetRow, WeekEntry } from '../../api/timesheet.ts';
import type { CellRow, Change } from './outbox.ts';

export type EntryView = Pick<WeekEntry, 'minutes' | 'billable' | 'note' | 'state' | 'reason'> & {
  /** As the server knows it; null until it does. */
  entry: { id: string; version: number } | null;
  change: Change | null;
};

export type CellView = {
  row: CellRow;
  day: string;
  minutes: number;
  /** In the order in which they were recorded; mostly none or one. */
  entries: readonly EntryView[];
  /** Why the cell takes nothing; null when it does. */
  reason: string | null;
  /** What becomes of the last thing typed here. */
  change: Change | null;
};

export type RowView = {
  row: CellRow;
  reason: string | null;
  minutes: number;
  cells: readonly CellView[];
  /** Nothing is in it, so that it can be put away. */
  isEmpty: boolean;
};

export type WeekView = {
  rows: readonly RowView[];
  days: readonly { on: string; minutes: number; targetMinutes: number; reason: string | null }[];
  minutes: number;
  targetMinutes: number;
};

export function viewOf(
  sheet: Timesheet,
  changes: readonly Change[],
  added: readonly CellRow[],
  order: readonly string[],
): WeekView {
  const days = sheet.days.map(({ on }) => on);
  const byPlace = Map.groupBy(changes, placeOf);
  const rows = rowsOf(sheet, changes, added, order).map(({ row, reason, entries }): RowView => {
    const byDay = Map.groupBy(entries, ({ workedOn }) => workedOn);
    const cells = days.map((day, place) =>
      cellOf({
        row,
        day,
        entries: byDay.get(day) ?? [],
        changes: byPlace.get(placeOf({ day, row })) ?? [],
        reason: sheet.reason ?? sheet.days[place]?.reason ?? reason,
      }),
    );
    const minutes = sumOf(cells);
    const isEmpty = cells.every((cell) => cell.entries.length === 0 && cell.change === null);
    return { row, reason, minutes, cells, isEmpty };
  });
  const totals = sheet.days.map(({ on, targetMinutes, reason }, place) => ({
    on,
    targetMinutes,
    reason,
    minutes: rows.reduce((sum, { cells }) => sum + (cells[place]?.minutes ?? 0), 0),
  }));
  return { rows, days: totals, minutes: sumOf(totals), targetMinutes: sheet.targetMinutes };
}

/** What the entries of a cell are called that are more than its one, until the server has named them. */
export const another = '+';

function sumOf(parts: readonly { minutes: number }[]): number {
  return parts.reduce((sum, { minutes }) => sum + minutes, 0);
}

type RowOfSheet = { row: CellRow; reason: string | null; entries: readonly WeekEntry[] };

function rowsOf(
  sheet: Timesheet,
  changes: readonly Change[],
  added: readonly CellRow[],
  order: readonly string[],
): RowOfSheet[] {
  const found = new Map<string, RowOfSheet>();
  for (const row of sheet.rows)
    found.set(row.jobTaskId, { row: plainRow(row), reason: row.reason, entries: row.entries });
  for (const row of [...added, ...changes.map((change) => change.row)]) {
    if (!found.has(row.jobTaskId)) found.set(row.jobTaskId, { row, reason: null, entries: [] });
  }
  const known = order.flatMap((id) => found.get(id) ?? []);
  return [...known, ...[...found.values()].filter(({ row }) => !order.includes(row.jobTaskId))];
}

export function plainRow(row: CellRow | TimesheetRow): CellRow {
  const { jobId, jobNumber, jobName, clientName, jobTaskId, taskName, taskIsBillable } = row;
  return { jobId, jobNumber, jobName, clientName, jobTaskId, taskName, taskIsBillable };
}

type CellParts = {
  row: CellRow;
  day: string;
  entries: readonly WeekEntry[];
  /** Those of the cell, oldest first. */
  changes: readonly Change[];
  reason: string | null;
};

function cellOf({ row, day, entries, changes, reason }: CellParts): CellView {
  const changeOf = (entryId: string | null) => changes.findLast((each) => each.entryId === entryId) ?? null;
  // Of the one entry that the cell has, or will have.
  const change = changeOf(null);
  const views = entries.map((entry): EntryView => {
    const own =
      changeOf(entry.id) ?? (entries.length === 1 || change?.entry?.id === entry.id ? change : null);
    return entryView(entry, own);
  });
  const shown = new Set(views.map((view) => view.change));
  const newest = [...Map.groupBy(changes, ({ entryId }) => entryId).values()].map((of) => of.at(-1)!);
  views.push(...newest.filter((each) => !shown.has(each) && isOfNone(each, entries)).map(newView));
  const left = views.filter((view) => view.minutes > 0 || view.change?.state === 'refused');
  const stuck = left.length === 1 && left[0]?.state !== 'open' ? left[0]?.reason : null;
  return {
    row,
    day,
    minutes: sumOf(left),
    entries: left,
    reason: reason ?? stuck ?? null,
    change: change ?? left.find((view) => view.change !== null)?.change ?? null,
  };
}

/** Whether it is about an entry that the server does not have yet, or that nobody has asked about since. */
function isOfNone({ entryId }: Change, entries: readonly WeekEntry[]): boolean {
  return entryId === null || entryId.startsWith(another) || entries.every(({ id }) => id !== entryId);
}

function placeOf({ day, row }: { day: string; row: { jobTaskId: string } }): string {
  return `${day}/${row.jobTaskId}`;
}

function entryView(entry: WeekEntry, change: Change | null): EntryView {
  const { id, version, minutes, billable, note, state, reason } = entry;
  const server = { minutes, billable, note, state, reason, entry: { id, version }, change };
  return change === null ? server : { ...server, ...contentOf(change) };
}

function newView(change: Change): EntryView {
  return { ...contentOf(change), state: 'open', reason: null, entry: null, change };
}

function contentOf({ minutes, billable, note }: Change) {
  return { minutes, billable, note };
}

/** Whether a cell looks the same, so that it need not be drawn again. */
export function isSameCell(a: CellView, b: CellView): boolean {
  return (
    a.row.jobTaskId === b.row.jobTaskId &&
    a.day === b.day &&
    a.minutes === b.minutes &&
    a.reason === b.reason &&
    a.change === b.change &&
    a.entries.length === b.entries.length &&
    a.entries.every((entry, place) => {
      const other = b.entries[place]!;
      return (
        entry.entry?.id === other.entry?.id &&
        entry.entry?.version === other.entry?.version &&
        entry.note === other.note &&
        entry.billable === other.billable &&
        entry.state === other.state
      );
    })
  );
}

/** The sheet as it is after the server has saved a cell, until it is asked again. */
export function withSaved(
  sheet: Timesheet,
  change: Change,
  saved: { id: string; version: number; minutes: number; billable: boolean; note: string | null } | null,
): Timesheet {
  const { row, day } = change;
  const replaced = change.entry?.id ?? null;
  const { jobTaskId } = row;
  const before = sheet.rows.find((each) => each.jobTaskId === jobTaskId) ?? {
    ...row,
    reason: null,
    entries: [],
  };
  const others = before.entries.filter(({ id }) => id !== replaced && id !== saved?.id);
  const entries: WeekEntry[] =
    saved === null ? others : [...others, { ...pick(saved), workedOn: day, state: 'open', reason: null }];
  const after = { ...before, entries };
  const isThere = sheet.rows.some((each) => each.jobTaskId === jobTaskId);
  const rows = isThere
    ? sheet.rows.map((each) => (each.jobTaskId === jobTaskId ? after : each))
    : [...sheet.rows, after];
  return { ...sheet, rows };
}

function pick({
  id,
  version,
  minutes,
  billable,
  note,
}: Pick<WeekEntry, 'id' | 'version' | 'minutes' | 'billable' | 'note'>) {
  return { id, version, minutes, billable, note };
}
