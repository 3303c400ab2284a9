import assert from 'node:assert/strict';
import { test } from 'node:test';
import { getMigrations } from 'better-auth/db/migration';
import pg from 'pg';
import { createAuth } from './auth-library.ts';
import { constraintMeanings } from './constraints.ts';
import { testDatabase } from './testing/database.ts';

const { database, address } = await testDatabase();

test('the tables of sign-in are those that the library expects', async (t) => {
  const pool = new pg.Pool({ ...address, options: '-c search_path=auth' });
  t.after(() => pool.end());
  const auth = createAuth(pool, { secret: 'only for looking at tables, nothing else', baseUrl: undefined });
  const { toBeCreated, toBeAdded } = await getMigrations(auth.options);
  assert.deepEqual({ toBeCreated, toBeAdded }, { toBeCreated: [], toBeAdded: [] });
});

test('every constraint that has a meaning exists', async () => {
  const rows = await database.asInstallation((tx) =>
    tx.query<{ name: string }>(
      'select conname as name from pg_constraint union select indexrelid::regclass::text from pg_index where indisunique',
    ),
  );
  const names = new Set(rows.map(({ name }) => name.split('.').at(-1)));
  for (const name of Object.keys(constraintMeanings)) assert.ok(names.has(name), name);
});
