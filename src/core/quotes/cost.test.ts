import assert from 'node:assert/strict';
import { test } from 'node:test';
import { costOfQuote } from './cost.ts';

const line = (quantityThousandths: number | null, unitCostMinor: bigint | null, more: object = {}) => ({
  kind: 'cost' as const,
  isOption: false,
  isChosen: false,
  quantityThousandths,
  unitCostMinor,
  ...more,
});
const inFirmCurrency = { totalMinor: 100_00n, currency: 'NZD', firmCurrency: 'NZD' } as const;

test('the margin is what the total leaves beside the costs of the chosen lines', () => {
  const lines = [
    line(2500, 7_01n),
    line(null, 10_00n),
    line(1000, 50_00n, { isOption: true }),
    line(1000, 3_00n, { isOption: true, isChosen: true }),
    line(4000, null),
  ];
  assert.deepEqual(costOfQuote(lines, inFirmCurrency), { costMinor: 30_53n, marginMinor: 69_47n });
});

test('without a cost that is said there is no margin, and none across currencies', () => {
  assert.deepEqual(costOfQuote([line(1000, null)], inFirmCurrency), { costMinor: null, marginMinor: null });
  assert.deepEqual(costOfQuote([line(1000, 5_00n)], { ...inFirmCurrency, currency: 'AUD' }), {
    costMinor: 5_00n,
    marginMinor: null,
  });
});
