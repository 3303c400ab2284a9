// What an invoice refuses, how its lines read, and several jobs on one. What it does to WIP: tests/scenarios.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Refusal } from '../refusal.ts';
import { compose } from './compose.ts';
import type { Composition } from './composition.ts';
import {
  amountOf,
  bookOf,
  cost,
  draftOf,
  interim,
  ledgerOf,
  openAfter,
  time,
  type DraftGiven,
  type Entry,
  type JobGiven,
  type QuoteGiven,
} from './testing/books.ts';

type Job = JobGiven & { readonly open: readonly Entry[]; readonly quote?: QuoteGiven };

function composed(given: DraftGiven, ...jobs: readonly Job[]) {
  const book = bookOf(jobs);
  const draft = draftOf(given, jobs, book);
  return { book, draft, result: compose(draft, book) };
}

function invoice(given: DraftGiven, ...jobs: readonly Job[]): Composition & { ledger: string[] } {
  const { book, result } = composed(given, ...jobs);
  assert.ok(result.ok, result.ok ? '' : JSON.stringify(result.refusals));
  return { ...result.value, ledger: ledgerOf(result.value.effects, book) };
}

const t1 = time('T1', 300, { quantity: 2 });
const t2 = time('T2', 300, { quantity: 2 });
const c1 = cost('C1', 200, { quantity: 2 });
const credit = cost('R1', -50);

type Refused = {
  is: string;
  given?: DraftGiven;
  job: Job;
  code: Refusal['code'];
  field: string;
  value?: string;
  accepted?: string;
};

const refused: Refused[] = [
  {
    is: 'an entry on another draft',
    job: { open: [{ ...t1, onDraft: 'draft 12' }], yes: ['T1'] },
    code: 'onDraft',
    field: 'jobs[0].entries[0].itemId',
  },
  {
    is: 'an entry on another draft, written off',
    job: { open: [t2, { ...t1, onDraft: 'draft 12' }], yes: ['T2'], no: ['T1'] },
    code: 'onDraft',
    field: 'jobs[0].entries[1].itemId',
  },
  {
    is: 'an interim on another draft',
    job: { open: [t1, interim('D1', 50, { onDraft: 'draft 12' })], yes: ['T1'], interims: ['D1'] },
    code: 'onDraft',
    field: 'jobs[0].interims[0].itemId',
  },
  {
    is: 'work after the cut-off',
    given: { cutOff: '2026-02-28' },
    job: { open: [t1], yes: ['T1'] },
    code: 'afterCutOff',
    field: 'jobs[0].entries[0].itemId',
    value: '2026-03-01',
    accepted: 'up to 2026-02-28',
  },
  {
    is: 'work after the date of the invoice',
    given: { cutOff: '2026-04-30' },
    job: { open: [{ ...t1, on: '2026-04-01' }], yes: ['T1'] },
    code: 'beforeWork',
    field: 'jobs[0].entries[0].itemId',
  },
  {
    is: 'two decisions on one entry',
    job: { open: [t1], yes: ['T1'], no: ['T1'] },
    code: 'invalidRequest',
    field: 'jobs[0].entries[1].itemId',
  },
  {
    is: 'a typed line that stands for an entry which is billed by itself',
    job: { open: [t1], yes: ['T1'], typed: [{ amount: 100, covers: ['T1'] }] },
    code: 'invalidRequest',
    field: 'jobs[0].lines[0].covers',
  },
  {
    is: 'more absorbed than is open of an interim',
    job: { open: [t1, interim('D1', 50)], yes: ['T1'], interims: [{ name: 'D1', amount: 60 }] },
    code: 'exceedsOpenAmount',
    field: 'jobs[0].interims[0].amount',
    value: '60.00',
    accepted: 'up to 50.00',
  },
  {
    is: "a supplier's credit billed as if it were a cost",
    job: { open: [c1, credit], yes: ['C1', { name: 'R1', amount: 20 }] },
    code: 'amountOutOfRange',
    field: 'jobs[0].entries[1].amount',
  },
  {
    is: "a supplier's credit that stands at nothing, billed as if it were a cost",
    job: {
      open: [t1, cost('R3', 0, { billable: false, quantity: -1 })],
      yes: ['T1', { name: 'R3', amount: 20 }],
    },
    code: 'amountOutOfRange',
    field: 'jobs[0].entries[1].amount',
  },
  {
    is: "more of a supplier's credit than there is",
    job: { open: [c1, credit], yes: ['C1', { name: 'R1', amount: -60 }] },
    code: 'exceedsOpenAmount',
    field: 'jobs[0].entries[1].amount',
    accepted: 'up to -50.00',
  },
  {
    is: 'time billed at less than nothing',
    job: { open: [t1], yes: [{ name: 'T1', quantity: -1 }] },
    code: 'minutesOutOfRange',
    field: 'jobs[0].entries[0].minutes',
  },
  {
    is: 'a typed line of less than nothing',
    job: { open: [t1], yes: ['T1'], typed: [{ amount: -20 }] },
    code: 'amountOutOfRange',
    field: 'jobs[0].lines[0].amount',
  },
  {
    is: 'lines set by hand above the fixed total',
    given: { total: 250 },
    job: { open: [t1, t2], yes: [{ name: 'T1', amount: 300 }, 'T2'] },
    code: 'cannotSpread',
    field: 'fixedTotal',
  },
  {
    is: 'a fixed total that lines set by hand miss, and nothing else to carry it',
    given: { total: 250 },
    job: { open: [t1], yes: [{ name: 'T1', amount: 300 }] },
    code: 'cannotSpread',
    field: 'fixedTotal',
  },
  {
    is: 'more absorbed than is invoiced',
    job: { open: [t1, interim('D1', 500)], yes: ['T1'], interims: ['D1'] },
    code: 'negativeTotal',
    field: 'jobs',
    value: '-200.00',
  },
  { is: 'nothing at all', job: { open: [t1] }, code: 'nothingToDo', field: 'jobs' },
  {
    is: 'more held back than is billed of work',
    job: { open: [t1], yes: ['T1'], typed: [{ amount: 100 }], retention: 350 },
    code: 'retentionTooLarge',
    field: 'jobs[0].retention.amount',
    value: '350.00',
    accepted: 'up to 300.00',
  },
  {
    is: 'a quote on a job without one',
    given: { basis: 'quoted', total: 100 },
    job: { open: [t1] },
    code: 'quoteMissing',
    field: 'jobs[0].jobId',
  },
  {
    is: 'time on a progress invoice by the quote',
    given: { basis: 'quoted' },
    job: { open: [t1], quote: { total: 500 }, claims: { 'The work': 100 }, yes: ['T1'] },
    code: 'invalidRequest',
    field: 'jobs[0].entries[0]',
  },
  {
    is: 'a cost written off on a progress invoice by the quote',
    given: { basis: 'quoted' },
    job: { open: [c1], quote: { total: 500 }, claims: { 'The work': 100 }, no: ['C1'] },
    code: 'invalidRequest',
    field: 'jobs[0].entries[0]',
  },
  {
    is: 'an interim absorbed by a progress invoice by the quote',
    given: { basis: 'quoted' },
    job: {
      open: [interim('D1', 50)],
      quote: { total: 500 },
      claims: { 'The work': 100 },
      interims: ['D1'],
    },
    code: 'invalidRequest',
    field: 'jobs[0].interims',
  },
  {
    is: 'work left open by a final invoice by the quote',
    given: { basis: 'quoted', type: 'final' },
    job: { open: [t1], quote: { total: 500 }, claims: { 'The work': 500 }, future: ['T1'] },
    code: 'invalidRequest',
    field: 'jobs[0].entries[0]',
  },
  {
    is: 'more of the quote claimed on the other side than it was quoted on',
    given: { basis: 'quoted' },
    job: { open: [], quote: { total: 500 }, claims: { 'The work': -10 } },
    code: 'amountOutOfRange',
    field: 'jobs[0].claims[0].amount',
  },
  {
    is: 'entries set by hand above the quote',
    given: { basis: 'quoted', type: 'final' },
    job: {
      open: [t1, t2],
      quote: { total: 500 },
      claims: { 'The work': 500 },
      yes: [{ name: 'T1', amount: 600 }],
    },
    code: 'cannotSpread',
    field: 'jobs[0]',
  },
  {
    is: 'work on a deposit',
    given: { basis: 'deposit' },
    job: { open: [t1], deposit: 100, yes: ['T1'] },
    code: 'invalidRequest',
    field: 'jobs[0].entries',
  },
  {
    is: 'a deposit on an invoice from recorded work',
    job: { open: [t1], yes: ['T1'], deposit: 100 },
    code: 'invalidRequest',
    field: 'jobs[0].deposit',
  },
];

for (const { is, given = {}, job, code, field, ...at } of refused) {
  test(`refused: ${is}`, () => {
    const { result } = composed(given, job);
    assert.ok(!result.ok, 'was composed');
    const [first, ...others] = result.refusals;
    assert.deepEqual(others, []);
    assert.deepEqual({ code: first!.code, field: first!.field ?? '' }, { code, field });
    if (at.value !== undefined) assert.equal(first!.value, at.value);
    if (at.accepted !== undefined) assert.equal(first!.accepted, at.accepted);
  });
}

test('refused: an entry that is not open on the job, and a job that is not in the book', () => {
  const { book, draft } = composed({}, { open: [t1], yes: ['T1'] });
  const { result } = { result: compose(draft, [{ ...book[0]!, items: [] }]) };
  assert.ok(!result.ok);
  assert.deepEqual(
    result.refusals.map(({ code, field, value }) => [code, field, value]),
    [['unknownEntry', 'jobs[0].entries[0].itemId', '1']],
  );
  const without = compose(draft, []);
  assert.ok(!without.ok);
  assert.equal(without.refusals[0]!.code, 'unknownJob');
});

test('everything that is wrong is told at once', () => {
  const { result } = composed(
    { cutOff: '2026-03-10' },
    {
      open: [time('T1', 100, { on: '2026-03-11' }), time('T2', 100, { onDraft: 'draft 3' })],
      yes: ['T1', 'T2'],
    },
    { open: [interim('D1', 10)], interims: [{ name: 'D1', amount: 11 }] },
  );
  assert.ok(!result.ok);
  assert.deepEqual(
    result.refusals.map(({ code, field }) => `${code} ${field}`),
    [
      'afterCutOff jobs[0].entries[0].itemId',
      'onDraft jobs[0].entries[1].itemId',
      'exceedsOpenAmount jobs[1].interims[0].amount',
    ],
  );
});

test('time is printed by task, with its minutes, and its rate where that multiplies out', () => {
  const { lines } = invoice(
    {},
    {
      open: [
        time('A', 100, { quantity: 1, task: 2 }),
        t1,
        time('B', 150, { quantity: 1 }),
        time('C', 120, { quantity: 1, task: 2 }),
        c1,
      ],
      yes: ['A', 'T1', 'B', 'C', { name: 'C1', quantity: 3 }],
    },
  );
  assert.deepEqual(
    lines.map((line) => [
      line.key,
      line.description,
      line.minutes,
      line.ratePerHourMinor,
      amountOf(line.amountMinor),
    ]),
    [
      ['task:1', 'Advice', 180, 15000n, 450],
      ['task:2', 'Accounts', 120, null, 220],
      ['cost:5', 'C1', null, null, 300],
    ],
  );
  assert.deepEqual([lines[2]!.quantityThousandths, lines[2]!.unitPriceMinor], [3000, 10000n]);
});

test('under a fixed price the lines carry what was spread on them, without rates', () => {
  const { lines } = invoice({ total: 700 }, { open: [t1, t2, c1], yes: ['T1', 'T2', 'C1'] });
  assert.deepEqual(
    lines.map((line) => [line.key, line.minutes, line.ratePerHourMinor, amountOf(line.amountMinor)]),
    [
      ['task:1', 240, null, 500],
      ['cost:3', null, null, 200],
    ],
  );
});

test('a part carried forward keeps its part of the quantity, without a fraction', () => {
  const given: readonly [Job['yes'] & {}, number, number][] = [
    [[{ name: 'T1', quantity: 0.5, rest: 'carryForward' }], 225, 90],
    [[{ name: 'T1', amount: 100, rest: 'carryForward' }], 200, 80],
    [[{ name: 'T1', quantity: 0.5, amount: 200, rest: 'carryForward' }], 100, 90],
    [[{ name: 'T1', amount: 0.01, rest: 'carryForward' }], 299.99, 120],
  ];
  for (const [yes, leftAmount, leftMinutes] of given) {
    const { book, result } = composed({}, { open: [t1], yes });
    assert.ok(result.ok);
    const left = openAfter(result.value, book).get('T1')!;
    assert.deepEqual([amountOf(left.minor), left.quantity], [leftAmount, leftMinutes]);
  }
});

test('a fixed total is spread over the work of all jobs together', () => {
  const { ledger, jobs } = invoice(
    { total: 900 },
    { open: [time('T1', 300)], yes: ['T1'] },
    { open: [time('T2', 600), cost('C1', 300)], yes: ['T2', 'C1'] },
  );
  assert.deepEqual(ledger, [
    'written off T1 -100',
    'billed T1 -200',
    'written off T2 -200',
    'billed T2 -400',
    'billed C1 -300',
  ]);
  assert.deepEqual(
    jobs.map(({ totalMinor, afterMinor }) => [amountOf(totalMinor), amountOf(afterMinor)]),
    [
      [200, 0],
      [700, 0],
    ],
  );
});

test('what is held back keeps its part of the quantity', () => {
  const { book, result } = composed({}, { open: [t1, c1], yes: ['T1', 'C1'], retention: 50 });
  assert.ok(result.ok);
  const left = openAfter(result.value, book);
  assert.deepEqual(
    [left.get('T1'), left.get('C1')],
    [
      { minor: 3000n, quantity: 12 },
      { minor: 2000n, quantity: 200 },
    ],
  );
});

test('a fixed total that no job has work for is written on once, on the first', () => {
  const { ledger, lines } = invoice({ total: 260 }, { open: [] }, { open: [] });
  assert.deepEqual(ledger, ['written on 260', 'billed -260']);
  assert.deepEqual(
    lines.map(({ key, jobId }) => [key, jobId]),
    [['excess:1', 1]],
  );
});

test('work left open on one job makes the whole invoice one of progress', () => {
  const { savedAs, unlist, notices } = invoice(
    { type: 'final' },
    { open: [t1], yes: ['T1'] },
    { open: [t2, c1], yes: ['T2'] },
  );
  assert.equal(savedAs, 'progress');
  assert.deepEqual(unlist, []);
  assert.deepEqual(
    notices.map(({ code, jobId }) => [code, jobId]),
    [['savedAsProgress', 2]],
  );
});

test('a final invoice takes its jobs off the list', () => {
  const { unlist } = invoice({ type: 'final' }, { open: [t1], yes: ['T1'] }, { open: [t2], yes: ['T2'] });
  assert.deepEqual(unlist, [1, 2]);
  assert.deepEqual(invoice({}, { open: [t1], yes: ['T1'] }).unlist, []);
});

test('a fixed total without claims is shared by what is left of each quote', () => {
  const { lines } = invoice(
    { basis: 'quoted', total: 900 },
    { open: [], quote: { total: 5000, uninvoiced: 1000 } },
    { open: [], quote: { total: 5000, uninvoiced: 2000 } },
  );
  assert.deepEqual(
    lines.map(({ key, description, amountMinor }) => [key, description, amountOf(amountMinor)]),
    [
      ['quoted:1', 'As quoted: Q1', 300],
      ['quoted:2', 'As quoted: Q2', 600],
    ],
  );
});

test('a discount in the quote is claimed with its lines', () => {
  const { ledger, totalMinor } = invoice(
    { basis: 'quoted' },
    {
      open: [],
      quote: { total: 900, lines: { Work: 1000, Discount: -100 } },
      claims: { Work: 500, Discount: -50 },
    },
  );
  assert.deepEqual(ledger, ['interim -450', 'quote -450']);
  assert.equal(amountOf(totalMinor), 450);
});

test('nothing on an invoice because other drafts hold the work is told with the drafts', () => {
  const held = {
    open: [
      { ...t1, onDraft: 'draft 7 for A Client' },
      { ...t2, onDraft: 'draft 7 for A Client' },
    ],
  };
  const { result } = composed({}, held);
  assert.ok(!result.ok);
  assert.match(result.refusals[0]!.detail, /for 2 entries are on draft 7 for A Client;/);
});
