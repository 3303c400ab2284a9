// The auditor of a trade over HTTP. It knows what people were told is done, reckons by itself what that comes to, and holds
// it against the raw lines of the ledger: each entry is there once and for what it is worth, and all of it is open, written
// off or on one invoice that stands. Only which entries a billing run took it does not know beforehand; for the rest the same
// is asked of them.

import assert from 'node:assert/strict';
import { openDatabase } from '#store/database.ts';
import { verifyFirm } from '#store/ledger/verify.ts';
import { ask, databaseOf } from '../faults/program.ts';
import { send } from '../faults/storm.ts';
import { cause, kind, readRaw, type RawLine } from './auditor/lines.ts';
import type { Fact, Trade } from './trade.ts';

/** What the office charges for a minute. */
const minuteMinor = 250n;

type Books = {
  readonly worth: Map<string, bigint>;
  /** By action and entry. */
  readonly writtenOff: Map<string, bigint>;
  readonly invoices: Map<string, readonly string[]>;
  readonly payments: Map<string, bigint>;
};

function booksOf(facts: readonly Fact[]): Books {
  const undone = new Set(facts.flatMap((fact) => (fact.kind === 'undone' ? [fact.action] : [])));
  const cancelled = new Set(facts.flatMap((fact) => (fact.kind === 'cancelled' ? [fact.invoice] : [])));
  const books: Books = { worth: new Map(), writtenOff: new Map(), invoices: new Map(), payments: new Map() };
  for (const fact of facts) {
    if (fact.kind === 'time') books.worth.set(fact.id, BigInt(fact.minutes) * minuteMinor);
    if (fact.kind === 'cost') books.worth.set(fact.id, BigInt(fact.quantity) * fact.unitMinor);
    if (fact.kind === 'paid') books.payments.set(fact.payment, fact.minor);
    if (fact.kind === 'writtenOff' && !undone.has(fact.action))
      books.writtenOff.set(`${fact.action}/${fact.id}`, fact.minor);
    if (fact.kind === 'invoiced' && !cancelled.has(fact.invoice))
      books.invoices.set(fact.invoice, fact.items);
  }
  return books;
}

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
    const off = of(kind.off).map((line) => [`${line.cause}/${line.item}`, line.amount] as const);
    same(off, books.writtenOff, 'what was written off and not undone');
    await auditInvoices(trade, books, of(kind.billed));
    await auditOpen(trade, books, of(kind.off, kind.billed));
    assert.deepEqual(await verifyFirm(database, office.firmId), [], 'the ledger agrees with itself');
  } finally {
    await database.close();
  }
  const payments = await ask(place, 'select id::text as id, amount_minor::text as minor from payment');
  const paid = payments.map(({ id, minor }) => [String(id), BigInt(String(minor))] as const);
  same(paid, books.payments, 'the payments');
  await auditKeys(trade);
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

/** People's invoices stand with the entries they billed, the others are of runs, and no entry is on two. */
async function auditInvoices({ place }: Trade, books: Books, billed: readonly RawLine[]): Promise<void> {
  assert.ok(
    billed.every(({ causeKind }) => causeKind === cause.invoice),
    'only invoices bill',
  );
  const byInvoice = Map.groupBy(billed, (line) => String(line.cause));
  for (const [invoice, items] of books.invoices) {
    const found = (byInvoice.get(invoice) ?? []).map(({ item }) => String(item));
    assert.deepEqual(found, items, `what invoice ${invoice} bills`);
  }
  const rows = await ask(
    place,
    `select invoice_id::text as id from billing_run_unit where state = 'billed' and invoice_id is not null`,
  );
  const ofRuns = new Set(rows.map(({ id }) => String(id)));
  const ofNobody = [...byInvoice.keys()].filter((id) => !books.invoices.has(id) && !ofRuns.has(id));
  assert.deepEqual(ofNobody, [], 'invoices that nobody was told of');
  const items = billed.map(({ item }) => item);
  assert.equal(new Set(items).size, items.length, 'an entry is on one invoice');
}

/** Worth less what went is what is open. */
async function auditOpen({ place }: Trade, { worth }: Books, gone: readonly RawLine[]): Promise<void> {
  const left = new Map(worth);
  for (const { item, amount } of gone) left.set(String(item), left.get(String(item))! - amount);
  const rows = await ask(
    place,
    `select item_id::text as id, open_minor::text as minor from open_item where open_minor <> 0`,
  );
  const found = rows.map(({ id, minor }) => [String(id), BigInt(String(minor))] as const);
  same(found, new Map([...left].filter(([, minor]) => minor !== 0n)), 'what is open of each entry');
}

/** Each acknowledged request is kept by its key, and asked again is answered the same and does nothing. */
async function auditKeys({ place, office, asked }: Trade): Promise<void> {
  const rows = await ask(place, 'select request_key as key from request');
  const kept = new Set(rows.map(({ key }) => String(key)));
  assert.deepEqual(
    asked.filter(({ key }) => !kept.has(key)).map(({ key }) => key),
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
