// A miscellaneous invoice is of no work: it does nothing to WIP, and only a closed period stands in its way.

import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { verifyFirm } from '#store/ledger/verify.ts';
import { createApiTest } from './testing.ts';

const api = await createApiTest();
const { firm, database } = api;
const bookkeeper = api.as('bookkeeper');
const clientId = String(firm.clientId);
const jobId = String(firm.jobId);
const hire = { kind: 'cost', description: 'Room hire', quantity: '1', unitPrice: '300.00' };

// The period is closed to the end of January, WIP to the middle of March.
beforeEach(() => lock('2026-03-15', '2026-01-31'));

function lock(wipOn: string | null, periodOn: string | null): Promise<unknown> {
  return database.inFirm(firm.firmId, (tx) =>
    tx.query('select set_locks($1, $2, $3)', [tx.firmId, wipOn, periodOn]),
  );
}

async function draft(invoicedOn: string, basis: 'miscellaneous' | 'actual') {
  const work = basis === 'actual' ? { jobs: [{ jobId, select: 'none', lines: [hire] }] } : { lines: [hire] };
  const made = await bookkeeper.post('/invoices', { clientId, type: 'progress', basis, invoicedOn, ...work });
  assert.equal(made.status, 201, made.text);
  return made.body;
}

async function approve(invoicedOn: string, basis: 'miscellaneous' | 'actual' = 'miscellaneous') {
  const { id, fingerprint } = await draft(invoicedOn, basis);
  return bookkeeper.post(`/invoices/${id}/approval`, { fingerprint });
}

test('it is approved on a day on which WIP is locked and the period open', async () => {
  const approved = await approve('2026-02-10');
  assert.equal(approved.status, 200, approved.text);
});

test('an invoice of work is not', async () => {
  const { body } = await approve('2026-02-10', 'actual');
  assert.equal(body.code, 'lockedDate');
  assert.equal(body.detail, 'WIP is locked up to and including 2026-03-15.');
});

test('in a closed period it is refused, and told which', async () => {
  const { body } = await approve('2026-01-31');
  assert.equal(body.code, 'lockedDate');
  assert.equal(body.detail, 'The period up to and including 2026-01-31 is closed.');
  assert.equal(body.errors[0].field, 'invoicedOn');
});

test('it is cancelled on its own day', async () => {
  const { body } = await approve('2026-02-10');
  const cancelled = await bookkeeper.post(`/invoices/${body.id}/cancellation`, { reason: 'Never used' });
  assert.equal(cancelled.status, 200, cancelled.text);
  assert.equal(cancelled.body.cancelledOn, '2026-02-10');
});

test('it is credited while WIP is locked, and its credit note cancelled on the day of that', async () => {
  const { body } = await approve('2026-02-10');
  const credit = { reason: 'Half a day', lines: 'all', creditedOn: '2026-02-20' };
  const credited = await bookkeeper.post(`/invoices/${body.id}/credit-notes`, credit);
  assert.equal(credited.status, 201, credited.text);
  const cancelled = await bookkeeper.post(`/credit-notes/${credited.body.id}/cancellation`, {
    reason: 'Used',
  });
  assert.equal(cancelled.status, 200, cancelled.text);
  assert.equal(cancelled.body.cancelledOn, '2026-02-20');
});

test('cancelled when its period is closed, it is cancelled on the first open day', async () => {
  const { body } = await approve('2026-02-10');
  await lock('2026-03-15', '2026-02-28');
  const cancelled = await bookkeeper.post(`/invoices/${body.id}/cancellation`, { reason: 'Never used' });
  assert.equal(cancelled.body.cancelledOn, '2026-03-01');
});

test('it is credited in part and cancelled without touching WIP', async () => {
  const { body } = await approve('2026-03-20');
  const some = { reason: 'Half a day', lines: [{ lineNumber: 1, amount: '30.00' }] };
  const credited = await bookkeeper.post(`/invoices/${body.id}/credit-notes`, some);
  assert.deepEqual([credited.body.totalWithTax, credited.body.jobs], ['30.00', []], credited.text);
  const cancel = (path: string) => bookkeeper.post(`${path}/cancellation`, { reason: 'Used' });
  assert.equal((await cancel(`/credit-notes/${credited.body.id}`)).status, 200);
  assert.equal((await cancel(`/invoices/${body.id}`)).status, 200);
  const journals = await database.inFirm(firm.firmId, (tx) =>
    tx.query('select from journal where firm_id = $1', [tx.firmId]),
  );
  assert.equal(journals.length, 0);
  assert.deepEqual(await verifyFirm(database, firm.firmId), []);
});

test('a client that was invoiced or that paid keeps its currency, so that what it owes can be paid', async () => {
  await lock(null, null);
  const owner = api.as('owner');
  const newClient = async () => (await owner.post('/clients', { name: `Client ${Math.random()}` })).body;
  const change = ({ id, version }: { id: string; version: number }) =>
    owner.patch(`/clients/${id}`, { currency: 'JPY' }, version);

  const drafted = await newClient();
  const content = { type: 'progress', basis: 'miscellaneous', invoicedOn: '2026-03-20', lines: [hire] };
  const invoice = (await bookkeeper.post('/invoices', { clientId: drafted.id, ...content })).body;
  const refused = await change(drafted);
  assert.deepEqual([refused.status, refused.body.code], [422, 'currencyMismatch'], refused.text);
  const { fingerprint } = invoice;
  assert.equal((await bookkeeper.post(`/invoices/${invoice.id}/approval`, { fingerprint })).status, 200);
  assert.equal((await change(drafted)).body.code, 'currencyMismatch');

  const paid = await newClient();
  const payment = await bookkeeper.post('/payments', { clientId: paid.id, amount: '50.00' });
  assert.equal(payment.status, 201, payment.text);
  assert.equal((await change(paid)).body.code, 'currencyMismatch');

  const discarded = await newClient();
  const made = (await bookkeeper.post('/invoices', { clientId: discarded.id, ...content })).body;
  assert.ok((await bookkeeper.delete(`/invoices/${made.id}`, made.version)).status < 300);
  assert.equal((await change(discarded)).status, 200);
});
