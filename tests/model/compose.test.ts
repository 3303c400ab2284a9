// The composer against the model, on thousands of random drafts of every basis: the same refusals, the same total, the
// same fate of each item, and what must hold of any invoice whatever was decided.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { compose } from '#core/billing/compose.ts';
import type { Composition } from '#core/billing/composition.ts';
import type { InvoiceBasis } from '#core/billing/draft.ts';
import { journalsOfEffects, type Effect } from '#core/billing/effects.ts';
import { foldItems, itemKey } from '#core/ledger/fold.ts';
import { assertPostable } from '#core/ledger/journal.ts';
import { expectedOf, type Expected, type Fate } from './invoice-model.ts';
import { anyCase, type Case } from './random-drafts.ts';

const runs = Number(process.env['MODEL_RUNS'] ?? 3000);
const on = '2026-03-31' as Case['draft']['invoicedOn'];

type Told = { total: bigint; savedAs: string; items: Record<string, Fate>; jobs: Record<string, unknown> };

function toldBy(expected: Expected): Told {
  return {
    total: expected.total,
    savedAs: expected.savedAs,
    items: Object.fromEntries([...expected.items].map(([id, fate]) => [String(id), fate])),
    jobs: Object.fromEntries([...expected.jobs].map(([id, fate]) => [String(id), fate])),
  };
}

function composed(composition: Composition, { book }: Case): Told {
  const items: Record<string, Fate> = {};
  const jobs: Record<
    string,
    { raised: bigint; absorbed: bigint; quoteInvoiced: bigint; unallocated: bigint }
  > = {};
  for (const job of book) {
    jobs[job.jobId] = { raised: 0n, absorbed: 0n, quoteInvoiced: 0n, unallocated: 0n };
    for (const item of job.items) {
      const nothing = { billed: 0n, writtenOn: 0n, writtenOff: 0n };
      items[String(item.itemId)] = { ...nothing, left: item.openMinor, leftQuantity: item.openQuantity };
    }
  }
  for (const effect of composition.effects) take(effect, items, jobs);
  return { total: composition.totalMinor, savedAs: composition.savedAs, items, jobs };
}

function take(
  effect: Effect,
  items: Record<string, Fate>,
  jobs: Record<string, Record<string, bigint>>,
): void {
  switch (effect.kind) {
    case 'item': {
      const fate = items[String(effect.item.itemId)]!;
      fate.billed += effect.billedMinor;
      fate.writtenOn += effect.writtenOnMinor;
      fate.writtenOff += effect.writtenOffMinor;
      fate.left += effect.writtenOnMinor - effect.writtenOffMinor - effect.billedMinor;
      fate.leftQuantity -= effect.billedQuantity + effect.writtenOffQuantity;
      return;
    }
    case 'interimAbsorbed':
      items[String(effect.item.itemId)]!.left += effect.amountMinor;
      jobs[effect.item.jobId]!['absorbed']! += effect.amountMinor;
      return;
    case 'writtenOn':
      jobs[effect.jobId]!['unallocated']! += effect.amountMinor;
      return;
    case 'interimRaised':
      jobs[effect.jobId]!['raised']! += effect.amountMinor;
      return;
    case 'quoteInvoiced':
      jobs[effect.jobId]!['quoteInvoiced']! += effect.amountMinor;
  }
}

/** What the model does not tell: how many minutes stay with a part that is held back, and the quote of a final invoice. */
function comparable(told: Told, { draft }: Case): Told {
  const holdsBack = draft.jobs.some((job) => job.retention !== null);
  const items = Object.entries(told.items).map(([id, fate]) => [
    id,
    { ...fate, leftQuantity: holdsBack ? null : fate.leftQuantity },
  ]);
  const jobs = Object.entries(told.jobs).map(([id, job]) => {
    const own = job as Record<string, bigint>;
    return [id, draft.type === 'final' ? { ...own, quoteInvoiced: null } : own];
  });
  return { ...told, items: Object.fromEntries(items), jobs: Object.fromEntries(jobs) };
}

const bases: readonly InvoiceBasis[] = ['actual', 'quoted', 'deposit', 'miscellaneous'];

for (const basis of bases) {
  test(`${basis}: the composer and the rules say the same of any draft`, () => {
    fc.assert(
      fc.property(anyCase(basis), (one) => {
        const result = compose(one.draft, one.book);
        const expected = expectedOf(one.draft, one.book);
        if (expected === 'refused') {
          assert.ok(!result.ok, 'the rules refuse this');
          return;
        }
        if (!result.ok && result.refusals.every(({ code }) => code === 'nothingToDo')) return;
        assert.ok(result.ok, result.ok ? '' : JSON.stringify(result.refusals));
        assert.deepEqual(comparable(composed(result.value, one), one), comparable(toldBy(expected), one));
      }),
      { numRuns: basis === 'actual' ? runs : Math.ceil(runs / 4) },
    );
  });

  test(`${basis}: whatever is decided, lines add up and nothing is taken that is not there`, () => {
    fc.assert(
      fc.property(anyCase(basis), (one) => {
        const result = compose(one.draft, one.book);
        if (!result.ok) return;
        const { lines, effects, jobs, totalMinor } = result.value;
        assert.equal(
          lines.reduce((sum, line) => sum + line.amountMinor, 0n),
          totalMinor,
        );
        assert.ok(totalMinor >= 0n);
        const numbered = effects.map((effect, place) =>
          effect.kind === 'interimRaised' ? { ...effect, itemId: BigInt(9000 + place) } : effect,
        );
        const journals = journalsOfEffects(numbered, on, { kind: 'invoice', id: 1n });
        for (const journal of journals) assertPostable(journal);
        const changes = foldItems(journals);
        for (const item of one.book.flatMap((job) => job.items)) {
          const change = changes.get(itemKey(item.jobId, item.itemId));
          const side = item.kind === 'interim' || item.openMinor < 0n || item.openQuantity < 0 ? -1n : 1n;
          const left = item.openMinor + (change?.amountMinor ?? 0n);
          const leftQuantity = BigInt(item.openQuantity + (change?.quantity ?? 0));
          assert.ok(
            left * side >= 0n && leftQuantity * side >= 0n,
            `item ${item.itemId} is taken beyond what it has`,
          );
        }
        for (const job of jobs) {
          const { beforeMinor, writtenOnMinor, writtenOffMinor, billedMinor, raisedMinor, absorbedMinor } =
            job;
          const after =
            beforeMinor + writtenOnMinor - writtenOffMinor - billedMinor - raisedMinor + absorbedMinor;
          assert.equal(after, job.afterMinor);
        }
      }),
      { numRuns: Math.ceil(runs / 3) },
    );
  });
}
