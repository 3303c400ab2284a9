import assert from 'node:assert/strict';
import { test } from 'node:test';
import { restOfQuote } from './rest-of-quote.ts';

type Line = readonly [amountMinor: bigint, claimedMinor: bigint];

const rest = (uninvoicedMinor: bigint, lines: readonly Line[], again: Record<number, bigint> = {}) =>
  restOfQuote(
    {
      uninvoicedMinor,
      lines: lines.map(([amountMinor, claimedMinor], place) => ({
        quoteLineId: place + 1,
        kind: 'task',
        description: 'The work',
        jobTaskId: null,
        amountMinor,
        claimedMinor,
      })),
    },
    {
      again: new Map(Object.entries(again).map(([id, minor]) => [Number(id), minor])),
      countedMinor: Object.values(again).reduce((sum, minor) => sum + minor, 0n),
    },
  ).map(({ quoteLineId, amountMinor }) => [quoteLineId, amountMinor]);

test('each line to its end, without those of which nothing is left', () => {
  const lines = [
    [300n, 100n],
    [200n, 200n],
    [100n, 0n],
  ] as const;
  assert.deepEqual(rest(300n, lines), [
    [1, 200n],
    [3, 100n],
  ]);
});

test('what absorbed interims had claimed is stated again', () => {
  assert.deepEqual(rest(100n, [[300n, 200n]], { 1: 150n }), [[1, 250n]]);
});

test('no more than is uninvoiced of the quote, in proportion and to the cent', () => {
  assert.deepEqual(
    rest(100n, [
      [200n, 0n],
      [100n, 0n],
    ]),
    [
      [1, 67n],
      [2, 33n],
    ],
  );
  assert.deepEqual(
    rest(100n, [
      [200n, 0n],
      [-50n, 0n],
    ]),
    [
      [1, 150n],
      [2, -50n],
    ],
  );
});

test('nothing of a quote that is invoiced, or invoiced beyond its total', () => {
  assert.deepEqual(rest(0n, [[200n, 0n]]), []);
  assert.deepEqual(rest(-40n, [[200n, 0n]]), []);
});

test('what was held back of claims is left of the quote as a whole', () => {
  assert.deepEqual(
    rest(110n, [
      [200n, 200n],
      [100n, 0n],
    ]),
    [
      [2, 100n],
      [null, 10n],
    ],
  );
});

test('of a line that was claimed beyond its end nothing is left, and of the others no more than of the quote', () => {
  assert.deepEqual(
    rest(100n, [
      [200n, 300n],
      [200n, 0n],
    ]),
    [[2, 100n]],
  );
});
