// Reports of the past, where a trade was recorded over months: work dated ahead, and behind by months; days kept when a month
// is over, or much later, or never. The ledger records by a clock that the test sets; all else is the product's.

import { test } from 'node:test';
import { keepPastBalances } from '#store/reports/keep-past.ts';
import { testDatabase } from '#store/testing/database.ts';
import { playInTurn, type Plan } from './run.ts';
import { chanceOf } from './random.ts';

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
      if (keeps > 0 && chance.oneIn(keeps)) await keepPastBalances(database, firm.firmId, moment.toString());
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

const seeds = (process.env['PAST_SEEDS'] ?? '21,22,23').split(',').map(Number);
for (const [place, seed] of seeds.entries()) {
  const keeps = [5, 12, 40][place % 3]!;
  test(`what was recorded over months stands in reports of any day, known at any moment (seed ${seed})`, async () => {
    const steps = 90;
    await playInTurn(database, { seed, steps, clock: clockOf(seed, steps, keeps), looksBack: 24 });
  });
}
