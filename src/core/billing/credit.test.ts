import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { civilDate } from '../calendar/civil-date.ts';
import { foldItems } from '../ledger/fold.ts';
import { assertPostable, type Journal, type PostedJournal } from '../ledger/journal.ts';
import type { OpenItem } from '../wip/lines.ts';
import { creditLines, type CreditableLine, type CreditDestination } from './credit.ts';
import { invoicedMinor, journalsOfEffects, type Effect, type ItemEffect } from './effects.ts';
import { movementsOf, restate } from './restate.ts';
import { holdBack } from './retention.ts';

const day = civilDate('2026-03-10');
const later = civilDate('2026-03-20');
const invoice = { kind: 'invoice', id: 1n } as const;
const creditNote = { kind: 'invoice', id: 2n } as const;

function time(itemId: number, openMinor: bigint, minutes: number): OpenItem {
  const place = { jobTaskId: 7, staffId: 9 };
  return {
    jobId: 1,
    itemId: BigInt(itemId),
    kind: 'time',
    originOn: day,
    openMinor,
    openQuantity: minutes,
    ...place,
  };
}

/** Billed whole at what is open, unless said. */
function billed(lineKey: string | null, item: OpenItem, changes: Partial<ItemEffect> = {}): ItemEffect {
  return {
    kind: 'item',
    lineKey,
    item,
    billedMinor: item.openMinor,
    billedQuantity: item.openQuantity,
    writtenOnMinor: 0n,
    writtenOffMinor: 0n,
    writtenOffQuantity: 0,
    ...changes,
  };
}

function line(
  lineKey: string,
  leftMinor: bigint,
  amountMinor?: bigint,
  destination: CreditDestination = 'wip',
) {
  const field = `lines[${lineKey}]`;
  const credit = amountMinor === undefined ? null : { amountMinor, destination, field };
  return { lineKey, jobId: 1, leftMinor, isBesideQuote: false, credit };
}

function credited(standing: readonly Effect[], lines: readonly CreditableLine[]) {
  const result = creditLines(standing, lines);
  assert.ok(result.ok, result.ok ? '' : JSON.stringify(result.refusals));
  return result.value;
}

function refusedAs(standing: readonly Effect[], lines: readonly CreditableLine[]) {
  const result = creditLines(standing, lines);
  return result.ok ? 'accepted' : result.refusals[0]!.field;
}

/** What of each item is billed, written on and written off. */
const figures = (effects: readonly Effect[]) =>
  effects.map((effect) =>
    effect.kind === 'item'
      ? [effect.item.itemId, effect.billedMinor, effect.writtenOnMinor, effect.writtenOffMinor]
      : [effect.kind, effect.amountMinor],
  );

const a = time(1, 300_00n, 120);
const b = time(2, 100_00n, 60);

test('a line credited whole leaves nothing of it, the other line stands', () => {
  const standing = [billed('1', a), billed('2', b)];
  const { remaining, writtenOff } = credited(standing, [line('1', 300_00n, 300_00n), line('2', 100_00n)]);
  assert.deepEqual(remaining, [standing[1]]);
  assert.deepEqual(writtenOff, []);
});

test('a part falls on the items in proportion, with as much of their minutes', () => {
  const { remaining } = credited([billed('1', a), billed('1', b)], [line('1', 400_00n, 100_00n)]);
  assert.deepEqual(figures(remaining), [
    [1n, 225_00n, 0n, 0n],
    [2n, 75_00n, 0n, 0n],
  ]);
  assert.deepEqual(
    remaining.map((effect) => effect.kind === 'item' && effect.billedQuantity),
    [90, 45],
  );
});

test('written off instead of being billed', () => {
  const { remaining, writtenOff } = credited([billed('1', a)], [line('1', 300_00n, 100_00n, 'writtenOff')]);
  assert.deepEqual(figures(remaining), [[1n, 200_00n, 0n, 0n]]);
  assert.deepEqual(figures(writtenOff), [[1n, 0n, 0n, 100_00n]]);
  assert.equal(writtenOff[0]!.writtenOffQuantity, 40);
});

test('what was written on goes last, so that a credit never takes from WIP', () => {
  const on = billed('1', a, { billedMinor: 400_00n, writtenOnMinor: 100_00n });
  const most = credited([on], [line('1', 400_00n, 350_00n)]);
  assert.deepEqual(figures(most.remaining), [[1n, 50_00n, 50_00n, 0n]]);
  const off = credited([on], [line('1', 400_00n, 400_00n, 'writtenOff')]);
  assert.deepEqual(figures(off.writtenOff), [[1n, 0n, 0n, 300_00n]]);
  assert.deepEqual(off.remaining, []);
});

test('what is written on beyond what was billed, for a part was held back, stays with that part', () => {
  const held = billed('1', time(1, 10_000n, 60), {
    billedMinor: 3000n,
    billedQuantity: 12,
    writtenOnMinor: 5000n,
  });
  const off = credited([held], [line('1', 3000n, 3000n, 'writtenOff')]);
  assert.deepEqual(off.remaining, [{ ...held, billedMinor: 0n, billedQuantity: 0, writtenOnMinor: 2000n }]);
  assert.deepEqual(
    off.writtenOff.map(({ writtenOffMinor, writtenOffQuantity }) => [writtenOffMinor, writtenOffQuantity]),
    [[0n, 12]],
  );
  const [part] = credited([held], [line('1', 3000n, 1000n)]).remaining as ItemEffect[];
  assert.deepEqual([part!.billedMinor, part!.writtenOnMinor], [2000n, 4000n]);
});

test('what was written off under a line comes back with the whole line, and stays with a part', () => {
  const cut = billed('1', a, { billedMinor: 225_00n, writtenOffMinor: 75_00n });
  assert.deepEqual(figures(credited([cut], [line('1', 225_00n, 25_00n)]).remaining), [
    [1n, 200_00n, 0n, 75_00n],
  ]);
  assert.deepEqual(credited([cut], [line('1', 225_00n, 225_00n)]).remaining, []);
  const off = credited([cut], [line('1', 225_00n, 225_00n, 'writtenOff')]);
  assert.deepEqual(figures(off.remaining), [[1n, 0n, 0n, 75_00n]]);
});

test('work written off beside the lines comes back with the last line of its job', () => {
  const loose = billed(null, b, {
    billedMinor: 0n,
    billedQuantity: 0,
    writtenOffMinor: 100_00n,
    writtenOffQuantity: 60,
  });
  const standing = [billed('1', a), loose];
  assert.deepEqual(credited(standing, [line('1', 300_00n, 200_00n)]).remaining.length, 2);
  assert.deepEqual(credited(standing, [line('1', 300_00n, 300_00n)]).remaining, []);
  assert.deepEqual(credited(standing, [line('1', 300_00n, 300_00n, 'writtenOff')]).remaining, [loose]);
});

test('work written off on a job without a line comes back when the whole invoice goes back to WIP', () => {
  const elsewhere = { ...time(2, 5000n, 30), jobId: 2 };
  const off = billed(null, elsewhere, {
    billedMinor: 0n,
    billedQuantity: 0,
    writtenOffMinor: 5000n,
    writtenOffQuantity: 30,
  });
  const standing = [billed('1', time(1, 10_000n, 60)), off];
  assert.deepEqual(credited(standing, [line('1', 10_000n, 10_000n)]).remaining, []);
  assert.deepEqual(credited(standing, [line('1', 10_000n, 10_000n, 'writtenOff')]).remaining, [off]);
  assert.ok(credited(standing, [line('1', 10_000n, 4000n)]).remaining.includes(off));
});

test('an interim credited in part is raised anew for the rest, and so much less of the quote is invoiced', () => {
  const raised = {
    kind: 'interimRaised',
    lineKey: '1',
    jobId: 1,
    itemId: 5n,
    amountMinor: 1000n,
    description: 'Deposit',
  } as const;
  const quoted = { kind: 'quoteInvoiced', lineKey: '1', jobId: 1, amountMinor: 1000n } as const;
  const { remaining } = credited([raised, quoted], [line('1', 1000n, 400n)]);
  assert.deepEqual(remaining, [
    { ...raised, itemId: null, amountMinor: 600n },
    { ...quoted, amountMinor: 600n },
  ]);
});

test('an absorption is undone with its negative line', () => {
  const interim = { ...time(5, -500n, 0), kind: 'interim' } as const;
  const absorbed = { kind: 'interimAbsorbed', lineKey: '2', item: interim, amountMinor: 500n } as const;
  const standing = [billed('1', a), absorbed];
  const { remaining } = credited(standing, [line('1', 300_00n), line('2', -500n, -200n)]);
  assert.deepEqual(figures(remaining).at(-1), ['interimAbsorbed', 300n]);
});

test('claims that raised one interim together are credited in part; only what is held back is not', () => {
  const raised = {
    kind: 'interimRaised',
    lineKey: null,
    jobId: 1,
    itemId: 5n,
    amountMinor: 900n,
    description: '',
  } as const;
  const claims = (first?: bigint, second?: bigint, held?: bigint) => [
    line('1', 600n, first),
    line('2', 400n, second),
    line('3', -100n, held),
  ];
  assert.deepEqual(figures(credited([raised], claims(200n)).remaining), [['interimRaised', 700n]]);
  assert.deepEqual(credited([raised], claims(600n, 400n, -100n)).remaining, []);
  assert.equal(refusedAs([raised], claims(600n, 400n)), 'lines[1].amount');
  assert.equal(refusedAs([raised], claims(undefined, undefined, -100n)), 'lines[3].amount');
});

test('a part of a line falls on the work that stands behind several lines together, up to the last of it', () => {
  const standing = [billed(null, a), billed(null, b)];
  const lines = (first?: bigint, second?: bigint) => [line('1', 150_00n, first), line('2', 250_00n, second)];
  assert.deepEqual(figures(credited(standing, lines(100_00n)).remaining), [
    [1n, 225_00n, 0n, 0n],
    [2n, 75_00n, 0n, 0n],
  ]);
  assert.deepEqual(figures(credited(standing, lines(150_00n, 50_00n)).remaining), [
    [1n, 150_00n, 0n, 0n],
    [2n, 50_00n, 0n, 0n],
  ]);
  assert.deepEqual(credited(standing, lines(150_00n, 250_00n)).remaining, []);
});

test('work behind several lines together goes one way', () => {
  const standing = [billed(null, a), billed(null, b)];
  const lines = (minor: bigint) => [
    line('1', 150_00n, minor, 'wip'),
    line('2', 250_00n, 250_00n, 'writtenOff'),
  ];
  assert.equal(refusedAs(standing, lines(100_00n)), 'lines[2].destination');
  assert.equal(refusedAs(standing, lines(150_00n)), 'lines[2].destination');
});

test('a part of a line that something was held back of falls on its own work first', () => {
  const held = [
    billed('1', a, { billedMinor: 270_00n, billedQuantity: 108 }),
    billed('2', b, { billedMinor: 90_00n, billedQuantity: 54 }),
  ];
  const lines = (first?: bigint, retention?: bigint) => [
    line('1', 300_00n, first),
    line('2', 100_00n),
    line('3', -40_00n, retention),
  ];
  const billedAfter = (first?: bigint, retention?: bigint) =>
    figures(credited(held, lines(first, retention)).remaining).map(([itemId, minor]) => [itemId, minor]);
  assert.deepEqual(billedAfter(100_00n), [
    [1n, 170_00n],
    [2n, 90_00n],
  ]);
  assert.deepEqual(billedAfter(300_00n), [[2n, 60_00n]]);
  assert.deepEqual(billedAfter(100_00n, -10_00n), [
    [1n, 180_00n],
    [2n, 90_00n],
  ]);
  assert.equal(
    refusedAs(held, [line('1', 300_00n, 300_00n), line('2', 100_00n, 60_00n), line('3', -40_00n)]),
    'lines[1].amount',
  );
});

test('of a final invoice by the quote so much less of it is invoiced as is credited of its lines, and nothing for what was typed', () => {
  const quoted = { kind: 'quoteInvoiced', lineKey: null, jobId: 1, amountMinor: 250_00n } as const;
  const standing = [billed(null, a), billed(null, b), quoted];
  const lines = (claim?: bigint, typed?: bigint) => [
    line('1', 350_00n, claim),
    { ...line('2', 50_00n, typed), isBesideQuote: true },
  ];
  const quotedAfter = (claim?: bigint, typed?: bigint) =>
    credited(standing, lines(claim, typed))
      .remaining.filter(({ kind }) => kind === 'quoteInvoiced')
      .map((effect) => 'amountMinor' in effect && effect.amountMinor);
  assert.deepEqual(quotedAfter(100_00n), [150_00n]);
  assert.deepEqual(quotedAfter(100_00n, 20_00n), [150_00n]);
  assert.deepEqual(quotedAfter(undefined, 50_00n), [250_00n]);
  assert.deepEqual(quotedAfter(300_00n), []);
});

const effectsOfLine = (lineKey: string, first: number) =>
  fc
    .array(
      fc.record({
        open: fc.bigInt({ min: 0n, max: 50_000n }),
        minutes: fc.integer({ min: 1, max: 600 }),
        change: fc.bigInt({ min: -100n, max: 60n }),
      }),
      { minLength: 1, maxLength: 4 },
    )
    .map((entries) =>
      entries.map(({ open, minutes, change }, index) => {
        const item = time(first + index, open, minutes);
        const billedMinor = open + (open * change) / 100n;
        return billed(lineKey, item, {
          billedMinor,
          writtenOnMinor: billedMinor > open ? billedMinor - open : 0n,
          writtenOffMinor: billedMinor < open ? open - billedMinor : 0n,
        });
      }),
    );

test('whatever is credited of lines that stand together: what is left of them is what stands, and no item gives more than it was billed at', () => {
  const step = fc.record({
    per100: fc.tuple(...[1, 2, 3].map(() => fc.bigInt({ min: 0n, max: 100n }))),
    destination: fc.constantFrom<CreditDestination>('wip', 'writtenOff'),
  });
  fc.assert(
    fc.property(
      effectsOfLine('1', 1),
      effectsOfLine('2', 11),
      fc.record({ isOwn: fc.boolean(), heldPer100: fc.bigInt({ min: 0n, max: 90n }) }),
      fc.array(step, { maxLength: 5 }),
      (first, second, { isOwn, heldPer100 }, steps) => {
        const amounts = [invoicedMinor(first), invoicedMinor(second)];
        const heldMinor = ((amounts[0]! + amounts[1]!) * heldPer100) / 100n;
        const under = [...first, ...second].map((effect) => (isOwn ? effect : { ...effect, lineKey: null }));
        let standing: readonly Effect[] = holdBack(under, heldMinor);
        const left = [...amounts, -heldMinor];
        for (const { per100, destination } of [
          ...steps,
          { per100: [100n, 100n, 100n], destination: 'wip' as const },
        ]) {
          const lines = left.map((minor, place) => {
            const amount = (minor * per100[place]!) / 100n;
            return line(
              String(place + 1),
              minor,
              amount === 0n && minor !== 0n ? undefined : amount,
              destination,
            );
          });
          const result = creditLines(standing, lines);
          if (!result.ok) continue;
          for (const [place, { credit }] of lines.entries()) left[place]! -= credit?.amountMinor ?? 0n;
          const { remaining, writtenOff } = result.value;
          assert.equal(
            invoicedMinor(remaining),
            left.reduce((sum, minor) => sum + minor, 0n),
          );
          for (const effect of remaining) {
            assert.ok(effect.kind === 'item' && effect.billedMinor >= 0n && effect.billedQuantity >= 0);
            assert.ok(effect.writtenOnMinor >= 0n);
          }
          for (const { writtenOffMinor } of writtenOff) assert.ok(writtenOffMinor >= 0n);
          standing = remaining;
        }
        assert.deepEqual(left, [0n, 0n, 0n]);
      },
    ),
    { numRuns: 300 },
  );
});

test('any credits, one after the other, leave each item between nothing and what was open, and end with nothing billed', () => {
  const step = fc.record({
    lineNumber: fc.integer({ min: 1, max: 2 }),
    per100: fc.bigInt({ min: 1n, max: 100n }),
    destination: fc.constantFrom<CreditDestination>('wip', 'writtenOff'),
  });
  fc.assert(
    fc.property(
      effectsOfLine('1', 1),
      effectsOfLine('2', 11),
      fc.array(step, { maxLength: 6 }),
      (first, second, steps) => {
        let standing: readonly Effect[] = [...first, ...second];
        let journals: PostedJournal[] = postAll(journalsOfEffects(standing, day, invoice));
        const history: Journal[] = [...journals];
        const open = new Map([...first, ...second].map(({ item }) => [`1/${item.itemId}`, item]));
        const finish = ['1', '2'].map((lineNumber) => ({
          lineNumber: Number(lineNumber),
          per100: 100n,
          destination: 'wip' as const,
        }));
        for (const { lineNumber, per100, destination } of [...steps, ...finish]) {
          const lines = ['1', '2'].map((key) => {
            const left = invoicedMinor(standing.filter(({ lineKey }) => lineKey === key));
            const amount = per100 === 100n ? left : (left * per100) / 100n;
            const isMeant = key === String(lineNumber) && (amount !== 0n || per100 === 100n);
            return line(key, left, isMeant ? amount : undefined, destination);
          });
          const now = credited(standing, lines);
          const wanted = journalsOfEffects(now.remaining, day, invoice);
          const change = restate(journals, wanted, later, creditNote);
          const off = journalsOfEffects(now.writtenOff, later, creditNote);
          for (const journal of [...change.journals, ...off]) assertPostable(journal);
          const creditedMinor = lines.reduce((sum, { credit }) => sum + (credit?.amountMinor ?? 0n), 0n);
          const moved = movementsOf(change.posted, change.reversed);
          assert.equal(
            moved.reduce((sum, job) => sum + job.billedMinor, 0n),
            -creditedMinor,
          );
          history.push(...change.journals, ...off);
          journals = [...journals.filter((one) => !change.reversed.includes(one)), ...postAll(change.posted)];
          standing = now.remaining;
          assert.deepEqual(restate(journals, wanted, later, creditNote).journals, []);
          for (const [key, { amountMinor, quantity }] of foldItems(history)) {
            const item = open.get(key)!;
            assert.ok(amountMinor >= -item.openMinor && amountMinor <= 0n, `${key} ${amountMinor}`);
            assert.ok(quantity >= -item.openQuantity && quantity <= 0, `${key} ${quantity}`);
          }
        }
        assert.equal(invoicedMinor(standing), 0n);
        if (steps.every(({ destination }) => destination === 'wip')) {
          for (const { amountMinor, quantity } of foldItems(history).values()) {
            assert.deepEqual([amountMinor, quantity], [0n, 0]);
          }
        }
      },
    ),
    { numRuns: 300 },
  );
});

let posted = 0n;
function postAll(journals: readonly Journal[]): PostedJournal[] {
  return journals.map((journal) => ({ ...journal, id: (posted += 1n) }));
}
