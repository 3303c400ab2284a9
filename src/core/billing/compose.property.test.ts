// Whatever is open and whatever an author decides: an invoice is refused, or it ties out.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { addDays, civilDate } from '../calendar/civil-date.ts';
import { foldBalances } from '../ledger/fold.ts';
import { compose } from './compose.ts';
import type { Composition } from './composition.ts';
import type { BookItem, BookJob, Draft, ItemDecision, JobOnDraft, TypedLine } from './draft.ts';
import { invoicedMinor } from './effects.ts';
import { invoicedOn, journalsOf, netWipAfter, openAfter } from './testing/books.ts';

const amount = fc.oneof(fc.bigInt({ min: 1n, max: 100_000n }), fc.constantFrom(1n, 2n, 3n));
const sometimes = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null, freq: 2 });
const rarely = <T>(arbitrary: fc.Arbitrary<T>) =>
  fc.oneof({ arbitrary: fc.constant(null), weight: 6 }, { arbitrary, weight: 1 });
const mostly = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null, freq: 5 });

const anyItem = fc.record({
  kind: fc.constantFrom('time' as const, 'time' as const, 'cost' as const, 'interim' as const),
  amount,
  side: fc.constantFrom(1n, 1n, 1n, 0n, -1n),
  quantity: fc.integer({ min: 1, max: 600 }),
  billable: fc.boolean(),
  day: fc.integer({ min: -28, max: 3 }),
  task: fc.constantFrom(1, 2, null),
  isHeld: fc.integer({ min: 0, max: 9 }).map((one) => one === 0),
});

const anyJob = fc.record({
  items: fc.array(anyItem, { maxLength: 8 }),
  quote: mostly(fc.array(fc.bigInt({ min: -20_000n, max: 200_000n }), { minLength: 1, maxLength: 3 })),
});

function bookOf(jobs: readonly (typeof anyJob extends fc.Arbitrary<infer T> ? T : never)[]): BookJob[] {
  let id = 0n;
  return jobs.map(({ items: given, quote }, place): BookJob => {
    const jobId = place + 1;
    const items = given
      .map(({ kind, side, day, quantity, task, isHeld, ...one }): BookItem => {
        const isCredit = kind === 'cost' && side < 0n;
        const sign = kind === 'interim' || isCredit ? -1n : side === 0n ? 0n : 1n;
        return {
          jobId,
          itemId: ++id,
          kind,
          originOn: addDays(civilDate('2026-03-29'), day),
          openMinor: sign * one.amount,
          openQuantity: kind === 'interim' ? 0 : isCredit ? -quantity : quantity,
          jobTaskId: kind === 'time' && task !== null ? jobId * 10 + task : null,
          staffId: null,
          billable: one.billable,
          priceMinor: kind === 'interim' ? 0n : one.amount,
          description: `${id}`,
          onDraft: isHeld ? 'draft 12' : null,
        };
      })
      .toSorted((a, b) => (a.originOn < b.originOn ? -1 : a.originOn > b.originOn ? 1 : 0));
    const totalMinor = quote?.reduce((sum, one) => sum + one, 0n) ?? 0n;
    return {
      jobId,
      number: `J${jobId}`,
      name: `Job ${jobId}`,
      netWipMinor: items.reduce((sum, item) => sum + item.openMinor, 0n),
      items,
      jobTaskNames: new Map([[jobId * 10 + 1, 'Advice']]),
      quote: quote && {
        quoteId: jobId,
        label: 'Q',
        totalMinor,
        uninvoicedMinor: totalMinor,
        lines: quote.map((amountMinor, line) => ({
          quoteLineId: jobId * 10 + line,
          kind: 'task' as const,
          description: 'Line',
          jobTaskId: null,
          amountMinor,
          claimedMinor: 0n,
        })),
      },
    };
  });
}

/** Choices that mostly can be made, so that most drafts are composed. */
function anyJobOnDraft(
  job: BookJob,
  { basis, type }: Pick<Draft, 'basis' | 'type'>,
): fc.Arbitrary<JobOnDraft> {
  const work = job.items.filter(({ kind, onDraft }) => kind !== 'interim' && onDraft === null);
  const decidable = basis === 'quoted' ? work.filter(({ kind }) => kind === 'cost') : work;
  const decision = ({ itemId, openQuantity, openMinor }: BookItem): fc.Arbitrary<ItemDecision | null> =>
    mostly(
      fc
        .record({
          treatment: fc.constantFrom(
            'bill' as const,
            'bill' as const,
            'writeOff' as const,
            'carryForward' as const,
          ),
          quantity: sometimes(fc.integer({ min: 0, max: 700 })),
          amountMinor: sometimes(fc.bigInt({ min: 0n, max: 120_000n })),
          rest: sometimes(fc.constantFrom('writeOff' as const, 'carryForward' as const)),
        })
        .map((one) => {
          const treatment = basis === 'quoted' ? 'bill' : one.treatment;
          const plain = { itemId, treatment, quantity: null, amountMinor: null, rest: null };
          if (treatment !== 'bill' || openMinor < 0n || openQuantity < 0) return plain;
          const rest = basis === 'quoted' ? null : one.rest;
          return { ...plain, quantity: one.quantity, amountMinor: one.amountMinor, rest };
        }),
    );
  const typed: fc.Arbitrary<TypedLine> = fc
    .record({
      kind: fc.constantFrom('task' as const, 'cost' as const),
      amountMinor: amount,
      covers: fc.boolean(),
    })
    .map(({ kind, amountMinor, covers }) => ({
      kind,
      jobTaskId: job.jobId * 10 + 1,
      description: 'Typed',
      minutes: null,
      ratePerHourMinor: null,
      quantityThousandths: null,
      unitPriceMinor: null,
      amountMinor,
      covers: covers && basis === 'actual' ? work.slice(0, 2).map(({ itemId }) => itemId) : null,
    }));
  const ofBasis = <T>(bases: readonly Draft['basis'][], some: fc.Arbitrary<T>, none: T) =>
    bases.includes(basis) ? some : fc.constant(none);
  return fc.record({
    jobId: fc.constant(job.jobId),
    decisions: ofBasis(
      ['actual', 'quoted'],
      fc.tuple(...decidable.map(decision)).map((all) => all.filter((one) => one !== null)),
      [],
    ),
    absorb: ofBasis(
      type === 'final' ? ['actual', 'quoted'] : ['actual'],
      fc
        .subarray(job.items.filter(({ kind, onDraft }) => kind === 'interim' && onDraft === null))
        .map((items) => items.map(({ itemId }) => ({ itemId, amountMinor: null }))),
      [],
    ),
    typed: ofBasis(['actual', 'quoted'], fc.array(typed, { maxLength: 2 }), []),
    claims: ofBasis(
      ['quoted'],
      fc
        .subarray([...(job.quote?.lines ?? [])])
        .map((lines) => lines.map(({ quoteLineId, amountMinor }) => ({ quoteLineId, amountMinor }))),
      [],
    ),
    deposit: ofBasis(
      ['deposit'],
      amount.map((amountMinor) => ({ description: '', amountMinor })),
      null,
    ),
    rest: fc.constantFrom('writeOff', 'carryForward'),
    excess: ofBasis(['actual'], fc.constantFrom('writeOn', 'keepAsCredit'), 'writeOn'),
    retention: rarely(fc.bigInt({ min: 1n, max: 3_000n })).map((amountMinor) =>
      amountMinor === null ? null : { description: 'Retention', amountMinor },
    ),
  });
}

const anyInvoice = fc
  .record({
    jobs: fc.array(anyJob, { minLength: 1, maxLength: 3 }),
    type: fc.constantFrom('progress' as const, 'final' as const),
    basis: fc.constantFrom('actual' as const, 'actual' as const, 'quoted' as const, 'deposit' as const),
    total: sometimes(fc.bigInt({ min: 0n, max: 300_000n })),
  })
  .chain(({ jobs, type, basis, total }) => {
    const book = bookOf(jobs);
    return fc.tuple(...book.map((job) => anyJobOnDraft(job, { basis, type }))).map((chosen) => ({
      book,
      draft: {
        type,
        basis,
        currency: 'NZD',
        invoicedOn,
        cutOffOn: invoicedOn,
        fixedTotalMinor: total,
        jobs: chosen,
        lines: [],
      } satisfies Draft,
    }));
  });

function checkTiesOut(
  { lines, effects, totalMinor, jobs }: Composition,
  fixedTotalMinor: bigint | null,
): void {
  assert.equal(
    lines.reduce((sum, line) => sum + line.amountMinor, 0n),
    totalMinor,
  );
  assert.equal(invoicedMinor(effects), totalMinor);
  if (fixedTotalMinor !== null) assert.equal(totalMinor, fixedTotalMinor);
  const balances = [...foldBalances(journalsOf(effects)).values()];
  assert.equal(
    balances.reduce((sum, { billed }) => sum + billed, 0n),
    totalMinor,
  );
  assert.equal(
    jobs.reduce((sum, job) => sum + job.totalMinor, 0n),
    totalMinor,
  );
  assert.equal(new Set(lines.map(({ key }) => key)).size, lines.length, 'each line has a key of its own');
}

function checkNothingIsOverTaken(composition: Composition, book: readonly BookJob[]): void {
  const open = openAfter(composition, book);
  for (const item of book.flatMap(({ items }) => items)) {
    const { minor, quantity } = open.get(item.description)!;
    const isCredit = item.openMinor < 0n || (item.openMinor === 0n && item.openQuantity < 0);
    const side = isCredit ? -1n : 1n;
    // What is written on and held back stays with the item.
    const mostMinor = side * (item.openMinor + writtenOnMinor(composition, item));
    assert.ok(minor * side >= 0n && minor * side <= mostMinor);
    assert.ok(quantity * Number(side) >= 0 && quantity * Number(side) <= item.openQuantity * Number(side));
    if (item.onDraft !== null) assert.deepEqual([minor, quantity], [item.openMinor, item.openQuantity]);
  }
}

function writtenOnMinor({ effects }: Composition, { itemId }: BookItem): bigint {
  const own = effects.filter((effect) => effect.kind === 'item').filter(({ item }) => item.itemId === itemId);
  return own.reduce((sum, effect) => sum + effect.writtenOnMinor, 0n);
}

function checkJobs(composition: Composition, book: readonly BookJob[]): void {
  for (const job of composition.jobs) {
    const own = book.find(({ jobId }) => jobId === job.jobId)!;
    const {
      beforeMinor,
      writtenOnMinor,
      writtenOffMinor,
      billedMinor,
      raisedMinor,
      absorbedMinor,
      afterMinor,
    } = job;
    assert.equal(
      beforeMinor + writtenOnMinor - writtenOffMinor - billedMinor - raisedMinor + absorbedMinor,
      afterMinor,
    );
    assert.equal(netWipAfter(composition, own), afterMinor);
  }
}

function checkFinalCloses(composition: Composition, draft: Draft, book: readonly BookJob[]): void {
  if (composition.savedAs !== 'final' || composition.unlist.length === 0) return;
  const open = openAfter(composition, book);
  for (const item of book.flatMap(({ items }) => items)) {
    const isOffered = item.kind !== 'interim' && item.originOn <= draft.cutOffOn && item.onDraft === null;
    if (isOffered) assert.deepEqual(open.get(item.description), { minor: 0n, quantity: 0 });
  }
}

test('any draft is refused, or ties out, takes no more than is open, and closes what a final invoice closes', () => {
  const seen = { composed: 0, refused: new Map<string, number>() };
  fc.assert(
    fc.property(anyInvoice, ({ draft, book }) => {
      const composed = compose(draft, book);
      if (!composed.ok) {
        const { code } = composed.refusals[0]!;
        seen.refused.set(code, (seen.refused.get(code) ?? 0) + 1);
        return;
      }
      seen.composed += 1;
      checkTiesOut(composed.value, draft.fixedTotalMinor);
      checkNothingIsOverTaken(composed.value, book);
      checkJobs(composed.value, book);
      checkFinalCloses(composed.value, draft, book);
      assert.deepEqual(compose(draft, book), composed, 'the same draft composes the same');
    }),
    { numRuns: 3_000 },
  );
  assert.ok(seen.composed > 500, `only ${seen.composed} were composed: ${JSON.stringify([...seen.refused])}`);
});
