// Posts the imported time, chunk by chunk: the entries, what they are known as in the source, their journals and how far
// applying has come, all in one transaction.

import { rateBook } from '#core/pricing/rates.ts';
import type { Tx } from '#store/database.ts';
import { readCostRates, readRates } from '#store/imports/practice.ts';
import { insertProblems, type NewProblem } from '#store/imports/problems.ts';
import { keepReferences, referenceKey } from '#store/imports/references.ts';
import {
  readInvoiceRates,
  readRecords,
  type InvoiceRates,
  type KnownRecord,
} from '#store/imports/staging.ts';
import { itemIdsOf } from '#store/ledger/item-ids.ts';
import { post } from '#store/ledger/post.ts';
import { insertTimeEntries } from '#store/work/time-entries.ts';
import type { ImportedTimeEntry } from '../model.ts';
import { impliedRates, saveDirectory, saveRates } from '../practice/save-practice.ts';
import { count, inChunk, keepPlace, placeIn, problemOf, type ImportRun } from '../run.ts';
import { changeTime } from './change-time.ts';
import { priceTime, type PricedTime, type Prices, type TimeToPrice } from './price-time.ts';
import { resolveTime, type TimePlace } from './resolve-time.ts';

const entriesPerChunk = 5_000;

/** A chunk that has been read and placed, ready to be saved. */
type Chunk = {
  readonly staged: readonly KnownRecord[];
  readonly ids: readonly bigint[];
  readonly placed: ReadonlyMap<KnownRecord, Placed>;
  readonly problems: readonly NewProblem[];
  readonly invoiced: InvoiceRates;
};

export async function applyTime(run: ImportRun): Promise<void> {
  const begin = placeIn(run.batch, 'time');
  if (begin === undefined) return;
  const total = run.counts['timeEntry']?.read ?? 0;
  let prices = await inChunk(run, (tx) => readPrices(tx, run));
  let applied = 0;
  let chunk = await readChunk(run, begin.place);
  for (;;) {
    const last = chunk.staged.at(-1)?.place;
    if (last === undefined) break;
    let next: Promise<Chunk> | undefined;
    // The next chunk is read while PostgreSQL is busy with this one. What it mentions is made by its own transaction, so
    // this one must have made what it mentions before.
    const readNext = (): void => {
      next = readChunk(run, last);
      next.catch(() => {});
    };
    prices = await inChunk(run, (tx) => saveChunk(tx, run, { chunk, prices, readNext }));
    applied += chunk.staged.length;
    run.onProgress({ stage: 'time', done: applied, total: Math.max(total, applied) });
    chunk = await next!;
  }
  await inChunk(run, (tx) => keepPlace(tx, run, 'costs', { date: null, place: 0 }));
}

async function readPrices(tx: Tx, run: ImportRun): Promise<Prices> {
  const [rates, costRates] = [await readRates(tx), await readCostRates(tx)];
  return {
    rates: rateBook(rates),
    costRates: rateBook(costRates),
    firmCurrency: run.directory.firm.currency,
  };
}

async function readChunk(run: ImportRun, afterPlace: number): Promise<Chunk> {
  const { batch, context } = run;
  const ids = await itemIdsOf(context.database).take(entriesPerChunk);
  return inChunk(run, async (tx) => {
    const staged = await readRecords(tx, batch.id, { kind: 'timeEntry', afterPlace, limit: entriesPerChunk });
    const { placed, problems } = placeAll(run, staged.filter(isNews));
    const invoiced = await readInvoiceRates(tx, batch.id, [...placed.keys()].map(timeKeyOf));
    return { staged, ids, placed, problems, invoiced };
  });
}

/** New, or changed since it was last imported. */
function isNews({ ourId, contentHash, knownHash }: KnownRecord): boolean {
  return ourId === null || (contentHash !== null && contentHash !== knownHash);
}

type Saving = { readonly chunk: Chunk; readonly prices: Prices; readonly readNext: () => void };

/** Answers the prices that hold afterwards: what was made may have brought rates along. */
async function saveChunk(tx: Tx, run: ImportRun, { chunk, prices, readNext }: Saving): Promise<Prices> {
  const { staged, ids, placed, invoiced } = chunk;
  const current = (await saveMentions(tx, run)) ? await readPrices(tx, run) : prices;
  readNext();
  const toPrice = (one: KnownRecord, id: bigint): TimeToPrice => ({
    id,
    ...placed.get(one)!,
    breakdownRate: invoiced.own.get(referenceKey(one.source, one.externalKey)),
    invoiceTaskRate: invoiced.ofTask.get(referenceKey(one.source, one.externalKey)),
  });
  const fresh = staged.filter((one) => one.ourId === null && placed.has(one));
  const changed = staged.filter((one) => one.ourId !== null && placed.has(one));
  await saveFresh(
    tx,
    run,
    fresh,
    fresh.map((one, index) => priceTime(current, toPrice(one, ids[index]!))),
  );
  const repriced = changed.map((one) => priceTime(current, toPrice(one, one.ourId!)));
  const differences = await changeTime(tx, run, { staged: changed, priced: repriced });
  await insertProblems(tx, run.batch.id, [...chunk.problems, ...differences]);
  count(run.counts, 'timeEntry', 'unchanged', staged.filter((one) => !isNews(one)).length);
  await keepPlace(tx, run, 'time', { date: null, place: staged.at(-1)!.place });
  return current;
}

async function saveFresh(
  tx: Tx,
  run: ImportRun,
  fresh: readonly KnownRecord[],
  priced: readonly PricedTime[],
): Promise<void> {
  if (fresh.length === 0) return;
  const rows = priced.map(({ row }) => row);
  const references = fresh.map((one, index) => ({ ...one, ourId: rows[index]!.id }));
  const journals = priced.map(({ journal }) => journal);
  // Sent together: none waits for the answer to another.
  await Promise.all([
    insertTimeEntries(tx, rows),
    keepReferences(tx, run.batch.id, references),
    post(tx, { journals, actorId: run.author.actorId }),
  ]);
  count(run.counts, 'timeEntry', 'created', fresh.length);
}

function timeKeyOf({ source, externalKey }: KnownRecord) {
  return { source, timeKey: externalKey };
}

type Placed = { readonly entry: ImportedTimeEntry; readonly place: TimePlace };

/** Checking has resolved them all; what changed since is told and left out. */
function placeAll(run: ImportRun, staged: readonly KnownRecord[]) {
  const placed = new Map<KnownRecord, Placed>();
  const problems: NewProblem[] = [];
  for (const one of staged) {
    const entry = JSON.parse(one.record) as ImportedTimeEntry;
    const place = resolveTime(run.directory, one.source, entry);
    if (place.ok) placed.set(one, { entry, place: place.value });
    else problems.push(...place.refusals.map((refusal) => problemOf(one, 'apply', 'refused', refusal)));
  }
  return { placed, problems };
}

/** Makes what the chunk only mentions. Answers whether that added rates. */
async function saveMentions(tx: Tx, run: ImportRun): Promise<boolean> {
  const { directory, author, batch, counts } = run;
  const saving = { tx, author, batchId: batch.id };
  const made = directory.jobTasks.pending;
  count(counts, 'staff', 'created', directory.staff.pending.length);
  count(counts, 'client', 'created', directory.clients.pending.length);
  count(counts, 'task', 'created', directory.tasks.pending.length);
  count(counts, 'job', 'created', directory.jobs.pending.length);
  count(counts, 'jobTask', 'created', made.length);
  await saveDirectory(saving, directory);
  const rates = impliedRates(made);
  await saveRates(saving, rates);
  return rates.length > 0;
}
