// The verifier on documents: a firm that traded is clean, and each row that is broken is found.

import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { verify } from '#store/ledger/verify.ts';
import type { Difference } from '#store/ledger/recount.ts';
import { beginStory } from './credit-notes-story.ts';

const story = await beginStory();
const { api, bookkeeper, newJob, addTime, addCost, invoice, cancel, credited, pay, verified } = story;
const { database, firm } = api;

before(async () => {
  const job = await newJob();
  await addTime(job, 120);
  await addCost(job, '50.00');
  await invoice(job, { deposit: { amount: '40.00' } }, { basis: 'deposit', invoicedOn: '2026-03-12' });
  const made = await invoice(job, { select: 'all', interims: 'all' });
  await pay(job.clientId, '100.00', { allocate: 'oldest' });
  await credited(made.id, { lines: [{ lineNumber: 1, amount: '33.33' }] });
  const other = await newJob();
  await addTime(other, 60);
  await cancel((await invoice(other, { select: 'all' })).id);
  const bounced = await pay(other.clientId, '10.00');
  await bookkeeper.post(`/payments/${bounced.body.id}/void`, { reason: 'Bounced' });
  const draft = await bookkeeper.post('/invoices', {
    clientId: other.clientId,
    type: 'progress',
    basis: 'actual',
    pricing: 'calculated',
    jobs: [{ jobId: other.jobId, select: 'all' }],
  });
  assert.equal(draft.status, 201, draft.text);
});

test('a firm that invoiced, credited, cancelled and was paid is clean', verified);

/** The differences after a change that the database itself would never let happen, rolled back again. */
async function after(change: string): Promise<Difference[]> {
  const client = await database.pool.connect();
  try {
    await client.query('begin');
    await client.query("set local session_replication_role = 'replica'");
    const changed = await client.query(change);
    assert.notEqual(changed.rowCount, 0, change);
    await client.query('set local role workledger_app');
    await client.query(`set local app.firm_id = '${firm.firmId}'`);
    const query = async <Row>(text: string, params: readonly unknown[] = []) =>
      (await client.query(text, [...params])).rows as Row[];
    return await verify({ query, firmId: firm.firmId, client } as never);
  } finally {
    await client.query('rollback');
    client.release();
  }
}

const approved = "document = 'invoice' and status = 'approved'";

for (const [what, change, expected] of [
  [
    'an invoice of more than it did',
    `update invoice set total_minor = total_minor + 1 where id = (select min(id) from invoice where ${approved})`,
    ['documentEffect invoicedMinor', 'documentTotal totalMinor'],
  ],
  [
    'a cancelled invoice that is called approved',
    "update invoice set status = 'approved' where status = 'cancelled' and document = 'invoice'",
    ['documentEffect invoicedMinor'],
  ],
  [
    'a credit note that is called cancelled',
    "update invoice set status = 'cancelled' where document = 'creditNote'",
    ['documentEffect invoicedMinor'],
  ],
  [
    'a line that is gone',
    `delete from invoice_line where line_number = 1 and invoice_id = (select min(id) from invoice where ${approved})`,
    ['documentTotal totalMinor', 'documentTotal taxMinor'],
  ],
  [
    'printed tax of another amount',
    `update invoice_tax set tax_minor = tax_minor + 1 where invoice_id = (select min(id) from invoice where ${approved})`,
    ['documentTotal printedTaxMinor'],
  ],
  [
    'a line credited beyond itself',
    `update invoice_line l set amount_minor = 1 from invoice n where n.credits_invoice_id = l.invoice_id and l.line_number = 1`,
    ['documentTotal totalMinor', 'creditedLine creditedMinor'],
  ],
  [
    'an invoice that is paid by nothing',
    `update invoice set paid_minor = paid_minor - 1 where id = (select min(id) from invoice where ${approved})`,
    ['settlement paidMinor'],
  ],
  [
    'an allocation that is gone',
    'delete from allocation where credit_note_id is not null',
    ['settlement creditedMinor', 'settlement creditedMinor'],
  ],
  [
    'more allocated than was paid',
    `update payment set amount_minor = 1 where voided_on is null`,
    ['payment allocatedMinor'],
  ],
  [
    'a voided payment that pays',
    `update payment set voided_on = paid_on, void_reason = 'x', voided_at = now() where voided_on is null`,
    ['payment allocatedMinor'],
  ],
  [
    'a number that is nowhere',
    `update number_series set next_value = next_value + 1 where document = 'invoice'`,
    ['numberSeries value'],
  ],
  [
    'an invoice that is gone',
    'update invoice set series_value = null where series_value = 2',
    ['numberSeries value'],
  ],
  [
    'a reservation that outlived its draft',
    "update invoice set status = 'discarded' where status = 'draft'",
    ['draftItem row'],
  ],
] as const) {
  test(`${what} is found, and nothing else`, async () => {
    const differences = await after(change);
    assert.deepEqual(
      differences.map(({ check, column }) => `${check} ${column}`),
      expected,
    );
  });
}

test('a next number that somebody set leaves no gap', async () => {
  const listed = await bookkeeper.get('/number-series');
  const series = listed.body.items.find((one: { document: string }) => one.document === 'invoice');
  const changed = await bookkeeper.patch(`/number-series/${series.id}`, { nextValue: 1000 }, series.version);
  assert.equal(changed.status, 200, changed.text);
  const job = await newJob();
  await addTime(job, 60);
  assert.equal((await invoice(job, { select: 'all' })).number, 'INV-1000');
  await verified();
});
