import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { estimate, toldEstimate, type Practice } from './estimate.ts';

const guide = readFileSync(new URL('../../../docs/operating/capacity.md', import.meta.url), 'utf8');

/** The examples of the guide, in the order of its columns. */
const examples: readonly Practice[] = [
  { firms: 1, people: 50, entriesPerDay: 8, years: 7 },
  { firms: 10, people: 200, entriesPerDay: 8, years: 7 },
  { firms: 1_000, people: 50, entriesPerDay: 8, years: 7 },
];

test('a practice of fifty people, as one would reckon it by hand', () => {
  const found = estimate(examples[0]!);
  assert.equal(found.entries, 50 * 8 * 250 * 7);
  assert.equal(found.databaseBytes, 700_000 * 750);
  assert.equal(found.backupBytes, 700_000 * 76);
  assert.equal(found.walBytesPerDay, 400 * 8_100);
  assert.equal(found.diskBytes, 525e6 * 1.5 + 53.2e6 * 14 + 3.24e6 * 7);
  // 25 people at once, two requests a minute; 210 invoices a month within eight hours.
  assert.equal(found.requestsPerSecond.toFixed(4), '0.8333');
  assert.equal(found.serverCores.toFixed(5), (2 * ((50 / 60) * 0.002 + (210 / 28_800) * 0.00105)).toFixed(5));
  assert.equal(
    found.databaseCores.toFixed(5),
    (2 * ((50 / 60) * (0.95 * 0.003 + 0.05 * 0.016) + (210 / 28_800) * 0.0018)).toFixed(5),
  );
  assert.deepEqual([found.servers, found.workers, found.connections, found.databaseMachines], [1, 1, 67, 1]);
});

test('twice the people need twice of everything that is counted by people', () => {
  const one = estimate({ firms: 3, people: 40, entriesPerDay: 6, years: 2 });
  const two = estimate({ firms: 6, people: 40, entriesPerDay: 6, years: 2 });
  for (const key of [
    'entries',
    'databaseBytes',
    'diskBytes',
    'requestsPerSecond',
    'databaseCores',
  ] as const) {
    assert.ok(Math.abs(two[key] - 2 * one[key]) < 1e-6 * two[key], key);
  }
});

test('one PostgreSQL is enough until its cores or its disk are not', () => {
  assert.equal(estimate({ firms: 1, people: 1_000, entriesPerDay: 8, years: 7 }).databaseMachines, 1);
  assert.ok(estimate({ firms: 1_000, people: 50, entriesPerDay: 40, years: 10 }).databaseMachines > 1);
});

test('the table of the guide says what the sums say', () => {
  const columns = examples.map((practice) => toldEstimate(estimate(practice)));
  for (const [row, [what]] of columns[0]!.entries()) {
    const line = `| ${what} | ${columns.map((column) => column[row]![1]).join(' | ')} |`;
    assert.ok(guide.includes(line), line);
  }
});
