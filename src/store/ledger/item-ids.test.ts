import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testDatabase } from '../testing/database.ts';
import { idsPerBlock, idsSettleMs, itemIdsOf } from './item-ids.ts';

const { database } = await testDatabase();

test('ids are handed out one after the other, and what is left of a block is given up after a while', async (t) => {
  let now = 1_000_000;
  t.mock.method(performance, 'now', () => now);
  const ids = itemIdsOf(database);
  assert.deepEqual(await ids.take(2), [1n, 2n]);
  now += 29_000;
  assert.deepEqual(await ids.take(1), [3n]);
  now += 2_000;
  assert.deepEqual(await ids.take(1), [BigInt(idsPerBlock) + 1n]);
  now += 1_000;
  assert.deepEqual(await ids.take(1), [BigInt(idsPerBlock) + 2n]);
  assert.ok(idsSettleMs > 30_000 + 30_000, 'longer than ids are held and a statement may take');
});
