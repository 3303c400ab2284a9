import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { civilDate } from '../calendar/civil-date.ts';
import { netWipMinor } from '../ledger/accounts.ts';
import { foldBalances, foldItems, itemKey } from '../ledger/fold.ts';
import { assertPostable } from '../ledger/journal.ts';
import type { OpenItem } from '../wip/lines.ts';
import { washUp } from './wash-up.ts';

const on = civilDate('2026-03-31');
const cause = { kind: 'wipAction', id: 1n } as const;

const anyItem = fc.record({
  jobId: fc.integer({ min: 1, max: 3 }),
  kind: fc.constantFrom('time' as const, 'cost' as const, 'interim' as const),
  minor: fc.bigInt({ min: 1n, max: 1_000_000n }),
  sign: fc.constantFrom(1n, 1n, 0n, -1n),
  quantity: fc.integer({ min: 1, max: 600 }),
});

const anyItems = fc.array(anyItem, { minLength: 1, maxLength: 20 }).map((items) =>
  items.map(({ jobId, kind, minor, sign, quantity }, index): OpenItem => {
    // Interims are in credit, and so are some costs: what a supplier gave back.
    const isCredit = kind === 'cost' && sign < 0n;
    const openMinor = kind === 'interim' || isCredit ? -minor : minor * sign * sign;
    const openQuantity = kind === 'interim' ? 0 : isCredit ? -quantity : quantity;
    return {
      jobId,
      itemId: BigInt(index + 1),
      kind,
      originOn: on,
      openMinor,
      openQuantity,
      jobTaskId: 1,
      staffId: 1,
    };
  }),
);

test('whatever is open, a wash-up leaves every item closed and what it bills is what it absorbs', () => {
  fc.assert(
    fc.property(anyItems, (items) => {
      const journals = washUp(items, items[0]!.jobId, on, cause);
      for (const journal of journals) assertPostable(journal);
      const changes = foldItems(journals);
      for (const item of items) {
        const change = changes.get(itemKey(item.jobId, item.itemId));
        assert.equal(item.openMinor + (change?.amountMinor ?? 0n), 0n);
        assert.equal(item.openQuantity + (change?.quantity ?? 0), 0);
      }
      const balances = [...foldBalances(journals).values()];
      const billed = balances.reduce((sum, balance) => sum + balance.billed, 0n);
      assert.equal(billed, 0n, 'a wash-up is a nil invoice');
      const moved = balances.reduce((sum, balance) => sum + netWipMinor(balance), 0n);
      const before = items.reduce((sum, item) => sum + item.openMinor, 0n);
      assert.equal(moved, -before);
    }),
  );
});

test('a job by itself is settled within itself', () => {
  fc.assert(
    fc.property(anyItems, (items) => {
      const own = items.filter((item) => item.jobId === items[0]!.jobId);
      for (const [jobId, balance] of foldBalances(washUp(own, own[0]!.jobId, on, cause))) {
        assert.equal(jobId, own[0]!.jobId);
        assert.equal(netWipMinor(balance), -own.reduce((sum, item) => sum + item.openMinor, 0n));
        assert.equal(balance.billed, 0n);
      }
    }),
  );
});

test("a supplier's credit is settled with the rest", () => {
  const base = { jobId: 1, originOn: on, jobTaskId: null, staffId: null };
  const items: OpenItem[] = [
    { ...base, itemId: 1n, kind: 'cost', openMinor: 10000n, openQuantity: 1000 },
    { ...base, itemId: 2n, kind: 'cost', openMinor: -4000n, openQuantity: -1000 },
    { ...base, itemId: 3n, kind: 'interim', openMinor: -5000n, openQuantity: 0 },
  ];
  const changes = foldItems(washUp(items, 1, on, cause));
  for (const item of items) assert.equal(changes.get(itemKey(1, item.itemId))?.amountMinor, -item.openMinor);
});
