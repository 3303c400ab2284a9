import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, test } from 'node:test';
import { addDays, civilDate } from '#core/calendar/civil-date.ts';
import { openDatabase } from '#store/database.ts';
import { testDatabase } from '#store/testing/database.ts';
import { testFirm } from '#store/testing/firm.ts';
import { accepted, contextOf } from '../testing/practice.ts';
import type { Context } from '../context.ts';
import { changeTimeEntries } from './change-time.ts';
import type { TimeOutcome } from './command.ts';
import { recordTimeEntries } from './record-time.ts';

const { database, address } = await testDatabase();
const second = openDatabase(address);
after(() => second.close());
const firm = await testFirm(database);

test('two servers that are asked the same at once record it once and answer both', async () => {
  const { jobId, jobTaskId, staffId } = firm;
  const servers = [database, second].map((one) => contextOf(one, firm));
  const entry = { jobId, jobTaskId, staffId, workedOn: civilDate('2026-03-30'), minutes: 1 };
  for (let time = 0; time < 20; time += 1) {
    const request = { key: randomUUID(), hash: new Uint8Array(32).fill(time) };
    const [one, other] = await Promise.all(
      servers.map((server) => recordTimeEntries({ ...server, request }, [entry])),
    );
    assert.deepEqual(accepted(one!).entries, accepted(other!).entries);
  }
  const [found] = await database.inFirm(firm.firmId, (tx) =>
    tx.query('select count(*)::int as entries, sum(minutes)::int as minutes from time_entry'),
  );
  assert.deepEqual(found, { entries: 20, minutes: 20 });
});

test('a limit of the day that refuses holds also where two servers record at once', async () => {
  const { jobId, jobTaskId, staffId } = firm;
  await database.pool.query(`update firm set daily_minutes_action = 'refuse'`);
  const servers = [database, second].map((one) => contextOf(one, firm));
  for (let day = 1; day <= 10; day += 1) {
    const workedOn = addDays(civilDate('2026-02-01'), day);
    const entry = { jobId, jobTaskId, staffId, workedOn, minutes: 800 };
    const results = await Promise.all(servers.map((server) => recordTimeEntries(server, [entry])));
    const refusals = results.flatMap((result) => (result.ok ? [] : result.refusals));
    assert.deepEqual(
      refusals.map(({ code, accepted: most }) => [code, most]),
      [['minutesOutOfRange', 'at most 640 more minutes on that day']],
      workedOn,
    );
  }
});

test('a limit of the day that refuses holds where one entry is made longer while another is recorded', async () => {
  const { jobId, jobTaskId, staffId } = firm;
  const [one, other] = [database, second].map((server) => contextOf(server, firm)) as [Context, Context];
  for (let day = 1; day <= 10; day += 1) {
    const workedOn = addDays(civilDate('2026-01-01'), day);
    const entry = { jobId, jobTaskId, staffId, workedOn, minutes: 400 };
    const [{ id, version }] = accepted(await recordTimeEntries(one, [entry])).entries as [TimeOutcome];
    const results = await Promise.all([
      changeTimeEntries(one, [{ id, version, minutes: 1_000 }]),
      recordTimeEntries(other, [{ ...entry, minutes: 900 }]),
    ]);
    assert.equal(results.filter(({ ok }) => ok).length, 1, workedOn);
  }
});
