import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { civilDate } from '#core/calendar/civil-date.ts';
import { noBalances } from '#core/ledger/accounts.ts';
import { applyLines, foldBalances, foldItems } from '#core/ledger/fold.ts';
import { assertPostable, type Journal } from '#core/ledger/journal.ts';
import { scenarioNames, type ScenarioName } from '../scenarios/scenario.ts';
import { scenarioOf } from '../scenarios/find.ts';
import { randomFrom } from '../random.ts';
import { sizeOf, type WantedSize } from '../size.ts';
import type { HistoryBatch } from './history.ts';
import { planPractice } from './plan-practice.ts';
import { playHistory } from './play-history.ts';
import type { Practice } from './practice.ts';

const now = '2026-07-15T08:00:00Z';

function play(
  name: ScenarioName,
  seed: number,
  wanted: WantedSize = {},
): { practice: Practice; batches: HistoryBatch[] } {
  const size = sizeOf(wanted);
  assert.ok(size.ok);
  const random = randomFrom(seed);
  const today = civilDate('2026-07-15');
  const practice = planPractice({
    scenario: scenarioOf(name),
    size: size.value,
    random: random.branch('practice'),
    today,
  });
  return { practice, batches: [...playHistory(practice, random.branch('history'), now)] };
}

function hashOf(batches: readonly HistoryBatch[]): string {
  const text = JSON.stringify(batches, (_key, value: unknown) =>
    typeof value === 'bigint' ? `${value}n` : value,
  );
  return createHash('sha256').update(text).digest('hex');
}

test('the same seed makes the same ledger, another seed another', () => {
  const size = { jobs: 20, entries: 800 };
  assert.equal(hashOf(play('agency', 5, size).batches), hashOf(play('agency', 5, size).batches));
  assert.notEqual(hashOf(play('agency', 5, size).batches), hashOf(play('agency', 6, size).batches));
});

test('a history has exactly the time entries that were asked for', () => {
  for (const [jobs, entries] of [
    [10, 10],
    [10, 1_000],
    [40, 1_999],
    [300, 700],
  ] as const) {
    const { batches } = play('accountant', 1, { jobs, entries });
    assert.equal(
      batches.reduce((sum, batch) => sum + batch.timeEntries.length, 0),
      entries,
    );
  }
});

test('batches come in the order in which they were recorded', () => {
  const { batches } = play('engineering', 2);
  const moments = batches.map((batch) => batch.recordedAt);
  assert.deepEqual(moments, moments.toSorted());
  const numbers = batches.flatMap((batch) => batch.journals.map((journal) => journal.id));
  assert.deepEqual(
    numbers,
    numbers.map((_, index) => BigInt(index + 1)),
  );
});

test('every journal may be posted, and what is reversed was posted in an earlier batch', () => {
  const { batches } = play('agency', 3);
  let known = 0n;
  for (const batch of batches) {
    for (const journal of batch.journals) {
      assertPostable(journal);
      assert.ok(journal.reverses === null || journal.reverses <= known);
    }
    known = batch.journals.at(-1)?.id ?? known;
  }
});

test('each invoice adds up: billed, less interims absorbed, is its total', () => {
  for (const name of scenarioNames) {
    const { batches } = play(name, 4);
    const journals = Map.groupBy(
      batches
        .flatMap((batch) => batch.journals)
        .filter((journal) => journal.cause.kind === 'invoice' && journal.kind !== 'reversed'),
      (journal) => journal.cause.id,
    );
    const invoices = batches.flatMap((batch) => batch.invoices);
    assert.equal(invoices.length, journals.size);
    for (const invoice of invoices) {
      const lines = journals.get(BigInt(invoice.id))!.flatMap((journal) => journal.lines);
      assert.equal(
        applyLines(noBalances(), lines).billed,
        invoice.totalMinor,
        `invoice ${invoice.id} of the ${name} firm`,
      );
    }
  }
});

test('no item is taken further than it was worth, and every job balances', () => {
  for (const seed of [1, 2, 3, 4, 5]) {
    const journals: Journal[] = play('engineering', seed, { jobs: 40, entries: 1_500 }).batches.flatMap(
      (batch) => batch.journals,
    );
    for (const [jobId, balances] of foldBalances(journals)) {
      assert.equal(
        Object.values(balances).reduce((sum, amount) => sum + amount, 0n),
        0n,
        `job ${jobId}`,
      );
    }
    const interims = new Set(
      journals.flatMap((j) =>
        j.lines.filter((line) => line.itemKind === 'interim').map((line) => line.itemId),
      ),
    );
    const credits = new Set(
      journals.flatMap((j) =>
        j.lines.filter((line) => line.debit === 'recordedCost').map((line) => line.itemId),
      ),
    );
    for (const [key, open] of foldItems(journals)) {
      const itemId = BigInt(key.split('/')[1]!);
      const sign = interims.has(itemId) || credits.has(itemId) ? -1n : 1n;
      assert.ok(open.amountMinor * sign >= 0n, `item ${key} has ${open.amountMinor} open`);
    }
  }
});

test('as many jobs stay listed as were asked for, give or take those with work after their end', () => {
  const { batches } = play('agency', 1, { jobs: 400, listedJobs: 150, entries: 8_000 });
  const listed = new Set<number>();
  for (const batch of batches) {
    for (const journal of batch.journals) for (const line of journal.lines) listed.add(line.jobId);
    for (const jobId of batch.unlist) listed.delete(jobId);
  }
  assert.ok(Math.abs(listed.size - 150) <= 8, `${listed.size} are listed`);
});

test('people take time off, and work most on working days', () => {
  const { practice, batches } = play('accountant', 1);
  const days = batches.flatMap((batch) => batch.timeEntries.map((entry) => entry.workedOn));
  const isWorkingDay = new Map(
    practice.calendar.dates.map((date, day) => [date, practice.calendar.isWorkingDay[day]]),
  );
  const onWorkingDays = days.filter((day) => isWorkingDay.get(day)).length;
  assert.ok(onWorkingDays / days.length > 0.95);
  assert.ok(days.every((day) => !day.endsWith('-12-25')));
});

test('a small firm on any day of the month has its dozen scenes', () => {
  for (const scenario of scenarioNames) {
    const { practice } = play(scenario, 9, { jobs: 12, entries: 400 });
    const courses = new Set(practice.jobs.map((job) => job.course));
    assert.equal(courses.size, 9);
  }
});
