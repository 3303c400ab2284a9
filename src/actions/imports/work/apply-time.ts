// Posts the imported time, chunk by chunk: the entries, what they are known as in the source, their journals and how far
// applying has come, all in one transaction.
//
// Three chunks are under way at a time: one is read, one writes its entries, one posts. They are posted and committed in
// their order, because each says that everything up to its end has been applied. A chunk that follows one which made
// something (a person, a job, a task that was only mentioned) waits for it from its beginning, to see what was made.

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
import { priceTime, type PricedTime, type Prices } from './price-time.ts';
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

/** The chunk before: when it is committed, and whether it makes what this one may refer to. */
type Before = { readonly committed: Promise<unknown>; readonly makes: boolean };

export async function applyTime(run: ImportRun): Promise<void> {
  const begin = placeIn(run.batch, 'time');
  if (begin === undefined) return;
  const total = run.counts['timeEntry']?.read ?? 0;
  const prices = { current: await inChunk(run, (tx) => readPrices(tx, run)) };
  let before: Before = { committed: Promise.resolve(), makes: false };
  let applied = 0;
  for (let chunk = await readChunk(run, begin.place); ;) {
    const last = chunk.staged.at(-1)?.place;
    if (last === undefined) break;
    const { promise: next, resolve, reject } = Promise.withResolvers<Chunk & { makes: boolean }>();
    const onMade = (makes: boolean): void => {
      readChunk(run, last).then((read) => resolve({ ...read, makes }), reject);
    };
    const saving: Saving = { chunk, prices, before, onMade };
    const committed = inChunk(run, (tx) => saveChunk(tx, run, saving));
    committed.catch(reject);
    const { makes, ...read } = await endedTogether(next, [before.committed, committed]);
    await endedTogether(before.committed, [committed]);
    before = { committed, makes };
    applied += chunk.staged.length;
    run.onProgress({ stage: 'time', done: applied, total: Math.max(total, applied) });
    chunk = read;
  }
  await before.committed;
  await inChunk(run, (tx) => keepPlace(tx, run, 'costs', { date: null, place: 0 }));
}

/** When the work fails, nothing that it began is left under way: whoever goes on later must find it ended. */
async function endedTogether<T>(work: Promise<T>, begun: readonly Promise<unknown>[]): Promise<T> {
  try {
    return await work;
  } catch (error) {
    await Promise.allSettled(begun);
    throw error;
  }
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

type Saving = {
  readonly chunk: Chunk;
  /** What was made may bring rates along. */
  readonly prices: { current: Prices };
  readonly before: Before;
  /** Told when the chunk has made what it mentions, so that the next one can be read. */
  readonly onMade: (makes: boolean) => void;
};

async function saveChunk(tx: Tx, run: ImportRun, { chunk, prices, before, onMade }: Saving): Promise<void> {
  const { staged, ids, placed, invoiced } = chunk;
  if (before.makes) await before.committed;
  const mentions = await saveMentions(tx, run);
  if (mentions.hasRates) prices.current = await readPrices(tx, run);
  onMade(mentions.made.length > 0);
  const price = (one: KnownRecord, id: bigint): PricedTime =>
    priceTime(prices.current, {
      id,
      ...placed.get(one)!,
      breakdownRate: invoiced.own.get(referenceKey(one.source, one.externalKey)),
      invoiceTaskRate: invoiced.ofTask.get(referenceKey(one.source, one.externalKey)),
    });
  const fresh = staged.filter((one) => one.ourId === null && placed.has(one));
  const changed = staged.filter((one) => one.ourId !== null && placed.has(one));
  const priced = fresh.map((one, index) => price(one, ids[index]!));
  await insertFresh(tx, run, fresh, priced);

  await before.committed;
  if (priced.length > 0) {
    const journals = priced.map(({ journal }) => journal);
    await post(tx, { journals, actorId: run.author.actorId });
  }
  const repriced = changed.map((one) => price(one, one.ourId!));
  const differences = await changeTime(tx, run, { staged: changed, priced: repriced });
  await insertProblems(tx, run.batch.id, [...chunk.problems, ...differences]);
  for (const [kind, made] of mentions.made) count(run.counts, kind, 'created', made);
  count(run.counts, 'timeEntry', 'created', priced.length);
  count(run.counts, 'timeEntry', 'unchanged', staged.filter((one) => !isNews(one)).length);
  await keepPlace(tx, run, 'time', { date: null, place: staged.at(-1)!.place });
}

async function insertFresh(
  tx: Tx,
  run: ImportRun,
  fresh: readonly KnownRecord[],
  priced: readonly PricedTime[],
): Promise<void> {
  if (fresh.length === 0) return;
  const rows = priced.map(({ row }) => row);
  const references = fresh.map((one, index) => ({ ...one, ourId: rows[index]!.id }));
  await Promise.all([insertTimeEntries(tx, rows), keepReferences(tx, run.batch.id, references)]);
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

type Mentions = {
  readonly made: readonly (readonly [kind: string, count: number])[];
  readonly hasRates: boolean;
};

/** Makes what the chunk only mentions. */
async function saveMentions(tx: Tx, run: ImportRun): Promise<Mentions> {
  const { directory, author, batch } = run;
  const saving = { tx, author, batchId: batch.id };
  const jobTasks = directory.jobTasks.pending;
  const made: readonly (readonly [string, number])[] = [
    ['staff', directory.staff.pending.length],
    ['client', directory.clients.pending.length],
    ['task', directory.tasks.pending.length],
    ['job', directory.jobs.pending.length],
    ['jobTask', jobTasks.length],
  ];
  await saveDirectory(saving, directory);
  const rates = impliedRates(jobTasks);
  await saveRates(saving, rates);
  return { made: made.filter(([, records]) => records > 0), hasRates: rates.length > 0 };
}
