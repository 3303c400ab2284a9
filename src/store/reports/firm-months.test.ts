// Months of a firm, against a plain fold over the journals: whatever is kept of them and whatever came later.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { addDays, civilDate, monthOf, type CivilDate } from '#core/calendar/civil-date.ts';
import { noBalances } from '#core/ledger/accounts.ts';
import { applyLines } from '#core/ledger/fold.ts';
import type { Journal } from '#core/ledger/journal.ts';
import { putIn, takeOut } from '#core/wip/lines.ts';
import { post } from '../ledger/post.ts';
import { verifyFirm } from '../ledger/verify.ts';
import { testDatabase } from '../testing/database.ts';
import { testFirm } from '../testing/firm.ts';
import { readFirmMonths, readKeptUntil, type MonthFigures } from './firm-months.ts';
import { readWrittenForReasons } from './firm-reasons.ts';
import { keepPastBalances } from './keep-past.ts';
import { readRealisation } from './realisation.ts';
import { historyStart, postRandomHistory } from './testing/random-history.ts';

const { database } = await testDatabase();
const firm = await testFirm(database);
const { firmId } = firm;
const history = await postRandomHistory(database, firm, { seed: 23, batches: 200 });

// What is done to WIP is done for a reason, of which there is one.
await database.pool.query(
  `with made as (insert into adjustment_reason (firm_id, name) values ($1, 'Learning') returning id)
   update wip_action set reason_id = (select id from made) where firm_id = $1`,
  [firmId],
);

const day = fc.integer({ min: -80, max: 200 }).map((days) => addDays(historyStart, days));

type Keyed = Record<string, MonthFigures>;

function foldMonths(from: CivilDate, until: CivilDate | null): Keyed {
  const sums: Keyed = {};
  for (const { journal } of history.journals) {
    const month = monthOf(journal.effectiveOn);
    if (month < from || (until !== null && month >= until)) continue;
    for (const line of journal.lines) {
      const change = applyLines(noBalances(), [line]);
      const sum = (sums[`${month} ${monthOf(line.originOn)}`] ??= nothing());
      sum.wipMinor += change.wipTime + change.wipCost;
      sum.interimMinor += change.interim;
      sum.billedMinor += change.billed;
      sum.writtenOffMinor += change.writtenOff;
      sum.writtenOnMinor += change.writtenOn;
    }
  }
  return ofAnything(sums);
}

const nothing = (): MonthFigures => ({
  wipMinor: 0n,
  interimMinor: 0n,
  billedMinor: 0n,
  writtenOffMinor: 0n,
  writtenOnMinor: 0n,
});

function ofAnything(sums: Keyed): Keyed {
  return Object.fromEntries(
    Object.entries(sums).filter(([, sum]) => Object.values(sum).some((minor) => minor !== 0n)),
  );
}

/** Billed, written off and written on between two days. */
function foldRealised(from: CivilDate, to: CivilDate): bigint[] {
  const sum = noBalances();
  for (const { journal } of history.journals)
    if (journal.effectiveOn >= from && journal.effectiveOn <= to) applyLines(sum, journal.lines);
  return [sum.billed + sum.interim, sum.writtenOff, -sum.writtenOn];
}

function foldForReason(from: CivilDate, to: CivilDate): bigint[][] {
  const sum = noBalances();
  for (const { journal } of history.journals)
    if (journal.cause.kind === 'wipAction' && journal.effectiveOn >= from && journal.effectiveOn <= to)
      applyLines(sum, journal.lines);
  return sum.writtenOff === 0n && sum.writtenOn === 0n ? [] : [[sum.writtenOff, -sum.writtenOn]];
}

async function holdAgainstFold(seed: number): Promise<void> {
  const property = fc.asyncProperty(day, day, day, async (a, b, present) => {
    const [from, to] = a < b ? [a, b] : [b, a];
    await database.inFirm(firmId, async (tx) => {
      const until = present < from ? null : monthOf(present);
      const rows = await readFirmMonths(tx, { from: monthOf(from), until });
      const found = rows.map(({ currency: _currency, originMonth, effectiveMonth, ...figures }) => [
        `${effectiveMonth} ${originMonth}`,
        figures,
      ]);
      assert.deepEqual(ofAnything(Object.fromEntries(found) as Keyed), foldMonths(monthOf(from), until));

      const written = await readWrittenForReasons(tx, { first: monthOf(from), last: to });
      assert.deepEqual(
        written.map(({ writtenOffMinor, writtenOnMinor }) => [writtenOffMinor, writtenOnMinor]),
        foldForReason(monthOf(from), to),
        `for the reason, ${monthOf(from)} to ${to}`,
      );

      const period = { from, to, knownAt: null };
      // Today is anywhere: before the period, in it or after it.
      const now = `${present}T03:00:00Z`;
      for (const groupBy of ['none', 'month'] as const) {
        const realised = await readRealisation(tx, { period, now, filter: {}, groupBy });
        const sum = (figure: 'billedMinor' | 'writtenOffMinor' | 'writtenOnMinor') =>
          realised.reduce((total, row) => total + row[figure], 0n);
        assert.deepEqual(
          [sum('billedMinor'), sum('writtenOffMinor'), sum('writtenOnMinor')],
          foldRealised(from, to),
          `${from} to ${to} on ${present}`,
        );
        assert.ok(realised.every(({ month }) => groupBy === 'none' || month! >= monthOf(from)));
      }
    });
  });
  await fc.assert(property, { numRuns: 60, seed });
}

const keptUntil = () => database.inFirm(firmId, readKeptUntil);
const keep = (now: string) => keepPastBalances(database, firmId, now);

/** Posts work and what is written off of it, and tells the history of it. */
async function work(on: string, recordedAt?: string): Promise<void> {
  const day = civilDate(on);
  const itemId = BigInt(20_000_000 + history.journals.length);
  const item = {
    jobId: history.jobIds[0]!,
    itemId,
    kind: 'time',
    originOn: day,
    jobTaskId: null,
    staffId: null,
  } as const;
  const closed = { ...item, openMinor: 0n, openQuantity: 0 };
  const open = { ...item, openMinor: 12_345n, openQuantity: 60 };
  const cause = { kind: 'timeEntry', id: itemId } as const;
  const journal = { effectiveOn: day, cause, reverses: null };
  const journals: Journal[] = [
    { ...journal, kind: 'timeRecorded', lines: [putIn(closed, 'recordedTime', 12_345n, 60)] },
    { ...journal, kind: 'writtenOff', lines: [takeOut(open, 'writtenOff', 2_345n, 0)] },
  ];
  const posted = await database.inFirm(firmId, (tx) =>
    post(tx, { journals, actorId: firm.actorId, recordedAt }),
  );
  for (const [index, each] of journals.entries())
    history.journals.push({
      journal: { ...each, id: posted.journalIds[index]! },
      recordedAt: posted.recordedAt,
    });
}

test('nothing is kept at first, and the months are those of the jobs', async () => {
  assert.equal(await keptUntil(), null);
  await holdAgainstFold(1);
});

test('what was recorded in months that are over is kept, and read with what came later', async () => {
  await keep('2026-01-10T00:00:00Z');
  assert.equal(await keptUntil(), '2026-01-01');
  await holdAgainstFold(2);
  await keep('2026-06-30T00:00:00Z');
  assert.ok((await keptUntil())! >= '2026-03-01');
  await work('2025-11-20');
  await work('2026-09-03');
  await holdAgainstFold(3);
});

test('what is recorded at a moment handed over takes kept months back from there on', async () => {
  await work('2025-12-10', '2026-01-20T10:00:00.000Z');
  assert.equal(await keptUntil(), '2026-01-01');
  await holdAgainstFold(4);
  await keep('2026-06-30T00:00:00Z');
  assert.ok((await keptUntil())! >= '2026-03-01');
  await holdAgainstFold(5);
  // Before anything that was ever recorded or dated.
  await work('2025-12-10', '2025-01-20T10:00:00.000Z');
  assert.equal(await keptUntil(), null);
  await keep('2026-06-30T00:00:00Z');
  await holdAgainstFold(6);
});

test('a kept month that is not what the months of jobs come to is found by a recount', async () => {
  const found = async () =>
    (await verifyFirm(database, firmId))
      .filter(({ check }) => check === 'firmMonth' || check === 'firmReason')
      .map(({ identity, column }) => [identity['recordedMonth'], column]);
  assert.deepEqual(await found(), []);
  await database.pool.query(
    `update firm_month set billed_minor = billed_minor + 1 where (recorded_month, effective_month, origin_month) = (
       select recorded_month, effective_month, origin_month from firm_month where recorded_month = '2025-12-01' limit 1)`,
  );
  assert.deepEqual(await found(), [['2025-12-01', 'billedMinor']]);
  const tampered = await database.pool.query<{ month: string }>(
    `update firm_reason_month set written_off_minor = written_off_minor + 1 returning recorded_month::text as month`,
  );
  assert.ok(tampered.rows.length > 1);
  const ofReasons = (await found()).filter(([, column]) => column === 'writtenOffMinor');
  const monthsOf = (months: unknown[]) => Map.groupBy(months, String);
  assert.deepEqual(
    monthsOf(ofReasons.map(([month]) => month)),
    monthsOf(tampered.rows.map(({ month }) => month)),
  );
});
