// Imported quotes, with their lines. The accepted quote of a job is what it is billed by, and other accepted ones add to it;
// what of them is uninvoiced stands in the ledger. An accepted quote that its job is not billed by is kept without the
// job, for every accepted quote of a job counts.

import type { CivilDate } from '#core/calendar/civil-date.ts';
import type { Journal } from '#core/ledger/journal.ts';
import { firstOpenDay, type Locks } from '#core/wip/undo.ts';
import { unallocated } from '#core/wip/lines.ts';
import type { Tx } from '#store/database.ts';
import { insertProblems, type NewProblem } from '#store/imports/problems.ts';
import { keepReferences } from '#store/imports/references.ts';
import { readRecords, type KnownRecord } from '#store/imports/staging.ts';
import { readCauseHistory, readLocks } from '#store/ledger/items.ts';
import { post } from '#store/ledger/post.ts';
import { readQuoteLines, replaceQuoteLines, updateQuoteLines } from '#store/billing/quote-lines.ts';
import {
  insertQuote,
  readMasterQuotes,
  readQuotes,
  updateQuote,
  type NewQuote,
  type Quote,
  type QuoteColumns,
} from '#store/billing/quotes.ts';
import { minorOf } from '../amounts.ts';
import { numberKey } from '../keys.ts';
import type { ImportedQuote } from '../model.ts';
import type { ClientNode, Directory, JobNode } from '../practice/directory.ts';
import { shortened } from '../practice/directory.ts';
import { count, inChunksFrom, keepPlace, problemOf, type ImportRun } from '../run.ts';
import { linesOfQuote, type ReadQuoteLine } from './quote-lines.ts';
import { findContacts, startOf } from './standing.ts';
import { loadFirmTaxes, taxOfDocument, type FirmTaxes } from './tax.ts';

const quotesPerChunk = 200;

export async function applyQuotes(run: ImportRun): Promise<void> {
  await inChunksFrom(run, 'quotes', applyChunk);
}

async function applyChunk(tx: Tx, run: ImportRun, after: number): Promise<number | undefined> {
  const staged = await readRecords(tx, run.batch.id, {
    kind: 'quote',
    afterPlace: after,
    limit: quotesPerChunk,
  });
  const last = staged.at(-1)?.place;
  if (last === undefined) {
    await keepPlace(tx, run, 'invoices', { date: null, place: 0 });
    return undefined;
  }
  const read = staged
    .filter((one) => one.ourId === null || one.contentHash !== one.knownHash)
    .map((one) => {
      const quote = JSON.parse(one.record) as ImportedQuote;
      return { staged: one, quote, job: jobOfQuote(run.directory, one, quote) };
    });
  const contacts = await findContacts(
    tx,
    read.map(({ staged: { source }, quote, job }) => {
      const { contact } = quote;
      return { source, clientId: ownerOf(run.directory, source, quote, job)?.id ?? null, contact };
    }),
  );
  const coming = read.map((one, place) => ({ ...one, contactId: contacts[place]! }));
  count(run.counts, 'quote', 'unchanged', staged.length - coming.length);
  const before = await readQuotes(
    tx,
    coming.flatMap(({ staged: one }) => (one.ourId === null ? [] : [Number(one.ourId)])),
  );
  const jobIds = coming.flatMap(({ job }) => (typeof job?.id === 'number' ? [job.id] : []));
  const saving: Saving = {
    tx,
    run,
    masters: await readMasterQuotes(tx, jobIds),
    locks: await readLocks(tx),
    taxes: await loadFirmTaxes(tx),
    journals: [],
    problems: [],
  };
  // The one that its job is billed by before those that add to it.
  const ordered = coming.toSorted((a, b) => Number(!a.quote.isMasterQuote) - Number(!b.quote.isMasterQuote));
  for (const one of ordered) await saveQuote(saving, one, before.get(Number(one.staged.ourId ?? 0)));
  if (saving.journals.length > 0) await post(tx, { journals: saving.journals, actorId: run.author.actorId });
  await insertProblems(tx, run.batch.id, saving.problems);
  await keepPlace(tx, run, 'quotes', { date: null, place: last });
  return last;
}

/** A quote says its job, or a job says its quote. */
export function jobOfQuote(
  directory: Directory,
  { source, externalKey }: Pick<KnownRecord, 'source' | 'externalKey'>,
  quote: ImportedQuote,
): JobNode | undefined {
  const { acceptedQuotes } = directory;
  const number =
    quote.number === undefined ? undefined : acceptedQuotes.get(`${source} ${numberKey(quote.number)}`);
  const said = acceptedQuotes.get(`${source} ${externalKey}`) ?? number;
  if (said !== undefined || quote.job === undefined) return said;
  const found = directory.findJob(source, quote.job);
  return found.ok ? found.value : undefined;
}

type Saving = {
  readonly tx: Tx;
  readonly run: ImportRun;
  readonly masters: Map<number, NewQuote>;
  readonly locks: Locks;
  readonly taxes: FirmTaxes;
  readonly journals: Journal[];
  readonly problems: NewProblem[];
};
type Coming = {
  readonly staged: KnownRecord;
  readonly quote: ImportedQuote;
  readonly job: JobNode | undefined;
  readonly contactId: number | null;
};

/** What an accepted quote is to its job. */
type Part = 'master' | 'variation' | 'none';

async function saveQuote(saving: Saving, coming: Coming, before: Quote | undefined): Promise<void> {
  const { tx, run, masters } = saving;
  const { staged, quote, job } = coming;
  const read = quoteRow(run.directory, staged, quote, job);
  const hasEffect = before !== undefined && (await isInLedger(tx, before.id));
  const part = partOf(saving, coming, before);
  tellPart(saving, coming, part);
  if (hasEffect && (read.totalMinor !== before.totalMinor || read.state !== 'accepted')) {
    const detail = 'it has changed in the source after its job was billed by it here; it stays as it was.';
    tell(saving, coming, { severity: 'difference', code: 'quoteChanged', detail });
    return;
  }
  const isOfJob = read.state !== 'accepted' || part !== 'none';
  const row = {
    ...read,
    isMaster: part === 'master',
    jobId: isOfJob ? read.jobId : null,
    acceptedOn: part === 'none' ? read.acceptedOn : acceptedOn(saving, read, job!),
  };
  const id = await keepQuote(saving, coming, row, hasEffect ? before : (before?.id ?? null));
  await keepReferences(tx, run.batch.id, [{ ...staged, ourId: BigInt(id) }]);
  count(run.counts, 'quote', before === undefined ? 'created' : 'changed');
  if (part === 'none' || hasEffect) return;
  if (part === 'master') masters.set(job!.id!, row);
  if (row.totalMinor > 0n) saving.journals.push(acceptance(saving, id, row, job!));
}

async function isInLedger(tx: Tx, quoteId: number): Promise<boolean> {
  return (await readCauseHistory(tx, { kind: 'quote', id: BigInt(quoteId) })).length > 0;
}

function partOf({ masters, run }: Saving, { staged, quote, job }: Coming, before: Quote | undefined): Part {
  if (quote.state !== 'accepted' || quote.type === 'estimate' || typeof job?.id !== 'number') return 'none';
  if (before?.isMaster === true) return 'master';
  if (masters.has(job.id)) return 'variation';
  const { acceptedQuotes } = run.directory;
  const isNamed = acceptedQuotes.get(`${staged.source} ${staged.externalKey}`) === job;
  return isNamed || quote.isMasterQuote !== false ? 'master' : 'none';
}

function tellPart(saving: Saving, coming: Coming, part: Part): void {
  if (part === 'variation') {
    const detail = 'its job is billed by another accepted quote already; this one adds to it.';
    tell(saving, coming, { severity: 'note', code: 'quoteAdds', detail });
  } else if (part === 'none' && coming.quote.state === 'accepted' && coming.job !== undefined) {
    const detail = 'it was accepted, and its job is not billed by it; it is kept without effect.';
    tell(saving, coming, { severity: 'note', code: 'quoteWithoutEffect', detail });
  }
}

type Told = { readonly severity: 'difference' | 'note'; readonly code: string; readonly detail: string };

function tell({ problems }: Saving, { staged, quote, job }: Coming, { severity, code, detail }: Told): void {
  const about = `Quote ${quote.number ?? ''}: ${detail}`;
  problems.push(problemOf(staged, 'apply', severity, { code, detail: about, jobId: job?.id }));
}

/** Writes the quote; the lines of one that its job is billed by stay, for invoices may be of them. */
async function keepQuote(
  { tx, run, taxes }: Saving,
  { staged, quote, job, contactId }: Coming,
  row: NewQuote,
  before: Quote | number | null,
): Promise<number> {
  if (typeof before === 'object' && before !== null) {
    await updateQuote(tx, before.id, row);
    return before.id;
  }
  const { totalMinor, currency } = row;
  const { directory, author } = run;
  const { lines, pricing } = linesOfQuote({
    directory,
    source: staged.source,
    quote,
    job,
    currency,
    totalMinor,
  });
  const chosen = lines.filter(({ isChosen }) => isChosen);
  const grossMinor = quote.amountIncTax === undefined ? undefined : minorOf(quote.amountIncTax, currency);
  const taxMinor = grossMinor === undefined ? 0n : grossMinor - totalMinor;
  const tax = taxOfDocument(
    chosen.map(({ amountMinor, typedMinor, toldTaxMinor }) => {
      return amountMinor === typedMinor ? { amountMinor, taxMinor: toldTaxMinor } : { amountMinor };
    }),
    taxMinor,
    { ...taxes, on: row.quotedOn ?? directory.firm.today },
  );
  const columns: QuoteColumns = {
    ...row,
    pricing,
    fixedTotalMinor: pricing === 'fixed' ? totalMinor : null,
    taxMode: 'exclusive',
    taxMinor,
    contactId,
    sentAt: quote.sentOn === undefined ? null : startOf(quote.sentOn),
    createdBy: author.actorId,
    createdAt: author.recordedAt,
  };
  const id = before ?? (await insertQuote(tx, columns));
  if (before !== null) await updateQuote(tx, id, columns);
  const taxed = lines.map((line) => ({
    ...line,
    taxId: (line.isChosen ? tax.taxIds[chosen.indexOf(line)] : tax.taxIds[0]) ?? null,
    taxMinor: line.isChosen ? tax.lineTaxMinor[chosen.indexOf(line)]! : 0n,
  }));
  await replaceQuoteLines(tx, id, taxed, tax.summary);
  if (row.state === 'accepted' && row.jobId !== null) await linkTasks(tx, id, lines);
  return id;
}

/** The lines of an accepted quote with the tasks of the job that they became. */
async function linkTasks(tx: Tx, quoteId: number, lines: readonly ReadQuoteLine[]): Promise<void> {
  const stored = await readQuoteLines(tx, [quoteId]);
  await updateQuoteLines(
    tx,
    quoteId,
    stored.map((line, place) => ({ ...line, jobTaskId: lines[place]!.jobTaskId })),
  );
}

function quoteRow(
  directory: Directory,
  staged: KnownRecord,
  quote: ImportedQuote,
  job: JobNode | undefined,
): NewQuote {
  const owner = ownerOf(directory, staged.source, quote, job);
  const currency = job?.currency ?? owner?.currency ?? directory.firm.currency;
  return {
    number: quote.number === undefined ? null : shortened(quote.number, 100),
    name: quote.name === undefined ? null : shortened(quote.name, 500),
    clientId: owner?.id ?? null,
    jobId: job?.id ?? null,
    state: quote.state,
    isMaster: false,
    quotedOn: quote.date ?? null,
    validUntil: quote.validUntil ?? null,
    acceptedOn: quote.acceptedOn ?? null,
    currency,
    totalMinor: minorOf(quote.amountExTax, currency) ?? 0n,
    origin: 'imported',
  };
}

function ownerOf(
  directory: Directory,
  source: string,
  quote: ImportedQuote,
  job: JobNode | undefined,
): ClientNode | undefined {
  const client = directory.findClient(source, quote.client ?? {});
  return client.ok && client.value !== undefined ? client.value : job?.client;
}

/** As the source says, else the day of the quote, else when its job began. */
function acceptedOn({ run }: Saving, row: NewQuote, job: JobNode): CivilDate {
  return row.acceptedOn ?? row.quotedOn ?? job.startOn ?? run.directory.firm.today;
}

function acceptance(
  { run, locks }: Saving,
  id: number,
  row: Pick<NewQuote, 'acceptedOn' | 'totalMinor'>,
  job: JobNode,
): Journal {
  const { today } = run.directory.firm;
  const said = row.acceptedOn!;
  const on = firstOpenDay(said < today ? said : today, locks);
  return {
    kind: 'quoteAccepted',
    effectiveOn: on,
    cause: { kind: 'quote', id: BigInt(id) },
    reverses: null,
    lines: [unallocated(job.id!, 'uninvoicedQuote', 'quoted', row.totalMinor, on)],
  };
}
