// Time entries that have changed in the source since they were imported. Where nothing hangs on an entry (nothing of it
// billed, written off or on, its day open) it is reversed and posted again; else it stays and the difference is named.

import type { Journal } from '#core/ledger/journal.ts';
import { isLocked, undo } from '#core/wip/undo.ts';
import type { Tx } from '#store/database.ts';
import type { NewProblem } from '#store/imports/problems.ts';
import { keepReferences } from '#store/imports/references.ts';
import type { KnownRecord } from '#store/imports/staging.ts';
import { lockJobs, readItemHistories, readLocks } from '#store/ledger/items.ts';
import { post } from '#store/ledger/post.ts';
import {
  readTimeEntries,
  updateTimeEntries,
  type StoredTimeEntry,
  type TimeEntryRow,
} from '#store/work/time-entries.ts';
import { settledRefusal } from '../../settled.ts';
import { count, problemOf, type Counts, type ImportRun } from '../run.ts';
import type { PricedTime } from './price-time.ts';

export type ChangedTime = {
  readonly staged: readonly KnownRecord[];
  readonly priced: readonly PricedTime[];
  /** Where it is counted what became of them. */
  readonly counts: Counts;
};

export async function changeTime(
  tx: Tx,
  run: ImportRun,
  { staged, priced, counts }: ChangedTime,
): Promise<NewProblem[]> {
  if (staged.length === 0) return [];
  const ids = staged.map((one) => one.ourId!);
  const before = await readTimeEntries(tx, ids);
  await lockJobs(
    tx,
    [...before.values(), ...priced.map(({ row }) => row)].map((entry) => entry.jobId),
  );
  const entries = await readTimeEntries(tx, ids, { lock: true });
  const items = [...entries.values()].map((entry) => ({ jobId: entry.jobId, itemId: entry.id }));
  const [histories, locks] = [await readItemHistories(tx, items), await readLocks(tx)];
  const problems: NewProblem[] = [];
  const rows: TimeEntryRow[] = [];
  const journals: Journal[] = [];
  const taken: KnownRecord[] = [];
  for (const [index, one] of staged.entries()) {
    const entry = entries.get(one.ourId!);
    const { row, journal } = priced[index]!;
    if (entry === undefined || entry.deleted) {
      const detail = 'The entry was deleted here after it had been imported; it stays deleted.';
      problems.push(problemOf(one, 'apply', 'difference', { code: 'alreadyDeleted', detail }));
      continue;
    }
    if (!isOtherWork(entry, row)) {
      if (entry.note !== row.note) rows.push({ ...entry, note: row.note });
      taken.push(one);
      count(counts, 'timeEntry', 'unchanged');
      continue;
    }
    const history = histories.get(one.ourId!) ?? [];
    const settled = await settledRefusal(tx, history, 'entry');
    if (settled !== null || isLocked(entry.workedOn, locks)) {
      const why = settled?.refusals[0]?.detail ?? 'Its day is locked.';
      const detail = `The entry has changed in the source and stays as it was imported. ${why}`;
      const code = settled?.refusals[0]?.code ?? 'lockedDate';
      problems.push(problemOf(one, 'apply', 'difference', { code, detail, jobId: entry.jobId }));
      continue;
    }
    rows.push(row);
    journals.push(...undo(history, locks), journal);
    taken.push(one);
    count(counts, 'timeEntry', 'changed');
  }
  if (rows.length > 0) await updateTimeEntries(tx, rows);
  if (journals.length > 0) await post(tx, { journals, actorId: run.author.actorId });
  await keepReferences(
    tx,
    run.batch.id,
    taken.map((one) => ({ ...one, ourId: one.ourId! })),
  );
  return problems;
}

const keys = ['jobId', 'jobTaskId', 'staffId', 'workedOn', 'minutes', 'billable'] as const;

/** Rates may have changed here since; only what the source itself says of the work counts. */
function isOtherWork(entry: StoredTimeEntry, row: TimeEntryRow): boolean {
  if (keys.some((key) => entry[key] !== row[key])) return true;
  return row.rateSource === 'given' && row.amountMinor !== entry.amountMinor;
}
