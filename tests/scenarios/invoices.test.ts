// The invoice scenarios of docs/ledger-rules.md section 7, through the real actions on the real database: a draft is drawn
// up, approved, and the table says what the ledger has.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { civilDate } from '#core/calendar/civil-date.ts';
import { testDatabase } from '#store/testing/database.ts';
import { verifyFirm } from '#store/ledger/verify.ts';
import {
  acceptedQuote,
  invoice,
  invoiceTotal,
  uninvoicedQuoteOf,
  type InvoiceSaid,
} from './invoice-steps.ts';
import {
  amountOf,
  beginTable,
  cost,
  doAll,
  interim,
  isListed,
  linesOf,
  netWipOf,
  newStory,
  openPractice,
  time,
  type Step,
} from './story.ts';

const { database } = await testDatabase();
const practice = await openPractice(database);

type Row = {
  id: string;
  given?: Step[];
  invoice: InvoiceSaid;
  /** Total ex tax. */
  total: string;
  lines: string[];
  netWip: string;
  uninvoicedQuote?: string;
  listed?: boolean;
  savedAs?: 'progress' | 'final';
};

const t1 = time('T1', '2:00', { by: 'A' });
const t2 = time('T2', '3:00', { by: 'B' });
const s06 = [t1, t2, cost('C1', 2, '100.00')];
const tenEntries = Array.from({ length: 10 }, (_, place) => time(`T${place + 1}`, '1:00', { by: 'B' }));
const thousand = time('T1', '10:00', { by: 'B' });

const rows: Row[] = [
  {
    id: 'S04 a deposit on an empty job',
    invoice: { basis: 'deposit', deposit: { amount: '500.00' } },
    total: '500.00',
    lines: ['interim I -500.00'],
    netWip: '-500.00',
  },
  {
    id: 'S05 a lump sum on work',
    given: [time('T1', '6:00'), cost('C1', 1, '100.00')],
    invoice: { basis: 'deposit', deposit: { amount: '400.00' } },
    total: '400.00',
    lines: ['interim I -400.00'],
    netWip: '600.00',
  },
  {
    id: 'S06 progress, everything ticked',
    given: s06,
    invoice: { entries: ['T1', 'T2', 'C1'] },
    total: '800.00',
    lines: ['billed T1 -300.00', 'billed T2 -300.00', 'billed C1 -200.00'],
    netWip: '0.00',
    listed: true,
  },
  {
    id: 'S06 said as all of it, on a final invoice: the job leaves the list',
    given: s06,
    invoice: { type: 'final', all: true },
    total: '800.00',
    lines: ['billed T1 -300.00', 'billed T2 -300.00', 'billed C1 -200.00'],
    netWip: '0.00',
    listed: false,
    savedAs: 'final',
  },
  {
    id: 'final, with later work that is worth nothing, or comes to nothing together: the job stays listed with it',
    given: [
      t1,
      time('T9', '1:00', { on: '2026-03-20', billable: false }),
      cost('C8', 1, '50.00', { on: '2026-03-20' }),
      cost('C9', -1, '50.00', { on: '2026-03-20' }),
    ],
    invoice: { type: 'final', all: true, cutOffOn: civilDate('2026-03-15') },
    total: '300.00',
    lines: ['billed T1 -300.00'],
    netWip: '0.00',
    listed: true,
    savedAs: 'final',
  },
  {
    id: 'S07 the cost is not ticked',
    given: s06,
    invoice: { entries: ['T1', 'T2'] },
    total: '600.00',
    lines: ['billed T1 -300.00', 'billed T2 -300.00'],
    netWip: '200.00',
  },
  {
    id: 'S08 final with a cost not ticked is saved as progress',
    given: s06,
    invoice: { type: 'final', entries: ['T1', 'T2'] },
    total: '600.00',
    lines: ['billed T1 -300.00', 'billed T2 -300.00'],
    netWip: '200.00',
    listed: true,
    savedAs: 'progress',
  },
  {
    id: 'final with the rest written off',
    given: s06,
    invoice: { type: 'final', entries: ['T1', 'T2'], rest: 'writeOff' },
    total: '600.00',
    lines: ['written off C1 -200.00', 'billed T1 -300.00', 'billed T2 -300.00'],
    netWip: '0.00',
    listed: false,
    savedAs: 'final',
  },
  {
    id: 'S09 one entry Yes, one Future',
    given: [t1, t2],
    invoice: { entries: { T1: {}, T2: { treatment: 'carryForward' } } },
    total: '300.00',
    lines: ['billed T1 -300.00'],
    netWip: '300.00',
  },
  {
    id: 'S10 one entry Yes, one No',
    given: [t1, t2],
    invoice: { entries: { T1: {}, T2: { treatment: 'writeOff' } } },
    total: '300.00',
    lines: ['written off T2 -300.00', 'billed T1 -300.00'],
    netWip: '0.00',
  },
  {
    id: 'S11 two hours become one and a half',
    given: [t1],
    invoice: { entries: { T1: { minutes: 90 } } },
    total: '225.00',
    lines: ['written off T1 -75.00', 'billed T1 -225.00'],
    netWip: '0.00',
  },
  {
    id: 'S12 two hours become three',
    given: [t1],
    invoice: { entries: { T1: { minutes: 180 } } },
    total: '450.00',
    lines: ['written on T1 150.00', 'billed T1 -450.00'],
    netWip: '0.00',
  },
  {
    id: 'S13 an hour that is not billable is marked Yes',
    given: [time('T3', '1:00', { by: 'B', internal: true })],
    invoice: { entries: ['T3'] },
    total: '100.00',
    lines: ['written on T3 100.00', 'billed T3 -100.00'],
    netWip: '0.00',
  },
  {
    id: 'S14 one of two pieces, progress',
    given: [cost('C1', 2, '100.00')],
    invoice: { entries: { C1: { quantity: '1' } } },
    total: '100.00',
    lines: ['billed C1 -100.00'],
    netWip: '100.00',
  },
  {
    id: 'S15 one of two pieces, final',
    given: [cost('C1', 2, '100.00')],
    invoice: { type: 'final', entries: { C1: { quantity: '1' } } },
    total: '100.00',
    lines: ['written off C1 -100.00', 'billed C1 -100.00'],
    netWip: '0.00',
  },
  {
    id: 'S16 three pieces of two',
    given: [cost('C1', 2, '100.00')],
    invoice: { entries: { C1: { quantity: '3' } } },
    total: '300.00',
    lines: ['written on C1 100.00', 'billed C1 -300.00'],
    netWip: '0.00',
  },
  {
    id: 'S17 a task and a cost typed on the invoice',
    invoice: {
      lines: [
        { kind: 'task', description: 'Advice', minutes: 120, rate: '120.00' },
        { kind: 'cost', description: 'Plots', amount: '90.00' },
      ],
    },
    total: '330.00',
    lines: [
      'written on undefined 240.00',
      'written on undefined 90.00',
      'billed undefined -240.00',
      'billed undefined -90.00',
    ].map((line) => line.replace(' undefined', '')),
    netWip: '0.00',
  },
  {
    id: 'S18 ten entries at a fixed price',
    given: tenEntries,
    invoice: { all: true, fixedTotal: '800.00' },
    total: '800.00',
    lines: [
      ...tenEntries.map((_, place) => `written off T${place + 1} -20.00`),
      ...tenEntries.map((_, place) => `billed T${place + 1} -80.00`),
    ],
    netWip: '0.00',
  },
  {
    id: 'S20 final, the interim ticked',
    given: [thousand, interim('D1', '500.00')],
    invoice: { type: 'final', all: true, interims: 'all' },
    total: '500.00',
    lines: ['billed T1 -1000.00', 'absorbed D1 500.00'],
    netWip: '0.00',
    listed: false,
  },
  {
    id: 'S21 final, the interim not ticked',
    given: [thousand, interim('D1', '500.00')],
    invoice: { type: 'final', all: true },
    total: '1000.00',
    lines: ['billed T1 -1000.00'],
    netWip: '-500.00',
    listed: true,
  },
  {
    id: 'S22 half of a quote, before any work',
    given: [acceptedQuote('Q', '5000.00')],
    invoice: { basis: 'deposit', deposit: { percentOfQuote: '50' } },
    total: '2500.00',
    lines: ['interim I -2500.00', 'quote invoiced -2500.00'],
    netWip: '-2500.00',
    uninvoicedQuote: '2500.00',
  },
  {
    id: 'S23 progress by the quote, and a cost that was added',
    given: [acceptedQuote('Q', '5000.00'), time('T1', '10:00'), cost('C1', 2, '100.00')],
    invoice: { basis: 'quoted', claims: { Q: '2000.00' }, entries: ['C1'] },
    total: '2200.00',
    lines: ['billed C1 -200.00', 'interim I -2000.00', 'quote invoiced -2000.00'],
    netWip: '-500.00',
    uninvoicedQuote: '3000.00',
  },
  {
    id: 'S24 final by the quote, after half of it was invoiced',
    given: [
      acceptedQuote('Q', '5000.00'),
      time('A', '8:00', { by: 'A' }),
      time('B', '18:00', { by: 'B' }),
      cost('C1', 6, '100.00'),
      invoice('D1', { basis: 'deposit', deposit: { percentOfQuote: '50' } }),
    ],
    invoice: { basis: 'quoted', type: 'final', claims: { Q: '5000.00' }, interims: 'all' },
    total: '2500.00',
    lines: [
      'written on A 560.00',
      'written on B 840.00',
      'billed A -1760.00',
      'billed B -2640.00',
      'billed C1 -600.00',
      'absorbed D1 2500.00',
      'quote invoiced -2500.00',
    ],
    netWip: '0.00',
    uninvoicedQuote: '0.00',
    listed: false,
  },
  {
    id: 'S25 final by a quote below the work',
    given: [
      acceptedQuote('Q', '3000.00'),
      time('A', '16:00', { by: 'A' }),
      time('B', '16:00', { by: 'B' }),
      cost('C1', 5, '100.00'),
    ],
    invoice: { basis: 'quoted', type: 'final', claims: { Q: '3000.00' } },
    total: '3000.00',
    lines: [
      'written off A -900.00',
      'written off B -600.00',
      'billed A -1500.00',
      'billed B -1000.00',
      'billed C1 -500.00',
      'quote invoiced -3000.00',
    ],
    netWip: '0.00',
    uninvoicedQuote: '0.00',
    listed: false,
  },
  {
    id: 'S27 more than the work, kept as credit',
    given: [thousand],
    invoice: { all: true, fixedTotal: '1200.00', excess: 'keepAsCredit' },
    total: '1200.00',
    lines: ['billed T1 -1000.00', 'interim I -200.00'],
    netWip: '-200.00',
  },
  {
    id: 'work of a supplier that is taken back, at nothing',
    given: [cost('C1', 1, '100.00'), cost('C2', -1, '100.00')],
    invoice: { all: true },
    total: '0.00',
    lines: ['billed C1 -100.00', 'billed C2 100.00'],
    netWip: '0.00',
  },
  {
    id: 'a miscellaneous invoice touches no work',
    given: [t1],
    invoice: {
      basis: 'miscellaneous',
      lines: [{ kind: 'cost', description: 'A book', quantity: '2', unitPrice: '45.00' }],
    },
    total: '90.00',
    lines: [],
    netWip: '300.00',
  },
  {
    id: 'a tenth held back stays in WIP',
    given: [thousand],
    invoice: { all: true, retention: { percent: '10' } },
    total: '900.00',
    lines: ['billed T1 -900.00'],
    netWip: '100.00',
  },
];

for (const row of rows) {
  test(row.id, async () => {
    const story = await newStory(practice);
    await doAll(story, row.given ?? []);
    await beginTable(story);
    await doAll(story, [invoice('I', row.invoice)]);
    assert.deepEqual(await linesOf(story), row.lines);
    assert.equal(amountOf(await invoiceTotal(story, 'I')), row.total);
    assert.equal(await netWipOf(story), row.netWip);
    if (row.uninvoicedQuote !== undefined) assert.equal(await uninvoicedQuoteOf(story), row.uninvoicedQuote);
    if (row.listed !== undefined) assert.equal(await isListed(story), row.listed, 'listed');
  });
}

test('the verifier finds nothing wrong', async () => {
  assert.deepEqual(await verifyFirm(database, practice.firm.firmId), []);
});
