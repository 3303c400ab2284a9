import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadModule, parse } from 'libpg-query';
import { loadMigrations } from '#store/migrate.ts';
import { statementsOf } from './statements.ts';

test('a semicolon within a text, a name, a body or a comment ends nothing', () => {
  assert.deepEqual(
    statementsOf(`select ';', 'it''s;', "a;b"; -- no; end\nselect e'\\';' /* ; */;;\n -- nothing\n`),
    [`select ';', 'it''s;', "a;b"`, `-- no; end\nselect e'\\';' /* ; */`],
  );
  assert.deepEqual(statementsOf('do $$ begin a; end $$; do $x$ $$ ; $$ $x$'), [
    'do $$ begin a; end $$',
    'do $x$ $$ ; $$ $x$',
  ]);
});

test('each migration is taken apart as PostgreSQL does it', async () => {
  await loadModule();
  for (const { name, sql } of await loadMigrations()) {
    const whole = (await parse(sql)) as { stmts: object[] };
    const statements = statementsOf(sql);
    assert.equal(statements.length, whole.stmts.length, name);
    for (const statement of statements) {
      const { stmts } = (await parse(statement)) as { stmts: object[] };
      assert.equal(stmts.length, 1, `${name}: ${statement}`);
    }
  }
});
