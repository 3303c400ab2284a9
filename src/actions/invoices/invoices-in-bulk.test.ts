// Many invoices at once: the same as one by one, each with an outcome of its own.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { civilDate } from '#core/calendar/civil-date.ts';
import type { Result } from '#core/refusal.ts';
import type { Tx } from '#store/database.ts';
import { verifyFirm } from '#store/ledger/verify.ts';
import { testDatabase } from '#store/testing/database.ts';
import { testFirm, type TestFirm } from '#store/testing/firm.ts';
import { withItemIds, type TakenIds } from '../item-ids.ts';
import { write } from '../request.ts';
import { done } from '#core/refusal.ts';
import { accepted, contextOf, refusedAs } from '../testing/practice.ts';
import { recordTimeEntries } from '../time/record-time.ts';
import { approveDrafts, approveInvoice } from './approve-invoice.ts';
import type { InvoiceContent } from './content.ts';
import { createDraft, insertDrafts } from './drafts.ts';
import { issueInvoices } from './issue-invoices.ts';
import type { Approved } from './post-invoices.ts';

const { database } = await testDatabase();

const invoicedOn = civilDate('2026-03-20');

type Office = Awaited<ReturnType<typeof openOffice>>;

/** A firm with jobs that have two hours and one hour of work each. */
async function openOffice(jobs: number) {
  const firm = await testFirm(database);
  const context = contextOf(database, firm);
  const places = await database.inFirm(firm.firmId, (tx) => addJobs(tx, firm, jobs));
  const entries = places.flatMap(({ jobId, jobTaskId }) =>
    [120, 60].map((minutes, day) => ({
      jobId,
      jobTaskId,
      staffId: firm.staffId,
      workedOn: civilDate(`2026-03-1${day}`),
      minutes,
    })),
  );
  const recorded = accepted(await recordTimeEntries(context, entries));
  const jobIds = places.map(({ jobId }) => jobId);
  const inBulk = <T>(work: (tx: Tx, itemIds: TakenIds) => Promise<T>): Promise<T> =>
    withItemIds(database, 0, async (itemIds) =>
      accepted(await write(context, async (tx) => done(await work(tx, itemIds)), { byKey: true })),
    );
  return { firm, context, jobIds, itemIds: recorded.entries.map(({ id }) => id), inBulk };
}

function addJobs(tx: Tx, firm: TestFirm, count: number): Promise<{ jobId: number; jobTaskId: number }[]> {
  return tx.query(
    `with jobs as (
       insert into job (firm_id, number, name, client_id, currency, state_id)
       select $1, 'B' || n, 'Job ' || n, $2, 'NZD', $3 from generate_series(1, $4::int) n returning id)
     insert into job_task (firm_id, job_id, task_id, name) select $1, id, $5, 'Design' from jobs order by id
     returning job_id as "jobId", id as "jobTaskId"`,
    [firm.firmId, firm.clientId, firm.stateId, count, firm.taskId],
  );
}

function contentOf(
  { firm }: Office,
  jobId: number,
  said: Partial<InvoiceContent & InvoiceContent['jobs'][number]> = {},
): InvoiceContent {
  const { entries = [], claims = [], deposit, ...head } = said;
  const job = { jobId, entries, claims, deposit, interims: 'all', lines: [] } as const;
  return {
    clientId: firm.clientId,
    type: 'final',
    basis: 'actual',
    pricing: 'calculated',
    invoicedOn,
    lines: [],
    lineSettings: [],
    ...head,
    jobs: [
      { select: head.basis === 'deposit' ? 'none' : 'all', rest: 'carryForward', excess: 'writeOn', ...job },
    ],
  };
}

const numbersOf = (results: readonly Result<Approved>[]) =>
  results.map((result) => (result.ok ? result.value.number : result.refusals[0]!.code));

const rowsOf = <Row extends object>({ firm }: Office, sql: string): Promise<Row[]> =>
  database.inFirm(firm.firmId, (tx) => tx.query<Row>(sql, [firm.firmId]));

/** What an invoice left behind, without its ids. */
const left = `select
    i.type, i.total_minor, i.tax_minor, i.status, i.content - 'jobs' as content, i.bill_to,
    (select json_agg(json_build_array(l.kind, l.description, l.minutes, l.rate_per_hour_minor, l.amount_minor,
       l.tax_minor, l.line_number) order by l.line_number) from invoice_line l
     where l.firm_id = $1 and l.invoice_id = i.id) as lines,
    (select json_agg(json_build_array(e.kind, e.line_number, e.open_minor, e.billed_minor, e.billed_quantity,
       e.written_on_minor, e.written_off_minor, e.place) order by e.place) from invoice_effect e
     where e.firm_id = $1 and e.invoice_id = i.id) as effects,
    (select json_agg(json_build_array(w.total_minor, w.before_minor, w.billed_minor, w.after_minor)) from invoice_job w
     where w.firm_id = $1 and w.invoice_id = i.id) as jobs,
    (select json_agg(json_build_array(j.kind, j.effective_on, g.line_number, g.amount_minor, g.quantity, g.debit,
       g.credit) order by j.id, g.line_number)
     from journal j join ledger_line g on g.firm_id = j.firm_id and g.journal_id = j.id
     where j.firm_id = $1 and j.cause_kind = 3 and j.cause_id = i.id) as journals,
    (select json_agg(json_build_array(b.is_listed, b.wip_time_minor, b.billed_minor)) from job_balance b
     join invoice_job w on w.firm_id = b.firm_id and w.job_id = b.job_id
     where b.firm_id = $1 and w.invoice_id = i.id) as balances
  from invoice i where i.firm_id = $1 order by i.id`;

test('drawn up and approved one by one, in two steps at once, or in one: the same stands', async () => {
  const office = await openOffice(3);
  const { context, jobIds, inBulk, firm } = office;
  const contents = jobIds.map((jobId) => contentOf(office, jobId));
  const single = accepted(await createDraft(context, contents[0]!));
  accepted(
    await approveInvoice(context, { id: single.invoice.id, fingerprint: single.invoice.fingerprint! }),
  );
  const [drafted] = await inBulk((tx) => insertDrafts(tx, context, [contents[1]!]));
  const { id, prepared } = accepted(drafted!);
  await inBulk((tx, ids) =>
    approveDrafts(tx, context, [{ id, fingerprint: prepared.fingerprint }], { itemIds: ids }),
  );
  await inBulk((tx, ids) => issueInvoices(tx, context, [contents[2]!], ids));
  const [one, two, three] = await rowsOf(office, left);
  assert.deepEqual(two, one);
  assert.deepEqual(three, one);
  assert.deepEqual(await rowsOf(office, 'select 1 from draft_item where firm_id = $1'), []);
  assert.deepEqual(await verifyFirm(database, firm.firmId), []);
});

test('what is refused stops nobody else, and takes no number', async () => {
  const office = await openOffice(4);
  const { context, jobIds, inBulk, itemIds, firm } = office;
  const [a, b, c, d] = jobIds as [number, number, number, number];
  accepted(await createDraft(context, contentOf(office, b)));
  const results = await inBulk((tx, ids) =>
    issueInvoices(
      tx,
      context,
      [
        contentOf(office, a),
        contentOf(office, b, { entries: [{ itemId: itemIds[2]!, treatment: 'bill' }] }),
        contentOf(office, 999_999),
        contentOf(office, c, { clientId: 999_999 }),
        contentOf(office, d),
        contentOf(office, d),
      ],
      ids,
    ),
  );
  assert.deepEqual(numbersOf(results), [
    'INV-0001',
    'onDraft',
    'unknownJob',
    'unknownClient',
    'INV-0002',
    'nothingToDo',
  ]);
  assert.deepEqual(refusedAs(results[1]!), ['onDraft jobs[0].entries[0].itemId']);
  assert.deepEqual(await verifyFirm(database, firm.firmId), []);
});

test('two drafts of one job in a batch share its work as they would one after the other', async () => {
  const office = await openOffice(1);
  const { context, jobIds, inBulk, itemIds } = office;
  const first = contentOf(office, jobIds[0]!, {
    type: 'progress',
    entries: [{ itemId: itemIds[0]!, treatment: 'carryForward' }],
  });
  const rest = contentOf(office, jobIds[0]!, { type: 'progress' });
  const contents = [first, rest, rest];
  const drafts = await inBulk((tx) => insertDrafts(tx, context, contents));
  assert.deepEqual(
    drafts.map((one) => (one.ok ? one.value.prepared.header.totalMinor : one.refusals[0]!.code)),
    [15_000n, 30_000n, 'nothingToDo'],
  );
  const approvals = drafts.flatMap((one) =>
    one.ok ? [{ id: one.value.id, fingerprint: one.value.prepared.fingerprint }] : [],
  );
  const approved = await inBulk((tx, ids) =>
    approveDrafts(tx, context, [...approvals, approvals[0]!], { itemIds: ids }),
  );
  assert.deepEqual(numbersOf(approved), ['INV-0001', 'INV-0002', 'duplicate']);
});

test('a batch that is posted in parts is posted as if it were one', async () => {
  const office = await openOffice(4);
  const { firm, context, inBulk } = office;
  const [a, b, c, d] = office.jobIds as [number, number, number, number];
  const entriesOfEach = 700;
  const tasks = await rowsOf<{ jobId: number; jobTaskId: number }>(
    office,
    `select job_id as "jobId", id as "jobTaskId" from job_task where firm_id = $1 and name = 'Design' order by id`,
  );
  for (const [place, jobId] of [a, b, c, d].entries()) {
    const task = tasks.find((one) => one.jobId === jobId)!;
    const workedOn = civilDate(`2026-03-0${place + 1}`);
    const entry = { ...task, staffId: firm.staffId, workedOn, minutes: 1 };
    accepted(
      await recordTimeEntries(
        context,
        Array.from({ length: entriesOfEach }, () => entry),
      ),
    );
  }
  const someOfB = contentOf(office, b, {
    type: 'progress',
    entries: [{ itemId: office.itemIds[2]!, treatment: 'carryForward' }],
  });
  const contents = [
    contentOf(office, a, { type: 'progress' }),
    someOfB,
    contentOf(office, b),
    contentOf(office, c, { seriesId: 999_999 }),
    contentOf(office, c),
    contentOf(office, d, { type: 'progress' }),
  ];
  const results = await inBulk((tx, ids) => issueInvoices(tx, context, contents, ids));
  assert.deepEqual(numbersOf(results), [
    'INV-0001',
    'INV-0002',
    'INV-0003',
    'unknownSeries',
    'INV-0004',
    'INV-0005',
  ]);
  const totals = results.flatMap((one) => (one.ok ? [one.value.header.totalMinor] : []));
  const whole = 45_000n + 700n * 250n;
  assert.deepEqual(totals, [whole, whole - 30_000n, 30_000n, whole, whole]);
  const names = await rowsOf<{ jobs: string; staff: string }>(
    office,
    `select string_agg(names->'jobs'->0->>'number', ' ' order by number) as jobs,
       string_agg(distinct names->'staff'->0->>'staffId', ' ') as staff
     from invoice where firm_id = $1 and look_id is not null`,
  );
  assert.deepEqual(names, [{ jobs: 'B1 B2 B2 B3 B4', staff: String(firm.staffId) }]);
  const invoiceIds = results.flatMap((one) => (one.ok ? [one.value.id] : []));
  const inOneGo = invoiceIds.map((_, place) => invoiceIds[0]! + place);
  assert.deepEqual(invoiceIds, inOneGo, 'the batch was given up and done one by one');
  assert.deepEqual(await verifyFirm(database, firm.firmId), []);
});

test('interims of a batch have ids of their own, however many come', async () => {
  const office = await openOffice(3);
  const { context, jobIds, inBulk, firm } = office;
  const deposit = { amount: '100.00' };
  const contents = jobIds.map((jobId) =>
    contentOf(office, jobId, { basis: 'deposit', type: 'progress', deposit }),
  );
  const results = await inBulk((tx, ids) => issueInvoices(tx, context, contents, ids));
  assert.deepEqual(numbersOf(results), ['INV-0001', 'INV-0002', 'INV-0003']);
  const interims = await rowsOf<{ id: bigint }>(office, 'select distinct id from interim where firm_id = $1');
  assert.equal(interims.length, 3);
  assert.deepEqual(await verifyFirm(database, firm.firmId), []);
});

test('each takes the next number of the series it names, and one without a series is left behind alone', async () => {
  const office = await openOffice(4);
  const { context, jobIds, inBulk, firm } = office;
  const [series] = await rowsOf<{ id: number }>(
    office,
    `insert into number_series (firm_id, document, name, prefix, minimum_digits)
     values ($1, 'invoice', 'Branch', 'BR-', 1) returning id`,
  );
  const inSeries = { seriesId: series!.id };
  await rowsOf(
    office,
    `update number_series set is_default = false where firm_id = $1 and document = 'invoice'`,
  );
  const [a, b, c, d] = jobIds as [number, number, number, number];
  const contents = [contentOf(office, a, inSeries), contentOf(office, b), contentOf(office, c, inSeries)];
  const results = await inBulk((tx, ids) => issueInvoices(tx, context, contents, ids));
  assert.deepEqual(numbersOf(results), ['BR-1', 'unknownSeries', 'BR-2']);
  const open = await rowsOf<{ count: number }>(
    office,
    `select count(*)::int as count from job_balance where firm_id = $1 and wip_time_minor > 0`,
  );
  assert.equal(open[0]!.count, 2);
  await rowsOf(
    office,
    `update number_series set is_default = true where firm_id = $1 and document = 'invoice' and prefix = 'INV-'`,
  );
  const both = [contentOf(office, d), contentOf(office, b, inSeries)];
  assert.deepEqual(numbersOf(await inBulk((tx, ids) => issueInvoices(tx, context, both, ids))), [
    'INV-0001',
    'BR-3',
  ]);
  assert.deepEqual(await verifyFirm(database, firm.firmId), []);
});

test('what only the database refuses is told in words of the trade, and stops nobody else', async () => {
  const office = await openOffice(4);
  const { context, jobIds, inBulk, firm } = office;
  const issued = (...jobs: number[]) =>
    inBulk((tx, ids) =>
      issueInvoices(
        tx,
        context,
        jobs.map((place) => contentOf(office, jobIds[place]!)),
        ids,
      ),
    );
  await issued(0);
  await rowsOf(office, `update number_series set next_value = 1 where firm_id = $1 and document = 'invoice'`);
  const [taken] = await issued(1);
  assert.deepEqual(refusedAs(taken!), ['duplicate seriesId']);
  await rowsOf(office, `update number_series set next_value = 2 where firm_id = $1 and document = 'invoice'`);
  await database.pool.query(
    `alter table invoice add constraint nobody_foresaw_it check (firm_id <> ${firm.firmId} or number <> 'INV-0003')`,
  );
  const results = await issued(1, 2, 3);
  await database.pool.query('alter table invoice drop constraint nobody_foresaw_it');
  const refusal = results.flatMap((result) => (result.ok ? [] : result.refusals));
  assert.deepEqual(
    refusal.map(({ code, value, detail }) => [code, value, /violates|relation|column/.test(detail)]),
    [
      ['conflict', 'nobody_foresaw_it', false],
      ['conflict', 'nobody_foresaw_it', false],
    ],
  );
  assert.deepEqual(await verifyFirm(database, firm.firmId), []);
});

test('of a batch of drafts, the one that moved since it was seen stays a draft', async () => {
  const office = await openOffice(3);
  const { context, jobIds, inBulk } = office;
  const drafts = await inBulk((tx) =>
    insertDrafts(
      tx,
      context,
      jobIds.map((jobId) => contentOf(office, jobId)),
    ),
  );
  const approvals = drafts.map((one, place) => {
    const { id, prepared } = accepted(one);
    return { id, fingerprint: place === 1 ? 'seen before' : prepared.fingerprint };
  });
  const approved = await inBulk((tx, ids) => approveDrafts(tx, context, approvals, { itemIds: ids }));
  assert.deepEqual(numbersOf(approved), ['INV-0001', 'previewOutdated', 'INV-0002']);
  const states = await rowsOf<{ status: string }>(
    office,
    'select status from invoice where firm_id = $1 order by id',
  );
  assert.deepEqual(
    states.map(({ status }) => status),
    ['approved', 'draft', 'approved'],
  );
});

test('nobody draws up or approves in bulk who may not do so one by one', async () => {
  const office = await openOffice(1);
  const staff = contextOf(database, office.firm, { role: 'staff' });
  const contents = [contentOf(office, office.jobIds[0]!)];
  const results = await office.inBulk((tx, ids) => issueInvoices(tx, staff, contents, ids));
  assert.deepEqual(refusedAs(results[0]!), ['notPermitted']);
  const drafts = await office.inBulk((tx) => insertDrafts(tx, staff, contents));
  assert.deepEqual(refusedAs(drafts[0]!), ['notPermitted']);
});
