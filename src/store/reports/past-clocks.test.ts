// Kept days where a clock is wrong. The moment of recording is by the database's clock; whoever keeps days brings another
// besides, and both have to say that a month is over.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { sql } from 'kysely';
import { addDays, addMonths, civilDate, monthOf } from '#core/calendar/civil-date.ts';
import { unallocated } from '#core/wip/lines.ts';
import { openDatabase, type Database } from '../database.ts';
import { post } from '../ledger/post.ts';
import { testDatabase } from '../testing/database.ts';
import { testFirm } from '../testing/firm.ts';
import { balancesAt } from './balances-at.ts';
import { keepPastBalances } from './keep-past.ts';
import { cutsFromKept } from './past-balances.ts';
import { runSql } from './run.ts';

const { database, address } = await testDatabase();
const firm = await testFirm(database);

const now = new Date().toISOString();
const present = monthOf(civilDate(now.slice(0, 10)));
const next = addMonths(present, 1);
/** A day that is kept. */
const asAt = addDays(present, 2);

/** Answers with a clock of its own, which is found before the right one. */
await database.pool.query(`
  create schema wrong;
  create function wrong.clock_timestamp() returns timestamptz language sql stable as
    $$ select pg_catalog.clock_timestamp() + current_setting('wrong.ahead')::interval $$;
  create function wrong.statement_timestamp() returns timestamptz language sql stable as
    $$ select pg_catalog.statement_timestamp() + current_setting('wrong.ahead')::interval $$;
  grant usage on schema wrong to public`);

type Clock = { readonly database: Database; readonly now: string };

/** The database as it is when its clock says so many hours after the end of this month. */
function afterTheMonth(hours: number): Clock {
  const then = Temporal.Instant.from(`${next}T00:00:00Z`).add({ hours });
  const seconds = Math.round(then.since(Temporal.Now.instant()).total('seconds'));
  const options = `-c search_path=wrong,public,pg_catalog -c wrong.ahead=${seconds}s`;
  const byThatClock = { ...address, options };
  const ahead = openDatabase(byThatClock, { poolSize: 2 });
  after(() => ahead.close());
  return { database: ahead, now: then.toString() };
}

async function record(): Promise<void> {
  const lines = [unallocated(firm.jobId, 'uninvoicedQuote', 'quoted', 100n, present)];
  const cause = { kind: 'quote', id: 1n } as const;
  const journal = { kind: 'quoteAccepted', effectiveOn: present, cause, reverses: null, lines } as const;
  await database.inFirm(firm.firmId, (tx) => post(tx, { journals: [journal], actorId: firm.actorId }));
}

const keep = (clock: Clock) => keepPastBalances(clock.database, firm.firmId, clock.now);

/** The uninvoiced quote on the day that is kept, and whether it was read from there. */
function readAt(clock: Clock): Promise<{ isKept: boolean; minor: bigint }> {
  return clock.database.inFirm(firm.firmId, async (tx) => {
    const cuts = await cutsFromKept(tx, { asAt, knownAt: null }, clock.now);
    const accounts = ['uninvoicedQuote'] as const;
    const balances = balancesAt({ firmId: firm.firmId, cuts, accounts, agesFrom: null, jobIds: null });
    const [row] = await runSql<{ minor: bigint }>(
      tx,
      sql`select sum_minor(x.uninvoiced_quote_minor) as minor from ${balances} x`,
    );
    return { isKept: cuts.kept !== null, minor: row!.minor };
  });
}

test('a worker whose clock alone is ahead keeps nothing of the month that goes on', async () => {
  await record();
  assert.equal(await keep({ database, now: afterTheMonth(24).now }), 0);
});

test('days that were kept by a clock that was ahead are right again once the month is really over', async () => {
  assert.equal(await keep(afterTheMonth(24)), 1);
  assert.deepEqual(await readAt(afterTheMonth(24)), { isKept: true, minor: 100n });
  // Both clocks are put right, and the month goes on.
  await record();
  assert.deepEqual(await readAt({ database, now }), { isKept: false, minor: 200n });
  // Nothing looked after the days before the month ended.
  assert.deepEqual(await readAt(afterTheMonth(3)), { isKept: false, minor: 200n });
  assert.equal(await keep(afterTheMonth(3)), 0);
  assert.equal(await keep(afterTheMonth(7)), 1);
  assert.deepEqual(await readAt(afterTheMonth(7)), { isKept: true, minor: 200n });
});
