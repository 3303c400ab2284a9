// Posts the imported time, chunk by chunk: the entries, what they are known as in the source, their journals and how far
// applying has come, all in one transaction.

import { rateBook } from '#core/pricing/rates.ts';
import type { Tx } from '#store/database.ts';
import { readCostRates, readRates } from '#store/imports/practice.ts';
import { insertProblems, type NewProblem } from '#store/imports/problems.ts';
import { keepReferences, referenceKey } from '#store/imports/references.ts';
import { readInvoiceRates, readRecords, type KnownRecord } from '#store/imports/staging.ts';
import { itemIdsOf } from '#store/ledger/item-ids.ts';
import { post } from '#store/ledger/post.ts';
import { insertTimeEntries } from '#store/work/time-entries.ts';
import type { ImportedTimeEntry } from '../model.ts';
import { impliedRates, saveDirectory, saveRates } from '../practice/save-practice.ts';
import { count, inChunk, keepPlace, placeIn, problemOf, type ImportRun } from '../run.ts';
import { changeTime } from './change-time.ts';
import { priceTime, type Prices, type TimeToPrice } from './price-time.ts';
import { resolveTime, type TimePlace } from './resolve-time.ts';

const entriesPerChunk = 2_000;

export async function applyTime(run: ImportRun): Promise<void> {
  const begin = placeIn(run.batch, 'time');
  if (begin === undefined) return;
  const total = run.counts['timeEntry']?.read ?? 0;
  let prices = await inChunk(run, (tx) => readPrices(tx, run));
  let after = begin.place;
  for (let applied = 0; ; ) {
    const ids = await itemIdsOf(run.context.database).take(entriesPerChunk);
    const chunk = await inChunk(run, (tx) => applyChunk(tx, run, { after, ids, prices }));
    if (chunk === undefined) break;
    after = chunk.last;
    if (chunk.ratesAdded) prices = await inChunk(run, (tx) => readPrices(tx, run));
    applied += chunk.size;
    run.onProgress({ stage: 'time', done: applied, total: Math.max(total, applied) });
  }
}

async function readPrices(tx: Tx, run: ImportRun): Promise<Prices> {
  const [rates, costRates] = [await readRates(tx), await readCostRates(tx)];
  return { rates: rateBook(rates), costRates: rateBook(costRates), firmCurrency: run.directory.firm.currency };
}

type Chunk = { readonly after: number; readonly ids: readonly bigint[]; readonly prices: Prices };
type Applied = { readonly last: number; readonly size: number; readonly ratesAdded: boolean };

async function applyChunk(tx: Tx, run: ImportRun, { after, ids, prices }: Chunk): Promise<Applied | undefined> {
  const staged = await readRecords(tx, run.batch.id, { kind: 'timeEntry', afterPlace: after, limit: ids.length });
  const last = staged.at(-1)?.place;
  if (last === undefined) {
    await keepPlace(tx, run, 'costs', { date: null, place: 0 });
    return undefined;
  }
  const known = staged.filter((one) => one.ourId !== null);
  const changed = known.filter((one) => one.contentHash !== null && one.contentHash !== one.knownHash);
  const fresh = staged.filter((one) => one.ourId === null);
  count(run.counts, 'timeEntry', 'unchanged', known.length - changed.length);

  const { placed, problems } = placeAll(run, [...fresh, ...changed]);
  const ratesAdded = await saveMentions(tx, run);
  const current = ratesAdded ? await readPrices(tx, run) : prices;
  const invoiced = await readInvoiceRates(tx, run.batch.id, [...placed.keys()].map(timeKeyOf));
  const toPrice = (one: KnownRecord, id: bigint): TimeToPrice => ({
    id,
    ...placed.get(one)!,
    breakdownRate: invoiced.own.get(referenceKey(one.source, one.externalKey)),
    invoiceTaskRate: invoiced.ofTask.get(referenceKey(one.source, one.externalKey)),
  });
  const sound = fresh.filter((one) => placed.has(one));
  const priced = sound.map((one, index) => priceTime(current, toPrice(one, ids[index]!)));
  await Promise.all([
    insertTimeEntries(
      tx,
      priced.map(({ row }) => row),
    ),
    keepReferences(
      tx,
      run.batch.id,
      sound.map((one, index) => ({ ...one, ourId: ids[index]! })),
    ),
    ...(priced.length === 0
      ? []
      : [post(tx, { journals: priced.map(({ journal }) => journal), actorId: run.author.actorId })]),
  ]);
  count(run.counts, 'timeEntry', 'created', priced.length);
  const soundChanges = changed.filter((one) => placed.has(one));
  problems.push(
    ...(await changeTime(tx, run, {
      staged: soundChanges,
      priced: soundChanges.map((one) => priceTime(current, toPrice(one, one.ourId!))),
    })),
  );
  await insertProblems(tx, run.batch.id, problems);
  await keepPlace(tx, run, 'time', { date: null, place: last });
  return { last, size: staged.length, ratesAdded };
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
