import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { creditLines, type CreditableLine } from '#core/billing/credit.ts';
import { invoicedMinor, jobOf } from '#core/billing/effects.ts';
import type { OpenItem } from '#core/wip/lines.ts';
import { replayInvoice } from './decide.ts';
import type { CostLine, InvoicedJob, InvoiceToReplay, TaskLine } from './invoice.ts';
import { fitLines, type KeyedLine } from './lines.ts';
import { OpenBook } from './open-book.ts';

const item = fc.record({
  kind: fc.constantFrom('time', 'time', 'cost', 'interim'),
  minor: fc.integer({ min: 0, max: 500 }),
  quantity: fc.integer({ min: 1, max: 90 }),
  jobId: fc.constantFrom(1, 2),
  day: fc.constantFrom('2024-06-01', '2024-06-20', '2024-07-05'),
});

function openItems(drawn: readonly ItemDrawn[]): OpenItem[] {
  return drawn.map(({ kind, minor, quantity, jobId, day }, place) => ({
    jobId,
    itemId: BigInt(place + 1),
    kind: kind as OpenItem['kind'],
    originOn: day as OpenItem['originOn'],
    openMinor: BigInt(kind === 'interim' ? -minor - 1 : minor),
    openQuantity: kind === 'interim' ? 0 : quantity,
    jobTaskId: kind === 'time' ? jobId * 10 : null,
    staffId: null,
  }));
}

type ItemDrawn = { kind: string; minor: number; quantity: number; jobId: number; day: string };

const line = fc.record({
  jobId: fc.constantFrom(1, 2),
  isTask: fc.boolean(),
  amount: fc.integer({ min: -200, max: 900 }),
  typed: fc.boolean(),
  items: fc.array(
    fc.record({
      at: fc.integer({ min: 1, max: 8 }),
      treatment: fc.constantFrom('bill', 'bill', 'writeOff', 'carryForward'),
      worth: fc.option(fc.integer({ min: 0, max: 300 })),
    }),
    { maxLength: 3 },
  ),
});

const invoice = fc.record({
  items: fc.array(item, { maxLength: 8 }),
  lines: fc.array(line, { maxLength: 4 }),
  type: fc.constantFrom('progress', 'final'),
  basis: fc.constantFrom('actual', 'actual', 'quoted', 'deposit'),
  isFixedPrice: fc.boolean(),
  /** Null: what the lines come to. */
  total: fc.option(fc.integer({ min: -300, max: 2_000 })),
  quoteMinor: fc.option(fc.integer({ min: 0, max: 2_000 })),
});

type Drawn = typeof invoice extends fc.Arbitrary<infer Value> ? Value : never;

function replayOf(drawn: Drawn): { invoice: InvoiceToReplay; lines: KeyedLine[] } {
  const keyed = drawn.lines.map((one, place) => ({ ...one, lineKey: `imported:${place}` }));
  const jobIds = [...new Set([1, ...keyed.map(({ jobId }) => jobId)])];
  const jobs = jobIds.map((jobId): InvoicedJob => {
    const own = keyed.filter((one) => one.jobId === jobId);
    return {
      jobId,
      jobNumber: `J${jobId}`,
      quoteMinor: drawn.quoteMinor === null ? null : BigInt(drawn.quoteMinor),
      tasks: own
        .filter(({ isTask }) => isTask)
        .map(({ lineKey, amount, typed, items }): TaskLine => ({
          lineKey,
          name: 'Design',
          amountMinor: BigInt(amount),
          typed,
          entries: items.map(({ at, treatment, worth }) => ({
            itemId: isOf(drawn, at, ['time', jobId]) ? BigInt(at) : null,
            treatment: treatment as TaskLine['entries'][number]['treatment'],
            worthMinor: worth === null ? null : BigInt(worth),
          })),
          jobTaskIds: [jobId * 10],
        })),
      costs: own
        .filter(({ isTask }) => !isTask)
        .map(({ lineKey, amount, typed, items }): CostLine => ({
          lineKey,
          name: 'Prints',
          amountMinor: BigInt(amount),
          typed,
          itemId: items[0] && isOf(drawn, items[0].at, ['cost', jobId]) ? BigInt(items[0].at) : null,
          quantityThousandths: null,
        })),
    };
  });
  const linesMinor = keyed.reduce((sum, { amount }) => sum + amount, 0);
  return {
    invoice: {
      label: 'Invoice 1',
      cause: { kind: 'invoice', id: 1n },
      on: '2024-06-30' as InvoiceToReplay['on'],
      cutOffOn: '2024-06-30' as InvoiceToReplay['cutOffOn'],
      type: drawn.type as InvoiceToReplay['type'],
      basis: drawn.basis as InvoiceToReplay['basis'],
      isFixedPrice: drawn.isFixedPrice,
      totalMinor: BigInt(drawn.total ?? linesMinor),
      jobs,
      interimIds: jobs.map((_, place) => BigInt(100 + place)),
    },
    lines: keyed.map(({ lineKey, jobId, isTask, amount, typed }) => ({
      lineKey,
      kind: isTask ? 'task' : 'cost',
      jobId,
      jobTaskId: null,
      costEntryId: null,
      description: 'Line',
      minutes: null,
      ratePerHourMinor: null,
      quantityThousandths: null,
      unitPriceMinor: null,
      amountMinor: BigInt(amount),
      billable: true,
      typed,
    })),
  };
}

function isOf({ items }: Drawn, at: number, [kind, jobId]: readonly [string, number]): boolean {
  const found = items[at - 1];
  return found?.kind === kind && found.jobId === jobId;
}

const about = { wholeKind: 'deposit', wholeName: 'Invoice 1' } as const;

test('lines and effects of any imported invoice come to its total, and crediting all lines leaves nothing', () => {
  let replayed = 0;
  let alonePossible = 0;
  fc.assert(
    fc.property(invoice, (drawn) => {
      const { invoice: toReplay, lines } = replayOf(drawn);
      const { totalMinor, isFixedPrice } = toReplay;
      const book = new OpenBook(openItems(drawn.items));
      const { effects, notes } = replayInvoice(toReplay, book);
      assert.ok(!notes.some(({ code }) => code === 'totalDiffers'));
      const fitted = fitLines(lines, effects, { ...about, totalMinor, isFixedPrice });
      const sum = fitted.lines.reduce((minor, { amountMinor }) => minor + amountMinor, 0n);
      assert.equal(sum, totalMinor);
      const keys = new Set(fitted.lines.map(({ lineKey }) => lineKey));
      assert.equal(keys.size, fitted.lines.length);
      assert.ok(fitted.effects.every(({ lineKey }) => lineKey === null || keys.has(lineKey)));
      if (effects.length === 0) return;
      replayed += 1;
      assert.equal(invoicedMinor(fitted.effects), totalMinor);
      const whole = creditLines(fitted.effects, fitted.lines.map(creditedWhole));
      assert.ok(whole.ok);
      // What closed on a job without any line has no line to come back with.
      const hasLine = (jobId: number) => fitted.lines.some((one) => one.jobId === jobId);
      assert.deepEqual(
        whole.value.remaining.filter((effect) => hasLine(jobOf(effect)) || invoicedMinor([effect]) !== 0n),
        [],
      );
      assert.deepEqual(whole.value.writtenOff, []);
      for (const { lineKey, kind, amountMinor } of fitted.lines) {
        const ofLine = fitted.effects.filter((effect) => effect.lineKey === lineKey);
        if (kind === 'interim') assert.equal(invoicedMinor(ofLine), amountMinor);
        const alone = creditLines(
          fitted.effects,
          fitted.lines.map((one) => (one.lineKey === lineKey ? creditedWhole(one) : notCredited(one))),
        );
        if (alone.ok) alonePossible += 1;
        if (alone.ok && ofLine.length > 0 && invoicedMinor(ofLine) === amountMinor) {
          assert.equal(invoicedMinor(alone.value.remaining), totalMinor - amountMinor);
        }
      }
    }),
    { numRuns: 3_000 },
  );
  assert.ok(replayed > 1_000, `${replayed} replayed`);
  assert.ok(alonePossible > replayed, `${alonePossible} lines credited alone`);
});

function creditedWhole({ lineKey, jobId, amountMinor }: KeyedLine): CreditableLine {
  const credit = { field: 'lines[0]', amountMinor, destination: 'wip' } as const;
  return { lineKey, jobId, leftMinor: amountMinor, isBesideQuote: false, credit };
}

function notCredited({ lineKey, jobId, amountMinor }: KeyedLine): CreditableLine {
  return { lineKey, jobId, leftMinor: amountMinor, isBesideQuote: false, credit: null };
}
