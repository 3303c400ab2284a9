// The auditor of a trade over HTTP. It knows what people were told is done, reckons by itself what that comes to, and holds
// it against the raw lines of the ledger: each entry is there once and for what it is worth, and all of it is open, written
// off or on invoices that stand; quotes stand as they were left, and payments pay what people said. Only which entries a billing run took it does not know beforehand; for the rest the same
// is asked of them.

import assert from 'node:assert/strict';
import { openDatabase } from '#store/database.ts';
import { verifyFirm } from '#store/ledger/verify.ts';
import { ask, databaseOf } from '../faults/program.ts';
import { send } from '../faults/storm.ts';
import { cause, kind, readRaw, type RawLine } from './auditor/lines.ts';
import { booksOf, type Books } from './trade-facts.ts';
import type { Trade } from './trade-act.ts';

/** To be asked when nothing is under way; throws at what does not agree. */
export async function audit(trade: Trade): Promise<void> {
  const { place, office, facts } = trade;
  const books = booksOf(facts);
  const database = openDatabase(await databaseOf(place), { poolSize: 2 });
  try {
    const standing = standingOf(await readRaw(database, office.firmId, 0n));
    const of = (...kinds: number[]) => standing.filter((line) => kinds.includes(line.kind));
    const recorded = of(kind.time, kind.cost).map((line) => [String(line.item), line.amount] as const);
    same(recorded, books.worth, 'each entry is there once, for what it is worth');
    auditOff(books, of(kind.off, kind.on));
    await auditInvoices(trade, books, of(kind.billed));
    await auditOpen(trade, books, of(kind.off, kind.on, kind.billed));
    await auditQuotes(trade, books, standing);
    assert.deepEqual(await verifyFirm(database, office.firmId), [], 'the ledger agrees with itself');
  } finally {
    await database.close();
  }
  await auditPayments(trade, books);
  await auditKeys(trade);
}

/** What people wrote off and did not undo; what credit notes wrote off; and rests of entries that were invoiced in part. */
function auditOff({ writtenOff, invoices, notesOff }: Books, lines: readonly RawLine[]): void {
  const isOfDocument = ({ causeKind }: RawLine) => causeKind === cause.invoice;
  const invoiceOf = (line: RawLine) => invoices.get(String(line.cause));
  const byHand = lines.filter((line) => !isOfDocument(line));
  const off = byHand.map((line) => [`${line.cause}/${line.item}`, line.amount] as const);
  same(off, writtenOff, 'what was written off and not undone');
  const byDocument = lines.filter(isOfDocument);
  const byNote = byDocument.filter((line) => line.kind === kind.off && !invoiceOf(line)?.writesOff);
  same(sumsByCause(byNote), notesOff, 'what credit notes wrote off');
  // An amount by hand may be more than is left of the entry.
  const unsaid = byDocument.filter((line) => line.kind === kind.on && !invoiceOf(line)?.isByHand);
  assert.deepEqual(unsaid, [], 'what an invoice wrote on and nobody said so');
}

function sumsByCause(lines: readonly RawLine[]): Pairs {
  const byCause = Map.groupBy(lines, (line) => String(line.cause));
  return [...byCause].map(([id, some]) => [id, some.reduce((sum, { amount }) => sum + amount, 0n)] as const);
}

/** Lines of journals that are not reversed and reverse nothing. */
function standingOf(raw: readonly RawLine[]): RawLine[] {
  const reversed = new Set(raw.map(({ reverses }) => reverses));
  return raw.filter(({ journal, reverses }) => reverses === null && !reversed.has(journal));
}

type Pairs = readonly (readonly [string, bigint])[];

function same(found: Pairs, wanted: ReadonlyMap<string, bigint>, what: string): void {
  const texts = (pairs: Pairs) => pairs.map(([id, minor]) => `${id}: ${minor}`).toSorted();
  assert.deepEqual(texts(found), texts([...wanted]), what);
}

/** People's invoices stand with what they bill, and the others are of runs. */
async function auditInvoices(
  { place, office }: Trade,
  { invoices }: Books,
  billed: readonly RawLine[],
): Promise<void> {
  assert.ok(
    billed.every(({ causeKind }) => causeKind === cause.invoice),
    'only invoices bill',
  );
  const rows = await ask(
    place,
    `select invoice_id::text as id from billing_run_unit
     where firm_id = ${office.firmId} and state = 'billed' and invoice_id is not null`,
  );
  const ofRuns = new Set(rows.map(({ id }) => String(id)));
  const ofPeople = billed.filter((line) => !ofRuns.has(String(line.cause)));
  const found = ofPeople.map((line) => [`${line.cause} of ${line.item}`, line.amount] as const);
  const wanted = [...invoices].flatMap(([id, { item, minor }]) =>
    item === null || minor === 0n ? [] : [[`${id} of ${item}`, minor] as const],
  );
  same(found, new Map(wanted), 'what people invoiced of each entry');
}

/**
 * Worth less what went is what is open, on the job to which it was moved last. What was credited, left over, or given back by
 * an undo may be on a second invoice: all of them together bill no more than there was.
 */
async function auditOpen(
  { place, office }: Trade,
  { worth, job, invoices }: Books,
  gone: readonly RawLine[],
): Promise<void> {
  const left = new Map(worth);
  for (const line of gone) {
    const id = String(line.item);
    left.set(id, left.get(id)! - (line.kind === kind.on ? -line.amount : line.amount));
  }
  const tooMuch = [...left].filter(([, minor]) => minor < 0n);
  assert.deepEqual(tooMuch, [], 'what was billed twice');
  const rows = await ask(
    place,
    `select item_id::text as id, job_id::text as job, open_minor::text as minor, item_kind as kind from open_item
     where firm_id = ${office.firmId} and open_minor <> 0`,
  );
  const isInterim = (row: Record<string, unknown>) => Number(row['kind']) === interimItem;
  const pairs = (some: typeof rows) =>
    some.map(({ id, job: on, minor }) => [`${String(id)} on ${String(on)}`, BigInt(String(minor))] as const);
  const open = [...left].filter(([, minor]) => minor !== 0n);
  same(
    pairs(rows.filter((row) => !isInterim(row))),
    new Map(open.map(([id, minor]) => [`${id} on ${job.get(id)}`, minor])),
    'what is open of each entry, and where',
  );
  const ahead = [...invoices.values()].flatMap(({ item, minor }) =>
    item === null && minor !== 0n ? [-minor] : [],
  );
  const interims = rows.filter((row) => isInterim(row)).map(({ minor }) => BigInt(String(minor)));
  assert.deepEqual(sorted(interims), sorted(ahead), 'what was invoiced ahead of work');
}

const interimItem = 3;
const sorted = (amounts: readonly bigint[]): string[] => amounts.map(String).toSorted();

/** Each stands as people left it, numbers have no gaps, and what was accepted or invoiced of it is in the ledger. */
async function auditQuotes(
  { place, office }: Trade,
  { quotes, accepted, invoices }: Books,
  standing: readonly RawLine[],
): Promise<void> {
  const rows = await ask(
    place,
    `select id::text as id, state, substring(number from '[0-9]+$')::int as number from quote where firm_id = ${office.firmId}`,
  );
  const text = (pairs: Iterable<readonly [string, string]>) =>
    [...pairs].map((pair) => pair.join(': ')).toSorted();
  const found = rows.map(({ id, state }) => [String(id), String(state)] as const);
  assert.deepEqual(text(found), text(quotes), 'the quotes');
  const numbers = rows.flatMap(({ number }) => (number === null ? [] : [Number(number)]));
  assert.equal(new Set(numbers).size, numbers.length, 'each quote has a number of its own');
  assert.equal(Math.max(0, ...numbers), numbers.length, 'numbers of quotes have no gaps');
  const sums = (wanted: number) => sumsByCause(standing.filter((line) => line.kind === wanted));
  same(sums(kind.quoteAccepted), accepted, 'what was accepted of each quote');
  const ahead = [...invoices].filter(([, { item, minor }]) => item === null && minor !== 0n);
  same(
    sums(kind.quoteInvoiced),
    new Map(ahead.map(([id, { minor }]) => [id, minor])),
    'what was invoiced of quotes',
  );
}

async function auditPayments({ place, office }: Trade, { payments, allocated }: Books): Promise<void> {
  const rows = await ask(
    place,
    `select id::text as id, amount_minor::text as minor from payment where firm_id = ${office.firmId}`,
  );
  const paid = rows.map(({ id, minor }) => [String(id), BigInt(String(minor))] as const);
  same(paid, payments, 'the payments');
  const parts = await ask(
    place,
    `select payment_id || '/' || coalesce(invoice_id::text, 'refund') as id, sum(amount_minor)::text as minor
     from allocation where firm_id = ${office.firmId} and payment_id is not null
     group by 1 having sum(amount_minor) <> 0`,
  );
  const found = parts.map(({ id, minor }) => [String(id), BigInt(String(minor))] as const);
  same(found, allocated, 'what payments pay, and what was paid back');
}

/** Their cells are kept one by one, by keys of their own. */
const isOfCells = (path: string): boolean => path.startsWith('/timesheets/');

/** Each acknowledged request is kept by its key, and asked again is answered the same and does nothing. */
async function auditKeys({ place, office, asked }: Trade): Promise<void> {
  const rows = await ask(place, `select request_key as key from request where firm_id = ${office.firmId}`);
  const kept = new Set(rows.map(({ key }) => String(key)));
  assert.deepEqual(
    asked.filter(({ key, path }) => !kept.has(key) && !isOfCells(path)).map(({ key }) => key),
    [],
    'what was acknowledged and is not kept',
  );
  for (const { key, path, body, more, answer } of asked.slice(-10)) {
    const headers = { authorization: `Bearer ${office.key}`, 'idempotency-key': key, ...more };
    const again = (await send(place, path, body, headers)).body;
    // A run is answered as it goes on.
    if (path.startsWith('/billing-runs')) assert.equal(again['id'], answer.id, `${path} asked again`);
    else assert.deepEqual(again, answer, `${path} asked again`);
  }
}
