// Takes the guards of invoicing away, one at a time, and shows that its story notices. As mutants.ts does for the ledger;
// by hand, about a minute:
//
//     node tests/simulation/invoicing-mutants.ts [--only <part of a name>]
//
// Some guards stand in the database: they are taken away there. Others are the words of a statement ("for no key update"):
// they are taken out of it on its way. A guard behind which another one holds is also taken away together with that one.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseArgs } from 'node:util';
import { creditInvoice } from '#actions/credit-notes/credit-invoice.ts';
import { approveInvoice } from '#actions/invoices/approve-invoice.ts';
import { cancelInvoice } from '#actions/invoices/cancel-invoice.ts';
import type { InvoiceContent } from '#actions/invoices/content.ts';
import { createDraft, type SavedDraft } from '#actions/invoices/drafts.ts';
import { allocatePayment } from '#actions/payments/allocate-payment.ts';
import { recordPayment } from '#actions/payments/record-payment.ts';
import { accepted, contextOf } from '#actions/testing/practice.ts';
import { recordTimeEntries } from '#actions/time/record-time.ts';
import { adjustWip } from '#actions/wip/adjust-wip.ts';
import { civilDate } from '#core/calendar/civil-date.ts';
import type { Result } from '#core/refusal.ts';
import type { Database, Queries, Tx } from '#store/database.ts';
import { verifyFirm } from '#store/ledger/verify.ts';
import { testDatabase } from '#store/testing/database.ts';
import { testFirm } from '#store/testing/firm.ts';

type Mutant = {
  readonly name: string;
  /** Statements that take a guard out of the database. */
  readonly breakIt?: readonly string[];
  /** Takes a guard out of a statement on its way. */
  readonly rewrite?: (sql: string) => string;
  readonly story: (office: Office) => Promise<void>;
  /** What else holds while this one is away. */
  readonly behind?: string;
};

const { values } = parseArgs({ options: { only: { type: 'string' } } });
const rounds = 8;
const invoicedOn = civilDate('2026-03-20');

// What stands in the way of breaking things: a database whose statements lose some of their words.

function rewriting(database: Database, rewrite: (sql: string) => string): Database {
  const rewritten = <Q extends Queries>(tx: Q): Q => ({
    ...tx,
    query: (sql: string, params?: readonly unknown[]) => tx.query(rewrite(sql), params),
    prepared: (name: string, sql: string, params: readonly unknown[]) =>
      tx.prepared(name, rewrite(sql), params),
  });
  return {
    ...database,
    inFirm: (firmId, work, options) => database.inFirm(firmId, (tx: Tx) => work(rewritten(tx)), options),
  };
}

const unlocked =
  (table: string) =>
  (sql: string): string =>
    new RegExp(`from ${table}\\b`).test(sql) ? sql.replace('for no key update', '') : sql;

const noJobLocks = `do $break$ declare v text; begin
  select pg_get_functiondef(p.oid) into strict v from pg_proc p where p.proname = 'lock_jobs';
  if position('for no key update' in v) = 0 then raise exception 'lock_jobs locks otherwise'; end if;
  execute replace(v, 'for no key update', '');
end $break$`;

/** Reads the next number, and writes the one after it, as if nobody else did. */
function numbersUnlocked(sql: string): string {
  if (!sql.includes('update number_series set next_value')) return sql;
  return `with seen as (
      select id, prefix, next_value, minimum_digits from number_series
      where firm_id = $1 and document = $2 and is_default and ($3::int is null or id = $3)),
    slow as (select pg_sleep(0.02)),
    kept as (update number_series s set next_value = seen.next_value + $4::int from seen, slow
      where s.firm_id = $1 and s.id = seen.id)
    select id as "seriesId", next_value as value, prefix || lpad(next_value::text,
      greatest(minimum_digits, length(next_value::text)), '0') as number from seen`;
}

// The office that the stories happen in.

type Office = Awaited<ReturnType<typeof openOffice>>;

async function openOffice(database: Database) {
  const firm = await testFirm(database);
  const context = contextOf(database, firm);
  const draft = async (content: InvoiceContent): Promise<SavedDraft> =>
    accepted(await createDraft(context, content));
  const approve = ({ invoice }: SavedDraft) =>
    approveInvoice(context, { id: invoice.id, fingerprint: invoice.fingerprint! });
  const head = {
    clientId: firm.clientId,
    type: 'progress',
    pricing: 'calculated',
    invoicedOn,
    lineSettings: [],
  } as const;
  const ofWork = (itemIds: readonly bigint[]): InvoiceContent => ({
    ...head,
    basis: 'actual',
    lines: [],
    jobs: [
      {
        jobId: firm.jobId,
        select: 'none',
        entries: itemIds.map((itemId) => ({ itemId, treatment: 'bill' })),
        interims: [],
        lines: [],
        claims: [],
        rest: 'carryForward',
        excess: 'writeOn',
      },
    ],
  });
  const ofNothing: InvoiceContent = {
    ...head,
    basis: 'miscellaneous',
    jobs: [],
    lines: [{ kind: 'cost', description: 'Plots', amount: '100.00' }],
  };
  const hour = async (): Promise<bigint> => {
    const entry = {
      jobId: firm.jobId,
      jobTaskId: firm.jobTaskId,
      staffId: firm.staffId,
      workedOn: civilDate('2026-03-10'),
      minutes: 60,
    };
    return accepted(await recordTimeEntries(context, [entry])).entries[0]!.id;
  };
  const approved = async (content: InvoiceContent): Promise<number> =>
    accepted(await approve(await draft(content))).invoice.id;
  const rows = <Row extends object>(sql: string) =>
    database.inFirm(firm.firmId, (tx) => tx.query<Row>(sql, [firm.firmId]));
  return { context, firm, draft, approve, approved, ofWork, ofNothing, hour, rows };
}

/** Tried at once; how many were told that it is done. */
async function doneOf(tries: readonly Promise<Result<unknown>>[]): Promise<number> {
  const ends = await Promise.all(
    tries.map((one) =>
      one.then(
        ({ ok }) => ok,
        () => false,
      ),
    ),
  );
  return ends.filter(Boolean).length;
}

async function isSound({ context, firm, rows }: Office): Promise<void> {
  const differences = await verifyFirm(context.database, firm.firmId);
  assert.deepEqual(
    differences.map(({ check }) => check),
    [],
    'verify finds differences',
  );
  const over = await rows('select id from invoice where firm_id = $1 and outstanding_minor < 0');
  assert.equal(over.length, 0, 'nothing is paid or credited beyond what it is');
  const gaps = await rows(
    `select series_id from invoice where firm_id = $1 and series_value is not null group by series_id
     having count(*) <> max(series_value) or count(distinct series_value) <> count(*)`,
  );
  assert.equal(gaps.length, 0, 'every number is that of one document');
}

// The stories.

async function onOneDraft(office: Office): Promise<void> {
  const { context, ofWork, hour } = office;
  for (let round = 0; round < rounds; round += 1) {
    const content = ofWork([await hour()]);
    const made = await doneOf([1, 2, 3, 4].map(() => createDraft(context, content)));
    assert.equal(made, 1, 'an entry is on one draft');
  }
}

async function draftedOrWrittenOff(office: Office): Promise<void> {
  const { context, ofWork, hour, approve } = office;
  for (let round = 0; round < rounds * 2; round += 1) {
    const id = await hour();
    const [made, off] = await Promise.all([
      createDraft(context, ofWork([id])),
      adjustWip(context, { kind: 'writeOff', items: [{ itemId: id }], effectiveOn: invoicedOn }),
    ]);
    assert.ok(!(made.ok && off.ok), 'an entry is on a draft or written off');
    if (made.ok) assert.ok((await approve(made.value)).ok, 'a draft is approved');
  }
  await isSound(office);
}

async function approvedOnce(office: Office): Promise<void> {
  const { draft, approve, ofNothing } = office;
  for (let round = 0; round < rounds; round += 1) {
    const one = await draft(ofNothing);
    assert.equal(await doneOf([1, 2, 3, 4].map(() => approve(one))), 1, 'approved once');
  }
  await isSound(office);
}

async function numbered(office: Office): Promise<void> {
  const { draft, approve, ofNothing } = office;
  for (let round = 0; round < 3; round += 1) {
    const drafts: SavedDraft[] = [];
    for (let count = 0; count < 6; count += 1) drafts.push(await draft(ofNothing));
    assert.equal(await doneOf(drafts.map(approve)), drafts.length, 'each approval is done');
  }
  await isSound(office);
}

const half = (invoiceId: number) => ({
  invoiceId,
  lines: [{ lineNumber: 1, amount: '60.00', destination: 'wip' as const }],
  reason: 'Agreed',
});

async function settledOnce(office: Office): Promise<void> {
  const { context, firm, approved, ofNothing } = office;
  const pay = (invoiceId: number) =>
    recordPayment(context, {
      clientId: firm.clientId,
      amount: '60.00',
      invoices: [{ invoiceId, amount: '60.00' }],
    });
  for (let round = 0; round < rounds; round += 1) {
    const paid = await approved(ofNothing);
    assert.equal(await doneOf([pay(paid), pay(paid)]), 1, 'paid no more than is outstanding');
    const gone = await approved(ofNothing);
    assert.equal(
      await doneOf([pay(gone), cancelInvoice(context, { id: gone, reason: 'A mistake' })]),
      1,
      'paid or cancelled',
    );
  }
  await isSound(office);
}

async function creditedOnce(office: Office): Promise<void> {
  const { context, approved, ofNothing } = office;
  for (let round = 0; round < rounds; round += 1) {
    const id = await approved(ofNothing);
    const done = await doneOf([creditInvoice(context, half(id)), creditInvoice(context, half(id))]);
    assert.equal(done, 1, 'credited no more than the line');
  }
  await isSound(office);
}

async function allocatedOnce(office: Office): Promise<void> {
  const { context, firm, approved, ofNothing } = office;
  for (let round = 0; round < rounds; round += 1) {
    const ids = [await approved(ofNothing), await approved(ofNothing)];
    const payment = accepted(await recordPayment(context, { clientId: firm.clientId, amount: '100.00' }));
    const { id: paymentId } = payment;
    const allocate = (invoiceId: number) =>
      allocatePayment(context, { paymentId, invoices: [{ invoiceId, amount: '80.00' }] });
    assert.equal(await doneOf(ids.map(allocate)), 1, 'a payment pays no more than it is');
  }
}

async function oneKeyOnce(office: Office): Promise<void> {
  const { context, ofNothing, rows } = office;
  for (let round = 0; round < rounds; round += 1) {
    const request = { key: `key-${round}`, hash: new Uint8Array(32) };
    await doneOf([1, 2, 3, 4].map(() => createDraft({ ...context, request }, ofNothing)));
  }
  const drafts = await rows('select id from invoice where firm_id = $1');
  assert.equal(drafts.length, rounds, 'one key, one draft');
}

const noDraftItemKey = 'alter table draft_item drop constraint draft_item_pkey';
const noSeriesValue = [
  'drop index invoice_series_value',
  'drop index invoice_number_composed',
  'create index invoice_number_composed on invoice (firm_id, number)',
];

const mutants: readonly Mutant[] = [
  { name: 'draft_item alone', breakIt: [noDraftItemKey], story: onOneDraft, behind: 'the locks of jobs' },
  { name: 'job locks alone, two drafts', breakIt: [noJobLocks], story: onOneDraft, behind: 'draft_item' },
  { name: 'draft_item and job locks', breakIt: [noDraftItemKey, noJobLocks], story: onOneDraft },
  { name: 'job locks, a draft and a write-off', breakIt: [noJobLocks], story: draftedOrWrittenOff },
  { name: 'the lock of the draft in approval', rewrite: unlocked('invoice i'), story: approvedOnce },
  { name: 'the lock of the invoice in payments', rewrite: unlocked('invoice i'), story: settledOnce },
  { name: 'the lock of the invoice in credit notes', rewrite: unlocked('invoice i'), story: creditedOnce },
  { name: 'the lock of the payment', rewrite: unlocked('payment'), story: allocatedOnce },
  { name: 'the lock of the number series', rewrite: numbersUnlocked, story: numbered },
  {
    name: 'the lock of the number series, and invoice_series_value',
    rewrite: numbersUnlocked,
    breakIt: noSeriesValue,
    story: numbered,
  },
  {
    name: 'invoice_series_value alone',
    breakIt: noSeriesValue,
    story: numbered,
    behind: 'the lock of the series',
  },
  { name: 'request key', breakIt: ['alter table request drop constraint request_pkey'], story: oneKeyOnce },
];

async function noticed(run: () => Promise<unknown>): Promise<string | null> {
  try {
    await run();
    return null;
  } catch (error) {
    return (error as Error).message.split('\n')[0]!.slice(0, 120);
  }
}

for (const { name, breakIt = [], rewrite, story, behind } of mutants) {
  if (!name.includes(values.only ?? '')) continue;
  test(name, { timeout: 120_000 }, async (t) => {
    const whole = await testDatabase({ poolSize: 12 });
    const onWhole = await noticed(async () => story(await openOffice(whole.database)));
    assert.equal(onWhole, null, 'the story holds on a whole database');
    await whole.close();
    const broken = await testDatabase({ poolSize: 12 });
    await broken.database.asInstallation(async (tx) => {
      for (const statement of breakIt) await tx.query(statement);
    });
    const database = rewrite === undefined ? broken.database : rewriting(broken.database, rewrite);
    const byStory = await noticed(async () => story(await openOffice(database)));
    await broken.close();
    t.diagnostic(byStory ?? `survived; behind it: ${behind ?? 'nothing'}`);
    if (behind === undefined) assert.ok(byStory !== null, 'a guard is gone and nothing notices');
  });
}
