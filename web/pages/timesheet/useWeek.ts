// A week on the screen: what the server knows, what was typed since, the rows that were added, and how all of it is
// written.

import { useQuery } from '@tanstack/react-query';
import { useCallback, useMemo, useRef, useState } from 'react';
import { weekQuery, type Timesheet } from '../../api/timesheet.ts';
import { keep, kept } from '../../theme/appearance.ts';
import { useFirm } from '../../util/firm-context.ts';
import { withDays } from '../../util/formats.ts';
import type { CellRow, Change, Outbox } from './outbox.ts';
import { cellKeyOf } from './outbox.ts';
import { useChanges, useOutbox } from './useOutbox.ts';
import type { CellView, EntryView, WeekView } from './week-model.ts';
import { another, plainRow, viewOf } from './week-model.ts';

export type Content = { minutes: number; note?: string | null; billable?: boolean };

export type WeekWriter = {
  /** Writes the one entry of a cell, or the one given of several. */
  write: (cell: CellView, content: Content, entry?: EntryView | null) => void;
  /** One more entry in a cell that has one. */
  writeAnother: (cell: CellView, content: Content) => void;
  /** Takes back the last thing that was written here. */
  undo: () => void;
  retry: (change: Change, entry: EntryView | undefined) => void;
  drop: (change: Change) => void;
  /** What was being typed into a cell when the page closed. */
  draftOf: (cell: CellView) => string | null;
  keepDraft: (cell: CellView, text: string | null) => void;
};

export function useWeek({ staffId, weekStart }: { staffId: string; weekStart: string }) {
  const query = useQuery(weekQuery(staffId, weekStart));
  const changes = useChanges({ staffId, weekStart });
  const { added, add, putAway } = useAddedRows(`${staffId}.${weekStart}`);
  const sheet = useMemo(() => query.data && readably(query.data), [query.data]);
  const view = useMemo(() => {
    if (sheet === undefined) return undefined;
    const order = orderOf(`${staffId}.${weekStart}`, [
      ...sheet.rows.map(({ jobTaskId }) => jobTaskId),
      ...added.map(({ jobTaskId }) => jobTaskId),
    ]);
    return viewOf(sheet, changes, added, order);
  }, [sheet, changes, added, staffId, weekStart]);
  const writer = useWriter({ staffId, weekStart, view });
  const copyLastWeek = useCallback(
    (withHours: boolean) => {
      const lastWeek = sheet?.lastWeek ?? [];
      add(lastWeek.map(plainRow));
      if (withHours) copyHours(lastWeek, view, writer);
    },
    [sheet, add, view, writer],
  );
  return { query, sheet, view, changes, writer, add, putAway, copyLastWeek };
}

/** The reasons of the server with their days as the page writes them. */
function readably(sheet: Timesheet): Timesheet {
  const said = <Part extends { reason: string | null }>(part: Part): Part =>
    part.reason === null ? part : { ...part, reason: withDays(part.reason) };
  return {
    ...said(sheet),
    days: sheet.days.map(said),
    rows: sheet.rows.map((row) => ({ ...said(row), entries: row.entries.map(said) })),
  };
}

/** The order in which rows were first seen, so that saving moves none. */
const orders = new Map<string, string[]>();

function orderOf(week: string, ids: readonly string[]): readonly string[] {
  const before = orders.get(week) ?? [];
  const fresh = ids.filter((id) => !before.includes(id));
  if (fresh.length === 0) return before;
  const order = [...before, ...fresh];
  orders.set(week, order);
  return order;
}

function useAddedRows(week: string) {
  const { id, memberId } = useFirm();
  const key = `workledger.rows.${id}.${memberId ?? ''}.${week}`;
  const [state, setState] = useState(() => ({ key, rows: readRows(key) }));
  const current = state.key === key ? state : { key, rows: readRows(key) };
  if (state.key !== key) setState(current);
  const set = useCallback(
    (change: (rows: readonly CellRow[]) => CellRow[]) =>
      setState((before) => {
        const rows = change(before.key === key ? before.rows : readRows(key));
        keep(key, JSON.stringify(rows));
        return { key, rows };
      }),
    [key],
  );
  const add = useCallback(
    (rows: readonly CellRow[]) =>
      set((before) => [
        ...before,
        ...rows.filter(({ jobTaskId }) => before.every((each) => each.jobTaskId !== jobTaskId)),
      ]),
    [set],
  );
  const putAway = useCallback(
    ({ jobTaskId }: CellRow) => set((before) => before.filter((each) => each.jobTaskId !== jobTaskId)),
    [set],
  );
  return { added: current.rows, add, putAway };
}

function readRows(key: string): CellRow[] {
  try {
    return JSON.parse(kept(key) ?? '[]') as CellRow[];
  } catch {
    return [];
  }
}

type Writing = { staffId: string; weekStart: string; view: WeekView | undefined };
type Written = { jobTaskId: string; day: string; entryId: string | null; before: Required<Content> };

const undoMax = 100;

function useWriter({ staffId, weekStart, view }: Writing): WeekWriter {
  const outbox = useOutbox();
  const { id, memberId } = useFirm();
  const latest = useRef(view);
  latest.current = view;
  return useMemo(
    () =>
      writerOf({ outbox, staffId, weekStart, owner: `${id}.${memberId ?? ''}`, view: () => latest.current }),
    [outbox, staffId, weekStart, id, memberId],
  );
}

type WriterParts = {
  outbox: Outbox;
  staffId: string;
  weekStart: string;
  owner: string;
  view: () => WeekView | undefined;
};

function writerOf({ outbox, staffId, weekStart, owner, view }: WriterParts): WeekWriter {
  const written: Written[] = [];
  const draftKey = ({ row, day }: CellView) =>
    `workledger.typing.${owner}.${cellKeyOf({ staffId, day, row, entryId: null })}`;

  function put(cell: CellView, content: Content, entry: EntryView | null, entryId: string | null): void {
    const { row, day } = cell;
    outbox.write(
      { staffId, weekStart, day, row, entryId },
      {
        entry: entry?.entry ?? null,
        minutes: content.minutes,
        note: content.note === undefined ? (entry?.note ?? null) : content.note,
        billable: content.billable ?? entry?.billable ?? row.taskIsBillable,
      },
    );
  }

  return {
    write(cell, content, given) {
      const entry = given ?? cell.entries[0] ?? null;
      const entryId =
        cell.entries.length > 1
          ? (entry?.change?.entryId ?? entry?.entry?.id ?? null)
          : (entry?.change?.entryId ?? null);
      const before = {
        minutes: entry?.minutes ?? 0,
        note: entry?.note ?? null,
        billable: entry?.billable ?? cell.row.taskIsBillable,
      };
      written.push({ jobTaskId: cell.row.jobTaskId, day: cell.day, entryId, before });
      if (written.length > undoMax) written.shift();
      put(cell, content, entry, entryId);
    },
    writeAnother(cell, content) {
      put(cell, content, null, `${another}${cell.entries.length}`);
    },
    undo() {
      const last = written.pop();
      const cell = view()
        ?.rows.find(({ row }) => row.jobTaskId === last?.jobTaskId)
        ?.cells.find(({ day }) => day === last?.day);
      if (last === undefined || cell === undefined) return;
      const entry =
        last.entryId === null
          ? (cell.entries[0] ?? null)
          : (cell.entries.find((each) => each.entry?.id === last.entryId) ?? null);
      put(cell, last.before, entry, last.entryId);
    },
    retry: (change, entry) => outbox.retry(change.key, entry?.entry ?? change.entry),
    drop: ({ key }) => outbox.drop(key),
    draftOf: (cell) => kept(draftKey(cell)) || null,
    keepDraft(cell, text) {
      if (text === null) forget(draftKey(cell));
      else keep(draftKey(cell), text);
    },
  };
}

function forget(key: string): void {
  try {
    localStorage.removeItem(key);
  } catch {
    // Nothing was kept.
  }
}

/** The hours of last week, into cells that are empty and take time. */
function copyHours(
  lastWeek: readonly (CellRow & { minutes: readonly number[] })[],
  view: WeekView | undefined,
  writer: WeekWriter,
): void {
  if (view === undefined) return;
  for (const { minutes, ...row } of lastWeek) {
    const cells = view.rows.find((each) => each.row.jobTaskId === row.jobTaskId)?.cells;
    for (const [place, { on, reason }] of view.days.entries()) {
      const cell = cells?.[place] ?? emptyCell(plainRow(row), on, reason);
      const worked = minutes[place] ?? 0;
      if (worked > 0 && cell.reason === null && cell.entries.length === 0)
        writer.write(cell, { minutes: worked });
    }
  }
}

function emptyCell(row: CellRow, day: string, reason: string | null): CellView {
  return { row, day, minutes: 0, entries: [], reason, change: null };
}
