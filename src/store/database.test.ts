import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testDatabase } from './testing/database.ts';

const { database } = await testDatabase();

test('money arrives as bigint, dates as text, instants as ISO text', async () => {
  const [row] = await database.asInstallation((tx) =>
    tx.query(`SELECT 9007199254740993::int8 AS amount, DATE '2026-03-31' AS day, 1.50::numeric AS share,
                     TIMESTAMPTZ '2026-03-31 09:30:00.125+02' AS instant,
                     ARRAY[1, NULL]::int8[] AS amounts, ARRAY[DATE '2026-01-01'] AS days,
                     ARRAY[TIMESTAMPTZ '2026-03-31 09:30Z'] AS instants, ARRAY[1.50]::numeric[] AS shares,
                     ARRAY[]::int8[] AS none`),
  );
  assert.deepEqual(row, {
    amount: 9007199254740993n,
    day: '2026-03-31',
    share: '1.50',
    instant: '2026-03-31T07:30:00.125Z',
    amounts: [1n, null],
    days: ['2026-01-01'],
    instants: ['2026-03-31T09:30:00Z'],
    shares: ['1.50'],
    none: [],
  });
});
