// Reports of the past, where a trade was recorded over months: work dated ahead, and behind by months; days kept when a month
// is over, or much later, and payments marked as used up. The ledger records by a clock that the test sets; all else is the product's.

import { test } from 'node:test';
import { markUsedUpPayments } from '#store/billing/used-up-payments.ts';
import { keepPastBalances } from '#store/reports/keep-past.ts';
import { postRandomHistory } from '#store/reports/testing/random-history.ts';
import { testDatabase } from '#store/testing/database.ts';
import { testFirm, type TestFirm } from '#store/testing/firm.ts';
import { enter, openBooks } from './auditor/books.ts';
import { compareHome, compareLockUp } from './auditor/compare-home.ts';
import { comparePastBillings, comparePeriod } from './auditor/compare-past.ts';
import { readRaw } from './auditor/lines.ts';
import { simNow } from './deeds.ts';
import type { SimFirm, SimJob } from './practice.ts';
import { chanceOf } from './random.ts';
import { playInTurn, type Plan } from './run.ts';

const { database } = await testDatabase();
await recordByOwnClock();

/** post_journals() as it is, but for the clock. */
async function recordByOwnClock(): Promise<void> {
  await database.pool.query(`
    create table own_clock (moment timestamptz not null);
    insert into own_clock values ('2026-01-04T00:00:00Z');
    create function own_clock() returns timestamptz language sql security definer set search_path = public
      as 'select moment from own_clock';
    do $$ begin
      execute replace(pg_get_functiondef('post_journals'::regproc), 'clock_timestamp()', 'own_clock()');
    end $$`);
}

/** From the fourth of January to the middle of May, the more often at the ends of months. */
function clockOf(seed: number, steps: number, keeps: number): NonNullable<Plan['clock']> {
  const chance = chanceOf(seed);
  const first = Temporal.Instant.from('2026-01-04T00:00:00Z');
  let moment = first;
  return {
    asked: 'own_clock()',
    async set({ firm }, step) {
      const next = first.add({ seconds: Math.floor((step * 131 * 86_400) / steps) + chance.below(40_000) });
      if (Temporal.Instant.compare(next, moment) > 0) moment = atTheEnd(moment, next);
      await database.pool.query('update own_clock set moment = $1', [moment.toString()]);
      if (!chance.oneIn(keeps)) return;
      await keepPastBalances(database, firm.firmId, moment.toString());
      await markUsedUpPayments(database, firm.firmId);
    },
  };
}

/** Where a month ends between the two, the last moment of it, and then the first of the next. */
function atTheEnd(before: Temporal.Instant, after: Temporal.Instant): Temporal.Instant {
  const month = after.toString().slice(0, 8);
  const begun = Temporal.Instant.from(`${month}01T00:00:00Z`);
  const last = begun.subtract({ microseconds: 1 });
  if (Temporal.Instant.compare(before, last) < 0 && Temporal.Instant.compare(last, after) < 0) return last;
  return Temporal.Instant.compare(before, begun) < 0 ? begun : after;
}

const seeds = (process.env['PAST_SEEDS'] ?? '21,22').split(',').map(Number);
for (const [place, seed] of seeds.entries()) {
  const keeps = [8, 30][place % 2]!;
  test(`what was recorded over months stands in reports of any day, known at any moment (seed ${seed})`, async () => {
    const steps = 110;
    await playInTurn(database, { seed, steps, clock: clockOf(seed, steps, keeps), looksBack: 14 });
  });
}

test('jobs of two currencies, of one client or of two, are never added up', async () => {
  const firm = await testFirm(database);
  const { jobIds } = await postRandomHistory(database, firm, { seed: 17, batches: 160, jobs: 6 });
  const jobs = await inTwoCurrencies(firm, jobIds);
  await keepPastBalances(database, firm.firmId, '2026-04-20T00:00:00Z');
  const of: SimFirm = { ...nobodyTrades, firm, jobs };
  const audited = { database, firm: of, books: openBooks(of) };
  const raw = await readRaw(database, firm.firmId, 0n);
  enter(audited.books, raw);
  for (const now of [simNow, '2026-01-09T11:30:00Z']) await compareHome(audited, raw, now);
  const chance = chanceOf(17);
  const anyDay = () =>
    Temporal.PlainDate.from('2025-10-01')
      .add({ days: chance.below(200) })
      .toString();
  for (let look = 0; look < 20; look += 1) {
    const knownAt = chance.oneIn(2) ? null : `${anyDay()}T10:00:00Z`;
    await comparePastBillings(audited, raw, { day: anyDay(), knownAt }, chance);
    const [from, to] = [anyDay(), anyDay()].toSorted() as [string, string];
    await comparePeriod(audited, raw, { from, to, knownAt });
    await compareLockUp(audited, raw, anyDay());
  }
});

const nobodyTrades = {
  currency: 'NZD',
  digits: 2,
  staffIds: [],
  taskIds: [],
  reasonIds: [],
  idleJobTaskIds: new Set<number>(),
  firmRounding: { increment: 1, direction: 'up' },
  roundingOfClient: new Map(),
  rates: [],
} as const;

/** Two jobs in dollars of Australia for a client of their own, and one for the client of all others. */
async function inTwoCurrencies({ firmId, clientId }: TestFirm, jobIds: readonly number[]): Promise<SimJob[]> {
  const own = { taskIds: [], jobTaskIds: [], rateBasis: 'staff' } as const;
  return database.inFirm(firmId, async (tx) => {
    const [other] = await tx.query<{ id: number }>(
      `insert into client (firm_id, name, currency) values ($1, 'Over the sea', 'AUD') returning id`,
      [firmId],
    );
    const jobs = jobIds.map((id, place): SimJob => {
      const job = { ...own, id, clientId: place < 2 ? other!.id : clientId };
      return place < 3 ? { ...job, currency: 'AUD' } : job;
    });
    for (const job of jobs)
      await tx.query('update job set client_id = $3, currency = $4 where firm_id = $1 and id = $2', [
        firmId,
        job.id,
        job.clientId,
        job.currency ?? 'NZD',
      ]);
    return jobs;
  });
}
