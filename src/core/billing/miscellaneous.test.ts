// Miscellaneous invoices: lines without the work of a job.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compose } from './compose.ts';
import type { Draft, TypedLine } from './draft.ts';
import { amountOf, bookOf, draftOf, minorOf, time } from './testing/books.ts';

const text = (amount: number): TypedLine => ({
  kind: 'cost',
  jobTaskId: null,
  description: 'Annual fee',
  minutes: null,
  ratePerHourMinor: null,
  quantityThousandths: 2000,
  unitPriceMinor: minorOf(amount / 2),
  amountMinor: minorOf(amount),
  covers: null,
});

function miscellaneous(lines: readonly TypedLine[], changes: Partial<Draft> = {}) {
  return compose({ ...draftOf({ basis: 'miscellaneous' }, [], []), lines, ...changes }, []);
}

test('a miscellaneous invoice has lines and touches nothing', () => {
  const result = miscellaneous([text(500), text(-100)]);
  assert.ok(result.ok);
  const { lines, effects, jobs, totalMinor } = result.value;
  assert.deepEqual([effects, jobs, amountOf(totalMinor)], [[], [], 400]);
  assert.deepEqual(
    lines.map(({ key, unitPriceMinor, amountMinor }) => [key, unitPriceMinor, amountMinor]),
    [
      ['line:0', 25000n, 50000n],
      ['line:1', -5000n, -10000n],
    ],
  );
});

test('a total typed on a miscellaneous invoice falls on its lines', () => {
  const result = miscellaneous([text(300), text(600)], { fixedTotalMinor: minorOf(600) });
  assert.ok(result.ok);
  assert.deepEqual(
    result.value.lines.map(({ amountMinor, unitPriceMinor }) => [amountOf(amountMinor), unitPriceMinor]),
    [
      [200, null],
      [400, null],
    ],
  );
  const short = miscellaneous([text(-300)], { fixedTotalMinor: minorOf(600) });
  assert.ok(!short.ok && short.refusals[0]!.code === 'cannotSpread');
});

test('refused: a miscellaneous invoice without lines, with jobs, or below nothing', () => {
  const open = [{ open: [], yes: [] }];
  const draft = draftOf({}, open, bookOf(open));
  const codes = [
    miscellaneous([]),
    miscellaneous([text(1)], { jobs: draft.jobs }),
    miscellaneous([text(-1)]),
  ].map((result) => (result.ok ? 'composed' : `${result.refusals[0]!.code} ${result.refusals[0]!.field}`));
  assert.deepEqual(codes, ['nothingToDo lines', 'invalidRequest jobs', 'negativeTotal lines']);
});

test('refused: loose lines on an invoice of jobs, and amounts beyond the ledger', () => {
  const jobs = [{ open: [time('T1', 300, { quantity: 2 })], yes: ['T1'] }];
  const book = bookOf(jobs);
  const draft = draftOf({}, jobs, book);
  const loose = compose({ ...draft, lines: [text(1)] }, book);
  assert.ok(!loose.ok && loose.refusals[0]!.field === 'lines');
  const large = miscellaneous([{ ...text(1), amountMinor: 9_007_199_254_740_991n }, text(1)]);
  assert.ok(!large.ok && large.refusals[0]!.code === 'amountOutOfRange');
});
