import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import pg from 'pg';
import { migrationsFolder } from '#store/migrate.ts';
import { testDatabase } from '#store/testing/database.ts';
import { creditInvoice } from '../credit-notes/credit-invoice.ts';
import { documentPdf } from '../documents/document-pdf.ts';
import { approveInvoice } from '../invoices/approve-invoice.ts';
import { cancelInvoice } from '../invoices/cancel-invoice.ts';
import { listInvoices, readInvoice, type ShownInvoice } from '../invoices/read-invoices.ts';
import { voidPayment } from '../payments/void-payment.ts';
import { listPayments } from '../payments/read-payments.ts';
import { accepted } from '../testing/practice.ts';
import { importing, type Importing } from './testing/importing.ts';
import { inventedFirm, linesOf, taskLine } from './testing/invented-firm.ts';
import { filesOfScenarios, numberOf, scenarios } from './testing/scenarios.ts';

const { database, address } = await testDatabase();

/** Imported documents as the release before kept them: headers, the lines of the source, and what they did in the ledger. */
const asBefore = `
  delete from invoice_effect;
  delete from invoice_job;
  delete from invoice_tax;
  update invoice_line set kind = 'task', quote_id = null, quote_line_id = null where kind = 'quote' and line_key like 'imported:%';
  delete from invoice_line where kind not in ('task', 'cost');
  update invoice_line set tax_id = null, tax_minor = 0, line_key = null;
  delete from quote_tax;
  delete from quote_line;
  delete from allocation where payment_id in (select id from payment where method = 'imported');
  delete from payment where method = 'imported';
  delete from draft_item;
  update invoice set approved_at = null, bill_to = null, content = null, fingerprint = null,
    cancelled_on = null, cancel_reason = null;`;

/** Makes the documents what they were, changes something of them, and runs the migration that brings them up to date. */
async function upgraded(change = ''): Promise<void> {
  const client = new pg.Client(address);
  await client.connect();
  const migration = await readFile(join(migrationsFolder, '0010_imported_documents.sql'), 'utf8');
  await client.query(`begin; ${asBefore} ${change}; commit`);
  for (const _ of ['once', 'twice']) await client.query(`begin; ${migration}; commit`);
  await client.end();
}

async function shownOf(firm: Importing, status: string): Promise<ShownInvoice[]> {
  const listed = accepted(await listInvoices(firm.context, {}, { after: null, limit: 500 }));
  const shown: ShownInvoice[] = [];
  for (const { id } of listed) shown.push(accepted(await readInvoice(firm.context, id)));
  return shown
    .filter(({ invoice }) => invoice.status === status)
    .toSorted(
      (a, b) => (a.invoice.invoicedOn < b.invoice.invoicedOn ? 1 : -1) || b.invoice.id - a.invoice.id,
    );
}

async function netOfAll(firm: Importing): Promise<string[]> {
  const net: string[] = [];
  for (const index of scenarios.keys()) net.push(await firm.netWip(numberOf(index)));
  return net;
}

test('documents of the release before are brought up to date: each is printed, credited whole, or cancelled', async () => {
  const firm = await importing(database);
  await firm.run(filesOfScenarios());
  const before = new Map((await shownOf(firm, 'approved')).map((one) => [one.invoice.id, one]));
  const fresh = await importing(database);
  await fresh.run(filesOfScenarios().filter(({ name }) => name !== 'invoices.json'));
  const withoutInvoices = await netOfAll(fresh);
  await upgraded();
  assert.deepEqual(await firm.verify(), []);
  const standing = await shownOf(firm, 'approved');
  for (const { invoice, lines, jobs } of standing) {
    const total = lines.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
    assert.equal(total, invoice.totalMinor, invoice.number!);
    assert.deepEqual(jobs, before.get(invoice.id)!.jobs, invoice.number!);
  }
  const file = accepted(
    await documentPdf(firm.context, { document: 'invoice', id: standing[0]!.invoice.id }),
  );
  assert.equal(new TextDecoder().decode(file.content.slice(0, 5)), '%PDF-');
  for (const [place, { invoice }] of standing.entries()) {
    const lines = { all: 'wip' } as const;
    if (place % 2 === 0) accepted(await cancelInvoice(firm.context, { id: invoice.id, reason: 'Wrong' }));
    else accepted(await creditInvoice(firm.context, { invoiceId: invoice.id, lines, reason: 'Wrong' }));
  }
  assert.deepEqual(await netOfAll(firm), withoutInvoices);
  assert.deepEqual(await firm.verify(), []);
});

test('tax and what was paid of documents of the release before stand under their lines and as a payment', async () => {
  const made = inventedFirm();
  made.job('W1');
  const [a, b] = [made.time('W1', 'ana', 2), made.time('W1', 'ben', 3)];
  const tasks = [
    taskLine('W1', 300, [[a, 'Yes', 2, 150]]),
    taskLine('W1', 280, [[b, 'Yes', 3, 100]], { uuid: 'other', name: 'Design' }),
  ];
  const amounts = { amountExTax: 580, amountIncTax: 667 };
  made.invoice('I1', { ...amounts, dueDate: '2024-07-20', jobs: [linesOf('W1', tasks)] });
  const firm = await importing(database);
  await firm.run(made.files());
  await upgraded(`update invoice set paid_minor = 20000 where number = 'I1'`);
  const [shown] = await shownOf(firm, 'approved');
  const { invoice, lines } = shown!;
  assert.deepEqual(
    lines.map(({ taxMinor }) => taxMinor),
    [45_00n, 42_00n],
  );
  assert.equal(invoice.outstandingMinor, 467_00n);
  const { items } = accepted(await listPayments(firm.context, { limit: 10 }));
  assert.deepEqual(
    items.map(({ paidOn, amountMinor }) => [paidOn, amountMinor]),
    [['2024-07-20', 200_00n]],
  );
  assert.deepEqual(await firm.verify(), []);
  accepted(await voidPayment(firm.context, { paymentId: items[0]!.id, reason: 'Not ours' }));
  const lineNumber = 2;
  accepted(
    await creditInvoice(firm.context, {
      invoiceId: invoice.id,
      lines: [{ lineNumber, destination: 'wip' }],
      reason: 'Not done',
    }),
  );
  assert.equal(
    (await shownOf(firm, 'approved')).find((one) => one.invoice.id === invoice.id)!.invoice.outstandingMinor,
    345_00n,
  );
  assert.deepEqual(await firm.verify(), []);
});

test('a draft of the release before is read anew when its files come again, and an old quote has a line', async () => {
  const made = inventedFirm();
  made.job('W1');
  made.quote('W1', 3000);
  made.job('W2');
  const entry = made.time('W2', 'ana', 2);
  const jobs = [linesOf('W2', [taskLine('W2', 300, [[entry, 'Yes', 2, 150]])])];
  made.invoice('D1', { status: 'draft', amountExTax: 300, jobs });
  const firm = await importing(database);
  await firm.run(made.files());
  await upgraded();
  assert.equal(await firm.count('draft_item'), 0);
  assert.equal(await firm.count('quote_line'), 1);
  await firm.run(made.files());
  assert.equal(await firm.count('draft_item'), 1);
  const [draft] = await shownOf(firm, 'draft');
  const { id, fingerprint } = draft!.invoice;
  accepted(await approveInvoice(firm.context, { id, fingerprint: fingerprint! }));
  assert.equal(await firm.netWip('W2'), '0.00');
  assert.deepEqual(await firm.verify(), []);
});
