// Imported quotes: their headers, and for the accepted quote of a job what of it is uninvoiced.

import type { CivilDate } from '#core/calendar/civil-date.ts';
import type { Journal } from '#core/ledger/journal.ts';
import { firstOpenDay, type Locks } from '#core/wip/undo.ts';
import { unallocated } from '#core/wip/lines.ts';
import type { Tx } from '#store/database.ts';
import { insertProblems, type NewProblem } from '#store/imports/problems.ts';
import { keepReferences } from '#store/imports/references.ts';
import { readRecords, type KnownRecord } from '#store/imports/staging.ts';
import { readLocks } from '#store/ledger/items.ts';
import { post } from '#store/ledger/post.ts';
import {
  insertQuote,
  readMasterQuotes,
  readQuotes,
  updateQuote,
  type NewQuote,
  type Quote,
} from '#store/billing/quotes.ts';
import { minorOf } from '../amounts.ts';
import { numberKey } from '../keys.ts';
import type { ImportedQuote } from '../model.ts';
import type { Directory, JobNode } from '../practice/directory.ts';
import { shortened } from '../practice/directory.ts';
import { count, inChunksFrom, keepPlace, problemOf, type ImportRun } from '../run.ts';

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
  const coming = staged
    .filter((one) => one.ourId === null || one.contentHash !== one.knownHash)
    .map((one) => {
      const quote = JSON.parse(one.record) as ImportedQuote;
      return { staged: one, quote, job: jobOfQuote(run.directory, one, quote) };
    });
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
    journals: [],
    problems: [],
  };
  for (const one of coming) await saveQuote(saving, one, before.get(Number(one.staged.ourId ?? 0)));
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
  readonly journals: Journal[];
  readonly problems: NewProblem[];
};
type Coming = {
  readonly staged: KnownRecord;
  readonly quote: ImportedQuote;
  readonly job: JobNode | undefined;
};

async function saveQuote(
  saving: Saving,
  { staged, quote, job }: Coming,
  before: Quote | undefined,
): Promise<void> {
  const { tx, run, masters, problems } = saving;
  const row = quoteRow(run.directory, staged, quote, job);
  const tell = (code: string, detail: string) =>
    problems.push(
      problemOf(staged, 'apply', 'difference', {
        code,
        detail: `Quote ${quote.number ?? ''}: ${detail}`,
        jobId: job?.id,
      }),
    );
  if (before?.isMaster === true) {
    if (row.totalMinor !== before.totalMinor || row.state !== 'accepted') {
      tell(
        'quoteChanged',
        'it has changed in the source after its job was billed by it here; it stays as it was.',
      );
      return;
    }
    row.isMaster = true;
  } else if (row.isMaster && masters.has(job!.id!)) {
    row.isMaster = false;
    tell(
      'anotherQuote',
      'its job is billed by another accepted quote already; this one is kept without effect.',
    );
  }
  const id = before?.id ?? (await insertQuote(tx, row));
  if (before !== undefined) await updateQuote(tx, id, row);
  await keepReferences(tx, run.batch.id, [{ ...staged, ourId: BigInt(id) }]);
  count(run.counts, 'quote', before === undefined ? 'created' : 'changed');
  if (!row.isMaster || before?.isMaster === true) return;
  masters.set(job!.id!, row);
  if (row.totalMinor > 0n) saving.journals.push(acceptance(saving, id, row, job!));
}

function quoteRow(
  directory: Directory,
  staged: KnownRecord,
  quote: ImportedQuote,
  job: JobNode | undefined,
): NewQuote & { isMaster: boolean } {
  const { source, externalKey } = staged;
  const client = directory.findClient(source, quote.client ?? {});
  const named =
    job !== undefined &&
    (directory.acceptedQuotes.get(`${source} ${externalKey}`) === job || quote.isMasterQuote !== false);
  const owner = client.ok && client.value !== undefined ? client.value : job?.client;
  const currency = job?.currency ?? owner?.currency ?? directory.firm.currency;
  return {
    number: quote.number === undefined ? null : shortened(quote.number, 100),
    name: quote.name === undefined ? null : shortened(quote.name, 500),
    clientId: owner?.id ?? null,
    jobId: job?.id ?? null,
    state: quote.state,
    isMaster: quote.state === 'accepted' && named && quote.type !== 'estimate',
    quotedOn: quote.date ?? null,
    validUntil: quote.validUntil ?? null,
    acceptedOn: quote.acceptedOn ?? null,
    currency,
    totalMinor: minorOf(quote.amountExTax, currency) ?? 0n,
    origin: 'imported',
  };
}

function acceptance({ run, locks }: Saving, id: number, row: NewQuote, job: JobNode): Journal {
  const { today } = run.directory.firm;
  const said: CivilDate = row.acceptedOn ?? row.quotedOn ?? job.startOn ?? today;
  const on = firstOpenDay(said < today ? said : today, locks);
  return {
    kind: 'quoteAccepted',
    effectiveOn: on,
    cause: { kind: 'quote', id: BigInt(id) },
    reverses: null,
    lines: [unallocated(job.id!, 'uninvoicedQuote', 'quoted', row.totalMinor, on)],
  };
}
