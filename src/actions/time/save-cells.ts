// Writing the cells of a week. A batch is a way to carry cells, not a unit of work: each cell is recorded, changed or
// removed for itself, and has an outcome for itself. So a cell that is refused holds up no other, and new entries go
// through the group commit like those of everybody else.
//
// Each cell has a request key of its own: the caller's, or else one made of the key of the batch and its place. What is
// sent again after a lost answer finds those of its cells that were saved, and tries only the others. With keys of their
// own, cells may also be put together differently the second time, as a browser does that lost its connection meanwhile.

import { hash } from 'node:crypto';
import { weekOf, type CivilDate } from '#core/calendar/civil-date.ts';
import { done, refuse, type Refused, type Result, type Refusal } from '#core/refusal.ts';
import { readSubmission } from '#store/work/weeks.ts';
import type { Context } from '../context.ts';
import { read } from '../request.ts';
import { changeTimeEntries, deleteTime } from './change-time.ts';
import type { TimeOutcome } from './command.ts';
import { recordTimeEntries } from './record-time.ts';
import { openWeek, type WeekNamed } from './week.ts';

export type Cell = {
  /** Names the write of this cell, whichever batch carries it. */
  readonly key?: string | undefined;
  /** The entry as it was read; null for a new one. */
  readonly entry: { readonly id: bigint; readonly version: number } | null;
  readonly jobId: number;
  readonly jobTaskId: number;
  readonly workedOn: CivilDate;
  /** 0 removes the entry. */
  readonly minutes: number;
  readonly billable?: boolean | undefined;
  readonly note?: string | null | undefined;
};

export type CellOutcome =
  | { readonly state: 'saved'; readonly entry: TimeOutcome; readonly problems: readonly [] }
  | { readonly state: 'removed'; readonly entry: null; readonly problems: readonly [] }
  | { readonly state: 'refused'; readonly entry: null; readonly problems: readonly Refusal[] };

/** An outcome for each cell, in order. */
export async function saveCells(
  context: Context,
  named: WeekNamed,
  cells: readonly Cell[],
): Promise<Result<CellOutcome[]>> {
  const opened = await read(context, async (tx) => {
    const week = await openWeek(tx, context, named, 'write');
    if (!week.ok) return week;
    const { weekStart, settings } = week.value;
    const submission = await readSubmission(tx, { staffId: named.staffId, weekStart });
    return done({ weekStart, weekStartsOn: settings.weekStartsOn, isDone: submission !== undefined });
  });
  if (!opened.ok) return opened;
  const { weekStart, weekStartsOn, isDone } = opened.value;
  const saveOne = (cell: Cell, place: number): Promise<CellOutcome> => {
    if (isDone) return Promise.resolve(refusedCell(weekDone(weekStart)));
    if (weekOf(cell.workedOn, weekStartsOn).first !== weekStart) {
      return Promise.resolve(refusedCell(otherWeek(cell.workedOn, weekStart)));
    }
    return saveCell(asOneCell(context, named.staffId, cell, place), named.staffId, cell);
  };
  const outcomes = Array.from<CellOutcome>({ length: cells.length });
  const save = async (place: number) => {
    outcomes[place] = await saveOne(cells[place]!, place);
  };
  const places = [...cells.keys()];
  await Promise.all([
    ...places.filter((place) => cells[place]!.entry === null).map(save),
    // Changes lock their jobs one after the other; side by side they would only wait for each other.
    (async () => {
      for (const place of places.filter((each) => cells[each]!.entry !== null)) await save(place);
    })(),
  ]);
  return done(outcomes);
}

async function saveCell(context: Context, staffId: number, cell: Cell): Promise<CellOutcome> {
  const { entry, jobId, jobTaskId, workedOn, minutes, billable, note } = cell;
  if (entry === null) {
    if (minutes === 0) return removed;
    const command = { staffId, jobId, jobTaskId, workedOn, minutes, billable, note };
    return savedCell(await recordTimeEntries(context, [command]));
  }
  if (minutes > 0) {
    const change = { ...entry, staffId, jobId, jobTaskId, workedOn, minutes, billable, note };
    return savedCell(await changeTimeEntries(context, [change]));
  }
  const deleted = await deleteTime(context, [entry]);
  return deleted.ok ? removed : refusedCell(deleted);
}

const removed: CellOutcome = { state: 'removed', entry: null, problems: [] };

function savedCell(result: Awaited<ReturnType<typeof recordTimeEntries>>): CellOutcome {
  if (!result.ok) return refusedCell(result);
  return { state: 'saved', entry: result.value.entries[0]!, problems: [] };
}

function refusedCell({ refusals }: Refused): CellOutcome {
  const ofCell = refusals.map(({ field, ...refusal }) => {
    const name = field?.replace(/^entries\[0\]\.?/, '') ?? '';
    return name === '' ? refusal : { ...refusal, field: name };
  });
  return { state: 'refused', entry: null, problems: ofCell };
}

function weekDone(weekStart: CivilDate): Refused {
  return refuse('weekDone', `The week from ${weekStart} is done; reopen it first.`, {
    value: weekStart,
    accepted: 'a week that is open',
  });
}

function otherWeek(workedOn: CivilDate, weekStart: CivilDate): Refused {
  return refuse('invalidDate', `${workedOn} is not in the week from ${weekStart}.`, {
    field: 'workedOn',
    value: workedOn,
    accepted: `a day of the week from ${weekStart}`,
  });
}

/** The context of one cell: the same caller, asking under a key of the cell's own. */
function asOneCell(context: Context, staffId: number, cell: Cell, place: number): Context {
  const { request, principal } = context;
  if (request === undefined) return context;
  const { key, entry, ...content } = cell;
  if (key === undefined) {
    return { ...context, request: { ...request, key: `cell/${hash('sha256', `${request.key}/${place}`)}` } };
  }
  const asked = [
    principal.actorId,
    staffId,
    entry === null ? null : [String(entry.id), entry.version],
    content,
  ];
  return {
    ...context,
    request: { key: `cell/${hash('sha256', key)}`, hash: hash('sha256', JSON.stringify(asked), 'buffer') },
  };
}
