// Days that are kept, against a plain fold over the journals: whatever was recorded before they were kept or after.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { sql } from 'kysely';
import { addDays, civilDate, monthOf, type CivilDate } from '#core/calendar/civil-date.ts';
import { ageBucket, ageBuckets } from '#core/calendar/periods.ts';
import { noBalances } from '#core/ledger/accounts.ts';
import { applyLines } from '#core/ledger/fold.ts';
import { reversalOf, type Journal } from '#core/ledger/journal.ts';
import { unallocated } from '#core/wip/lines.ts';
import { post } from '../ledger/post.ts';
import { verifyFirm } from '../ledger/verify.ts';
import { testDatabase } from '../testing/database.ts';
import { testFirm } from '../testing/firm.ts';
import { columnOf } from './accounts.ts';
import { balancesAt } from './balances-at.ts';
import { keepPastBalances } from './keep-past.ts';
import type { Moment } from './moment.ts';
import { cutsFromKept, keptAccounts, keptDaysOf } from './past-balances.ts';
import { runSql } from './run.ts';
import { historyStart, postRandomHistory } from './testing/random-history.ts';

const { database } = await testDatabase();
const firm = await testFirm(database);
const history = await postRandomHistory(database, firm, { seed: 11, batches: 240 });
const now = '2026-06-30T00:00:00Z';

const day = fc.integer({ min: -80, max: 200 }).map((days) => addDays(historyStart, days));
const instant = fc
  .tuple(fc.integer({ min: -5, max: 160 }), fc.integer({ min: 0, max: 23 }))
  .map(([days, hour]) => `${addDays(historyStart, days)}T${String(hour).padStart(2, '0')}:30:10.125Z`);
const moment = fc.record({ asAt: day, knownAt: fc.option(instant, { freq: 2 }) });

type Figures = { readonly accounts: bigint[]; readonly ages: bigint[] };

/** Of every job with anything in the accounts that are kept. */
function foldAt({ asAt, knownAt }: { asAt: CivilDate; knownAt: string | null }): Map<number, Figures> {
  const figures = new Map<number, Figures>();
  for (const { journal, recordedAt } of history.journals) {
    if (journal.effectiveOn > asAt || (knownAt !== null && recordedAt > knownAt)) continue;
    for (const line of journal.lines) {
      const change = applyLines(noBalances(), [line]);
      const of = figures.get(line.jobId) ?? { accounts: [0n, 0n, 0n, 0n], ages: [0n, 0n, 0n, 0n] };
      for (const [index, account] of keptAccounts.entries()) of.accounts[index]! += change[account];
      of.ages[ageBuckets.indexOf(ageBucket(line.originOn, monthOf(asAt)))]! +=
        change.wipTime + change.wipCost;
      figures.set(line.jobId, of);
    }
  }
  return figures;
}

async function readAt(
  at: Moment & { asAt: CivilDate },
): Promise<{ isKept: boolean; found: Map<number, Figures> }> {
  return database.inFirm(firm.firmId, async (tx) => {
    const cuts = await cutsFromKept(tx, at, now);
    const wanted = {
      firmId: firm.firmId,
      cuts,
      accounts: keptAccounts,
      agesFrom: monthOf(at.asAt),
      jobIds: null,
    };
    const accounts = keptAccounts.map((account) => columnOf('x', account));
    const rows = await runSql<Figures & { jobId: number }>(
      tx,
      sql`select x.job_id as "jobId", array[${sql.join(accounts)}] as accounts,
        array[x.age_0, x.age_1, x.age_2, x.age_3] as ages from ${balancesAt(wanted)} x`,
    );
    const found = new Map(rows.map(({ jobId, ...rest }) => [jobId, rest]));
    return { isKept: cuts.kept !== null, found };
  });
}

/** Answers how many of the moments were read from a kept day. */
async function holdAgainstFold(seed: number, numRuns: number): Promise<number> {
  let kept = 0;
  const property = fc.asyncProperty(moment, async (at) => {
    const { isKept, found } = await readAt(at);
    if (isKept) kept += 1;
    for (const [jobId, folded] of foldAt(at)) {
      const nothing = { accounts: [0n, 0n, 0n, 0n], ages: [0n, 0n, 0n, 0n] };
      const read = found.get(jobId) ?? nothing;
      const isOpen = folded.accounts.some((amount) => amount !== 0n);
      if (isOpen || isKept) assert.deepEqual(read, folded, JSON.stringify(at));
    }
    for (const jobId of found.keys()) assert.ok(history.jobIds.includes(jobId));
  });
  await fc.assert(property, { numRuns, seed });
  return kept;
}

function quote(jobId: number, on: CivilDate, amountMinor: bigint): Journal {
  const lines = [unallocated(jobId, 'uninvoicedQuote', 'quoted', amountMinor, on)];
  return { kind: 'quoteAccepted', effectiveOn: on, cause: { kind: 'quote', id: 1n }, reverses: null, lines };
}

/** Posts, and tells the history of it. */
async function postQuote(on: CivilDate, recordedAt?: string): Promise<void> {
  const journal = quote(history.jobIds[1]!, on, 4_321n);
  const posted = await database.inFirm(firm.firmId, (tx) =>
    post(tx, { journals: [journal], actorId: firm.actorId, recordedAt }),
  );
  history.journals.push({
    journal: { ...journal, id: posted.journalIds[0]! },
    recordedAt: Temporal.Instant.from(posted.recordedAt).toString(),
  });
}

test('without kept days nothing is read from them', async () => {
  assert.equal(await holdAgainstFold(1, 20), 0);
});

test('at most two days lie between any day and a kept one', () => {
  for (let on = civilDate('2024-01-01'); on < '2025-03-01'; on = addDays(on, 1)) {
    const near = [-2, -1, 0, 1, 2].map((days) => addDays(on, days));
    assert.ok(
      keptDaysOf(monthOf(on)).some((kept) => near.includes(kept)),
      on,
    );
  }
});

test('months that are over are kept once, and not the one that goes on', async () => {
  const months = await keepPastBalances(database, firm.firmId, '2026-03-01T01:00:00Z');
  assert.ok(months >= 4);
  assert.equal(await keepPastBalances(database, firm.firmId, '2026-03-01T05:59:00Z'), 0);
  assert.equal(await keepPastBalances(database, firm.firmId, '2026-03-01T06:00:00Z'), 1, 'February settled');
  assert.ok((await keepPastBalances(database, firm.firmId, now)) >= 1);
  const { isKept } = await readAt({ asAt: civilDate('2026-01-17'), knownAt: null });
  assert.equal(isKept, true);
});

test('from kept days every job has the balances and ages of the fold, at any day, as known at any moment', async () => {
  assert.ok((await holdAgainstFold(2, 220)) > 120);
});

test('what is recorded later and dated back stands in reports of days that were kept', async () => {
  for (const on of ['2025-10-31', '2025-11-07', '2025-11-09', '2025-12-30', '2026-01-13', '2026-02-28'])
    await postQuote(civilDate(on));
  assert.ok((await holdAgainstFold(3, 220)) > 120);
});

test('what is recorded at a moment handed over takes kept days back from there on', async () => {
  await postQuote(civilDate('2025-12-10'), '2026-01-20T10:00:00.000Z');
  const isKept = async (asAt: string) => (await readAt({ asAt: civilDate(asAt), knownAt: null })).isKept;
  assert.deepEqual(
    [await isKept('2025-12-31'), await isKept('2026-01-03'), await isKept('2026-02-28')],
    [true, false, false],
  );
  await holdAgainstFold(4, 60);
  assert.ok((await keepPastBalances(database, firm.firmId, now)) >= 5);
  assert.ok((await holdAgainstFold(5, 100)) > 50);
});

test('a month in which nothing was open is kept too', async () => {
  const quiet = await testFirm(database);
  const add = (journal: Journal) =>
    database.inFirm(quiet.firmId, (tx) =>
      post(tx, { journals: [journal], actorId: quiet.actorId, recordedAt: '2025-03-09T01:00:00Z' }),
    );
  const accepted = quote(quiet.jobId, civilDate('2025-03-05'), 100n);
  const { journalIds } = await add(accepted);
  await add(reversalOf({ ...accepted, id: journalIds[0]! }, civilDate('2025-03-06')));
  assert.equal(await keepPastBalances(database, quiet.firmId, '2025-07-01T08:00:00Z'), 4);
  assert.equal(await keepPastBalances(database, quiet.firmId, '2025-07-01T09:00:00Z'), 0);
});

test('days that a clock kept too early are not read, and go again', async () => {
  const ahead = addDays(civilDate(Temporal.Now.instant().toString().slice(0, 10)), 62);
  const keepNothing = (asAt: CivilDate) =>
    database.inFirm(firm.firmId, (tx) =>
      tx.query(
        `insert into past_day values ($1, $2, $2::date + 1, 0, '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}')`,
        [firm.firmId, asAt],
      ),
    );
  const asAt = keptDaysOf(monthOf(ahead))[2]!;
  await keepNothing(asAt);
  const { isKept, found } = await readAt({ asAt, knownAt: null });
  assert.equal(isKept, false);
  assert.ok(found.size > 0);
  await keepPastBalances(database, firm.firmId, now);
  const left = await database.inFirm(firm.firmId, (tx) =>
    tx.query('select from past_day where firm_id = $1 and as_at = $2', [firm.firmId, asAt]),
  );
  assert.equal(left.length, 0);
});

test('a kept day that is not what months and lines come to is found by a recount', async () => {
  await keepPastBalances(database, firm.firmId, now);
  assert.deepEqual(await differencesOfKept(), []);
  // The others would be drawn as well.
  await database.pool.query(`delete from past_day where as_at <> (
    select as_at from past_day where cardinality(job_ids) > 0 order by as_at desc offset 3 limit 1)`);
  const tampered = await database.pool.query<{ asAt: CivilDate; jobId: number }>(
    `update past_day set wip_cost_minor[1] = wip_cost_minor[1] + 1
     returning as_at::text as "asAt", job_ids[1] as "jobId"`,
  );
  assert.deepEqual(await differencesOfKept(), [{ identity: tampered.rows[0], column: 'wipCostMinor' }]);
  await database.pool.query(
    `update past_day set wip_cost_minor[1] = wip_cost_minor[1] - 1,
       activity_days[1] = coalesce(activity_days[1], 0) + 1`,
  );
  assert.deepEqual(await differencesOfKept(), [{ identity: tampered.rows[0], column: 'activityDays' }]);
});

/** The history of this file has lines for entries that it does not have; a recount finds that too. */
async function differencesOfKept() {
  const found = await verifyFirm(database, firm.firmId);
  return found
    .filter(({ check }) => check === 'pastBalance')
    .map(({ identity, column }) => ({ identity, column }));
}
