// Imported costs: actual ones are posted, estimated ones are kept and post nothing. Costs that changed in the source since
// they were imported are posted again where nothing hangs on them.

import type { CivilDate } from '#core/calendar/civil-date.ts';
import type { Journal } from '#core/ledger/journal.ts';
import type { Result } from '#core/refusal.ts';
import { done, refuse } from '#core/refusal.ts';
import { recordCost } from '#core/wip/record-cost.ts';
import { isLocked, undo } from '#core/wip/undo.ts';
import type { Tx } from '#store/database.ts';
import { insertProblems, type NewProblem } from '#store/imports/problems.ts';
import { keepReferences } from '#store/imports/references.ts';
import { readRecords, type KnownRecord } from '#store/imports/staging.ts';
import { itemIdsOf } from '#store/ledger/item-ids.ts';
import { lockJobs, readItemHistories, readLocks } from '#store/ledger/items.ts';
import { post } from '#store/ledger/post.ts';
import {
  insertCostEntries,
  readCostEntries,
  updateCostEntries,
  type CostEntryRow,
} from '#store/work/cost-entries.ts';
import { settledRefusal } from '../../settled.ts';
import { minorOf, thousandthsOf } from '../amounts.ts';
import type { ImportedCost } from '../model.ts';
import { unknownJob } from '../practice/admit.ts';
import type { Directory, JobNode } from '../practice/directory.ts';
import { shortened } from '../practice/directory.ts';
import { count, inChunk, keepPlace, placeIn, problemOf, type ImportRun } from '../run.ts';

const costsPerChunk = 1_000;

export type ResolvedCost = {
  readonly job: JobNode;
  readonly incurredOn: CivilDate;
  readonly quantityThousandths: number;
  readonly unitPriceMinor: bigint;
  readonly unitCostMinor: bigint;
  readonly isActual: boolean;
};

/** What a cost stands on; undefined in value for a cost of nothing. */
export function resolveCost(
  directory: Directory,
  source: string,
  cost: ImportedCost,
): Result<ResolvedCost | undefined> {
  const found = directory.findJob(source, cost.job);
  if (!found.ok) return found;
  const job = found.value;
  if (job === undefined) return unknownJob(cost.job.number ?? cost.job.name ?? cost.job.externalId ?? '');
  const isActual = cost.actual ?? true;
  const incurredOn = cost.date ?? job.startOn ?? (isActual ? undefined : directory.firm.today);
  if (incurredOn === undefined) {
    const detail = 'The cost has no date, and its job no start date to take instead.';
    return refuse('invalidDate', detail, { field: 'date', accepted: 'a cost with its date' });
  }
  const quantity = thousandthsOf(cost.quantity);
  if (quantity === undefined) {
    const accepted = 'up to 1000000 of either sign';
    return refuse('quantityOutOfRange', 'The quantity is too large.', {
      field: 'quantity',
      value: cost.quantity,
      accepted,
    });
  }
  if (quantity === 0) return done(undefined);
  const price = minorOf(cost.unitPrice, job.currency);
  const unitCost = cost.unitCost === undefined ? 0n : minorOf(cost.unitCost, directory.firm.currency);
  if (price === undefined || unitCost === undefined) {
    const at = { field: 'unitPrice', value: cost.unitPrice, accepted: 'an amount that the ledger can hold' };
    return refuse('amountOutOfRange', 'The price is larger than the ledger can hold.', at);
  }
  // A credit is a negative quantity at a price; some sources write it as a negative price.
  const isTurned = price < 0n;
  return done({
    job,
    incurredOn,
    quantityThousandths: isTurned ? -quantity : quantity,
    unitPriceMinor: isTurned ? -price : price,
    unitCostMinor: unitCost < 0n ? -unitCost : unitCost,
    isActual,
  });
}

export async function applyCosts(run: ImportRun): Promise<void> {
  const begin = placeIn(run.batch, 'costs');
  if (begin === undefined) return;
  const total = run.counts['cost']?.read ?? 0;
  let after = begin.place;
  for (let applied = 0; ;) {
    const ids = await itemIdsOf(run.context.database).take(costsPerChunk);
    const chunk = await inChunk(run, (tx) => applyChunk(tx, run, after, ids));
    if (chunk === undefined) break;
    after = chunk.last;
    applied += chunk.size;
    run.onProgress({ stage: 'costs', done: applied, total: Math.max(total, applied) });
  }
}

async function applyChunk(tx: Tx, run: ImportRun, after: number, ids: readonly bigint[]) {
  const staged = await readRecords(tx, run.batch.id, { kind: 'cost', afterPlace: after, limit: ids.length });
  const last = staged.at(-1)?.place;
  if (last === undefined) {
    await keepPlace(tx, run, 'quotes', { date: null, place: 0 });
    return undefined;
  }
  const problems: NewProblem[] = [];
  const fresh: { staged: KnownRecord; cost: CostEntryRow; journal: Journal | null }[] = [];
  const changed: typeof fresh = [];
  for (const [index, one] of staged.entries()) {
    const isKnown = one.ourId !== null;
    if (isKnown && (one.contentHash === null || one.contentHash === one.knownHash)) {
      count(run.counts, 'cost', 'unchanged');
      continue;
    }
    const record = JSON.parse(one.record) as ImportedCost;
    const resolved = resolveCost(run.directory, one.source, record);
    if (!resolved.ok) {
      problems.push(...resolved.refusals.map((refusal) => problemOf(one, 'apply', 'refused', refusal)));
      continue;
    }
    if (resolved.value === undefined) continue;
    const decided = decideCost(record, resolved.value, one.ourId ?? ids[index]!);
    (isKnown ? changed : fresh).push({ staged: one, ...decided });
  }
  if (fresh.length > 0) {
    await insertCostEntries(
      tx,
      fresh.map(({ cost }) => cost),
    );
    await keepReferences(
      tx,
      run.batch.id,
      fresh.map(({ staged: one, cost }) => ({ ...one, ourId: cost.id })),
    );
    const journals = fresh.flatMap(({ journal }) => (journal === null ? [] : [journal]));
    if (journals.length > 0) await post(tx, { journals, actorId: run.author.actorId });
    count(run.counts, 'cost', 'created', fresh.length);
  }
  problems.push(...(await changeCosts(tx, run, changed)));
  await insertProblems(tx, run.batch.id, problems);
  await keepPlace(tx, run, 'costs', { date: null, place: last });
  return { last, size: staged.length };
}

function decideCost(record: ImportedCost, resolved: ResolvedCost, id: bigint) {
  const { job, incurredOn, quantityThousandths, unitPriceMinor, unitCostMinor, isActual } = resolved;
  const recorded = recordCost({
    itemId: id,
    jobId: job.id!,
    jobTaskId: null,
    incurredOn,
    quantityThousandths,
    unitPriceMinor,
    unitCostMinor,
    billable: record.billable,
    actual: isActual,
    excluded: job.excluded,
  });
  const { code, supplier, note } = record;
  const cost: CostEntryRow = {
    id,
    jobId: job.id!,
    jobTaskId: null,
    incurredOn,
    description: shortened(record.description, 1_000),
    code: code === undefined ? null : shortened(code, 200),
    supplier: supplier === undefined ? null : shortened(supplier, 200),
    note: note === undefined ? null : shortened(note, 10_000),
    quantityThousandths,
    unitCostMinor,
    unitPriceMinor,
    amountMinor: recorded.amountMinor,
    costMinor: recorded.costMinor,
    billable: record.billable,
    actual: isActual,
  };
  return { cost, journal: recorded.journal };
}

type Changed = {
  readonly staged: KnownRecord;
  readonly cost: CostEntryRow;
  readonly journal: Journal | null;
};

async function changeCosts(tx: Tx, run: ImportRun, changed: readonly Changed[]): Promise<NewProblem[]> {
  if (changed.length === 0) return [];
  const ids = changed.map(({ cost }) => cost.id);
  const before = await readCostEntries(tx, ids);
  await lockJobs(
    tx,
    [...before.values(), ...changed.map(({ cost }) => cost)].map((cost) => cost.jobId),
  );
  const costs = await readCostEntries(tx, ids, { lock: true });
  const items = [...costs.values()].map((cost) => ({ jobId: cost.jobId, itemId: cost.id }));
  const [histories, locks] = [await readItemHistories(tx, items), await readLocks(tx)];
  const problems: NewProblem[] = [];
  const rows: CostEntryRow[] = [];
  const journals: Journal[] = [];
  const taken: Changed[] = [];
  for (const one of changed) {
    const stored = costs.get(one.cost.id);
    const history = histories.get(one.cost.id) ?? [];
    const settled = await settledRefusal(tx, history, 'cost');
    const isShut = stored !== undefined && stored.actual && isLocked(stored.incurredOn, locks);
    if (stored === undefined || stored.deleted || settled !== null || isShut) {
      const why = settled?.refusals[0]?.detail ?? (isShut ? 'Its day is locked.' : 'It was deleted here.');
      const detail = `The cost has changed in the source and stays as it is here. ${why}`;
      const code = settled?.refusals[0]?.code ?? (isShut ? 'lockedDate' : 'alreadyDeleted');
      problems.push(problemOf(one.staged, 'apply', 'difference', { code, detail, jobId: one.cost.jobId }));
      continue;
    }
    rows.push(one.cost);
    journals.push(...undo(history, locks), ...(one.journal === null ? [] : [one.journal]));
    taken.push(one);
    count(run.counts, 'cost', 'changed');
  }
  if (rows.length > 0) await updateCostEntries(tx, rows);
  if (journals.length > 0) await post(tx, { journals, actorId: run.author.actorId });
  await keepReferences(
    tx,
    run.batch.id,
    taken.map(({ staged, cost }) => ({ ...staged, ourId: cost.id })),
  );
  return problems;
}
