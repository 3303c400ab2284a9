// An invoice that no draft stands behind, as one of another system, is duplicated by its lines.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { civilDate } from '#core/calendar/civil-date.ts';
import { replaceInvoiceLines, type InvoiceLine } from '#store/billing/invoice-lines.ts';
import { insertInvoice, type InvoiceColumns } from '#store/billing/invoices.ts';
import { createApiTest } from './testing.ts';

const api = await createApiTest();
const { firm, database } = api;
const bookkeeper = api.as('bookkeeper');

const line = {
  kind: 'cost',
  jobId: firm.jobId,
  jobTaskId: null,
  costEntryId: null,
  description: 'Prints',
  minutes: null,
  ratePerHourMinor: null,
  quantityThousandths: null,
  unitPriceMinor: null,
  billable: true,
  typed: false,
} as const;

let numbers = 0;

function imported(
  totalMinor: bigint,
  lines: readonly InvoiceLine[],
  said: Partial<InvoiceColumns> = {},
): Promise<number> {
  numbers += 1;
  return database.inFirm(firm.firmId, async (tx) => {
    const id = await insertInvoice(tx, {
      number: `OLD-${numbers}`,
      clientId: firm.clientId,
      type: 'final',
      basis: 'actual',
      pricing: 'calculated',
      status: 'approved',
      invoicedOn: civilDate('2026-02-01'),
      dueOn: null,
      cutOffOn: null,
      currency: 'NZD',
      totalMinor,
      taxMinor: 0n,
      paidMinor: 0n,
      reference: 'PO 9',
      typeText: null,
      origin: 'imported',
      ...said,
    });
    await replaceInvoiceLines(tx, id, lines);
    return id;
  });
}

async function duplicated(id: number) {
  const made = await bookkeeper.post(`/invoices/${id}/duplicate`);
  assert.equal(made.status, 201, made.text);
  return made.body;
}

function balances(): Promise<object[]> {
  return database.inFirm(firm.firmId, (tx) =>
    tx.query('select * from job_balance where firm_id = $1', [tx.firmId]),
  );
}

test('its lines are typed once more, with a notice, and no work of the job is taken', async () => {
  const entry = {
    jobId: String(firm.jobId),
    jobTaskId: String(firm.jobTaskId),
    staffId: String(firm.staffId),
    workedOn: '2026-01-10',
    minutes: 120,
  };
  assert.equal((await bookkeeper.post('/time-entries', { entries: [entry] })).status, 201);
  const before = await balances();
  const design = {
    ...line,
    kind: 'task',
    jobTaskId: firm.jobTaskId,
    description: 'Design',
    minutes: 120,
    ratePerHourMinor: 15_000n,
    amountMinor: 30_000n,
  } as const;
  const plots = { ...line, description: 'Plots', quantityThousandths: 2_500, unitPriceMinor: 10_000n };
  const draft = await duplicated(
    await imported(54_500n, [
      design,
      { ...plots, amountMinor: 25_000n },
      { ...line, kind: 'interim', description: 'Deposit', amountMinor: -1_000n },
    ]),
  );
  assert.deepEqual(
    draft.lines.map((one: Record<string, unknown>) => [
      one['description'],
      one['minutes'] ?? one['quantity'],
      one['rate'] ?? one['unitPrice'],
      one['amount'],
    ]),
    [
      ['Design', 120, '150.00', '300.00'],
      ['Plots', '2.5', '100.00', '250.00'],
      ['Deposit', null, null, '-10.00'],
      ['Adjustment', null, null, '5.00'],
    ],
  );
  assert.deepEqual([draft.basis, draft.reference, draft.total], ['miscellaneous', 'PO 9', '545.00']);
  assert.deepEqual(
    draft.notices.map((notice: { code: string; isQuestion: boolean }) => [notice.code, notice.isQuestion]),
    [['linesCopied', false]],
  );
  assert.match(draft.notices[0].detail, /behind OLD-1:/);
  const approved = await bookkeeper.post(`/invoices/${draft.id}/approval`, {
    fingerprint: draft.fingerprint,
  });
  assert.equal(approved.status, 200, approved.text);
  assert.deepEqual(await balances(), before);
});

test('one without lines gets one of its total, and a cancelled one is duplicated too', async () => {
  const cancelled = { status: 'cancelled', cancelledOn: civilDate('2026-02-02') } as const;
  const draft = await duplicated(await imported(8_000n, [], cancelled));
  assert.deepEqual([draft.lines[0].description, draft.total], ['PO 9', '80.00']);
});

test('what was typed with tax is typed with tax', async () => {
  const made = await bookkeeper.post('/taxes', {
    name: 'GST',
    rates: [{ effectiveFrom: '2010-01-01', components: [{ component: 'GST', percent: '15' }] }],
  });
  const taxId = Number(made.body.id);
  const taxed = { ...line, amountMinor: 10_000n, taxMinor: 1_500n, taxId };
  const untaxed = { ...line, description: 'Stamps', amountMinor: 500n, taxId: null };
  const said = { taxMode: 'inclusive', taxMinor: 1_500n } as const;
  const draft = await duplicated(await imported(10_500n, [taxed, untaxed], said));
  assert.deepEqual([draft.total, draft.tax, draft.taxMode], ['105.00', '15.00', 'inclusive']);
  assert.deepEqual(
    draft.lines.map((one: { tax: string }) => one.tax),
    ['15.00', '0.00'],
  );
});

test('one whose contact is another client’s by now, and whose template is gone, is duplicated without them', async () => {
  const other = await bookkeeper.post('/clients', { name: 'Another Client' });
  const contact = await bookkeeper.post('/contacts', { clientId: other.body.id, name: 'Mere' });
  const template = await api.as('owner').post('/document-templates', { name: 'Old' });
  const id = await imported(1_000n, [], {
    contactId: Number(contact.body.id),
    templateId: Number(template.body.id),
  });
  await api.as('owner').patch(`/document-templates/${template.body.id}`, { archived: true }, 1);
  assert.equal((await duplicated(id)).contactId, null);
});

test('a credit note is not duplicated, nor an invoice of nobody', async () => {
  const creditNote = await imported(100n, [], {
    document: 'creditNote',
    creditsInvoiceId: await imported(100n, []),
    origin: 'composed',
  });
  const refused = await bookkeeper.post(`/invoices/${creditNote}/duplicate`);
  assert.deepEqual([refused.status, refused.body.code], [409, 'wrongState']);
  const ofNobody = await bookkeeper.post(
    `/invoices/${await imported(100n, [], { clientId: null })}/duplicate`,
  );
  assert.equal(ofNobody.body.code, 'unknownClient');
});
