// Posts are transactions here that share the gate of the firm, as post_journals() does, and then take their time.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { civilDate } from '#core/calendar/civil-date.ts';
import { recordTime } from '#core/wip/record-time.ts';
import { lockJobs } from '../ledger/items.ts';
import { post } from '../ledger/post.ts';
import { testDatabase } from '../testing/database.ts';
import { testFirm } from '../testing/firm.ts';
import { awaitPostsBefore } from './known-at.ts';

const { database } = await testDatabase({ poolSize: 12 });
const firm = await testFirm(database);
const other = await testFirm(database);
const secondsAgo = (seconds: number) => Temporal.Now.instant().subtract({ seconds }).toString();

/** Shares the gate until it is let go, and holds no job, so that others may be under way beside it. */
async function postUnderWay({ firmId }: typeof firm) {
  const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
  const { promise: ended, resolve: end } = Promise.withResolvers<void>();
  const done = database.inFirm(firmId, async (tx) => {
    await lockJobs(tx, []);
    begin();
    await ended;
  });
  await begun;
  return async () => {
    end();
    await done;
  };
}

test('a moment ahead of the clock that records is not known', async () => {
  assert.equal(await awaitPostsBefore(database, firm.firmId, secondsAgo(-60)), null);
});

test('a post under way is waited for, also when it is the newest transaction of all', async () => {
  const end = await postUnderWay(firm);
  let answered = false;
  const asked = awaitPostsBefore(database, firm.firmId, secondsAgo(1)).then(() => (answered = true));
  await pause(150);
  assert.equal(answered, false);
  await end();
  await asked;
});

test('a moment hours ago waits for nobody, and neither does a firm for the posts of another', async () => {
  const end = await postUnderWay(firm);
  assert.ok(await awaitPostsBefore(database, firm.firmId, secondsAgo(7_200)));
  assert.ok(await awaitPostsBefore(database, other.firmId, secondsAgo(1)));
  await end();
});

test('posts that begin while a report waits do not prolong the wait, and are not held up', async () => {
  const ends = [await postUnderWay(firm)];
  const asked = awaitPostsBefore(database, firm.firmId, secondsAgo(1));
  for (let number = 0; number < 4; number += 1) ends.push(await postUnderWay(firm));
  await ends[0]!();
  assert.ok(await asked);
  await Promise.all(ends.slice(1).map((end) => end()));
});

test('in a storm without a gap every answer comes soon and nothing recorded before it arrives after it', async () => {
  let goesOn = true;
  let number = 0n;
  const storm = Array.from({ length: 8 }, async () => {
    while (goesOn) {
      number += 1n;
      const { journal } = recordTime({
        itemId: 1_000_000n + number,
        jobId: firm.jobId,
        jobTaskId: firm.jobTaskId,
        staffId: firm.staffId,
        workedOn: civilDate('2026-03-10'),
        minutes: 60,
        billableMinutes: 60,
        billable: true,
        excluded: false,
        ratePerHourMinor: 15000n,
        costPerHourMinor: 6000n,
      });
      await database.inFirm(firm.firmId, (tx) => post(tx, { journals: [journal], actorId: firm.actorId }));
    }
  });
  const countUntil = async (moment: string) => {
    const { rows } = await database.pool.query<{ count: bigint }>(
      'select count(*) from journal where firm_id = $1 and recorded_at <= $2',
      [firm.firmId, moment],
    );
    return rows[0]!.count;
  };
  const asked: { moment: string; count: bigint }[] = [];
  try {
    for (let round = 0; round < 10; round += 1) {
      await pause(30);
      const { rows } = await database.pool.query<{ now: string }>('select clock_timestamp() as now');
      const moment = rows[0]!.now;
      const start = performance.now();
      await awaitPostsBefore(database, firm.firmId, moment);
      assert.ok(performance.now() - start < 5_000);
      asked.push({ moment, count: await countUntil(moment) });
    }
  } finally {
    goesOn = false;
  }
  await Promise.all(storm);
  assert.ok(number > 50n);
  for (const { moment, count } of asked) assert.equal(await countUntil(moment), count);
});
