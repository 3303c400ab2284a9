import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countAtWork } from './activity.ts';
import { openDatabase } from './database.ts';
import { testDatabase } from './testing/database.ts';
import { testFirm } from './testing/firm.ts';

const { database, address } = await testDatabase();
const { firmId } = await testFirm(database);
const count = () => database.asInstallation(countAtWork, { standsBack: true });

test('people are seen at work, and what stands back is not, from its first moment to its last', async () => {
  assert.equal(await count(), 0);
  await database.inFirm(firmId, async () => assert.equal(await count(), 1));
  await database.inFirm(firmId, async () => assert.equal(await count(), 0), { standsBack: true });
  await database.asInstallation(async () => assert.equal(await count(), 0), { standsBack: true });
  const watching = openDatabase(address, { standsBack: true });
  await watching.asInstallation(async () => assert.equal(await count(), 0));
  await watching.close();
  await database.inFirm(firmId, async () => assert.equal(await count(), 1), { asks: 'select 1' });
});

test('a question that travels with the opening is answered although the transaction stands back', async () => {
  const opened = await database.inFirm(firmId, async (tx) => tx.opened, {
    standsBack: true,
    asks: 'select 7 as seven',
  });
  assert.deepEqual(opened, [{ seven: 7 }]);
});
