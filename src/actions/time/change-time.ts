// Changing and deleting unbilled time: what stands in the ledger is reversed and the entry is posted anew, on its own
// date (docs/ledger-rules.md section 6). Changing what the ledger does not know (the note, the clock times) posts nothing.

import { mayRecordTimeOf } from '#core/access/principal.ts';
import { civilDate } from '#core/calendar/civil-date.ts';
import { done, refuse, refuseAll, within, type Refusal, type Refused, type Result } from '#core/refusal.ts';
import type { Journal } from '#core/ledger/journal.ts';
import { isLocked, lockedThrough, undo } from '#core/wip/undo.ts';
import type { Tx } from '#store/database.ts';
import {
  fewItems,
  lockJobs,
  readItemHistories,
  readLocks,
  type StandingJournal,
} from '#store/ledger/items.ts';
import { post, type JobBalance } from '#store/ledger/post.ts';
import { holdDaysOf } from '#store/work/settings.ts';
import {
  deleteTimeEntries,
  readTimeEntries,
  updateTimeEntries,
  type StoredTimeEntry,
  type TimeEntryRow,
} from '#store/work/time-entries.ts';
import { repeatedIdRefusals } from '../batch.ts';
import type { Context } from '../context.ts';
import { write } from '../request.ts';
import { draftRefusal, settledRefusal } from '../settled.ts';
import { distinct, readTimeBasis, type TimeBasis } from './basis.ts';
import { entriesPerRequestMax, type RecordedBatch, type TimeCommand, type TimeOutcome } from './command.ts';
import { decideTime } from './decide.ts';

export type TimeChange = Partial<TimeCommand> & { readonly id: bigint; readonly version: number };
export type TimeDeletion = { readonly id: bigint; readonly version: number };

/** Changes entries, all or none. Each names the version it was read at. */
export function changeTimeEntries(
  context: Context,
  changes: readonly TimeChange[],
): Promise<Result<RecordedBatch>> {
  return write(context, (tx) => changeTimeIn(tx, context, changes), planningOf(changes));
}

/** A cell of a timesheet, or a few: all that is looked up is planned once. */
function planningOf(wanted: readonly TimeDeletion[]): { readonly byKey: boolean } {
  return { byKey: wanted.length <= fewItems };
}

/** Changes entries inside a transaction; a refusal comes before anything was written. */
export async function changeTimeIn(
  tx: Tx,
  context: Context,
  changes: readonly TimeChange[],
): Promise<Result<RecordedBatch>> {
  const staffIds = changes.flatMap(({ staffId }) => staffId ?? []);
  const held = await holdEntries(tx, context, changes, { addingTo: staffIds });
  if (!held.ok) return held;
  const commands = changes.map((change) => ({
    ...commandOf(held.value.entries.get(change.id)!),
    ...definedOf(change),
  }));
  await lockJobs(
    tx,
    commands.map((command) => command.jobId),
  );
  const basis = await readTimeBasis(tx, commands, context.clock());
  // The day's total must not count what is being replaced.
  for (const { id } of changes) takeFromDay(basis, held.value.entries.get(id)!);
  const decided = changes.map((change, index) =>
    decideChange(basis, context, held.value, {
      change,
      command: commands[index]!,
      field: `entries[${index}]`,
    }),
  );
  const refusals = decided.flatMap((result) => (result.ok ? [] : result.refusals));
  if (refusals.length > 0) return refuseAll(refusals);
  const saved = await saveChanges(
    tx,
    context,
    decided.flatMap((result) => (result.ok ? result.value : [])),
  );
  return done({ ...saved, firmCurrency: basis.settings.currency });
}

/** Deletes entries, all or none; what was dated on or before a lock is reversed on the first open day. */
export function deleteTime(
  context: Context,
  deletions: readonly TimeDeletion[],
): Promise<Result<readonly JobBalance[]>> {
  const work = async (tx: Tx): Promise<Result<readonly JobBalance[]>> => {
    const held = await holdEntries(tx, context, deletions);
    if (!held.ok) return held;
    const journals = deletions.flatMap(({ id }) => undo(held.value.histories.get(id)!, held.value.locks));
    await deleteTimeEntries(
      tx,
      deletions.map(({ id }) => id),
    );
    const posted = await post(tx, { journals, actorId: context.principal.actorId });
    return done([...posted.balances.values()]);
  };
  return write(context, work, planningOf(deletions));
}

type Held = {
  readonly entries: ReadonlyMap<bigint, StoredTimeEntry>;
  readonly histories: ReadonlyMap<bigint, StandingJournal[]>;
  readonly locks: Awaited<ReturnType<typeof readLocks>>;
};

/** Locks the entries and their jobs, and refuses those that may not be touched. */
async function holdEntries(
  tx: Tx,
  context: Context,
  wanted: readonly TimeDeletion[],
  /** Whose days may be added to, besides those of whom the entries are; what is deleted adds to nobody's. */
  change?: { readonly addingTo: readonly number[] },
): Promise<Result<Held>> {
  if (wanted.length === 0 || wanted.length > entriesPerRequestMax) {
    return refuse('batchTooLarge', `A request changes from 1 to ${entriesPerRequestMax} entries.`, {
      value: String(wanted.length),
    });
  }
  const ids = wanted.map(({ id }) => id);
  const repeated = repeatedIdRefusals(ids, 'entries');
  if (repeated.length > 0) return refuseAll(repeated);
  const seen = await readTimeEntries(tx, ids);
  const found = [...seen.values()];
  await Promise.all([
    change && holdDaysOf(tx, [...found.map(({ staffId }) => staffId), ...change.addingTo]),
    lockJobs(
      tx,
      found.map(({ jobId }) => jobId),
    ),
  ]);
  const entries = await readTimeEntries(tx, ids, { lock: true });
  const items = [...entries.values()].map((entry) => ({ jobId: entry.jobId, itemId: entry.id }));
  const [histories, locks] = await Promise.all([readItemHistories(tx, items), readLocks(tx)]);
  const refusals: Refusal[] = [];
  for (const [index, { id, version }] of wanted.entries()) {
    const refused = await entryRefusal(tx, context, {
      id,
      version,
      entry: entries.get(id),
      history: histories.get(id) ?? [],
    });
    if (refused !== null) refusals.push(...within(`entries[${index}]`, refused).refusals);
    // An entry moved by somebody else between the first reading and the lock was not locked with its new job.
    else if (entries.get(id)!.jobId !== seen.get(id)!.jobId)
      refusals.push(...staleRefusal(version, entries.get(id)!).refusals);
  }
  if (refusals.length > 0) return refuseAll(refusals);
  const onDraft = await draftRefusal(tx, ids, (place) => `entries[${place}].id`);
  return onDraft ?? done({ entries, histories, locks });
}

type Wanted = {
  id: bigint;
  version: number;
  entry: StoredTimeEntry | undefined;
  history: readonly StandingJournal[];
};

async function entryRefusal(
  tx: Tx,
  context: Context,
  { id, version, entry, history }: Wanted,
): Promise<Refused | null> {
  if (entry === undefined || !mayRecordTimeOf(context.principal, entry.staffId)) {
    return refuse('unknownEntry', 'There is no such time entry, or it is not yours to change.', {
      field: 'id',
      value: String(id),
    });
  }
  if (entry.deleted)
    return refuse('alreadyDeleted', 'The time entry was deleted.', { field: 'id', value: String(id) });
  if (entry.version !== version) return staleRefusal(version, entry);
  return settledRefusal(tx, history, 'id');
}

function staleRefusal(version: number, entry: StoredTimeEntry): Refused {
  return refuse('staleVersion', 'Somebody changed the entry since it was read; read it again.', {
    field: 'version',
    value: String(version),
    accepted: String(entry.version),
  });
}

type Change = { readonly change: TimeChange; readonly command: TimeCommand; readonly field: string };
type DecidedChange = {
  readonly row: TimeEntryRow;
  readonly journals: readonly Journal[];
  readonly outcome: TimeOutcome;
};

function decideChange(
  basis: TimeBasis,
  context: Context,
  held: Held,
  { change, command, field }: Change,
): Result<DecidedChange> {
  const entry = held.entries.get(change.id)!;
  const version = entry.version + 1;
  if (!touchesLedger(entry, command)) {
    const row = {
      ...entry,
      note: command.note ?? null,
      startMinute: command.startMinute ?? null,
      endMinute: command.endMinute ?? null,
    };
    return done({ row, journals: [], outcome: { ...row, version, warnings: [] } });
  }
  const history = held.histories.get(change.id)!;
  if (isLocked(entry.workedOn, held.locks)) {
    const locked = lockedThrough(held.locks);
    const detail = `The entry is dated ${entry.workedOn} and WIP is locked up to and including ${locked}.`;
    return within(
      field,
      refuse('lockedDate', detail, {
        field: 'workedOn',
        value: entry.workedOn,
        accepted: `an entry after ${locked}`,
      }),
    );
  }
  const decided = decideTime(basis, context.principal, command, change.id);
  if (!decided.ok) return within(field, decided);
  const { row, journal, outcome } = decided.value;
  return done({ row, journals: [...undo(history, held.locks), journal], outcome: { ...outcome, version } });
}

function touchesLedger(entry: StoredTimeEntry, command: TimeCommand): boolean {
  const keys = ['jobId', 'jobTaskId', 'staffId', 'workedOn', 'minutes', 'billable'] as const;
  return keys.some((key) => entry[key] !== command[key]);
}

async function saveChanges(tx: Tx, context: Context, decided: readonly DecidedChange[]) {
  await updateTimeEntries(
    tx,
    decided.map(({ row }) => row),
  );
  const journals = decided.flatMap((change) => change.journals);
  const posted =
    journals.length === 0 ? null : await post(tx, { journals, actorId: context.principal.actorId });
  const jobIds = distinct(journals.flatMap((journal) => journal.lines.map((line) => line.jobId)));
  return {
    entries: decided.map(({ outcome }) => outcome),
    balances: posted === null ? [] : jobIds.map((jobId) => posted.balances.get(jobId)!),
  };
}

function commandOf(entry: StoredTimeEntry): TimeCommand {
  const { jobId, jobTaskId, staffId, workedOn, minutes, billable, note, startMinute, endMinute } = entry;
  return {
    jobId,
    jobTaskId,
    staffId,
    workedOn: civilDate(workedOn),
    minutes,
    billable,
    note,
    startMinute,
    endMinute,
  };
}

/** The fields of a change that say something. */
function definedOf({ id: _id, version: _version, ...fields }: TimeChange): Partial<TimeCommand> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

function takeFromDay(basis: TimeBasis, entry: StoredTimeEntry): void {
  const key = `${entry.staffId}/${entry.workedOn}`;
  const total = basis.dayMinutes.get(key);
  if (total !== undefined) basis.dayMinutes.set(key, total - entry.minutes);
}
