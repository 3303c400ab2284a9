// Replays the imported invoices by date. A chunk of them is decided in memory, one after the other on what the ones
// before left open, and posted together with its documents.

import { firstOpenDay } from '#core/wip/undo.ts';
import { releaseItems } from '#store/billing/drafts.ts';
import { removeEffects } from '#store/billing/effects.ts';
import { removeInvoiceLines } from '#store/billing/invoice-lines.ts';
import {
  insertInvoices,
  readInvoices,
  updateInvoice,
  type Invoice,
  type InvoiceColumns,
  type NewInvoice,
} from '#store/billing/invoices.ts';
import { removeUnmatched } from '#store/billing/unmatched-invoices.ts';
import type { Tx } from '#store/database.ts';
import { findReferences, referenceKey } from '#store/imports/references.ts';
import { readInvoiceRecords, type KnownRecord } from '#store/imports/staging.ts';
import { itemIdsOf } from '#store/ledger/item-ids.ts';
import { readLocks } from '#store/ledger/items.ts';
import { numberKey } from '../keys.ts';
import type { ImportedInvoice } from '../model.ts';
import { count, inChunk, keepPlace, placeIn, problemOf, type ImportRun, type Place } from '../run.ts';
import { cancelReplayed } from './cancel.ts';
import { replayInvoice } from './decide.ts';
import { saveDraft } from './draft.ts';
import { jobsOfInvoice } from './find-job.ts';
import { gather, type Gathered } from './gather.ts';
import { fitLines } from './lines.ts';
import { endPile, isLarge, newPile, postPile, type Pile } from './pile.ts';
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
import { findContacts, standingColumns } from './standing.ts';
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
  const pile = newPile();
  const coming = await findComing(tx, run, staged, pile);
  const gathered = await gather(
    tx,
    run.batch.id,
    coming.map(({ document }) => ({ source: document.source, jobs: jobsOf(document) })),
  );
  const work = { tx, run, gathered, pile, taxes: await loadFirmTaxes(tx) };
  for (const one of await beginDocuments(work, coming)) await applyOne(work, one);
  await endPile(work);
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

type Begun = Coming & {
  readonly id: number;
  readonly header: NewInvoice;
  readonly columns: InvoiceColumns;
  readonly isAssumed: boolean;
};

/** Gives each document its header, and those that are new their ids. */
async function beginDocuments(work: Work, coming: readonly Coming[]): Promise<Begun[]> {
  const { tx, run, gathered } = work;
  const headed = coming.map((one) => {
    const { basis, isAssumed } = basisOf(one.document, gathered);
    return { ...one, isAssumed, header: headerOf(run.directory, one.document, basis) };
  });
  const contacts = await findContacts(
    tx,
    headed.map(({ document: { source, invoice }, header: { clientId } }) => {
      return { source, clientId, contact: invoice.contact };
    }),
  );
  const standing = await standingColumns(tx, run.author, headed, contacts);
  const fresh = standing.filter((_, place) => coming[place]!.before === undefined);
  const ids = (await insertInvoices(tx, fresh)).values();
  return headed.map((one, place) => ({
    ...one,
    columns: standing[place]!,
    id: one.before?.id ?? ids.next().value!,
  }));
}

async function applyOne(work: Work, begun: Begun): Promise<void> {
  const { tx, run, gathered, pile } = work;
  const { document, before, header, id, isAssumed, staged } = begun;
  if (before !== undefined && before.status !== 'draft') return changePosted(work, begun);
  if (before !== undefined) await beginAgain(tx, begun);
  keepReference(pile, begun);
  count(run.counts, 'invoice', before === undefined ? 'created' : 'changed');
  const replaying = { document, header, gathered, directory: run.directory };
  if (header.status === 'draft') {
    await postPile(work);
    pile.problems.push(...(await saveDraft(work, { staged, replaying, id })));
  } else {
    if (isAssumed && header.status === 'approved' && !('unmatched' in document.found)) {
      noteBasis(begun, header, pile);
    }
    await takeStanding(work, begun, replaying);
  }
  keepPayments(pile, begun);
}

/** A draft that the source says more of now. */
async function beginAgain(tx: Tx, { id, columns }: Begun): Promise<void> {
  await updateInvoice(tx, id, columns);
  await releaseItems(tx, id);
  await removeInvoiceLines(tx, [id]);
  await removeEffects(tx, [id]);
}

/** An invoice that was approved in the source, or cancelled since. */
async function takeStanding(work: Work, begun: Begun, replaying: Replaying): Promise<void> {
  const { run, gathered, pile } = work;
  const { id, staged } = begun;
  const { document, header } = replaying;
  const told = documentLines(replaying);
  const about = wholeLineOf(header);
  const isReplayed = header.status === 'approved' && header.basis !== 'miscellaneous';
  if (!isReplayed || 'unmatched' in document.found) {
    pile.documents.push({ id, header, ...fitLines(told, [], about), jobs: [] });
    if (isReplayed) keepUnmatched(pile, begun);
    return;
  }
  const interimIds = await itemIdsOf(run.context.database).take(jobsOf(document).length);
  const replayed = replayInvoice(toReplay(replaying, id, interimIds), gathered.book);
  const fitted = fitLines(told, replayed.effects, about);
  pile.documents.push({ id, header, ...fitted, jobs: replayed.jobs });
  pile.journals.push(...replayed.journals);
  pile.unlist.push(...replayed.unlist);
  for (const { severity, code, detail, jobId } of replayed.notes) {
    pile.problems.push(
      problemOf(staged, 'apply', severity, { code, detail: `${labelOf(header)}: ${detail}`, jobId }),
    );
  }
  if (isLarge(pile)) await postPile(work);
}

function keepUnmatched(pile: Pile, { staged, document: { found }, header, id }: Begun): void {
  if (!('unmatched' in found)) return;
  pile.unmatched.push({ invoiceId: id, why: found.unmatched });
  pile.problems.push(
    problemOf(staged, 'apply', 'difference', {
      code: 'invoiceUnmatched',
      detail: `${labelOf(header)} waits for its job. ${found.unmatched}`,
    }),
  );
}

/** Only what stands is paid. */
function keepPayments(pile: Pile, { document, header, id, staged }: Begun): void {
  const { invoice, currency } = document;
  if (header.status === 'approved') {
    pile.told.push({ invoiceId: id, invoice, currency });
  } else if (invoice.payments.length > 0) {
    const detail = `${labelOf(header)} is ${header.status}; its payments were left out.`;
    pile.problems.push(problemOf(staged, 'apply', 'difference', { code: 'paymentLeftOut', detail }));
  }
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

/** An invoice that has had its effect: it may be paid, sent or cancelled since; other changes are told. */
async function changePosted(work: Work, begun: Begun): Promise<void> {
  const { tx, run, pile } = work;
  const { staged, document, header, columns, id } = begun;
  const before = begun.before!;
  if (header.status === 'cancelled' && before.status === 'approved') return cancelPosted(work, begun);
  const isSame =
    header.status === before.status &&
    header.totalMinor === before.totalMinor &&
    header.invoicedOn === before.invoicedOn;
  if (!isSame) {
    const detail = `${labelOf(header)} has changed in the source after it was imported; what it did here stays.`;
    const jobId = jobsOf(document)[0]?.job.id ?? null;
    pile.problems.push(problemOf(staged, 'apply', 'difference', { code: 'invoiceChanged', detail, jobId }));
    return;
  }
  await updateInvoice(tx, id, {
    dueOn: header.dueOn ?? before.dueOn,
    contactId: before.contactId ?? columns.contactId ?? null,
    sentAt: before.sentAt ?? columns.sentAt ?? null,
  });
  keepPayments(pile, begun);
  keepReference(pile, begun);
  count(run.counts, 'invoice', 'changed');
}

async function cancelPosted(work: Work, begun: Begun): Promise<void> {
  const { tx, run, pile } = work;
  const { staged, header, id } = begun;
  const before = begun.before!;
  await postPile(work);
  const refused = await cancelReplayed(tx, run, before);
  if (refused !== null) {
    const detail = `${labelOf(header)} was cancelled in the source. ${refused}`;
    pile.problems.push(problemOf(staged, 'apply', 'difference', { code: 'invoiceChanged', detail }));
    return;
  }
  await updateInvoice(tx, id, {
    status: 'cancelled',
    cancelledOn: firstOpenDay(before.invoicedOn, await readLocks(tx)),
    cancelledBy: run.author.actorId,
    cancelledAt: run.author.recordedAt,
    cancelReason: 'Cancelled where it was imported from',
  });
  await removeUnmatched(tx, id);
  keepReference(pile, begun);
  count(run.counts, 'invoice', 'changed');
}

function keepReference({ references }: Pile, { staged, document, id }: Begun): void {
  const { source, externalKey, contentHash } = staged;
  const own = { source, kind: 'invoice', externalKey, contentHash, ourId: BigInt(id) };
  const { number } = document.invoice;
  const numbered = number === undefined ? externalKey : numberKey(number);
  const other = numbered === externalKey ? [] : [{ ...own, externalKey: numbered, contentHash: null }];
  references.push(own, ...other);
}

function labelOf({ number }: Pick<NewInvoice, 'number'>): string {
  return number === null ? 'An invoice without a number' : `Invoice ${number}`;
}
