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

test('after a draw that failed, as one does whose connection breaks, the next one is made', async () => {
  const { database: other } = await testDatabase();
  const ids = itemIdsOf(other);
  await other.pool.query('alter sequence item_block rename to away');
  const refused = await Promise.allSettled([ids.take(1), ids.take(1)]);
  assert.deepEqual(
    refused.map(({ status }) => status),
    ['rejected', 'rejected'],
  );
  await other.pool.query('alter sequence away rename to item_block');
  assert.deepEqual(await ids.take(2), [1n, 2n]);
});

test('many who ask at once for more than a block holds get each id once', async () => {
  const { database: other } = await testDatabase();
  const ids = itemIdsOf(other);
  const taken = (await Promise.all(Array.from({ length: 8 }, () => ids.take(400)))).flat();
  assert.equal(new Set(taken).size, 3_200);
});
