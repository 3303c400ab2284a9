import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { DocumentLayout } from '#core/documents/data.ts';
import { civilDate } from '#core/calendar/civil-date.ts';
import { replaceInvoiceLines, replaceInvoiceTax, type InvoiceLine } from '#store/billing/invoice-lines.ts';
import { insertInvoice, type InvoiceColumns } from '#store/billing/invoices.ts';
import type { Tx } from '#store/database.ts';
import { testDatabase } from '#store/testing/database.ts';
import { testFirm } from '#store/testing/firm.ts';
import { accepted, contextOf, refusedAs } from '../testing/practice.ts';
import { documentPdf } from './document-pdf.ts';
import { readDocument } from './read-document.ts';
import { samplePdf } from './sample-pdf.ts';

const { database } = await testDatabase();
const firm = await testFirm(database, { name: 'Kauri Architects' });
const context = contextOf(database, firm);

function inFirm<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  return database.inFirm(firm.firmId, work);
}

const line: InvoiceLine = {
  kind: 'task',
  jobId: firm.jobId,
  jobTaskId: firm.jobTaskId,
  costEntryId: null,
  description: 'Design',
  minutes: 120,
  ratePerHourMinor: 15_000n,
  quantityThousandths: null,
  unitPriceMinor: null,
  amountMinor: 30_000n,
  taxMinor: 4_500n,
  billable: true,
  typed: false,
};

let numbers = 0;

async function keepInvoice(
  lines: readonly InvoiceLine[],
  said: Partial<InvoiceColumns> & { readonly layout?: DocumentLayout } = {},
): Promise<number> {
  numbers += 1;
  const sum = (of: (each: InvoiceLine) => bigint) => lines.reduce((total, each) => total + of(each), 0n);
  const totalMinor = sum(({ amountMinor }) => amountMinor);
  const taxMinor = sum((each) => each.taxMinor ?? 0n);
  return inFirm(async (tx) => {
    const id = await insertInvoice(tx, {
      number: `INV-${numbers}`,
      clientId: firm.clientId,
      type: 'progress',
      basis: 'actual',
      pricing: 'calculated',
      status: 'approved',
      invoicedOn: civilDate('2026-03-31'),
      dueOn: civilDate('2026-04-20'),
      cutOffOn: null,
      currency: 'NZD',
      totalMinor,
      taxMinor,
      paidMinor: 0n,
      reference: null,
      typeText: null,
      origin: 'composed',
      approvedAt: `2026-03-31T00:00:${String(numbers).padStart(2, '0')}Z`,
      ...said,
    });
    await replaceInvoiceLines(tx, id, lines);
    if (taxMinor !== 0n) {
      const taxId = await gst(tx);
      const tax = {
        taxId,
        name: 'GST',
        component: 'GST',
        rateMillionths: 150_000,
        baseMinor: totalMinor,
        taxMinor,
      };
      await replaceInvoiceTax(tx, id, [tax]);
    }
    return id;
  });
}

async function gst(tx: Tx): Promise<number> {
  const [found] = await tx.query<{ id: number }>(
    `select id from tax where firm_id = $1 and name = 'Test GST'`,
    [tx.firmId],
  );
  if (found !== undefined) return found.id;
  const [added] = await tx.query<{ id: number }>(
    `insert into tax (firm_id, name) values ($1, 'Test GST') returning id`,
    [tx.firmId],
  );
  return added!.id;
}

async function printed(id: number) {
  return accepted(await readDocument(context, { document: 'invoice', id })).printed;
}

async function rowsOf(id: number): Promise<string[][]> {
  return (await printed(id)).tables[0]!.rows.map((row) => [...row.cells]);
}

describe('an invoice of the firm', () => {
  test('is printed under its letterhead, to its client, with its tax', async () => {
    await inFirm(async (tx) => {
      await tx.query(
        `update billing_settings set legal_name = 'Kauri Architects Ltd', tax_number = '12-345', address = E'1 Quay\nTown'
         where firm_id = $1`,
        [tx.firmId],
      );
      await tx.query(`update client set address = E'9 Hill\nTown', tax_number = '99-1' where firm_id = $1`, [
        tx.firmId,
      ]);
    });
    const document = await printed(await keepInvoice([line]));
    assert.equal(document.title, 'Tax invoice');
    assert.deepEqual(document.sender, {
      name: 'Kauri Architects Ltd',
      lines: ['1 Quay', 'Town', 'Tax number 12-345'],
    });
    assert.deepEqual(document.recipient, {
      heading: 'Bill to',
      name: 'A Client',
      lines: ['9 Hill', 'Town', 'Tax number 99-1'],
    });
    assert.deepEqual(
      document.totals.map(({ label, text }) => `${label} ${text}`),
      ['Subtotal 300.00', 'GST 15% 45.00', 'Total NZD 345.00', 'Amount due NZD 345.00'],
    );
  });

  test('keeps the address that it was approved with', async () => {
    const id = await keepInvoice([line], { billTo: 'The Old Name\nThe Old Street' });
    const { recipient } = await printed(id);
    assert.deepEqual(recipient, { heading: 'Bill to', name: 'The Old Name', lines: ['The Old Street'] });
  });

  test('by entry prints the entries that were billed under each line', async () => {
    const id = await keepInvoice([line], { layout: 'entry' });
    await inFirm(async (tx) => {
      await tx.query(
        `insert into time_entry (firm_id, worked_on, id, job_id, job_task_id, staff_id, minutes, billable_minutes,
           billable, rate_source, rate_per_hour_minor, amount_minor, cost_minor, note)
         select $1, d::date, n, $2, $3, $4, 60, 60, true, 'staff', 15000, 15000, 0, note
         from unnest($5::date[], $6::bigint[], $7::text[]) as t (d, n, note)`,
        [
          tx.firmId,
          firm.jobId,
          firm.jobTaskId,
          firm.staffId,
          ['2026-03-12', '2026-03-10'],
          [901n, 902n],
          ['Visit', ''],
        ],
      );
      await tx.query(
        `insert into invoice_effect (firm_id, invoice_id, place, line_number, kind, job_id, item_id, item_kind, staff_id,
           origin_on, billed_minor, billed_quantity)
         select $1, $2, n, 1, 'item', $3, n, 1, $4, '2026-03-10', 15000, 60 from unnest($5::bigint[]) as e (n)`,
        [tx.firmId, id, firm.jobId, firm.staffId, [901n, 902n]],
      );
    });
    assert.deepEqual(await rowsOf(id), [
      ['Design'],
      ['10 Mar 2026', 'Ana', 'Design', '1.00', '150.00', '150.00'],
      ['12 Mar 2026', 'Ana', 'Visit', '1.00', '150.00', '150.00'],
      ['', '', 'Subtotal', '2.00', '', '300.00'],
    ]);
  });

  test('as a progress claim goes by what was approved before it, less what was credited', async () => {
    const quote = await inFirm(async (tx) => {
      const [made] = await tx.query<{ id: number }>(
        `insert into quote (firm_id, client_id, job_id, state, is_master, currency, total_minor)
         values ($1, $2, $3, 'accepted', true, 'NZD', 100000) returning id`,
        [tx.firmId, firm.clientId, firm.jobId],
      );
      const lines = await tx.query<{ id: number }>(
        `insert into quote_line (firm_id, quote_id, line_number, kind, description, typed_minor, amount_minor)
         values ($1, $2, 1, 'task', 'Stage one', 60000, 60000), ($1, $2, 2, 'task', 'Stage two', 40000, 40000) returning id`,
        [tx.firmId, made!.id],
      );
      return { quoteId: made!.id, lineIds: lines.map(({ id }) => id) };
    });
    const claim = (amountMinor: bigint): InvoiceLine => ({
      ...line,
      kind: 'quote',
      description: 'Stage one',
      minutes: null,
      ratePerHourMinor: null,
      amountMinor,
      taxMinor: 0n,
      quoteId: quote.quoteId,
      quoteLineId: quote.lineIds[0]!,
    });
    const first = await keepInvoice([claim(30_000n)], { layout: 'progressClaim' });
    await keepInvoice([{ ...claim(6_000n), creditsLineNumber: 1 }], {
      document: 'creditNote',
      creditsInvoiceId: first,
    });
    const second = await keepInvoice([claim(12_000n)], { layout: 'progressClaim' });
    const draft = await keepInvoice([claim(1_000n)], {
      layout: 'progressClaim',
      status: 'draft',
      number: null,
      approvedAt: null,
    });
    const firstRowOf = async (id: number) => (await rowsOf(id))[0];
    assert.deepEqual(await firstRowOf(first), ['Stage one', '600.00', '0.00', '300.00', '300.00', '50']);
    assert.deepEqual(await firstRowOf(second), ['Stage one', '600.00', '240.00', '120.00', '360.00', '60']);
    assert.deepEqual(await firstRowOf(draft), ['Stage one', '600.00', '360.00', '10.00', '370.00', '61.7']);
    assert.deepEqual((await rowsOf(second))[1], ['Stage two', '400.00', '0.00', '0.00', '0.00', '0']);
  });

  test('is a PDF with its number as its name', async () => {
    const id = await keepInvoice([line], { number: 'INV/77' });
    const file = accepted(await documentPdf(context, { document: 'invoice', id }));
    assert.equal(file.fileName, 'INV-77.pdf');
    assert.ok(Buffer.from(file.content).toString('latin1').startsWith('%PDF-'));
  });
});

test('who may not see invoices gets none, and what is not there is said', async () => {
  const id = await keepInvoice([line]);
  const staff = contextOf(database, firm, { role: 'staff' });
  assert.deepEqual(refusedAs(await documentPdf(staff, { document: 'invoice', id })), ['notPermitted']);
  assert.deepEqual(refusedAs(await documentPdf(context, { document: 'invoice', id: 999 })), [
    'unknownInvoice id',
  ]);
  assert.deepEqual(refusedAs(await documentPdf(context, { document: 'quote', id: 999 })), [
    'unknownQuote id',
  ]);
  assert.deepEqual(refusedAs(await samplePdf(context, { templateId: 999 })), ['unknownTemplate id']);
});

test('a document of another firm is not there', async () => {
  const id = await keepInvoice([line]);
  const other = contextOf(database, await testFirm(database, { name: 'Other' }));
  assert.deepEqual(refusedAs(await documentPdf(other, { document: 'invoice', id })), ['unknownInvoice id']);
});
