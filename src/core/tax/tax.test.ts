import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { civilDate } from '../calendar/civil-date.ts';
import { absolute } from '../money/division.ts';
import type { LineToTax, RatesOfTax, TaxPolicy } from './tax.ts';
import { exTaxOf, exTaxOfLines, ratesInForce, ratesOn, residualMinor, taxDocument } from './tax.ts';

const gst15: RatesOfTax = { name: 'GST', components: [{ component: 'GST', rateMillionths: 150_000 }] };
const gst10: RatesOfTax = { name: 'GST', components: [{ component: 'GST', rateMillionths: 100_000 }] };
const zero: RatesOfTax = { name: 'Zero', components: [{ component: 'Zero', rateMillionths: 0 }] };
const quebec: RatesOfTax = {
  name: 'GST and QST',
  components: [
    { component: 'GST', rateMillionths: 50_000 },
    { component: 'QST', rateMillionths: 99_750 },
  ],
};
const rates = new Map([
  [1, gst15],
  [2, gst10],
  [3, zero],
  [4, quebec],
]);
const newZealand: TaxPolicy = { mode: 'exclusive', rounding: 'total', half: 'down', rates };
const australia: TaxPolicy = { mode: 'exclusive', rounding: 'line', half: 'up', rates };

const line = (amountMinor: bigint, taxId: number | null): LineToTax => ({
  amountMinor,
  grossMinor: null,
  taxId,
});
const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((total, amount) => total + amount, 0n);

test('an Australian invoice rounds half a cent of GST up, on each line', () => {
  const taxed = taxDocument([line(105n, 2), line(105n, 2), line(10_000n, 2)], australia);
  assert.deepEqual(taxed.lineTaxMinor, [11n, 11n, 1_000n]);
  assert.deepEqual(taxed.totals, { exMinor: 10_210n, taxMinor: 1_022n, incMinor: 11_232n });
});

test('an Australian invoice rounded on its total has a cent less, and shares it to the earlier line', () => {
  const taxed = taxDocument([line(105n, 2), line(105n, 2), line(10_000n, 2)], {
    ...australia,
    rounding: 'total',
  });
  assert.deepEqual(taxed.lineTaxMinor, [11n, 10n, 1_000n]);
  assert.equal(taxed.totals.taxMinor, 1_021n);
});

test('a New Zealand invoice drops half a cent of GST, and keeps what is above a half', () => {
  assert.equal(taxDocument([line(110n, 1)], newZealand).totals.taxMinor, 16n); // 16.5
  assert.equal(taxDocument([line(111n, 1)], newZealand).totals.taxMinor, 17n); // 16.65
  assert.equal(taxDocument([line(110n, 1)], { ...newZealand, half: 'up' }).totals.taxMinor, 17n);
});

test('a New Zealand invoice of three lines is taxed once on its total', () => {
  const taxed = taxDocument([line(3_333n, 1), line(3_333n, 1), line(3_334n, 1)], newZealand);
  assert.deepEqual(taxed.lineTaxMinor, [500n, 500n, 500n]);
  assert.deepEqual(taxed.summary, [
    {
      taxId: 1,
      name: 'GST',
      component: 'GST',
      rateMillionths: 150_000,
      baseMinor: 10_000n,
      taxMinor: 1_500n,
    },
  ]);
});

test('an absorbed interim and a retention take their tax off', () => {
  const taxed = taxDocument([line(100_000n, 1), line(-30_000n, 1), line(-5_000n, 1)], newZealand);
  assert.deepEqual(taxed.lineTaxMinor, [15_000n, -4_500n, -750n]);
  assert.deepEqual(taxed.totals, { exMinor: 65_000n, taxMinor: 9_750n, incMinor: 74_750n });
});

test('a tax of two components is printed as two, and untaxed and zero-rated lines are told apart', () => {
  const taxed = taxDocument([line(10_010n, 4), line(500n, null), line(700n, 3)], australia);
  assert.deepEqual(
    taxed.summary.map(({ component, baseMinor, taxMinor }) => [component, baseMinor, taxMinor]),
    [
      ['GST', 10_010n, 501n], // 500.5
      ['QST', 10_010n, 998n], // 998.4975
      ['Zero', 700n, 0n],
    ],
  );
  assert.deepEqual(taxed.lineTaxMinor, [1_499n, 0n, 0n]);
});

test('a line typed with tax included prints as typed', () => {
  assert.equal(exTaxOf(11_500n, gst15, 'down'), 10_000n);
  assert.equal(exTaxOf(1_000n, gst10, 'up'), 909n); // tax 90.909
  assert.equal(exTaxOf(-1_000n, gst10, 'up'), -909n);
  const typed = { amountMinor: 909n, grossMinor: 1_000n, taxId: 2 };
  const taxed = taxDocument([typed], { ...australia, mode: 'inclusive' });
  assert.deepEqual(taxed.lineTaxMinor, [91n]);
  assert.equal(taxed.totals.incMinor, 1_000n);
});

test('half a cent of tax within a price is dropped in New Zealand and kept in Australia', () => {
  const half: RatesOfTax = { name: 'Whole', components: [{ component: 'Whole', rateMillionths: 1_000_000 }] };
  assert.equal(exTaxOf(5n, half, 'down'), 3n);
  assert.equal(exTaxOf(5n, half, 'up'), 2n);
});

test('ten prices typed with GST have the tax of their total when it is rounded on the total', () => {
  const typed = Array.from({ length: 10 }, () => ({ grossMinor: 1_000n, taxId: 1 }));
  const policy: TaxPolicy = { ...newZealand, mode: 'inclusive' };
  const exMinor = exTaxOfLines(typed, policy);
  assert.equal(sum(exMinor), 10_000n - 1_304n); // 1304.35
  assert.equal(sum(exTaxOfLines(typed, { ...policy, rounding: 'line' })), 10_000n - 1_300n); // 130.43 each
  const taxed = taxDocument(
    typed.map((each, index) => ({ ...each, amountMinor: exMinor[index]! })),
    policy,
  );
  assert.deepEqual(taxed.totals, { exMinor: 8_696n, taxMinor: 1_304n, incMinor: 10_000n });
});

test('a total agreed with tax included is met, whatever the lines round to', () => {
  // 100.00 without tax is 86.96 and comes from three lines.
  const lines = [line(2_899n, 1), line(2_899n, 1), line(2_898n, 1)];
  const byLine: TaxPolicy = { ...newZealand, mode: 'inclusive', rounding: 'line' };
  assert.equal(taxDocument(lines, byLine).totals.incMinor, 10_001n);
  const agreed = taxDocument(lines, { ...byLine, agreedTotalMinor: 10_000n });
  assert.equal(agreed.totals.incMinor, 10_000n);
  assert.equal(sum(agreed.lineTaxMinor), sum(agreed.summary.map((part) => part.taxMinor)));
});

test('an agreed total that is more than rounding away is left for the caller to see', () => {
  const taxed = taxDocument([line(1_000n, 1)], { ...newZealand, agreedTotalMinor: 2_000n });
  assert.equal(taxed.totals.incMinor, 1_150n);
});

test('a document without tax has none, whatever its lines say', () => {
  const taxed = taxDocument([line(1_000n, 1), line(50n, 99)], { ...newZealand, mode: 'none' });
  assert.deepEqual(taxed.lineTaxMinor, [0n, 0n]);
  assert.deepEqual(taxed.summary, []);
  assert.equal(taxed.totals.incMinor, 1_050n);
});

test('a tax without rates, and a price that is not the line with its tax, are defects', () => {
  assert.throws(() => taxDocument([line(1_000n, 99)], newZealand), RangeError);
  const wrong = { amountMinor: 1_000n, grossMinor: 2_000n, taxId: 1 };
  assert.throws(() => taxDocument([wrong], { ...newZealand, mode: 'inclusive' }), RangeError);
});

test('the rates of a day are those of the latest change before or on it', () => {
  const rate = (effectiveFrom: string, rateMillionths: number, component = 'GST') => ({
    effectiveFrom: civilDate(effectiveFrom),
    component,
    rateMillionths,
  });
  const tax = {
    taxId: 1,
    name: 'GST',
    rates: [rate('1986-10-01', 100_000), rate('2010-10-01', 150_000), rate('1989-07-01', 125_000)],
  };
  const on = (day: string) => ratesInForce([tax], civilDate(day)).get(1)?.components;
  assert.equal(on('1986-09-30'), undefined);
  assert.deepEqual(on('1989-06-30'), [{ component: 'GST', rateMillionths: 100_000 }]);
  assert.deepEqual(on('2010-09-30'), [{ component: 'GST', rateMillionths: 125_000 }]);
  assert.deepEqual(on('2010-10-01'), [{ component: 'GST', rateMillionths: 150_000 }]);

  const refused = ratesOn([tax], civilDate('1986-09-30'), 'lines[2].taxId');
  assert.ok(!refused.ok);
  assert.deepEqual(
    refused.refusals.map(({ code, field, value }) => [code, field, value]),
    [['unknownTax', 'lines[2].taxId', '1']],
  );
  assert.ok(ratesOn([tax], civilDate('2026-01-01')).ok);
});

test('what an amount has above its quantity and price is shown as a residual', () => {
  const none = { minutes: null, ratePerHourMinor: null, quantityThousandths: null, unitPriceMinor: null };
  const hours = { ...none, minutes: 100, ratePerHourMinor: 15_000n };
  assert.equal(residualMinor({ ...hours, amountMinor: 25_000n }), 0n);
  assert.equal(residualMinor({ ...hours, amountMinor: 24_999n }), -1n);
  const kilometres = { ...none, quantityThousandths: 13_500, unitPriceMinor: 104n };
  assert.equal(residualMinor({ ...kilometres, amountMinor: 1_500n }), 96n);
  assert.equal(residualMinor({ ...none, amountMinor: 1_500n }), 0n);
});

const amount = fc.oneof(
  fc.bigInt({ min: -500n, max: 500n }),
  fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }),
);
const exclusiveLine = fc.record({
  amountMinor: amount,
  grossMinor: fc.constant(null),
  taxId: fc.constantFrom(1, 2, 3, 4, null),
});
const documents = fc.record({
  lines: fc.array(exclusiveLine, { maxLength: 12 }),
  rounding: fc.constantFrom('line' as const, 'total' as const),
  half: fc.constantFrom('up' as const, 'down' as const),
});

test('lines, summary and total of any document add up to the same tax', () => {
  fc.assert(
    fc.property(documents, ({ lines, rounding, half }) => {
      const taxed = taxDocument(lines, { mode: 'exclusive', rounding, half, rates });
      assert.equal(sum(taxed.lineTaxMinor), taxed.totals.taxMinor);
      assert.equal(sum(taxed.summary.map((part) => part.taxMinor)), taxed.totals.taxMinor);
      assert.equal(taxed.totals.exMinor + taxed.totals.taxMinor, taxed.totals.incMinor);
      assert.equal(taxed.totals.exMinor, sum(lines.map((each) => each.amountMinor)));
    }),
  );
});

test('a document with its signs turned has its taxes turned', () => {
  fc.assert(
    fc.property(documents, ({ lines, rounding, half }) => {
      const policy: TaxPolicy = { mode: 'exclusive', rounding, half, rates };
      const turned = lines.map((each) => ({ ...each, amountMinor: -each.amountMinor }));
      assert.deepEqual(
        taxDocument(turned, policy).lineTaxMinor,
        taxDocument(lines, policy).lineTaxMinor.map((tax) => -tax),
      );
    }),
  );
});

test('rounding by line and on the total differ by less than a minor unit for each line and component', () => {
  fc.assert(
    fc.property(documents, ({ lines, half }) => {
      const policy: TaxPolicy = { mode: 'exclusive', rounding: 'line', half, rates };
      const byLine = taxDocument(lines, policy);
      const onTotal = taxDocument(lines, { ...policy, rounding: 'total' });
      lines.forEach((each, index) => {
        const components = BigInt(each.taxId === null ? 0 : rates.get(each.taxId)!.components.length);
        assert.ok(absolute(byLine.lineTaxMinor[index]! - onTotal.lineTaxMinor[index]!) <= components);
      });
      const parts = sum(lines.map((each) => BigInt(rates.get(each.taxId ?? 0)?.components.length ?? 0)));
      const apart = absolute(byLine.totals.taxMinor - onTotal.totals.taxMinor);
      assert.ok(parts === 0n ? apart === 0n : apart < parts);
    }),
  );
});

test('whatever is typed with tax included comes to what was typed, on each line and in total', () => {
  fc.assert(
    fc.property(documents, ({ lines, rounding, half }) => {
      const policy: TaxPolicy = { mode: 'inclusive', rounding, half, rates };
      const typed = lines.map((each) => ({ grossMinor: each.amountMinor, taxId: each.taxId }));
      const exMinor = exTaxOfLines(typed, policy);
      const taxed = taxDocument(
        typed.map((each, index) => ({ ...each, amountMinor: exMinor[index]! })),
        policy,
      );
      typed.forEach((each, index) => {
        assert.equal(exMinor[index]! + taxed.lineTaxMinor[index]!, each.grossMinor);
      });
      assert.equal(taxed.totals.incMinor, sum(typed.map((each) => each.grossMinor)));
      assert.equal(sum(taxed.summary.map((part) => part.taxMinor)), taxed.totals.taxMinor);
    }),
  );
});
