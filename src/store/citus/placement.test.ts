// The lists of where tables are, against the tables that there are, and these against what Citus can place.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadMigrations } from '#store/migrate.ts';
import { testDatabase } from '#store/testing/database.ts';
import {
  everywhere,
  ofFirms,
  onCoordinator,
  stoodInFor,
  triggersMadeAnew,
  triggersTakenAway,
} from './placement.ts';

const { database } = await testDatabase();
const ask = async <Row extends object>(sql: string, params: unknown[] = []) =>
  (await database.pool.query<Row>(sql, params)).rows;
const named = `n.nspname || '.' || c.relname`;
const tables = `pg_class c join pg_namespace n on n.oid = c.relnamespace and n.nspname in ('public', 'auth')`;

test('each table has exactly one place', async () => {
  const found = await ask<{ name: string }>(
    `select ${named} as name from ${tables} where c.relkind in ('r', 'p') order by 1`,
  );
  const placed = [...ofFirms.keys(), ...everywhere, ...onCoordinator, ...stoodInFor];
  assert.deepEqual(placed.toSorted(), found.map(({ name }) => name).toSorted());
});

test('a table belongs to firms if it has a column for the firm, which is never empty and always an int', async () => {
  const found = await ask<{ name: string }>(
    `select ${named} as name from pg_attribute a join ${tables} on c.oid = a.attrelid
     where c.relkind in ('r', 'p') and a.attname = 'firm_id' and a.attnotnull and a.atttypid = 'int4'::regtype`,
  );
  assert.deepEqual(
    [...ofFirms.keys(), ...stoodInFor].toSorted(),
    [...found.map(({ name }) => name), 'public.firm'].toSorted(),
  );
});

test('each unique key of a table of firms holds the firm', async () => {
  const found = await ask<{ name: string; index: string; columns: string[] }>(
    `select ${named} as name, i.indexrelid::regclass::text as index,
       array(select a.attname::text from pg_attribute a where a.attrelid = c.oid and a.attnum = any (i.indkey)) as columns
     from pg_index i join ${tables} on c.oid = i.indrelid where i.indisunique`,
  );
  const without = found.filter(({ name, columns }) => {
    const firm = ofFirms.get(name);
    return firm !== undefined && !columns.includes(firm);
  });
  assert.deepEqual(without, []);
});

test('a foreign key leads from firm to firm, at the same place of the key, or to what is everywhere', async () => {
  const keys = await ask<{ name: string; from: string; to: string; pairs: [string, string][]; acts: string }>(
    `select o.conname as name, o.conrelid::regclass::text as table, confdeltype::text || confupdtype::text as acts,
       (select ${named} from ${tables} where c.oid = o.conrelid) as from,
       (select ${named} from ${tables} where c.oid = o.confrelid) as to,
       (select json_agg(json_build_array(a.attname, b.attname)) from unnest(o.conkey, o.confkey) as k (one, other)
        join pg_attribute a on a.attrelid = o.conrelid and a.attnum = k.one
        join pg_attribute b on b.attrelid = o.confrelid and b.attnum = k.other) as pairs
     from pg_constraint o where o.contype = 'f' and o.connamespace in ('public'::regnamespace, 'auth'::regnamespace)`,
  );
  assert.ok(keys.length > 100);
  for (const { name, from, to, pairs, acts } of keys) {
    if (ofFirms.has(from) && ofFirms.has(to)) {
      assert.ok(
        pairs.some(([one, other]) => one === ofFirms.get(from) && other === ofFirms.get(to)),
        name,
      );
      assert.match(acts, /^[ac]a$/, `${name} would empty the firm's column`);
    } else assert.ok(everywhere.includes(to) && !onCoordinator.includes(from), name);
  }
});

test('nothing is partitioned, deferred, excluded, or of a kind that cannot be placed', async () => {
  const found = await ask(
    `select c.relname from ${tables} where c.relkind in ('p', 'm', 'f') or c.relispartition
     union all
     select o.conname from pg_constraint o where (o.condeferrable or o.contype = 'x') and o.connamespace = 'public'::regnamespace
     union all
     select a.attname from pg_attribute a join ${tables} on c.oid = a.attrelid
     where a.attidentity <> '' and a.atttypid not in ('int4'::regtype, 'int8'::regtype)`,
  );
  assert.deepEqual(found, []);
});

test('every trigger is known: either taken away, or one that only refuses', async () => {
  const found = await ask<{ table: string; trigger: string; function: string }>(
    `select ${named} as table, t.tgname as trigger, p.proname as function
     from pg_trigger t join ${tables} on c.oid = t.tgrelid join pg_proc p on p.oid = t.tgfoid
     where not t.tgisinternal order by 1, 2`,
  );
  const known = [...triggersTakenAway, ...triggersMadeAnew].map(
    ({ table, trigger }) => `${table} ${trigger}`,
  );
  assert.deepEqual(found.map(({ table, trigger }) => `${table} ${trigger}`).toSorted(), known.toSorted());
  for (const each of found) {
    const isMadeAnew = triggersMadeAnew.some(({ trigger }) => trigger === each.trigger);
    assert.equal(each.function === 'refuse_change', isMadeAnew, each.trigger);
  }
});

test('a function that reads by an argument is PL/pgSQL', async () => {
  const found = await ask<{ name: string }>(
    `select p.oid::regprocedure::text as name from pg_proc p join pg_language l on l.oid = p.prolang
     where p.pronamespace = 'public'::regnamespace and l.lanname = 'sql' and p.provolatile <> 'i'`,
  );
  assert.deepEqual(found, []);
});

test('a migration that may meet a cluster makes tables without keys, and adds them where the table is placed', async () => {
  const placingFrom = '0026';
  for (const { name, sql } of (await loadMigrations()).filter((each) => each.name > placingFrom)) {
    const made = [...sql.matchAll(/^create table (\w+) \(([^;]*)\);/gm)];
    for (const [, table, columns] of made) {
      assert.doesNotMatch(columns!, /references/, `${name}: ${table}`);
      const keys = new RegExp(`alter table ${table}\\b[^;]*references`);
      if (keys.test(sql))
        assert.match(sql, new RegExp(`call place_beside_firms\\('${table}'\\)[^]*${keys.source}`));
    }
  }
});
