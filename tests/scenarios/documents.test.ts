// What clients read of invoices that went through the real actions: each layout adds up to what was invoiced, and says it
// as the author did.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { documentPdf } from '#actions/documents/document-pdf.ts';
import { readDocument } from '#actions/documents/read-document.ts';
import { accepted } from '#actions/testing/practice.ts';
import { testDatabase } from '#store/testing/database.ts';
import { acceptedQuote, contextIn, invoice, invoiceTotal, type InvoiceSaid } from './invoice-steps.ts';
import { cost, doAll, newStory, openPractice, time, type Step, type Story } from './story.ts';

const { database } = await testDatabase();
const practice = await openPractice(database);
const layouts = ['task', 'staff', 'entry', 'job', 'summary', 'progressClaim'] as const;

type Row = { name: string; given: Step[]; invoice: InvoiceSaid; staff: string[] };

const rows: Row[] = [
  {
    name: 'everything ticked',
    given: [time('T1', '2:00', { by: 'A' }), time('T2', '3:00', { by: 'B' }), cost('C1', 2, '100.00')],
    invoice: { all: true },
    staff: ['Ana 2.00 h 150.00 300.00', 'Bo 3.00 h 100.00 300.00', 'C1 2 100.00 200.00'],
  },
  {
    name: 'two hours become three',
    given: [time('T1', '2:00', { by: 'A' })],
    invoice: { entries: { T1: { minutes: 180 } } },
    staff: ['Ana 3.00 150.00 450.00'],
  },
  {
    name: 'a fixed price below the work',
    given: [time('T1', '5:00', { by: 'B' }), time('T2', '5:00', { by: 'B' })],
    invoice: { all: true, fixedTotal: '800.00' },
    staff: ['Bo 10.00 800.00'],
  },
  {
    name: 'more of a cost than was bought',
    given: [cost('C1', 2, '100.00')],
    invoice: { entries: { C1: { quantity: '3' } } },
    staff: ['C1 3 100.00 300.00'],
  },
  {
    name: 'retention',
    given: [time('T1', '10:00', { by: 'B' })],
    invoice: { all: true, retention: { percent: '10' } },
    staff: ['Bo 10.00 100.00 1,000.00', 'Retention   −100.00'],
  },
  {
    name: 'part of the quote, and an added cost',
    given: [acceptedQuote('Q', '5000.00'), time('T1', '10:00', { by: 'A' }), cost('C1', 2, '100.00')],
    invoice: { basis: 'quoted', claims: { Q: '2000.00' }, entries: ['C1'] },
    staff: ['The work   2,000.00', 'C1 2 100.00 200.00'],
  },
];

async function print(story: Story, layout: (typeof layouts)[number]) {
  const id = story.invoices.get('I')!;
  const { firmId } = practice.firm;
  await database.inFirm(firmId, (tx) =>
    tx.query('update invoice set layout = $3 where firm_id = $1 and id = $2', [firmId, id, layout]),
  );
  const { printed } = accepted(await readDocument(contextIn(story), { document: 'invoice', id }));
  return printed.tables[0]!.rows;
}

describe('an invoice, in every layout, adds up to its total and reads as its author said:', () => {
  for (const row of rows) {
    test(row.name, async () => {
      const story = await newStory(practice);
      await doAll(story, [...row.given, invoice('I', row.invoice)]);
      const total = await invoiceTotal(story, 'I');
      for (const layout of layouts) {
        const printed = await print(story, layout);
        assert.equal(
          printed.reduce((sum, { amountMinor }) => sum + amountMinor, 0n),
          total,
          layout,
        );
      }
      const staff = await print(story, 'staff');
      assert.deepEqual(
        staff.map(({ cells }) => cells.join(' ')),
        row.staff,
      );
      const id = story.invoices.get('I')!;
      const file = accepted(await documentPdf(contextIn(story), { document: 'invoice', id }));
      assert.match(file.fileName, /^INV-\d{4}\.pdf$/);
    });
  }
});
