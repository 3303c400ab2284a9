// Changing and deleting unbilled costs, and switching them between estimated and actual: what stands in the ledger is
// reversed and the cost is posted anew, on its own date (docs/ledger-rules.md section 6).

import { may, mayRecordCostOf, requirePermission, type Principal } from '#core/access/principal.ts';
import { civilDate } from '#core/calendar/civil-date.ts';
import { done, refuse, refuseAll, within, type Refusal, type Refused, type Result } from '#core/refusal.ts';
import { isLocked, lockedThrough, undo, type Locks } from '#core/wip/undo.ts';
import type { CurrencyCode } from '#core/money/currencies.ts';
import { formatMinor } from '#core/money/money.ts';
import type { Tx } from '#store/database.ts';
import { readRecordingSettings } from '#store/work/settings.ts';
import { lockJobs, readItemHistories, readLocks, type StandingJournal } from '#store/ledger/items.ts';
import { post, type JobBalance } from '#store/ledger/post.ts';
import {
  deleteCostEntries,
  readCostEntries,
  updateCostEntries,
  type StoredCostEntry,
} from '#store/work/cost-entries.ts';
import { repeatedIdRefusals } from '../batch.ts';
import type { Context } from '../context.ts';
import { write } from '../request.ts';
import { draftRefusal, settledRefusal } from '../settled.ts';
import {
  costsPerRequestMax,
  type CostChange,
  type CostCommand,
  type CostDeletion,
  type RecordedCosts,
} from './command.ts';
import { decideCost, readCostBasis } from './decide.ts';
import { decideEach, postCosts } from './record-costs.ts';

/** Changes costs, all or none. Each names the version it was read at. */
export function changeCosts(
  context: Context,
  changes: readonly CostChange[],
): Promise<Result<RecordedCosts>> {
  return write(context, async (tx) => {
    const held = await holdCosts(tx, context, changes);
    if (!held.ok) return held;
    const { entries, histories, locks } = held.value;
    const { currency: firmCurrency } = await readRecordingSettings(tx);
    const commands = changes.map((change) => ({
      ...commandOf(entries.get(change.id)!, firmCurrency),
      ...definedOf(change),
    }));
    await lockJobs(
      tx,
      commands.map((command) => command.jobId),
    );
    const basis = await readCostBasis(tx, commands, context.clock());
    const decided = decideEach(commands, (command, index) => {
      const entry = entries.get(changes[index]!.id)!;
      const locked = entry.actual ? lockRefusal(entry, locks) : null;
      if (locked !== null) return locked;
      const result = decideCost(basis, command, entry);
      return result.ok
        ? done({ ...result.value, outcome: { ...result.value.outcome, version: entry.version + 1 } })
        : result;
    });
    if (!decided.ok) return decided;
    await updateCostEntries(
      tx,
      decided.value.map(({ row }) => row),
    );
    const journals = decided.value.flatMap(({ row, journal }) => [
      ...undo(histories.get(row.id)!, locks),
      ...(journal === null ? [] : [journal]),
    ]);
    return done(await postCosts(tx, context, decided.value, journals));
  });
}

/** Deletes costs, all or none; what was dated on or before a lock is reversed on the first open day. */
export function deleteCosts(
  context: Context,
  deletions: readonly CostDeletion[],
): Promise<Result<readonly JobBalance[]>> {
  return write(context, async (tx) => {
    const held = await holdCosts(tx, context, deletions);
    if (!held.ok) return held;
    const journals = deletions.flatMap(({ id }) => undo(held.value.histories.get(id)!, held.value.locks));
    await deleteCostEntries(
      tx,
      deletions.map(({ id }) => id),
    );
    const posted =
      journals.length === 0 ? null : await post(tx, { journals, actorId: context.principal.actorId });
    return done([...(posted?.balances.values() ?? [])]);
  });
}

type Held = {
  readonly entries: ReadonlyMap<bigint, StoredCostEntry>;
  readonly histories: ReadonlyMap<bigint, StandingJournal[]>;
  readonly locks: Locks;
};

/** Locks the costs and their jobs, and refuses those that may not be touched. */
async function holdCosts(tx: Tx, context: Context, wanted: readonly CostDeletion[]): Promise<Result<Held>> {
  const { principal } = context;
  const permitted = requirePermission(principal, 'costs.record');
  if (!permitted.ok && !may(principal, 'costs.recordOwn')) return permitted;
  if (wanted.length === 0 || wanted.length > costsPerRequestMax) {
    return refuse('batchTooLarge', `A request changes from 1 to ${costsPerRequestMax} costs.`, {
      value: String(wanted.length),
    });
  }
  const ids = wanted.map(({ id }) => id);
  const repeated = repeatedIdRefusals(ids, 'costs');
  if (repeated.length > 0) return refuseAll(repeated);
  const seen = await readCostEntries(tx, ids);
  await lockJobs(
    tx,
    [...seen.values()].map((entry) => entry.jobId),
  );
  const entries = await readCostEntries(tx, ids, { lock: true });
  const items = [...entries.values()].map((entry) => ({ jobId: entry.jobId, itemId: entry.id }));
  const [histories, locks] = await Promise.all([readItemHistories(tx, items), readLocks(tx)]);
  const refusals: Refusal[] = [];
  for (const [index, { id, version }] of wanted.entries()) {
    const entry = ownOrAny(principal, entries.get(id));
    const refused =
      costRefusal(id, version, entry, seen.get(id)) ??
      (await settledRefusal(tx, histories.get(id) ?? [], 'id'));
    if (refused !== null) refusals.push(...within(`costs[${index}]`, refused).refusals);
  }
  if (refusals.length > 0) return refuseAll(refusals);
  const onDraft = await draftRefusal(tx, ids, (place) => `costs[${place}].id`);
  return onDraft ?? done({ entries, histories, locks });
}

/** Of costs that somebody may not touch nobody is told that they exist. */
function ownOrAny(principal: Principal, entry: StoredCostEntry | undefined): StoredCostEntry | undefined {
  return entry !== undefined && mayRecordCostOf(principal, entry.recordedBy) ? entry : undefined;
}

function costRefusal(
  id: bigint,
  version: number,
  entry?: StoredCostEntry,
  seen?: StoredCostEntry,
): Refused | null {
  const at = { field: 'id', value: String(id) };
  if (entry === undefined) return refuse('unknownEntry', 'There is no such cost in this firm.', at);
  if (entry.deleted) return refuse('alreadyDeleted', 'The cost was deleted.', at);
  if (entry.version === version && entry.jobId === seen?.jobId) return null;
  return refuse('staleVersion', 'Somebody changed the cost since it was read; read it again.', {
    field: 'version',
    value: String(version),
    accepted: String(entry.version),
  });
}

function lockRefusal(entry: StoredCostEntry, locks: Locks): Refused | null {
  if (!isLocked(entry.incurredOn, locks)) return null;
  const locked = lockedThrough(locks);
  const detail = `The cost is dated ${entry.incurredOn} and WIP is locked up to and including ${locked}.`;
  return refuse('lockedDate', detail, {
    field: 'incurredOn',
    value: entry.incurredOn,
    accepted: `a cost after ${locked}`,
  });
}

function commandOf(entry: StoredCostEntry, firmCurrency: CurrencyCode): CostCommand {
  const {
    jobId,
    jobTaskId,
    incurredOn,
    description,
    code,
    supplier,
    note,
    quantityThousandths,
    billable,
    actual,
  } = entry;
  const unitCost = formatMinor(entry.unitCostMinor, firmCurrency);
  const unitPrice = formatMinor(entry.unitPriceMinor, entry.currency);
  const what = {
    description,
    code,
    supplier,
    note,
    quantityThousandths,
    unitCost,
    unitPrice,
    billable,
    actual,
  };
  return { ...what, jobId, jobTaskId, incurredOn: civilDate(incurredOn) };
}

/** The fields of a change that say something. */
function definedOf({ id: _id, version: _version, ...fields }: CostChange): Partial<CostCommand> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
