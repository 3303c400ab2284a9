import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, test } from 'node:test';
import { civilDate } from '#core/calendar/civil-date.ts';
import { openDatabase } from '#store/database.ts';
import { testDatabase } from '#store/testing/database.ts';
import { testFirm } from '#store/testing/firm.ts';
import { accepted, contextOf } from '../testing/practice.ts';
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
