// Replays the imported invoices by date. A chunk of them is decided in memory, one after the other on what the ones
// before left open, and posted together with its documents.

import type { Journal } from '#core/ledger/journal.ts';
import type { Tx } from '#store/database.ts';
import { insertProblems, type NewProblem } from '#store/imports/problems.ts';
import { findReferences, keepReferences, referenceKey } from '#store/imports/references.ts';
import { readInvoiceRecords, type KnownRecord } from '#store/imports/staging.ts';
import { itemIdsOf } from '#store/ledger/item-ids.ts';
import { post } from '#store/ledger/post.ts';
import { releaseItems } from '#store/billing/drafts.ts';
import {
  insertInvoice,
  readInvoices,
  updateInvoice,
  type Invoice,
  type NewInvoice,
} from '#store/billing/invoices.ts';
import { insertUnmatched, removeUnmatched } from '#store/billing/unmatched-invoices.ts';
import { firstOpenDay } from '#core/wip/undo.ts';
import { readLocks } from '#store/ledger/items.ts';
import { numberKey } from '../keys.ts';
import type { ImportedInvoice } from '../model.ts';
import { count, inChunk, keepPlace, placeIn, problemOf, type ImportRun, type Place } from '../run.ts';
import { cancelReplayed } from './cancel.ts';
import { replayInvoice } from './decide.ts';
import { jobsOfInvoice } from './find-job.ts';
import { gather, type Gathered } from './gather.ts';
import { saveDraft } from './draft.ts';
import { fitLines } from './lines.ts';
import { savePaymentsOf } from './payments.ts';
import {
  basisOf,
  documentLines,
  findDocument,
  headerOf,
  jobsOf,
  toReplay,
  wholeLineOf,
  type FoundDocument,
  type Replaying,
} from './prepare.ts';
import { insertRaised, saveDocument, standingColumns } from './save.ts';
import { loadFirmTaxes, type FirmTaxes } from './tax.ts';

const invoicesPerChunk = 100;

export async function applyInvoices(run: ImportRun): Promise<void> {
  let after = placeIn(run.batch, 'invoices');
  if (after === undefined) return;
  const total = run.counts['invoice']?.read ?? 0;
  for (let applied = 0; ;) {
    const begin: Place = after;
    const chunk = await inChunk(run, (tx) => applyChunk(tx, run, begin));
    if (chunk === undefined) break;
    after = chunk.last;
    applied += chunk.size;
    run.onProgress({ stage: 'invoices', done: applied, total: Math.max(total, applied) });
  }
}

type Coming = {
  readonly staged: KnownRecord;
  readonly document: FoundDocument;
  readonly before: Invoice | undefined;
};

/** What a chunk gathers until it is saved. */
type Pile = { journals: Journal[]; unlist: number[]; readonly problems: NewProblem[] };

async function applyChunk(tx: Tx, run: ImportRun, begin: Place) {
  const staged = await readInvoiceRecords(tx, run.batch.id, {
    afterDate: begin.date,
    afterPlace: begin.place,
    limit: invoicesPerChunk,
  });
  const last = staged.at(-1);
  if (last === undefined) {
    await keepPlace(tx, run, 'marked', { date: null, place: 0 });
    return undefined;
  }
  const pile: Pile = { journals: [], unlist: [], problems: [] };
  const coming = await findComing(tx, run, staged, pile);
  const gathered = await gather(
    tx,
    run.batch.id,
    coming.map(({ document }) => ({ source: document.source, jobs: jobsOf(document) })),
  );
  const taxes = await loadFirmTaxes(tx);
  for (const one of coming) await applyOne({ tx, run, gathered, pile, taxes }, one);
  await postPile(tx, run, pile);
  await insertProblems(tx, run.batch.id, pile.problems);
  const place = { date: last.datedOn, place: last.place };
  await keepPlace(tx, run, 'invoices', place);
  return { last: place, size: staged.length };
}

/** The invoices of the chunk that are new or have changed, with what they were. */
async function findComing(
  tx: Tx,
  run: ImportRun,
  staged: readonly KnownRecord[],
  pile: Pile,
): Promise<Coming[]> {
  const ids = new Map<KnownRecord, number>();
  const parsed = new Map<KnownRecord, ImportedInvoice>();
  for (const one of staged) {
    if (one.ourId !== null) ids.set(one, Number(one.ourId));
    if (one.ourId !== null && one.contentHash === one.knownHash) count(run.counts, 'invoice', 'unchanged');
    else parsed.set(one, JSON.parse(one.record) as ImportedInvoice);
  }
  await findByNumber(tx, parsed, ids);
  const before = await readInvoices(tx, [...ids.values()]);
  return [...parsed].flatMap(([one, invoice]) => {
    const found = jobsOfInvoice(run.directory, one.source, invoice);
    const document = findDocument(run.directory, one.source, invoice, found);
    if (document.ok)
      return [{ staged: one, document: document.value, before: before.get(ids.get(one) ?? 0) }];
    pile.problems.push(...document.refusals.map((refusal) => problemOf(one, 'apply', 'refused', refusal)));
    return [];
  });
}

/** An invoice may have been imported without its id, from the older version of the source. */
async function findByNumber(
  tx: Tx,
  parsed: Map<KnownRecord, ImportedInvoice>,
  ids: Map<KnownRecord, number>,
): Promise<void> {
  const unknown = [...parsed].filter(([one, { number }]) => one.ourId === null && number !== undefined);
  const keys = unknown.map(([one, { number }]) => ({ source: one.source, externalKey: numberKey(number!) }));
  const numbered = await findReferences(tx, 'invoice', keys);
  for (const [index, [one]] of unknown.entries()) {
    const id = numbered.get(referenceKey(one.source, keys[index]!.externalKey));
    if (id !== undefined) ids.set(one, Number(id));
  }
}

type Work = {
  readonly tx: Tx;
  readonly run: ImportRun;
  readonly gathered: Gathered;
  readonly pile: Pile;
  readonly taxes: FirmTaxes;
};

async function applyOne(work: Work, coming: Coming): Promise<void> {
  const { tx, run, gathered, pile } = work;
  const { document, before } = coming;
  const { basis, isAssumed } = basisOf(document, gathered);
  const header = headerOf(run.directory, document, basis);
  if (before !== undefined && before.status !== 'draft') {
    return changePosted(work, coming, header);
  }
  const columns = { ...header, ...(await standingColumns(tx, run.author, header)) };
  const id = before?.id ?? (await insertInvoice(tx, columns));
  if (before !== undefined) {
    await updateInvoice(tx, id, columns);
    await releaseItems(tx, id);
  }
  await keepInvoice(work, coming, id);
  count(run.counts, 'invoice', before === undefined ? 'created' : 'changed');
  const replaying = { document, header, gathered, directory: run.directory };
  if (header.status === 'draft') {
    await postPile(tx, run, pile);
    pile.problems.push(...(await saveDraft(work, { staged: coming.staged, replaying, id })));
  } else {
    if (isAssumed && header.status === 'approved' && !('unmatched' in document.found)) {
      noteBasis(coming, header, pile);
    }
    await saveStanding(work, coming, replaying, id);
  }
  await savePaymentsOf(tx, run.author, id, document);
}

/** An invoice that was approved in the source, or cancelled since. */
async function saveStanding(work: Work, coming: Coming, replaying: Replaying, id: number): Promise<void> {
  const { tx, run, gathered, pile, taxes } = work;
  const { document, header } = replaying;
  const told = documentLines(replaying);
  const about = wholeLineOf(header);
  const isReplayed = header.status === 'approved' && header.basis !== 'miscellaneous';
  if (!isReplayed || 'unmatched' in document.found) {
    await saveDocument(tx, { id, header, ...fitLines(told, [], about), jobs: [] }, taxes);
    if (isReplayed) await keepUnmatched(work, coming, header, id);
    return;
  }
  const interimIds = await itemIdsOf(run.context.database).take(jobsOf(document).length);
  const replayed = replayInvoice(toReplay(replaying, id, interimIds), gathered.book);
  await insertRaised(tx, replayed.effects, header);
  const fitted = fitLines(told, replayed.effects, about);
  await saveDocument(tx, { id, header, ...fitted, jobs: replayed.jobs }, taxes);
  pile.journals.push(...replayed.journals);
  pile.unlist.push(...replayed.unlist);
  for (const { severity, code, detail, jobId } of replayed.notes) {
    pile.problems.push(
      problemOf(coming.staged, 'apply', severity, { code, detail: `${labelOf(header)}: ${detail}`, jobId }),
    );
  }
  if (pile.journals.reduce((lines, journal) => lines + journal.lines.length, 0) > 20_000) {
    await postPile(tx, run, pile);
  }
}

async function keepUnmatched(
  { tx, pile }: Work,
  { staged, document: { found } }: Coming,
  header: NewInvoice,
  id: number,
): Promise<void> {
  if (!('unmatched' in found)) return;
  await insertUnmatched(tx, id, found.unmatched);
  pile.problems.push(
    problemOf(staged, 'apply', 'difference', {
      code: 'invoiceUnmatched',
      detail: `${labelOf(header)} waits for its job. ${found.unmatched}`,
    }),
  );
}

function noteBasis({ staged, document }: Coming, header: NewInvoice, pile: Pile): void {
  const jobId = jobsOf(document)[0]?.job.id ?? null;
  const detail =
    header.basis === 'deposit'
      ? `${labelOf(header)} has no lines; it was taken as invoiced ahead. If it is an outline, import its details.`
      : `${labelOf(header)} names no time and its job has an accepted quote; it was taken as drawn up from the quote.`;
  const severity = document.invoice.detailed ? 'note' : 'difference';
  pile.problems.push(problemOf(staged, 'apply', severity, { code: 'basisAssumed', detail, jobId }));
}

/** An invoice that has had its effect: it may be paid or cancelled since; other changes are told. */
async function changePosted(
  work: Work,
  { staged, document, before }: Coming,
  header: NewInvoice,
): Promise<void> {
  const { tx, run, pile } = work;
  const id = before!.id;
  const coming = { staged, document, before };
  if (header.status === 'cancelled' && before!.status === 'approved') {
    await postPile(tx, run, pile);
    const refused = await cancelReplayed(tx, run, id);
    if (refused === null) {
      await updateInvoice(tx, id, {
        status: 'cancelled',
        cancelledOn: firstOpenDay(before!.invoicedOn, await readLocks(tx)),
        cancelledBy: run.author.actorId,
        cancelledAt: run.author.recordedAt,
        cancelReason: 'Cancelled where it was imported from',
      });
      await removeUnmatched(tx, id);
      await keepInvoice(work, coming, id);
      count(run.counts, 'invoice', 'changed');
    } else
      pile.problems.push(
        problemOf(staged, 'apply', 'difference', {
          code: 'invoiceChanged',
          detail: `${labelOf(header)} was cancelled in the source. ${refused}`,
        }),
      );
    return;
  }
  const isSame =
    header.status === before!.status &&
    header.totalMinor === before!.totalMinor &&
    header.invoicedOn === before!.invoicedOn;
  if (!isSame) {
    const detail = `${labelOf(header)} has changed in the source after it was imported; what it did here stays.`;
    const jobId = jobsOf(document)[0]?.job.id ?? null;
    pile.problems.push(problemOf(staged, 'apply', 'difference', { code: 'invoiceChanged', detail, jobId }));
    return;
  }
  const { paidMinor, dueOn } = header;
  // What is allocated here stays paid: savePaymentsOf raises it again.
  await updateInvoice(tx, id, { paidMinor, ...(dueOn === null ? {} : { dueOn }) });
  await savePaymentsOf(tx, run.author, id, document);
  await keepInvoice(work, coming, id);
  count(run.counts, 'invoice', 'changed');
}

async function keepInvoice({ tx, run }: Work, { staged, document }: Coming, id: number): Promise<void> {
  const { source, externalKey, contentHash } = staged;
  const own = { source, kind: 'invoice', externalKey, contentHash, ourId: BigInt(id) };
  const { number } = document.invoice;
  const numbered = number === undefined ? externalKey : numberKey(number);
  const other = numbered === externalKey ? [] : [{ ...own, externalKey: numbered, contentHash: null }];
  await keepReferences(tx, run.batch.id, [own, ...other]);
}

async function postPile(tx: Tx, run: ImportRun, pile: Pile): Promise<void> {
  if (pile.journals.length > 0) {
    await post(tx, { journals: pile.journals, actorId: run.author.actorId, unlist: pile.unlist });
  }
  pile.journals = [];
  pile.unlist = [];
}

function labelOf({ number }: Pick<NewInvoice, 'number'>): string {
  return number === null ? 'An invoice without a number' : `Invoice ${number}`;
}
