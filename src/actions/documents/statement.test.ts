import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addDays, civilDate, type CivilDate } from '#core/calendar/civil-date.ts';
import { readEntries, readOpening } from '#store/billing/client-account.ts';
import { readDebtors } from '#store/billing/debtors.ts';
import { insertInvoice, type InvoiceColumns } from '#store/billing/invoices.ts';
import { testDatabase } from '#store/testing/database.ts';
import { testFirm } from '#store/testing/firm.ts';
import { refundPayment } from '../payments/allocate-payment.ts';
import { recordPayment } from '../payments/record-payment.ts';
import { voidPayment } from '../payments/void-payment.ts';
import { accepted, contextOf, refusedAs } from '../testing/practice.ts';
import { documentPdf } from './document-pdf.ts';
import { readStatement } from './statement.ts';

const { database } = await testDatabase();
const firm = await testFirm(database);
const { clientId } = firm;
const context = contextOf(database, firm);

let numbers = 0;

function keepDocument(on: string, totalMinor: bigint, said: Partial<InvoiceColumns> = {}): Promise<number> {
  numbers += 1;
  return database.inFirm(firm.firmId, (tx) =>
    insertInvoice(tx, {
      number: `INV-${numbers}`,
      clientId,
      type: 'progress',
      basis: 'miscellaneous',
      pricing: 'calculated',
      status: 'approved',
      invoicedOn: civilDate(on),
      dueOn: addDays(civilDate(on), 20),
      cutOffOn: null,
      currency: 'NZD',
      totalMinor,
      taxMinor: 0n,
      paidMinor: 0n,
      reference: null,
      typeText: null,
      origin: 'composed',
      ...said,
    }),
  );
}

async function statementOf(from: string, to: string) {
  const asked = { clientId, from: civilDate(from), to: civilDate(to) };
  const { printed } = accepted(await readStatement(context, asked));
  return { printed, rows: printed.tables[0]!.rows.map(({ cells }) => cells.slice(1).join(' | ')) };
}

await keepDocument('2026-01-10', 10_000n);
const credited = await keepDocument('2026-02-05', 20_000n);
await keepDocument('2026-02-06', 4_000n, { status: 'cancelled', cancelledOn: civilDate('2026-03-02') });
await keepDocument('2026-02-10', 3_000n, { document: 'creditNote', creditsInvoiceId: credited, dueOn: null });
await keepDocument('2026-02-11', 77_700n, { status: 'draft', number: null });
const paid = accepted(
  await recordPayment(context, {
    clientId,
    amount: '150.00',
    paidOn: civilDate('2026-02-20'),
    allocate: 'oldest',
  }),
);
const mistaken = accepted(
  await recordPayment(context, { clientId, amount: '900.00', paidOn: civilDate('2026-03-05') }),
);
await refundPayment(context, {
  paymentId: mistaken.id,
  amount: '100.00',
  refundedOn: civilDate('2026-03-06'),
});

test('a statement leads from what was owed to what is owed, and leaves drafts out', async () => {
  const { rows, printed } = await statementOf('2026-02-01', '2026-02-28');
  assert.deepEqual(rows, [
    'Brought forward |  |  |  | 100.00',
    'Invoice INV-2 | 25 Feb 2026 | 200.00 |  | 300.00',
    'Invoice INV-3 | 26 Feb 2026 | 40.00 |  | 340.00',
    'Credit note INV-4 |  |  | 30.00 | 310.00',
    'Payment, thank you |  |  | 150.00 | 160.00',
    'Balance |  |  |  | 160.00',
  ]);
  assert.equal(printed.fileName, 'Statement A Client 2026-02-28');
});

test('what was cancelled stands until it was, and what was paid back is charged again', async () => {
  const { rows } = await statementOf('2026-03-01', '2026-03-31');
  assert.deepEqual(rows, [
    'Brought forward |  |  |  | 160.00',
    'Cancelled: invoice INV-3 |  |  | 40.00 | 120.00',
    'Payment, thank you |  |  | 900.00 | −780.00',
    'Paid back to you |  | 100.00 |  | −680.00',
    'Balance |  |  |  | −680.00',
  ]);
});

test('a voided payment is taken back on its day', async () => {
  accepted(
    await voidPayment(context, { paymentId: paid.id, reason: 'Bounced', voidedOn: civilDate('2026-03-10') }),
  );
  const { rows } = await statementOf('2026-03-07', '2026-03-31');
  assert.deepEqual(rows.slice(1), [
    'Payment taken back |  | 150.00 |  | −530.00',
    'Balance |  |  |  | −530.00',
  ]);
});

test('on every day, what the account comes to is what the debtors of that day come to', async () => {
  await database.inFirm(firm.firmId, async (tx) => {
    const first = civilDate('2026-01-01');
    for (let to: CivilDate = first; to <= '2026-03-31'; to = addDays(to, 1)) {
      const account = { clientId, currency: 'NZD' as const, from: first, to };
      const entries = await readEntries(tx, account, 1000);
      const closing = entries.reduce(
        (sum, { amountMinor }) => sum + amountMinor,
        await readOpening(tx, account),
      );
      const [debtor] = await readDebtors(tx, { asAt: to, filter: { clientId } });
      assert.deepEqual((await readDebtors(tx, { asAt: to, filter: {} }))[0], debtor, to);
      assert.equal(closing, debtor?.totalMinor ?? 0n, to);
    }
  });
});

test('a statement is a PDF, drawn up as at a day', async () => {
  const asked = { document: 'statement', id: clientId, on: civilDate('2026-02-28') } as const;
  const file = accepted(await documentPdf(context, asked));
  assert.equal(file.fileName, 'Statement A Client 2026-02-28.pdf');
});

test('of nobody, or of a period turned around, there is none', async () => {
  assert.deepEqual(refusedAs(await readStatement(context, { clientId: 999 })), ['unknownClient id']);
  const turned = { clientId, from: civilDate('2026-03-02'), to: civilDate('2026-03-01') };
  assert.deepEqual(refusedAs(await readStatement(context, turned)), ['invalidRequest to']);
  const staff = contextOf(database, firm, { role: 'staff' });
  assert.deepEqual(refusedAs(await readStatement(staff, { clientId })), ['notPermitted']);
});
