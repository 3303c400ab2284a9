import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Composition } from './composition.ts';
import { divideByTax, type TaxShare } from './divide-by-tax.ts';
import type { Effect } from './effects.ts';
import { lineOf } from './lines.ts';

const absorbing = (amountMinor: bigint): Composition => {
  const key = 'interim:88';
  const item = {
    jobId: 1,
    itemId: 88n,
    kind: 'interim',
    originOn: '2026-03-01',
    openMinor: -amountMinor,
    openQuantity: 0,
    jobTaskId: null,
    staffId: null,
  } as unknown as Extract<Effect, { kind: 'interimAbsorbed' }>['item'];
  return {
    savedAs: 'final',
    lines: [lineOf({ key, kind: 'interim', description: 'Deposit', amountMinor: -amountMinor })],
    effects: [{ kind: 'interimAbsorbed', lineKey: key, item, amountMinor }],
    jobs: [],
    totalMinor: -amountMinor,
    unlist: [],
    notices: [],
  };
};

const divide = (amountMinor: bigint, ...shares: [number | null, bigint][]) => {
  const of = shares.map(([taxId, weightMinor]): TaxShare => ({ taxId, weightMinor }));
  const { composition, taxIds } = divideByTax(absorbing(amountMinor), () => of);
  return {
    lines: composition.lines.map(({ key, amountMinor: minor }) => [key, minor]),
    effects: composition.effects.map(({ lineKey, ...effect }) => [
      lineKey,
      'amountMinor' in effect ? effect.amountMinor : null,
    ]),
    taxIds: Object.fromEntries(taxIds),
  };
};

test('of one tax, a line stays as it is and has that tax', () => {
  assert.deepEqual(divide(1000n, [3, 500n]), {
    lines: [['interim:88', -1000n]],
    effects: [['interim:88', 1000n]],
    taxIds: { 'interim:88': 3 },
  });
});

test('of several taxes, a line and what it does are divided to the cent', () => {
  assert.deepEqual(divide(1000n, [3, 2n], [null, 1n]), {
    lines: [
      ['interim:88:3', -667n],
      ['interim:88:0', -333n],
    ],
    effects: [
      ['interim:88:3', 667n],
      ['interim:88:0', 333n],
    ],
    taxIds: { 'interim:88:3': 3, 'interim:88:0': null },
  });
});

test('a share too small for a cent makes no line of nothing', () => {
  assert.deepEqual(divide(1n, [3, 9n], [null, 1n]).lines, [['interim:88', -1n]]);
});

test('where nothing is known of it, no tax is said', () => {
  assert.deepEqual(divide(1000n).taxIds, {});
  assert.deepEqual(divide(1000n, [3, 0n]).taxIds, {});
});
