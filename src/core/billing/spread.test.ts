import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { civilDate } from '../calendar/civil-date.ts';
import type { OpenItem } from '../wip/lines.ts';
import { spread } from './spread.ts';

let ids = 0n;
function item(kind: 'time' | 'cost', openMinor: bigint, originOn = '2026-03-01'): OpenItem {
  ids += 1n;
  return {
    jobId: 1,
    itemId: ids,
    kind,
    originOn: civilDate(originOn),
    openMinor,
    openQuantity: 60,
    jobTaskId: 1,
    staffId: 1,
  };
}

const cents = (amount: string): bigint => BigInt(Math.round(Number(amount) * 100));
const recognised = (items: OpenItem[], total: string): string[] =>
  spread(items, cents(total)).shares.map((share) => (Number(share.recognisedMinor) / 100).toFixed(2));

test('S18: ten entries of 100 at a fixed price of 800 are billed at 80 each', () => {
  const items = Array.from({ length: 10 }, () => item('time', 10000n));
  assert.deepEqual(
    recognised(items, '800'),
    Array.from({ length: 10 }, () => '80.00'),
  );
});

test('S19: 617.28, 411.52 and 205.76 at a fixed price of 1,000.00', () => {
  const items = [item('time', 61728n), item('time', 41152n), item('time', 20576n)];
  assert.deepEqual(recognised(items, '1000'), ['500.00', '333.33', '166.67']);
});

test('S24: costs are recovered in full and time carries the write-on', () => {
  const items = [item('time', 120000n), item('time', 180000n), item('cost', 60000n)];
  assert.deepEqual(recognised(items, '5000'), ['1760.00', '2640.00', '600.00']);
});

test('S25: costs are recovered in full and time carries the write-off', () => {
  const items = [item('time', 240000n), item('time', 160000n), item('cost', 50000n)];
  assert.deepEqual(recognised(items, '3000'), ['1500.00', '1000.00', '500.00']);
});

test('an invoice below the costs writes off all time and spreads the rest over the costs', () => {
  const items = [item('time', 30000n), item('cost', 20000n), item('cost', 10000n)];
  assert.deepEqual(recognised(items, '150'), ['0.00', '100.00', '50.00']);
});

test('without time the difference falls on the costs', () => {
  assert.deepEqual(recognised([item('cost', 20000n), item('cost', 10000n)], '600'), ['400.00', '200.00']);
});

test('with nothing at all the total stands unallocated', () => {
  assert.deepEqual(spread([], 5000n), { shares: [], unallocatedMinor: 5000n });
});

test('time of no value carries nothing: the costs do, or the total stands unallocated', () => {
  const free = item('time', 0n);
  assert.deepEqual(recognised([free, item('cost', 10000n)], '150'), ['0.00', '150.00']);
  assert.equal(spread([free], 5000n).unallocatedMinor, 5000n);
});

test('a cent that cannot be divided goes to the older entry', () => {
  const younger = item('time', 5000n, '2026-03-02');
  const older = item('time', 5000n, '2026-03-01');
  const { shares } = spread([younger, older], 9999n);
  assert.deepEqual(
    shares.map((share) => [share.item.itemId === older.itemId, share.recognisedMinor]),
    [
      [true, 4999n],
      [false, 5000n],
    ],
  );
});

const anyItem = fc
  .record({
    kind: fc.constantFrom('time', 'cost'),
    openMinor: fc.bigInt({ min: 0n, max: 10_000_000n }),
    day: fc.integer({ min: 1, max: 28 }),
  })
  .map(({ kind, openMinor, day }) =>
    item(kind as 'time' | 'cost', openMinor, `2026-03-${String(day).padStart(2, '0')}`),
  );

test('the parts add up to the total, always, and nobody recognises less than nothing', () => {
  fc.assert(
    fc.property(
      fc.array(anyItem, { maxLength: 30 }),
      fc.bigInt({ min: 0n, max: 100_000_000n }),
      (items, total) => {
        const { shares, unallocatedMinor } = spread(items, total);
        const sum = shares.reduce((all, share) => all + share.recognisedMinor, unallocatedMinor);
        assert.equal(sum, total);
        assert.equal(shares.length, items.length);
        for (const share of shares) assert.ok(share.recognisedMinor >= 0n);
        if (items.some((one) => one.openMinor > 0n)) assert.equal(unallocatedMinor, 0n);
      },
    ),
  );
});

test('costs are recovered in full whenever the total allows it and there is time to carry the rest', () => {
  fc.assert(
    fc.property(
      fc.array(anyItem, { maxLength: 30 }),
      fc.bigInt({ min: 0n, max: 100_000_000n }),
      (items, total) => {
        const costs = items.filter((one) => one.kind === 'cost');
        const costsMinor = costs.reduce((sum, cost) => sum + cost.openMinor, 0n);
        const hasTime = items.some((one) => one.kind === 'time' && one.openMinor > 0n);
        fc.pre(hasTime && total >= costsMinor);
        const { shares } = spread(items, total);
        for (const share of shares) {
          if (share.item.kind === 'cost') assert.equal(share.recognisedMinor, share.item.openMinor);
        }
      },
    ),
  );
});
