// A plan bills folded items, the run bills the items themselves, and both come to the same.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { choiceTreatments } from '#core/billing-run/plan.ts';
import { carriedAfter, offeredUpTo, type RunRules } from '#core/billing-run/rules.ts';
import type { BookItem, BookJob } from '#core/billing/draft.ts';
import { addDays, civilDate } from '#core/calendar/civil-date.ts';
import { multiplyRate } from '#core/money/money.ts';
import type { InvoiceTaxes } from '../invoices/tax.ts';
import type { UnitToDraw } from './content.ts';
import { drawUnit, type DrawingTerms } from './draw.ts';
import { fold } from './testing/fold.ts';
import { rulesOf } from './testing/rules.ts';

const anyItem = fc.record({
  kind: fc.constantFrom(
    'time' as const,
    'time' as const,
    'time' as const,
    'cost' as const,
    'interim' as const,
  ),
  task: fc.constantFrom(1, 2, null),
  price: fc.constantFrom(15_001n, 9_999n, 0n),
  minutes: fc.integer({ min: 1, max: 500 }),
  /** As recorded, of another value, or of none. */
  value: fc.constantFrom('recorded' as const, 'recorded' as const, 'revalued' as const, 'nothing' as const),
  billable: fc.integer({ min: 0, max: 4 }).map((one) => one > 0),
  day: fc.integer({ min: -40, max: 5 }),
  isHeld: fc.integer({ min: 0, max: 9 }).map((one) => one === 0),
  isCredit: fc.integer({ min: 0, max: 5 }).map((one) => one === 0),
});
type AnyItem = typeof anyItem extends fc.Arbitrary<infer Item> ? Item : never;

const cutOffOn = civilDate('2026-03-31');

function itemOf(given: AnyItem, jobId: number, itemId: bigint): BookItem {
  const { kind, task, price, minutes, value, billable, day, isHeld, isCredit } = given;
  const recorded = billable ? multiplyRate(minutes, price) : 0n;
  const worth = { recorded, revalued: recorded + 77n, nothing: 0n }[value];
  const sign = kind === 'interim' || (kind === 'cost' && isCredit) ? -1n : 1n;
  return {
    jobId,
    itemId,
    kind,
    originOn: addDays(cutOffOn, day),
    openMinor: kind === 'interim' ? -worth - 1n : sign * worth,
    openQuantity: kind === 'interim' ? 0 : Number(sign) * minutes,
    jobTaskId: kind === 'time' && task !== null ? jobId * 10 + task : null,
    staffId: null,
    billable: kind === 'interim' || billable,
    priceMinor: kind === 'interim' ? 0n : price,
    description: 'Open',
    onDraft: isHeld ? 'another draft' : null,
  };
}

function bookOf(jobs: readonly (readonly AnyItem[])[]): BookJob[] {
  let itemId = 0n;
  return jobs.map((given, place): BookJob => {
    const jobId = place + 1;
    const items = given
      .map((item) => itemOf(item, jobId, (itemId += 1n)))
      .toSorted((a, b) => (a.originOn < b.originOn ? -1 : a.originOn > b.originOn ? 1 : 0));
    const netWipMinor = items.reduce((sum, { openMinor }) => sum + openMinor, 0n);
    return { jobId, number: `J${jobId}`, name: '', netWipMinor, items, jobTaskNames: new Map(), quote: null };
  });
}

const rates = new Map([
  [1, { name: 'GST', components: [{ component: 'GST', rateMillionths: 150_000 }] }],
  [2, { name: 'Old', components: [{ component: 'Old', rateMillionths: 125_000 }] }],
]);

const anyTaxes = fc
  .record({
    mode: fc.constantFrom('exclusive' as const, 'inclusive' as const, 'none' as const),
    rounding: fc.constantFrom('line' as const, 'total' as const),
    half: fc.constantFrom('up' as const, 'down' as const),
  })
  .map((policy): InvoiceTaxes => ({ mode: policy.mode, defaultTaxId: 1, policy: { ...policy, rates } }));

const anyCase = fc.record({
  jobs: fc.array(fc.array(anyItem, { minLength: 1, maxLength: 14 }), { minLength: 1, maxLength: 3 }),
  carryYoungerThanDays: fc.constantFrom(null, null, 5, 20),
  interims: fc.constantFrom('absorb' as const, 'leave' as const),
  type: fc.constantFrom('progress' as const, 'final' as const),
  treatment: fc.constantFrom(null, null, ...choiceTreatments),
  interimsOfOldTax: fc.boolean(),
  taxes: anyTaxes,
});

function drawing(given: typeof anyCase extends fc.Arbitrary<infer Case> ? Case : never) {
  const { carryYoungerThanDays, interims, taxes } = given;
  const rules: RunRules = rulesOf({ cutOffOn, treatment: { carryYoungerThanDays, interims } });
  const jobs = bookOf(given.jobs);
  const choice = given.treatment === null ? null : { treatment: given.treatment, ignoresMinimum: false };
  const interimTaxes = new Map(
    jobs.flatMap(({ items }) =>
      items.map(({ itemId }) => [itemId, [{ taxId: 2, weightMinor: 1n }]] as const),
    ),
  );
  const drawn = (book: readonly BookJob[]) => {
    const unit: UnitToDraw = {
      clientId: 1,
      type: given.type,
      basis: 'actual',
      jobs: book.map(({ jobId, items }) => ({ jobId, choice, items })),
    };
    const terms: DrawingTerms = {
      rules,
      currency: 'NZD',
      taxes,
      book: {
        jobs: book,
        quoteLines: new Map(),
        interimClaims: new Map(),
        interimTaxes: given.interimsOfOldTax ? interimTaxes : new Map(),
      },
    };
    return drawUnit(unit, terms);
  };
  const bounds = { offeredUpTo: offeredUpTo(rules), carriedAfter: carriedAfter(rules) };
  const folded = jobs.map((job) => ({ ...job, items: fold(job.items, bounds) }));
  return { drawn, jobs, folded };
}

test('an invoice of folded items has the lines, the tax and the effect of one of single items', () => {
  let composed = 0;
  let foldedAway = 0;
  fc.assert(
    fc.property(anyCase, (given) => {
      const { drawn, jobs, folded } = drawing(given);
      const [single, together] = [drawn(jobs), drawn(folded)];
      if (!single.ok || !together.ok) {
        const codesOf = (of: typeof single) => (of.ok ? [] : of.refusals.map(({ code }) => code));
        assert.deepEqual(codesOf(together), codesOf(single));
        return;
      }
      composed += 1;
      const itemsOf = (book: readonly BookJob[]) => book.flatMap(({ items }) => items).length;
      foldedAway += itemsOf(jobs) - itemsOf(folded);
      const [a, b] = [together.value, single.value];
      const linesOf = ({ composition, tax }: typeof a) =>
        composition.lines
          .map(({ key, kind, minutes, amountMinor }, place) => {
            const of = { key, kind, minutes, amountMinor };
            return JSON.stringify({ ...of, taxId: tax.taxIds[place] }, (_key, value: unknown) =>
              typeof value === 'bigint' ? String(value) : value,
            );
          })
          .toSorted();
      assert.deepEqual(linesOf(a), linesOf(b));
      assert.equal(a.composition.totalMinor, b.composition.totalMinor);
      assert.equal(a.composition.savedAs, b.composition.savedAs);
      assert.deepEqual(a.composition.jobs, b.composition.jobs);
      assert.deepEqual(a.tax.taxed.totals, b.tax.taxed.totals);
    }),
    { numRuns: 2_000 },
  );
  assert.ok(composed > 500, `only ${composed} were composed`);
  assert.ok(foldedAway > 500, `only ${foldedAway} items were folded`);
});

test('what an invoice of several jobs comes to is what its jobs come to alone', () => {
  fc.assert(
    fc.property(anyCase, (given) => {
      const { drawn, folded } = drawing(given);
      const together = drawn(folded);
      const alone = folded.map((job) => drawn([job]));
      if (!together.ok || !alone.every((one) => one.ok)) return;
      // Together they are saved as progress where one of them is; a run puts jobs of one type together.
      if (alone.some(({ value }) => value.composition.savedAs !== together.value.composition.savedAs)) return;
      assert.deepEqual(
        together.value.composition.jobs,
        alone.flatMap(({ value }) => value.composition.jobs),
      );
    }),
    { numRuns: 500 },
  );
});
