// Posts the imported time, page by page: the entries, what they are known as in the source, their journals and how far
// applying has come, all in one transaction of each lane.
//
// While the lanes post one page, the next one is read, placed, priced and put in line behind it. What a page only mentions
// (a person, a job, a task) is made before, in a transaction of its own, so that both lanes know it. Entries that have
// changed since an earlier import may move from a job of one lane to one of the other; a page that has such is done as a
// whole, alone.

import { rateBook } from '#core/pricing/rates.ts';
import type { Tx } from '#store/database.ts';
import { updateImport } from '#store/imports/batches.ts';
import { readCostRates, readRates } from '#store/imports/practice.ts';
import { insertProblems, type NewProblem } from '#store/imports/problems.ts';
import {
  addReferences,
  packReferences,
  referenceKey,
  type ExternalReference,
} from '#store/imports/references.ts';
import {
  hasBilledTime,
  readInvoiceRates,
  readRecords,
  type InvoiceRates,
  type KnownRecord,
} from '#store/imports/staging.ts';
import { itemIdsOf } from '#store/ledger/item-ids.ts';
import { packBatch, postPacked } from '#store/ledger/post.ts';
import { inOnePiece } from '#store/values.ts';
import { insertPackedTimeEntries, packTimeEntries } from '#store/work/time-entries.ts';
import type { ImportedTimeEntry } from '../model.ts';
import { impliedRates, saveDirectory, saveRates } from '../practice/save-practice.ts';
import { count, inChunk, inChunkByKey, placeIn, problemOf, type ImportRun } from '../run.ts';
import { changeTime } from './change-time.ts';
import { Lanes, type LaneWork } from './lanes.ts';
import { priceTime, type PricedTime, type Prices } from './price-time.ts';
import { resolveTime, type TimePlace } from './resolve-time.ts';

/**
 * The more a lane posts at once, the fewer times the balances, ages and months of its jobs move; and the more is held in
 * memory. With twice as many PostgreSQL has a twentieth less to do where days are in no order, and the process holds a tenth
 * more. The first page is short, so that the lanes need not wait for long.
 */
const entriesPerPage = 6_000;
const entriesOfFirstPage = 2_000;

export async function applyTime(run: ImportRun): Promise<void> {
  const begin = placeIn(run.batch, 'time');
  if (begin === undefined) return;
  const lanes = await Lanes.open(run, begin.place);
  try {
    await applyPages(run, lanes);
    await lanes.close();
  } finally {
    await lanes.settled();
  }
}

async function applyPages(run: ImportRun, lanes: Lanes): Promise<void> {
  const total = run.counts['timeEntry']?.read ?? 0;
  const isBilled = await inChunk(run, (tx) => hasBilledTime(tx, run.batch.id));
  let prices = await inChunk(run, (tx) => readPrices(tx, run));
  let applied = 0;
  let before: Promise<unknown> = Promise.resolve();
  for (let after = lanes.place; ;) {
    const limit = run.entriesPerPage ?? (applied === 0 ? entriesOfFirstPage : entriesPerPage);
    const begun = await beginPage(run, lanes, { afterPlace: after, limit, prices, isBilled });
    if (begun === undefined) break;
    // One page waits in line at most, or the memory it takes would grow.
    await before;
    applied += begun.entries;
    run.onProgress({ stage: 'time', done: applied, total: Math.max(total, applied) });
    before = begun.sent;
    after = begun.last;
    prices = begun.prices;
  }
  await before;
}

type PageWanted = {
  readonly afterPlace: number;
  readonly limit: number;
  readonly prices: Prices;
  readonly isBilled: boolean;
};

/** Reads a page and puts it in line; undefined behind the last one. Holds on to no more of it than has to be written. */
async function beginPage(run: ImportRun, lanes: Lanes, wanted: PageWanted) {
  const page = await readPage(run, wanted);
  const last = page.staged.at(-1)?.place;
  if (last === undefined) return undefined;
  const hasRates = run.directory.hasNews && (await saveMentions(run));
  const prices = hasRates ? await inChunk(run, (tx) => readPrices(tx, run)) : wanted.prices;
  const ids = await itemIdsOf(run.context.database).take(page.placed.size);
  const sent = sendShares(run, lanes, { shares: sharesOf(page, { lanes, prices, ids }), last });
  sent.catch(() => {});
  return { sent, last, prices, entries: page.staged.length };
}

async function readPrices(tx: Tx, run: ImportRun): Promise<Prices> {
  const [rates, costRates] = [await readRates(tx), await readCostRates(tx)];
  return {
    rates: rateBook(rates),
    costRates: rateBook(costRates),
    firmCurrency: run.directory.firm.currency,
  };
}

type Page = {
  readonly staged: readonly KnownRecord[];
  readonly placed: ReadonlyMap<KnownRecord, Placed>;
  readonly problems: readonly { readonly place: number; readonly problem: NewProblem }[];
  readonly invoiced: InvoiceRates;
};

function readPage(run: ImportRun, { afterPlace, limit, isBilled }: PageWanted): Promise<Page> {
  const { batch } = run;
  return inChunkByKey(run, async (tx) => {
    const staged = await readRecords(tx, batch.id, { kind: 'timeEntry', afterPlace, limit });
    const { placed, problems } = placeAll(run, staged.filter(isNews));
    const billed = isBilled ? [...placed.keys()].map(timeKeyOf) : [];
    const invoiced = await readInvoiceRates(tx, batch.id, billed);
    return { staged, placed, problems, invoiced };
  });
}

/** New, or changed since it was last imported. */
function isNews({ ourId, contentHash, knownHash }: KnownRecord): boolean {
  return ourId === null || (contentHash !== null && contentHash !== knownHash);
}

/** What one transaction makes of a page: what is to be written, priced, and no more. */
type Share = {
  readonly fresh: PricedTime[];
  readonly references: ExternalReference[];
  readonly changed: { readonly staged: KnownRecord; readonly priced: PricedTime }[];
  readonly problems: NewProblem[];
  unchanged: number;
};

function noShare(): Share {
  return { fresh: [], references: [], changed: [], problems: [], unchanged: 0 };
}

type Sharing = {
  readonly lanes: Lanes;
  readonly prices: Prices;
  /** One at least for each entry that is placed. */
  readonly ids: readonly bigint[];
};

/** One for each lane. */
function sharesOf(page: Page, { lanes, prices, ids }: Sharing): Share[] {
  const shares = Array.from({ length: lanes.count }, noShare);
  // Problems and what is unchanged stand on no job that is known here: the first lane tells of them.
  const isDue = ({ place }: { readonly place: number }) => !lanes.isPast(0, place);
  const price = (one: KnownRecord, placed: Placed, id: bigint): PricedTime =>
    priceTime(prices, { id, ...placed, ...invoicedRates(page, one) });
  let nextId = 0;
  for (const one of page.staged) {
    const placed = page.placed.get(one);
    if (placed === undefined) {
      if (!isNews(one) && !one.isDone && isDue(one)) shares[0]!.unchanged += 1;
      continue;
    }
    const lane = lanes.laneOf(placed.place.job.id!);
    if (lanes.isPast(lane, one.place)) continue;
    const share = shares[lane]!;
    if (one.ourId === null) {
      const id = ids[nextId++]!;
      share.fresh.push(price(one, placed, id));
      share.references.push(referenceOf(one, id));
    } else share.changed.push({ staged: one, priced: price(one, placed, one.ourId) });
  }
  shares[0]!.problems.push(...page.problems.filter(isDue).map(({ problem }) => problem));
  return shares;
}

type Sending = {
  readonly shares: readonly Share[];
  /** The place of the page's last record. */
  readonly last: number;
};

/** Puts a page in line; done when all of it is committed. */
function sendShares(run: ImportRun, lanes: Lanes, { shares, last }: Sending): Promise<unknown> {
  if (shares.some(({ changed }) => changed.length > 0))
    return lanes.sendAlone(last, workOf(run, together(shares)));
  return Promise.all(shares.map((share, lane) => lanes.send(lane, last, workOf(run, share))));
}

function together(shares: readonly Share[]): Share {
  return {
    fresh: shares.flatMap(({ fresh }) => fresh),
    references: shares.flatMap(({ references }) => references),
    changed: shares.flatMap(({ changed }) => changed).sort((a, b) => a.staged.place - b.staged.place),
    problems: shares.flatMap(({ problems }) => problems),
    unchanged: shares.reduce((sum, { unchanged }) => sum + unchanged, 0),
  };
}

/** Packed at once: a lane that is free has nothing left to do than to send it, and what it was packed from can go. */
function workOf(run: ImportRun, { fresh, references, changed, problems, unchanged }: Share): LaneWork {
  const created = fresh.length;
  const packed = created === 0 ? undefined : packFresh(run, { fresh, references });
  return async (tx, counts) => {
    if (packed !== undefined) await insertFresh(tx, run, packed);
    const differences = await changeTime(tx, run, {
      staged: changed.map(({ staged }) => staged),
      priced: changed.map(({ priced }) => priced),
      counts,
    });
    await insertProblems(tx, run.batch.id, [...problems, ...differences]);
    count(counts, 'timeEntry', 'created', created);
    count(counts, 'timeEntry', 'unchanged', unchanged);
  };
}

function packFresh({ author }: ImportRun, { fresh, references }: Pick<Share, 'fresh' | 'references'>) {
  const journals = fresh.map(({ journal }) => journal);
  const batch = packBatch({ journals, actorId: author.actorId });
  return {
    entries: inOnePiece(packTimeEntries(fresh.map(({ row }) => row))),
    references: inOnePiece(packReferences(references)),
    batch: { ...batch, columns: inOnePiece(batch.columns) },
  };
}

async function insertFresh(tx: Tx, run: ImportRun, packed: ReturnType<typeof packFresh>): Promise<void> {
  await Promise.all([
    insertPackedTimeEntries(tx, packed.entries),
    addReferences(tx, run.batch.id, packed.references),
    postPacked(tx, packed.batch),
  ]);
}

function referenceOf(
  { source, kind, externalKey, contentHash }: KnownRecord,
  ourId: bigint,
): ExternalReference {
  return { source, kind, externalKey, contentHash, ourId };
}

function invoicedRates({ invoiced: { own, ofTask } }: Page, { source, externalKey }: KnownRecord) {
  if (own.size === 0 && ofTask.size === 0) return { breakdownRate: undefined, invoiceTaskRate: undefined };
  const key = referenceKey(source, externalKey);
  return { breakdownRate: own.get(key), invoiceTaskRate: ofTask.get(key) };
}

function timeKeyOf({ source, externalKey }: KnownRecord) {
  return { source, timeKey: externalKey };
}

type Placed = { readonly entry: ImportedTimeEntry; readonly place: TimePlace };

/** Checking has resolved them all; what changed since is told and left out. */
function placeAll(run: ImportRun, staged: readonly KnownRecord[]): Pick<Page, 'placed' | 'problems'> {
  const placed = new Map<KnownRecord, Placed>();
  const problems: { place: number; problem: NewProblem }[] = [];
  for (const one of staged) {
    const entry = JSON.parse(one.record) as ImportedTimeEntry;
    const resolved = resolveTime(run.directory, one.source, entry);
    if (resolved.ok) placed.set(one, { entry, place: resolved.value });
    else {
      const { place } = one;
      for (const refusal of resolved.refusals)
        problems.push({ place, problem: problemOf(one, 'apply', 'refused', refusal) });
    }
  }
  return { placed, problems };
}

/** Makes what is only mentioned so far; answers whether rates came with it. */
function saveMentions(run: ImportRun): Promise<boolean> {
  const { directory, author, batch } = run;
  return inChunk(run, async (tx) => {
    const saving = { tx, author, batchId: batch.id };
    for (const kind of ['staff', 'clients', 'tasks', 'jobs', 'jobTasks'] as const)
      count(run.counts, countedAs[kind], 'created', directory[kind].pending.length);
    const rates = impliedRates(directory.jobTasks.pending);
    await saveDirectory(saving, directory);
    await saveRates(saving, rates);
    await updateImport(tx, batch.id, { counts: run.counts });
    return rates.length > 0;
  });
}

const countedAs = {
  staff: 'staff',
  clients: 'client',
  tasks: 'task',
  jobs: 'job',
  jobTasks: 'jobTask',
} as const;
