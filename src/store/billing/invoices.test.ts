import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Effect } from '#core/billing/effects.ts';
import { civilDate } from '#core/calendar/civil-date.ts';
import { parseCurrency } from '#core/money/currencies.ts';
import type { OpenItem } from '#core/wip/lines.ts';
import { testDatabase } from '../testing/database.ts';
import { testFirm } from '../testing/firm.ts';
import { readInvoiceDocument } from './documents.ts';
import { readEffects, replaceEffects, replaceInvoiceJobs } from './effects.ts';
import { replaceInvoiceLines, replaceInvoiceTax, type InvoiceLine } from './invoice-lines.ts';
import { holdInvoices, insertInvoice, updateInvoice, type InvoiceColumns } from './invoices.ts';
import { takeNumber } from './series.ts';

const { database } = await testDatabase();
const firm = await testFirm(database);
const currency = parseCurrency('NZD');
assert.ok(currency.ok);
const on = civilDate('2026-03-31');

const draft: InvoiceColumns = {
  number: null,
  clientId: firm.clientId,
  type: 'progress',
  basis: 'actual',
  pricing: 'calculated',
  status: 'draft',
  invoicedOn: on,
  dueOn: null,
  cutOffOn: on,
  currency: currency.value,
  totalMinor: 0n,
  taxMinor: 0n,
  paidMinor: 0n,
  reference: null,
  typeText: null,
  origin: 'composed',
};

const line: InvoiceLine = {
  kind: 'task',
  jobId: firm.jobId,
  jobTaskId: firm.jobTaskId,
  costEntryId: null,
  description: 'Design',
  minutes: 120,
  ratePerHourMinor: 15000n,
  quantityThousandths: null,
  unitPriceMinor: null,
  amountMinor: 30000n,
  billable: true,
  typed: false,
};

const time: OpenItem = {
  jobId: firm.jobId,
  itemId: 7n,
  kind: 'time',
  originOn: civilDate('2026-03-02'),
  openMinor: 30000n,
  openQuantity: 120,
  jobTaskId: firm.jobTaskId,
  staffId: firm.staffId,
};
const interim: OpenItem = {
  ...time,
  itemId: 8n,
  kind: 'interim',
  openMinor: -5000n,
  openQuantity: 0,
  jobTaskId: null,
  staffId: null,
};

test('what a draft does to WIP is read back as it was written, under the numbers of its lines', async () => {
  const effects: Effect[] = [
    {
      kind: 'item',
      lineKey: '1',
      item: time,
      billedMinor: 20000n,
      billedQuantity: 120,
      writtenOnMinor: 0n,
      writtenOffMinor: 10000n,
      writtenOffQuantity: 0,
    },
    { kind: 'writtenOn', lineKey: '2', jobId: firm.jobId, account: 'wipCost', amountMinor: 900n },
    { kind: 'writtenOn', lineKey: '2', jobId: firm.jobId, account: 'wipTime', amountMinor: 100n },
    {
      kind: 'interimRaised',
      lineKey: '2',
      jobId: firm.jobId,
      itemId: null,
      amountMinor: 400n,
      description: 'A stamp',
    },
    { kind: 'interimAbsorbed', lineKey: '1', item: interim, amountMinor: 5000n },
    { kind: 'quoteInvoiced', lineKey: null, jobId: firm.jobId, amountMinor: 1n },
  ];
  await database.inFirm(firm.firmId, async (tx) => {
    const id = await insertInvoice(tx, draft);
    await replaceInvoiceLines(tx, id, [line, { ...line, kind: 'cost', description: 'A stamp' }]);
    const lineNumbers = new Map([
      ['1', 1],
      ['2', 2],
    ]);
    await replaceEffects(tx, { invoiceId: id, on, effects, lineNumbers });
    assert.deepEqual(await readEffects(tx, id), effects);
  });
});

test('a document is read whole', async () => {
  await database.inFirm(firm.firmId, async (tx) => {
    const id = await insertInvoice(tx, { ...draft, createdBy: firm.actorId, note: 'Thank you' });
    await replaceInvoiceLines(tx, id, [line]);
    await replaceInvoiceTax(tx, id, []);
    const job = { totalMinor: 30000n, beforeMinor: 50000n, billedMinor: 30000n, writtenOnMinor: 0n };
    const rest = { writtenOffMinor: 0n, raisedMinor: 0n, absorbedMinor: 0n, afterMinor: 20000n };
    await replaceInvoiceJobs(tx, id, [{ jobId: firm.jobId, ...job, ...rest }]);
    await updateInvoice(tx, id, { totalMinor: 30000n, taxMinor: 4500n, status: 'approved', number: 'INV-9' });

    const document = await readInvoiceDocument(tx, id);
    assert.equal(document?.invoice.clientName, 'A Client');
    assert.equal(document?.invoice.createdByName, 'Owner');
    assert.equal(document?.invoice.outstandingMinor, 34500n);
    assert.deepEqual(
      document?.lines.map(({ lineNumber, amountMinor }) => [lineNumber, amountMinor]),
      [[1, 30000n]],
    );
    assert.deepEqual(
      document?.jobs.map(({ jobNumber, afterMinor }) => [jobNumber, afterMinor]),
      [['J000001', 20000n]],
    );
    assert.equal((await holdInvoices(tx, [id])).get(id)?.version, 2);
  });
});

test('numbers have no gaps: one that a refused approval had taken goes to the next', async () => {
  const taken = await database.inFirm(firm.firmId, (tx) => takeNumber(tx, 'invoice', null));
  assert.equal(taken?.number, 'INV-0001');
  await assert.rejects(
    database.inFirm(firm.firmId, async (tx) => {
      assert.equal((await takeNumber(tx, 'invoice', null))?.number, 'INV-0002');
      throw new Error('refused');
    }),
  );
  const next = await database.inFirm(firm.firmId, (tx) => takeNumber(tx, 'invoice', taken!.seriesId));
  assert.deepEqual([next?.number, next?.value], ['INV-0002', 2n]);
  assert.equal(
    await database.inFirm(firm.firmId, (tx) => takeNumber(tx, 'quote', taken!.seriesId)),
    undefined,
  );
});
