// Every figure of every job, for random days and moments, against a plain fold over the journals.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { sql } from 'kysely';
import { addDays, monthOf, type CivilDate } from '#core/calendar/civil-date.ts';
import { ageBucket, ageBuckets } from '#core/calendar/periods.ts';
import { noBalances, type Balances } from '#core/ledger/accounts.ts';
import { foldBalances, applyLines } from '#core/ledger/fold.ts';
import { testDatabase } from '../testing/database.ts';
import { testFirm } from '../testing/firm.ts';
import { allAccounts, columnOf } from './accounts.ts';
import { balancesAt } from './balances-at.ts';
import { cutsOf, type Moment } from './moment.ts';
import { movementsBetween } from './movements.ts';
import { runSql } from './run.ts';
import { historyStart, postRandomHistory, type Remembered } from './testing/random-history.ts';

const { database } = await testDatabase();
const firm = await testFirm(database);
const history = await postRandomHistory(database, firm, { seed: 7, batches: 260 });
const now = '2026-06-30T00:00:00Z';

const day = fc.integer({ min: -80, max: 200 }).map((days) => addDays(historyStart, days));
const instant = fc
  .tuple(fc.integer({ min: -5, max: 160 }), fc.integer({ min: 0, max: 86_399 }))
  .map(([days, seconds]) => `${addDays(historyStart, days)}T${clock(seconds)}.125Z`);
const moment: fc.Arbitrary<Moment> = fc.record({ asAt: fc.option(day), knownAt: fc.option(instant) });

function clock(seconds: number): string {
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return parts.map((part) => String(part).padStart(2, '0')).join(':');
}

function isWithin({ journal, recordedAt }: Remembered, { asAt, knownAt }: Moment): boolean {
  return (asAt === null || journal.effectiveOn <= asAt) && (knownAt === null || recordedAt <= knownAt);
}

function foldAt(at: Moment): Map<number, Balances> {
  return foldBalances(history.journals.filter((one) => isWithin(one, at)).map(({ journal }) => journal));
}

async function readAt(at: Moment, jobIds: readonly number[] | null): Promise<Map<number, Balances>> {
  const wanted = {
    firmId: firm.firmId,
    cuts: cutsOf(at, now),
    accounts: allAccounts,
    agesFrom: null,
    jobIds,
  };
  const rows = await readAccounts(balancesAt(wanted));
  return new Map(rows.map(({ jobId, ...balances }) => [jobId, balances]));
}

function readAccounts(source: ReturnType<typeof balancesAt>) {
  const columns = allAccounts.map((account) => sql`${columnOf('x', account)} as ${sql.ref(account)}`);
  return database.inFirm(firm.firmId, (tx) =>
    runSql<Balances & { jobId: number }>(
      tx,
      sql`select x.job_id as "jobId", ${sql.join(columns)} from ${source} x`,
    ),
  );
}

test('the history has journals of every kind and of every lateness', () => {
  const kinds = new Set(history.journals.map(({ journal }) => journal.kind));
  assert.ok(kinds.size >= 10, [...kinds].join(' '));
  assert.ok(
    history.journals.some(({ journal, recordedAt }) => addDays(journal.effectiveOn, 40) < recordedAt),
  );
});

test('a job has the balances of the fold at any day, as known at any moment', async () => {
  const property = fc.asyncProperty(moment, async (at) => {
    const folded = foldAt(at);
    const read = await readAt(at, history.jobIds);
    for (const jobId of history.jobIds) {
      assert.deepEqual(
        read.get(jobId) ?? noBalances(),
        folded.get(jobId) ?? noBalances(),
        JSON.stringify(at),
      );
    }
  });
  await fc.assert(property, { numRuns: 150, seed: 1 });
});

test('the whole firm has every job that had WIP, an interim or a quote then, to the cent', async () => {
  const property = fc.asyncProperty(moment, async (at) => {
    const read = await readAt(at, null);
    for (const [jobId, folded] of foldAt(at)) {
      const isOpen = [folded.wipTime, folded.wipCost, folded.interim, folded.uninvoicedQuote].some(
        (x) => x !== 0n,
      );
      if (isOpen) assert.deepEqual(read.get(jobId), folded, JSON.stringify(at));
      else if (read.has(jobId)) assert.equal(read.get(jobId)!.wipTime, 0n);
    }
  });
  await fc.assert(property, { numRuns: 150, seed: 2 });
});

test('ages are those of the lines, and add up to WIP', async () => {
  const property = fc.asyncProperty(moment, async (at) => {
    const agesFrom = monthOf(at.asAt ?? ('2026-03-20' as CivilDate));
    const wanted = {
      firmId: firm.firmId,
      cuts: cutsOf(at, now),
      accounts: ['wipTime', 'wipCost'] as const,
      agesFrom,
    };
    const rows = await database.inFirm(firm.firmId, (tx) =>
      runSql<Record<string, bigint>>(tx, sql`select x.* from ${balancesAt({ ...wanted, jobIds: null })} x`),
    );
    const expected = agesOf(at, agesFrom);
    for (const row of rows) {
      const ages = [row.age_0!, row.age_1!, row.age_2!, row.age_3!];
      assert.deepEqual(ages, expected.get(Number(row.job_id)) ?? [0n, 0n, 0n, 0n], JSON.stringify(at));
      assert.equal(
        ages.reduce((sum, age) => sum + age),
        row.wip_time_minor! + row.wip_cost_minor!,
      );
    }
  });
  await fc.assert(property, { numRuns: 100, seed: 3 });
});

function agesOf(at: Moment, agesFrom: CivilDate): Map<number, bigint[]> {
  const ages = new Map<number, bigint[]>();
  for (const { journal } of history.journals.filter((one) => isWithin(one, at))) {
    for (const line of journal.lines) {
      const change = applyLines(noBalances(), [line]);
      const buckets = ages.get(line.jobId) ?? [0n, 0n, 0n, 0n];
      buckets[ageBuckets.indexOf(ageBucket(line.originOn, agesFrom))]! += change.wipTime + change.wipCost;
      ages.set(line.jobId, buckets);
    }
  }
  return ages;
}

test('what moved between two days is the difference of the balances before and after', async () => {
  const property = fc.asyncProperty(day, fc.nat(120), fc.option(instant), async (from, days, knownAt) => {
    const to = addDays(from, days);
    const period = { from, to, knownAt };
    const wanted = { firmId: firm.firmId, period, now, accounts: allAccounts, jobIds: null };
    const moved = new Map(
      (await readAccounts(movementsBetween(wanted))).map(({ jobId, ...rest }) => [jobId, rest]),
    );
    const before = foldAt({ asAt: addDays(from, -1), knownAt });
    const after = foldAt({ asAt: to, knownAt });
    for (const jobId of history.jobIds) {
      const [a, b] = [before.get(jobId) ?? noBalances(), after.get(jobId) ?? noBalances()];
      const difference = Object.fromEntries(allAccounts.map((account) => [account, b[account] - a[account]]));
      assert.deepEqual(moved.get(jobId) ?? noBalances(), difference, JSON.stringify(period));
    }
  });
  await fc.assert(property, { numRuns: 150, seed: 4 });
});
