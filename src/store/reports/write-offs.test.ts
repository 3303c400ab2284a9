// Write-offs in groups against the lines one by one, where items are written off in parts, moved to other jobs and given back.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { addDays, monthOf, type CivilDate } from '#core/calendar/civil-date.ts';
import { noBalances } from '#core/ledger/accounts.ts';
import { applyLines } from '#core/ledger/fold.ts';
import type { Line } from '#core/ledger/journal.ts';
import { testDatabase } from '../testing/database.ts';
import { testFirm } from '../testing/firm.ts';
import { historyStart, postRandomHistory } from './testing/random-history.ts';
import { readWriteOffs, type WriteOffGrouping } from './write-offs.ts';

const { database } = await testDatabase();
const firm = await testFirm(database);
const history = await postRandomHistory(database, firm, { seed: 31, batches: 260, jobs: 4 });

type Sum = { writtenOffMinor: bigint; writtenOnMinor: bigint; items: Set<bigint> };

/** By what the line says of its group. */
function foldBy(from: CivilDate, to: CivilDate, keyOf: (line: Line, on: CivilDate) => string) {
  const sums = new Map<string, Sum>();
  for (const { journal } of history.journals) {
    if (journal.effectiveOn < from || journal.effectiveOn > to) continue;
    for (const line of journal.lines) {
      if (![line.debit, line.credit].some((account) => account === 'writtenOff' || account === 'writtenOn'))
        continue;
      const key = keyOf(line, journal.effectiveOn);
      const sum = sums.get(key) ?? { writtenOffMinor: 0n, writtenOnMinor: 0n, items: new Set<bigint>() };
      const change = applyLines(noBalances(), [line]);
      sum.writtenOffMinor += change.writtenOff;
      sum.writtenOnMinor -= change.writtenOn;
      if (line.itemId !== null) sum.items.add(line.itemId);
      sums.set(key, sum);
    }
  }
  return sums;
}

const figuresOf = (sums: Map<string, Sum>) =>
  [...sums]
    .filter(([, { writtenOffMinor, writtenOnMinor }]) => writtenOffMinor !== 0n || writtenOnMinor !== 0n)
    .map(([key, { writtenOffMinor, writtenOnMinor, items }]) => [
      key,
      writtenOffMinor,
      writtenOnMinor,
      items.size,
    ])
    .toSorted(byKey);

const byKey = ([a]: unknown[], [b]: unknown[]) => (String(a) < String(b) ? -1 : 1);

const keys: [WriteOffGrouping, (line: Line, on: CivilDate) => string][] = [
  ['none', () => 'all'],
  ['job', ({ jobId }) => String(jobId)],
  ['month', (_line, on) => monthOf(on)],
  ['author', () => String(firm.actorId)],
];

test('every group and the total have the sums of their lines, and each item once', async () => {
  const days = fc.integer({ min: -80, max: 200 });
  let several = 0;
  const property = fc.asyncProperty(days, days, async (a, b) => {
    const [from, to] = [Math.min(a, b), Math.max(a, b)].map((at) => addDays(historyStart, at)) as [
      CivilDate,
      CivilDate,
    ];
    const total = [...foldBy(from, to, () => 'all').values()][0];
    for (const [groupBy, keyOf] of keys) {
      const question = { period: { from, to, knownAt: null }, filter: {} };
      const { rows, totals } = await database.inFirm(firm.firmId, (tx) =>
        readWriteOffs(tx, question, groupBy),
      );
      const found = rows.map(({ id, month, writtenOffMinor, writtenOnMinor, entries }) => [
        String(month ?? id ?? 'all'),
        writtenOffMinor,
        writtenOnMinor,
        entries,
      ]);
      assert.deepEqual(found.toSorted(byKey), figuresOf(foldBy(from, to, keyOf)), `${groupBy} ${from} ${to}`);
      assert.deepEqual(
        totals.map((row) => [row.writtenOffMinor, row.writtenOnMinor, row.netMinor, row.entries]),
        total === undefined
          ? []
          : [
              [
                total.writtenOffMinor,
                total.writtenOnMinor,
                total.writtenOffMinor - total.writtenOnMinor,
                total.items.size,
              ],
            ],
      );
      if (rows.reduce((sum, { entries }) => sum + entries, 0) > (total?.items.size ?? 0)) several += 1;
    }
  });
  await fc.assert(property, { numRuns: 40, seed: 5 });
  assert.ok(several > 0, 'some item is in several groups');
});
