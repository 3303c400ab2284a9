import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { RatesOfTax, TaxPolicy } from '../tax/tax.ts';
import {
  chooseLines,
  composeQuote,
  counts,
  multipliesOut,
  residualOf,
  type ComposedQuote,
  type LineToQuote,
} from './compose.ts';

const gst = 1;
const rates: ReadonlyMap<number, RatesOfTax> = new Map([
  [gst, { name: 'GST', components: [{ component: 'GST', rateMillionths: 150_000 }] }],
]);
const exclusive: TaxPolicy = { mode: 'exclusive', rounding: 'line', half: 'down', rates };
const inclusive: TaxPolicy = { ...exclusive, mode: 'inclusive' };

const blank: LineToQuote = {
  kind: 'task',
  minutes: null,
  ratePerHourMinor: null,
  quantityThousandths: null,
  unitPriceMinor: null,
  givenMinor: null,
  taxId: gst,
  isOption: false,
  isChosen: true,
};
const task = (minutes: number, ratePerHourMinor: bigint, more: Partial<LineToQuote> = {}): LineToQuote => ({
  ...blank,
  minutes,
  ratePerHourMinor,
  ...more,
});
const cost = (quantity: number, unitPriceMinor: bigint, more: Partial<LineToQuote> = {}): LineToQuote => ({
  ...blank,
  kind: 'cost',
  quantityThousandths: quantity * 1000,
  unitPriceMinor,
  ...more,
});
const amount = (givenMinor: bigint, more: Partial<LineToQuote> = {}): LineToQuote => ({
  ...blank,
  givenMinor,
  ...more,
});

function compose(
  lines: LineToQuote[],
  policy: TaxPolicy = exclusive,
  fixedTotalMinor: bigint | null = null,
): ComposedQuote {
  const result = composeQuote(lines, { currency: 'NZD', fixedTotalMinor, policy });
  assert.ok(result.ok, result.ok ? '' : JSON.stringify(result.refusals));
  return result.value;
}

function refusalOf(lines: LineToQuote[], fixedTotalMinor: bigint | null = null): string {
  const result = composeQuote(lines, { currency: 'NZD', fixedTotalMinor, policy: exclusive });
  assert.ok(!result.ok, 'it was composed');
  return result.refusals.map(({ code, field }) => `${code} ${field}`).join();
}

const amounts = ({ lines }: ComposedQuote) => lines.map((line) => line.amountMinor);

test('a quote is the sum of its tasks and costs, with tax on top', () => {
  const quote = compose([task(90, 15_000n), cost(2, 10_000n), { ...blank, kind: 'text' }]);
  assert.deepEqual(amounts(quote), [22_500n, 20_000n, 0n]);
  assert.deepEqual([quote.totalMinor, quote.taxMinor], [42_500n, 6_375n]);
  assert.deepEqual(
    quote.taxes.map((tax) => [tax.component, tax.baseMinor, tax.taxMinor]),
    [['GST', 42_500n, 6_375n]],
  );
});

test('an option counts once it is chosen, and says its price in either case', () => {
  const lines = [task(60, 10_000n), amount(5_000n, { isOption: true, isChosen: false })];
  const without = compose(lines);
  assert.deepEqual([without.totalMinor, amounts(without)], [10_000n, [10_000n, 5_000n]]);
  assert.equal(without.lines[1]!.taxMinor, 750n);
  assert.equal(compose([lines[0]!, { ...lines[1]!, isChosen: true }]).totalMinor, 15_000n);
});

test('a fixed price is shared over the chosen lines to the cent, and options keep theirs', () => {
  const quote = compose(
    [
      task(60, 10_000n),
      task(60, 10_000n),
      cost(1, 10_000n),
      amount(7_777n, { isOption: true, isChosen: false }),
    ],
    exclusive,
    10_000n,
  );
  assert.deepEqual(amounts(quote), [3_334n, 3_333n, 3_333n, 7_777n]);
  assert.equal(quote.totalMinor, 10_000n);
  assert.deepEqual(
    quote.lines.map((line) => line.typedMinor),
    [10_000n, 10_000n, 10_000n, 7_777n],
  );
});

test('a discount stands as it is under a fixed price', () => {
  const quote = compose([task(60, 10_000n), task(180, 10_000n), amount(-1_000n)], exclusive, 19_000n);
  assert.deepEqual(amounts(quote), [5_000n, 15_000n, -1_000n]);
});

test('lines without a value share a fixed price by their minutes, or evenly', () => {
  const hours = (minutes: number | null) => ({ ...blank, minutes });
  assert.deepEqual(amounts(compose([hours(60), hours(180)], exclusive, 1_000n)), [250n, 750n]);
  assert.deepEqual(amounts(compose([hours(null), hours(null)], exclusive, 1_001n)), [501n, 500n]);
});

test('a fixed price that nothing can carry is refused', () => {
  assert.equal(refusalOf([{ ...blank, kind: 'text' }], 1_000n), 'cannotSpread fixedTotal');
  assert.equal(refusalOf([amount(-500n)], 1_000n), 'cannotSpread fixedTotal');
});

test('amounts with tax included print as typed, also under a fixed price', () => {
  const quote = compose([task(60, 11_500n), amount(1_000n)], inclusive);
  assert.deepEqual(amounts(quote), [10_000n, 870n]);
  assert.deepEqual([quote.totalMinor, quote.taxMinor], [10_870n, 1_630n]);
  const fixed = compose([task(60, 11_500n), task(120, 11_500n)], inclusive, 10_001n);
  assert.equal(fixed.totalMinor + fixed.taxMinor, 10_001n);
});

test('quantity × price is printed only where it is the amount', () => {
  const line = task(100, 10_000n);
  const own = compose([line]).lines[0]!;
  assert.ok(multipliesOut({ ...line, ...own }, 'exclusive'));
  const fixed = compose([line], exclusive, 15_000n).lines[0]!;
  assert.ok(!multipliesOut({ ...line, ...fixed }, 'exclusive'));
  const gross = compose([line], inclusive).lines[0]!;
  assert.ok(multipliesOut({ ...line, ...gross }, 'inclusive'));
  assert.ok(!multipliesOut({ ...blank, ...compose([amount(1n)]).lines[0]! }, 'exclusive'));
});

test('an amount beside a quantity and a price stands, and what it has above them is shown', () => {
  const residual = (line: LineToQuote, policy = exclusive, fixed?: bigint) =>
    residualOf({ ...line, ...compose([line], policy, fixed).lines[0]! }, policy.mode);
  const rounded = task(90, 15_000n, { givenMinor: 22_000n });
  assert.equal(compose([rounded]).totalMinor, 22_000n);
  assert.equal(residual(rounded), -500n);
  assert.equal(residual(rounded, inclusive), -500n);
  assert.equal(residual(task(90, 15_000n, { givenMinor: 22_500n })), 0n);
  assert.equal(residual(task(90, 15_000n), exclusive, 30_000n), 7_500n);
  assert.equal(residual(amount(1n)), 0n);
});

test('a quote below zero and one beyond all measure are refused', () => {
  assert.equal(refusalOf([amount(100n), amount(-101n)]), 'negativeTotal lines');
  const huge = amount(9_007_199_254_740_991n);
  assert.equal(refusalOf([huge, huge]), 'amountOutOfRange lines');
  assert.equal(refusalOf([task(100_000_000, 900_000_000_000n)]), 'amountOutOfRange lines[0].amount');
});

const anyLine: fc.Arbitrary<LineToQuote> = fc
  .record({
    kind: fc.constantFrom('task' as const, 'cost' as const),
    value: fc.bigInt({ min: 0n, max: 10_000_000n }),
    isOption: fc.boolean(),
    isChosen: fc.boolean(),
    taxId: fc.constantFrom(gst, null),
  })
  .map(({ kind, value, isOption, isChosen, taxId }) => ({
    ...blank,
    kind,
    givenMinor: value,
    taxId,
    isOption,
    isChosen: isChosen || !isOption,
  }));
const anyPolicy: fc.Arbitrary<TaxPolicy> = fc.record({
  mode: fc.constantFrom('exclusive' as const, 'inclusive' as const, 'none' as const),
  rounding: fc.constantFrom('line' as const, 'total' as const),
  half: fc.constantFrom('up' as const, 'down' as const),
  rates: fc.constant(rates),
});

test('the chosen lines, their tax and the tax summary always add up, to a fixed price exactly', () => {
  fc.assert(
    fc.property(
      fc.array(anyLine, { minLength: 1, maxLength: 12 }),
      anyPolicy,
      fc.option(fc.bigInt({ min: 0n, max: 99_999_999n })),
      (lines, policy, fixedTotalMinor) => {
        fc.pre(lines.some((line) => counts(line)));
        const quote = compose(lines, policy, fixedTotalMinor);
        const chosen = quote.lines.filter((_, place) => counts(lines[place]!));
        const sum = (all: readonly bigint[]) => all.reduce((total, one) => total + one, 0n);
        assert.equal(sum(chosen.map((line) => line.amountMinor)), quote.totalMinor);
        assert.equal(sum(chosen.map((line) => line.taxMinor)), quote.taxMinor);
        assert.equal(sum(quote.taxes.map((tax) => tax.taxMinor)), quote.taxMinor);
        if (fixedTotalMinor === null) return;
        const printed = policy.mode === 'inclusive' ? quote.totalMinor + quote.taxMinor : quote.totalMinor;
        assert.equal(printed, fixedTotalMinor);
      },
    ),
  );
});

test('choosing what was proposed comes to what was printed', () => {
  fc.assert(
    fc.property(fc.array(anyLine, { minLength: 1, maxLength: 12 }), anyPolicy, (lines, policy) => {
      const quote = compose(lines, policy);
      const chosen = lines
        .map((line, place) => ({ ...line, ...quote.lines[place]! }))
        .filter((line) => counts(line));
      const again = chooseLines(chosen, policy, 'NZD');
      assert.ok(again.ok);
      assert.deepEqual([again.value.totalMinor, again.value.taxMinor], [quote.totalMinor, quote.taxMinor]);
    }),
  );
});
