// docs/operating/indexes.md against the database: no index without a reader, and no reader that is gone.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { testDatabase } from './testing/database.ts';

const project = join(import.meta.dirname, '../..');
const page = await readFile(join(project, 'docs/operating/indexes.md'), 'utf8');
const rows = [...page.matchAll(/^\| (`\w+`(?:, `\w+`)*) \| [^|]+ \| `([^`]+)` \|$/gm)].map(
  ([, names, file]) => ({
    names: [...names!.matchAll(/\w+/g)].map(([name]) => name),
    file: file!,
  }),
);

const { database } = await testDatabase();
const { rows: indexes } = await database.pool.query<{ name: string; table: string }>(
  `select i.relname as name, t.relname as table from pg_index x
   join pg_class i on i.oid = x.indexrelid join pg_class t on t.oid = x.indrelid
   where i.relnamespace in ('public'::regnamespace, 'auth'::regnamespace) and not x.indisunique`,
);

test('each index that keeps nothing out has one reader', () => {
  const listed = rows.flatMap(({ names }) => names);
  assert.deepEqual(listed.toSorted(), indexes.map(({ name }) => name).toSorted());
});

test('what reads an index names its table', async () => {
  const tableOf = new Map(indexes.map(({ name, table }) => [name, table]));
  for (const { names, file } of rows) {
    const text = await readFile(join(project, file), 'utf8');
    for (const name of names)
      assert.match(text, new RegExp(`\\b${tableOf.get(name)}\\b`), `${name} in ${file}`);
  }
});
