import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { creditedTaxes, creditedTaxOf } from './credit-tax.ts';

test('a whole line gives exactly its tax, whatever the rate says', () => {
  const line = { amountMinor: 10_01n, taxMinor: 1_51n, creditedMinor: 0n, creditedTaxMinor: 0n };
  assert.equal(creditedTaxOf(line, 10_01n), 1_51n);
});

test('parts in any sizes add up to the tax of the line', () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: -100_000n, max: 100_000n }),
      fc.bigInt({ min: 0n, max: 30n }),
      fc.array(fc.bigInt({ min: 1n, max: 100n }), { maxLength: 5 }),
      (amountMinor, per100, parts) => {
        const taxMinor = (amountMinor * per100) / 100n;
        let creditedMinor = 0n;
        let creditedTaxMinor = 0n;
        for (const part of [...parts.map((of100) => ((amountMinor - creditedMinor) * of100) / 100n), null]) {
          const creditMinor = part ?? amountMinor - creditedMinor;
          creditedTaxMinor += creditedTaxOf(
            { amountMinor, taxMinor, creditedMinor, creditedTaxMinor },
            creditMinor,
          );
          creditedMinor += creditMinor;
        }
        assert.equal(creditedTaxMinor, taxMinor);
      },
    ),
  );
});

test('a tax of two components is credited in two steps to the cent of each', () => {
  const tax = { taxId: 1, name: 'HST', rateMillionths: 50_000, baseMinor: 1_000n };
  const ofInvoice = [
    { ...tax, component: 'Federal', taxMinor: 50n },
    { ...tax, component: 'Provincial', rateMillionths: 99_750, taxMinor: 101n },
  ];
  const first = creditedTaxes(ofInvoice, [], [{ taxId: 1, amountMinor: 333n, taxMinor: 50n }]);
  assert.deepEqual(
    first.map(({ taxMinor }) => taxMinor),
    [17n, 33n],
  );
  const second = creditedTaxes(ofInvoice, first, [{ taxId: 1, amountMinor: 667n, taxMinor: 101n }]);
  assert.deepEqual(
    second.map(({ taxMinor, baseMinor }) => [taxMinor, baseMinor]),
    [
      [33n, 667n],
      [68n, 667n],
    ],
  );
  assert.deepEqual(creditedTaxes(ofInvoice, [], [{ taxId: null, amountMinor: 5n, taxMinor: 0n }]), []);
});
