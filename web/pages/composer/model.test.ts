import assert from 'node:assert/strict';
import { test } from 'node:test';
import { invoiceContent } from '#contract/invoices/content.ts';
import type { BillableItem, InvoiceContent } from '../../api/invoices.ts';
import { changed } from './changes.ts';
import {
  contentOf,
  decision,
  draftOf,
  hasUnsent,
  newDraft,
  newJob,
  newLine,
  treatmentOf,
  type InvoiceDraft,
} from './model.ts';

const item: BillableItem = {
  itemId: '41',
  kind: 'time',
  date: '2026-11-03',
  jobTaskId: '7',
  jobTaskName: 'Design',
  staffId: '2',
  staffName: 'Ann Hill',
  description: null,
  billable: true,
  minutes: 120,
  quantity: null,
  price: '180.00',
  open: '360.00',
  draftId: null,
};

const draft: InvoiceDraft = {
  ...newDraft('1'),
  type: 'final',
  invoicedOn: '2026-11-18',
  reference: 'PO 7781',
  pricing: 'fixed',
  fixedTotal: '1000.00',
  jobs: [
    {
      ...newJob('8'),
      entries: {
        '41': { ...decision('bill'), minutes: '1:30', rest: 'carryForward' },
        '42': decision('writeOff'),
        '43': { ...decision('bill'), amount: '250' },
      },
      interims: { '51': '', '52': '100.00' },
      lines: [
        { ...newLine('cost'), description: 'Room hire', quantity: '2', unitPrice: '150.00', covers: [] },
      ],
      retention: { how: 'percent', value: '10', description: '' },
      rest: 'writeOff',
    },
  ],
  lineSettings: { 'task:7': { description: 'Design work', taxId: 'none' } },
};

function steady(content: InvoiceContent): InvoiceContent {
  return contentOf(draftOf(content));
}

test('what is decided is what the API takes, and comes back from a saved draft as it was', () => {
  const content = contentOf(draft);
  assert.equal(invoiceContent.safeParse(content).error, undefined);
  assert.deepEqual(steady(content), content);
  const [job] = content.jobs ?? [];
  assert.deepEqual(job?.entries?.[0], { itemId: '41', treatment: 'bill', minutes: 90, rest: 'carryForward' });
  assert.deepEqual(job?.entries?.[1], { itemId: '42', treatment: 'writeOff' });
  assert.deepEqual(job?.interims, [
    { itemId: '51', amount: null },
    { itemId: '52', amount: '100.00' },
  ]);
  assert.deepEqual(job?.retention, { percent: '10', description: null });
  assert.deepEqual(content.lineSettings, [{ key: 'task:7', description: 'Design work', taxId: null }]);
});

test('claims of a quote and deposits come back as they were', () => {
  const claims = {
    '1': { how: 'percentToDate', value: '50' },
    '2': { how: 'amount', value: '120.00' },
  } as const;
  const quoted = contentOf({ ...draft, basis: 'quoted', jobs: [{ ...newJob('8'), claims }] });
  assert.deepEqual(quoted.jobs?.[0]?.claims, [
    { quoteLineId: '1', percentToDate: '50' },
    { quoteLineId: '2', amount: '120.00' },
  ]);
  assert.deepEqual(steady(quoted), quoted);
  const deposit = { how: 'percent', value: '30', description: 'First part' } as const;
  const ahead = contentOf({ ...draft, basis: 'deposit', jobs: [{ ...newJob('8'), deposit }] });
  assert.deepEqual(ahead.jobs?.[0]?.deposit, { percentOfQuote: '30', description: 'First part' });
  assert.equal(ahead.type, 'progress');
  assert.deepEqual(steady(ahead), ahead);
});

test('what cannot be read yet is left out of what is sent', () => {
  const [job] =
    contentOf({
      ...draft,
      invoicedOn: '18 n',
      jobs: [{ ...newJob('8'), entries: { '41': { ...decision('bill'), amount: '12,', minutes: '1:' } } }],
    }).jobs ?? [];
  assert.deepEqual(job?.entries, [{ itemId: '41', treatment: 'bill' }]);
});

test('a line without words is not sent, and is known to be kept here only', () => {
  const line = { ...newLine(), amount: '300' };
  const typed: InvoiceDraft = { ...newDraft('1'), basis: 'miscellaneous', lines: [line] };
  assert.deepEqual(contentOf(typed).lines, []);
  assert.ok(hasUnsent(typed));
  assert.ok(!hasUnsent({ ...typed, lines: [{ ...line, description: 'Room hire' }] }));
});

test('undecided work is billed up to the cut-off, unless another draft holds it', () => {
  const job = newJob('8');
  const on = (cutOffOn: string, invoiceId: string | null = null) => ({ cutOffOn, invoiceId });
  assert.equal(treatmentOf(job, item, on('2026-11-03')), 'bill');
  assert.equal(treatmentOf(job, item, on('2026-11-02')), 'carryForward');
  const held = { ...item, draftId: '9' };
  assert.equal(treatmentOf(job, held, on('')), 'carryForward');
  assert.equal(treatmentOf(job, held, on('', '9')), 'bill');
  assert.equal(treatmentOf(newJob('8', ['40']), item, on('')), 'carryForward');
});

test('deciding keeps what else was said of an entry', () => {
  const first = changed(draft, { do: 'decide', jobId: '8', itemIds: ['41'], changed: { amount: '99' } });
  assert.equal(first.jobs[0]?.entries['41']?.minutes, '1:30');
  assert.equal(first.jobs[0]?.entries['41']?.amount, '99');
  const undecided = changed(first, { do: 'decide', jobId: '8', itemIds: ['41'], changed: null });
  assert.equal(undecided.jobs[0]?.entries['41'], undefined);
});

test('a line is back to its usual words and tax when nothing is said of it any more', () => {
  const words = changed(draft, { do: 'setLine', key: 'task:7', description: null });
  assert.deepEqual(words.lineSettings['task:7'], { description: null, taxId: 'none' });
  assert.deepEqual(changed(words, { do: 'setLine', key: 'task:7', taxId: null }).lineSettings, {});
});
