import assert from 'node:assert/strict';
import { test } from 'node:test';
import { civilDate } from '#core/calendar/civil-date.ts';
import { readDebtors } from '#store/billing/debtors.ts';
import { testDatabase } from '#store/testing/database.ts';
import { cancelInvoice } from '../invoices/cancel-invoice.ts';
import { listInvoices, readInvoice } from '../invoices/read-invoices.ts';
import { loadAccount } from '../payments/client-account.ts';
import { listPayments } from '../payments/read-payments.ts';
import { voidPayment } from '../payments/void-payment.ts';
import { accepted, refusedAs } from '../testing/practice.ts';
import { fileFromText, type ImportFile } from './formats/files.ts';
import { importing, type Importing } from './testing/importing.ts';
import { inventedFirm, linesOf, taskLine } from './testing/invented-firm.ts';

const { database } = await testDatabase();

type Told = {
  readonly paid: number | null;
  readonly status?: string;
  readonly due?: string;
  readonly list?: readonly number[];
  readonly listedOn?: string;
};

/** One invoice of 300 and tax of 45, as the source tells it at a time. */
function filesOf({
  paid,
  status = 'approved',
  due = '2024-07-20',
  list = [],
  listedOn = '2024-07-15',
}: Told): ImportFile[] {
  const made = inventedFirm();
  made.job('W1');
  const entry = made.time('W1', 'ana', 2);
  const jobs = [linesOf('W1', [taskLine('W1', 300, [[entry, 'Yes', 2, 150]])])];
  const amounts = { amountExTax: 300, amountIncTax: 345, ...(paid === null ? {} : { amountPaid: paid }) };
  made.invoice('I1', { ...amounts, status, dueDate: due, jobs });
  for (const amount of list) made.payment('I1', amount, listedOn);
  return made.files();
}

async function invoiceOf(firm: Importing) {
  const [listed] = accepted(await listInvoices(firm.context, {}, { after: null, limit: 10 }));
  return accepted(await readInvoice(firm.context, listed!.id)).invoice;
}

/** Those that stand, each as one text, by amount. */
async function payments(firm: Importing): Promise<string[]> {
  const { items } = accepted(await listPayments(firm.context, { limit: 50, voided: false }));
  return items
    .toSorted((a, b) => Number(a.amountMinor - b.amountMinor))
    .map(({ paidOn, amountMinor, method }) => `${paidOn} ${amountMinor} ${method ?? 'told'}`);
}

/** What is owed, as the invoice, the debtors and the client's statement have it: one figure. */
async function owed(firm: Importing, on = '2024-12-31'): Promise<bigint> {
  const { outstandingMinor, clientId, status } = await invoiceOf(firm);
  const to = civilDate(on);
  const asked = { clientId: clientId!, from: civilDate('2024-01-01'), to };
  const [debtors, account] = await database.inFirm(firm.firm.firmId, async (tx) => [
    await readDebtors(tx, { asAt: to, filter: {} }),
    await loadAccount(tx, firm.context.clock(), asked),
  ]);
  const { closingMinor } = accepted(account);
  const debtorsMinor = debtors[0]?.totalMinor ?? 0n;
  assert.equal(closingMinor, debtorsMinor);
  if (on === '2024-12-31' && status === 'approved') assert.equal(outstandingMinor, debtorsMinor);
  assert.deepEqual(await firm.verify(), []);
  return debtorsMinor;
}

test('an amount paid of which no payment is told is one on the day it was due: voided, the invoice can be cancelled', async () => {
  const firm = await importing(database);
  await firm.run(filesOf({ paid: 345 }));
  assert.deepEqual(await payments(firm), ['2024-07-20 34500 imported']);
  assert.equal(await owed(firm), 0n);
  assert.equal(await owed(firm, '2024-07-19'), 345_00n);
  const { id } = await invoiceOf(firm);
  const cancelling = { id, reason: 'Wrong' };
  assert.deepEqual(refusedAs(await cancelInvoice(firm.context, cancelling)), ['allocationsPresent id']);
  const { items } = accepted(await listPayments(firm.context, { limit: 1 }));
  assert.match(items[0]!.note!, /source/);
  accepted(await voidPayment(firm.context, { paymentId: items[0]!.id, reason: 'Never came' }));
  assert.equal(await owed(firm), 345_00n);
  const again = await firm.run(filesOf({ paid: 345, due: '2024-07-25' }));
  assert.equal(again.counts['invoice']?.changed, 1);
  assert.deepEqual(await payments(firm), []);
  accepted(await cancelInvoice(firm.context, cancelling));
  assert.equal(await firm.netWip('W1'), '300.00');
  assert.equal(await owed(firm), 0n);
});

test('the amount paid follows the source: more is added, less takes the place of what it said', async () => {
  const firm = await importing(database);
  await firm.run(filesOf({ paid: 100 }));
  assert.equal(await owed(firm), 245_00n);
  await firm.run(filesOf({ paid: 250 }));
  assert.deepEqual(await payments(firm), ['2024-07-20 10000 imported', '2024-07-20 15000 imported']);
  assert.equal(await owed(firm), 95_00n);
  await firm.run(filesOf({ paid: 60 }));
  assert.deepEqual(await payments(firm), ['2024-07-20 6000 imported']);
  assert.equal(await owed(firm), 285_00n);
  assert.equal(await owed(firm, '2024-07-20'), 285_00n);
  await firm.run(filesOf({ paid: null, due: '2024-07-21' }));
  assert.equal(await owed(firm), 285_00n);
  await firm.run(filesOf({ paid: null, status: 'paid' }));
  assert.equal(await owed(firm), 0n);
  const files = filesOf({ paid: null, status: 'paid' });
  await firm.run([...files, fileFromText('more.json', JSON.stringify({ tasks: [] }))]);
  assert.equal(await owed(firm), 0n);
});

test('payments that are told stand for themselves; what they leave of the amount stands beside', async () => {
  const firm = await importing(database);
  await firm.run(filesOf({ paid: 345, list: [200] }));
  assert.deepEqual(await payments(firm), ['2024-07-20 14500 imported', '2024-07-15 20000 told']);
  assert.equal(await owed(firm), 0n);
  await firm.run(filesOf({ paid: 345, list: [200, 145] }));
  assert.deepEqual(await payments(firm), ['2024-07-15 14500 told', '2024-07-15 20000 told']);
  assert.equal(await owed(firm), 0n);
});

test('an invoice cancelled in the source goes with what stood for its payment, and not with a payment that was told', async () => {
  const firm = await importing(database);
  await firm.run(filesOf({ paid: 345 }));
  await firm.run(filesOf({ paid: 0, status: 'cancelled' }));
  assert.equal((await invoiceOf(firm)).status, 'cancelled');
  assert.deepEqual(await payments(firm), []);
  assert.equal(await owed(firm), 0n);
  assert.equal(await owed(firm, '2024-07-25'), 0n);

  const other = await importing(database);
  await other.run(filesOf({ paid: 345, list: [345] }));
  const batch = await other.run(filesOf({ paid: 345, status: 'cancelled', list: [345] }));
  const found = await other.problems(batch.id);
  assert.ok(found.some(({ code, detail }) => code === 'invoiceChanged' && /paid here/.test(detail)));
  assert.equal((await invoiceOf(other)).status, 'approved');
  assert.equal(await owed(other), 0n);
});

test('no payment is dated in the future, nor before its invoice', async () => {
  const early = await importing(database, '2024-07-05T00:00:00Z');
  await early.run(filesOf({ paid: 345 }));
  assert.deepEqual(await payments(early), ['2024-07-05 34500 imported']);
  const odd = await importing(database);
  await odd.run(filesOf({ paid: 345, due: '2024-06-01' }));
  assert.deepEqual(await payments(odd), ['2024-06-30 34500 imported']);
});

test('money that came before its invoice is credit of the client until then, in debtors as in the statement', async () => {
  const firm = await importing(database);
  await firm.run(filesOf({ paid: 345, list: [345], listedOn: '2024-06-20' }));
  assert.equal((await invoiceOf(firm)).invoicedOn, '2024-06-30');
  const days = ['2024-06-19', '2024-06-20', '2024-06-29', '2024-06-30', '2024-12-31'];
  const found: bigint[] = [];
  for (const on of days) found.push(await owed(firm, on));
  assert.deepEqual(found, [0n, -345_00n, -345_00n, 0n, 0n]);
  assert.deepEqual(await payments(firm), ['2024-06-20 34500 told']);
});
