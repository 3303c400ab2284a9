// Every statement that a firm's work sends goes to the one place where the firm is. What is asked of all firms is listed
// here with its reason, and only reads, or changes what each machine can change by itself.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadModule, parse, parsePlPgSQL } from 'libpg-query';
import { statementAnswered } from '#store/signals.ts';
import { everywhere, functionsEverywhere, ofFirms, onCoordinator } from '#store/citus/placement.ts';
import { verifyFirm } from '#store/ledger/verify.ts';
import { furnish } from '../api/furnished.ts';
import { addressOf, endpoints } from '../api/samples.ts';
import { createApiTest } from '../api/testing.ts';
import { playAtOnce } from '../simulation/run.ts';
import { refusedChanges } from './changes.ts';
import { readCatalogue, treeOf } from './node-tree.ts';
import { hindrances, type Tables } from './places.ts';

const bare = (name: string) => name.split('.')[1]!;
const tables: Tables = {
  firmColumns: new Map([
    ...[...ofFirms].map(([name, column]): [string, string] => [bare(name), column]),
    // Views over tables of firms, which hand the firm through.
    ['listed_job', 'firm_id'],
    ['listed_job_due', 'firm_id'],
    ['quote_claim', 'firm_id'],
    ['standing_close', 'firm_id'],
  ]),
  elsewhere: new Set([...onCoordinator.map(bare), 'jobs', '_private_jobs', '_private_tasks']),
};

/** Asked of all firms: each by a part of its text that no other statement has, and why it may. */
const ofAllFirms: readonly (readonly [part: string, why: string])[] = [
  ['from auth.invitation where token_hash = $1', 'whose the link is, before its firm is known'],
  ['from member\n     where user_id = $1 order by firm_id', 'a person’s places in firms'],
  ['update actor a set name = $2 from member m', 'a person’s name, in each firm where they are'],
  [`from billing_run where state in ('running', 'paused')`, 'what the operator’s page counts'],
  [`where u.state = 'parked' and o.state in ('running', 'paused')`, 'what the operator’s page counts'],
  ['from firm\n     where $1::int is null or id > $1', 'the operator’s list of firms'],
];

const sent = new Set<string>();
const stop = statementAnswered.listen(({ text }) => void sent.add(text));
const api = await createApiTest();
const known = await furnish(api);

test('people ask for everything there is to read, and trade', async () => {
  for (const endpoint of endpoints.filter(({ method }) => method === 'GET')) {
    if (endpoint.path.endsWith('/events')) continue;
    await api.as('owner').get(addressOf(endpoint, known));
  }
  await playAtOnce(api.database, { seed: 5, steps: 60, people: 4, firms: 1 });
  const { rows } = await api.database.pool.query<{ id: number }>('select id from firm');
  for (const { id } of rows) await verifyFirm(api.database, id);
  stop();
  assert.ok(sent.size > 300, `${sent.size} statements`);
});

test('each statement names its firm for every table of firms in it', async () => {
  await loadModule();
  const wrong: string[] = [];
  for (const sql of sent) {
    const found = await hindrances(sql, tables);
    const mayAskAll = ofAllFirms.some(([part]) => sql.includes(part));
    const left = found.filter((each) => !(mayAskAll && each.endsWith('of all firms')));
    if (left.length > 0) wrong.push(`${left.join(', ')}\n${sql}`);
  }
  assert.deepEqual(wrong, []);
});

const isElsewhere = (table: string) =>
  tables.firmColumns.has(table) || everywhere.some((name) => bare(name) === table);
const isChange = (sql: string) => /^\s*(?:insert|update|delete|with)\b/i.test(sql);

test('no change of rows has what Citus does not send on in one', async () => {
  const catalogue = await readCatalogue(api.database.pool);
  const wrong: string[] = [];
  let changes = 0;
  for (const sql of [...sent].filter(isChange)) {
    const tree = await treeOf(api.database.pool, sql);
    if (tree === undefined) continue;
    changes += 1;
    for (const each of refusedChanges(tree, catalogue, isElsewhere)) wrong.push(`${each}\n${sql}`);
  }
  assert.deepEqual(wrong, []);
  assert.ok(changes > 80, `${changes} changes`);
});

test('a change that Citus refuses is found out', async () => {
  const catalogue = await readCatalogue(api.database.pool);
  const found = async (sql: string) =>
    refusedChanges(await treeOf(api.database.pool, sql), catalogue, isElsewhere);
  const tax = 'insert into tax (firm_id, name)';
  assert.deepEqual(await found(`${tax} values ($1, (select name from firm where id = $1))`), [
    'asks within the values of an insert',
  ]);
  assert.deepEqual(
    await found(`with n as (select name from task where firm_id = $1) ${tax} select $1, name from n`),
    ['has a query in front of an insert'],
  );
  const meeting =
    'on conflict (firm_id, id) do update set name = (select max(name) from task where firm_id = $1)';
  assert.deepEqual(await found(`${tax} select $1, unnest($2::text[]) ${meeting}`), [
    'asks while it resolves a conflict',
  ]);
  assert.deepEqual(await found(`update job set name = name || $2::int where firm_id = $1`), [
    'changes rows by textanycat, which is not immutable',
  ]);
  assert.deepEqual(await found(`update job set name = name || ($2::int)::text where firm_id = $1`), []);
  assert.deepEqual(
    await found(`delete from request where firm_id = $1 and recorded_at < clock_timestamp()`),
    ['changes rows by clock_timestamp, which is volatile'],
  );
  assert.deepEqual(await found(`delete from request where firm_id = $1 and recorded_at < now()`), []);
  assert.deepEqual(
    await found(`update mail set sent_at = case when status = 'sent' then now() end where firm_id = $1`),
    ['changes rows by now, which is not immutable'],
  );
  const inFrom = (columns: string) =>
    `update job j set name = x.name from (select id, ${columns} from client where firm_id = $1) x
     where j.firm_id = $1 and j.client_id = x.id`;
  assert.deepEqual(await found(inFrom('concat(name, 1) as name')), [
    'changes rows by concat, which is not immutable',
  ]);
  assert.deepEqual(await found(inFrom('upper(name) as name')), []);
  assert.deepEqual(await found(`update job set name = 'x' where firm_id = $1 returning to_jsonb(name)`), [
    'returns to_jsonb, which is not immutable',
  ]);
});

/** Functions above all firms, which ask each machine. */
const functionsOfAllFirms = ['memberships_of', 'firm_of_api_key', 'firms_founded', 'forget_old_requests'];
/** Of triggers that are taken away where tables are distributed. */
const functionsTakenAway = [
  'keep_closed_days_locked',
  'keep_closes_in_order',
  'begin_billing',
  'keep_listed_job',
  'list_job',
  'relist_job',
  'relist_jobs_of_client',
];

test('so does each statement within a function', async () => {
  const { rows } = await api.database.pool.query<{ name: string; definition: string }>(
    `select p.proname as name, pg_get_functiondef(p.oid) as definition
     from pg_proc p join pg_language l on l.oid = p.prolang
     where p.pronamespace = 'public'::regnamespace and l.lanname = 'plpgsql' and p.prokind = 'f'`,
  );
  const wrong: string[] = [];
  let statements = 0;
  for (const { name, definition } of rows) {
    if ([...functionsOfAllFirms, ...functionsTakenAway].includes(name)) continue;
    for (const sql of queriesIn(await parsePlPgSQL(definition))) {
      statements += 1;
      for (const each of await hindrances(sql, tables)) wrong.push(`${name}: ${each}\n${sql}`);
    }
  }
  assert.ok(statements > 30, `${statements} statements`);
  assert.deepEqual(wrong, []);
});

test('each function of ours that a machine is asked to call is there', async () => {
  const { rows } = await api.database.pool.query<{ name: string; definition: string | null }>(
    `select p.proname as name, case when p.prokind = 'f' and l.lanname = 'plpgsql' then pg_get_functiondef(p.oid) end as definition
     from pg_proc p join pg_language l on l.oid = p.prolang
     where p.pronamespace = 'public'::regnamespace and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')`,
  );
  const ours = new Set(rows.map(({ name }) => name));
  const there = new Set(functionsEverywhere.map((each) => each.slice(0, each.indexOf('('))));
  const statements = [...sent];
  for (const { name, definition } of rows) {
    if (definition === null || functionsTakenAway.includes(name)) continue;
    statements.push(...queriesIn(await parsePlPgSQL(definition)));
  }
  const missing = new Set<string>();
  for (const sql of statements) {
    const tree = JSON.stringify(await parse(sql));
    const meetsFirms = [...tree.matchAll(/"relname":"(\w+)"/g)].some(([, name]) =>
      tables.firmColumns.has(name!),
    );
    if (!meetsFirms) continue;
    for (const [, name] of tree.matchAll(
      /"funcname":\[(?:\{"String":\{"sval":"\w+"\}\},)?\{"String":\{"sval":"(\w+)"/g,
    )) {
      if (ours.has(name!) && !there.has(name!)) missing.add(`${name}: ${sql}`);
    }
  }
  assert.deepEqual([...missing], []);
  assert.ok(there.has('sum_minor') && statements.some((sql) => sql.includes('sum_minor')));
});

test('a statement that forgets a firm is found out', async () => {
  const found = (sql: string) => hindrances(sql, tables);
  assert.deepEqual(await found('select * from job where id = $1'), ['asks job of all firms']);
  assert.deepEqual(
    await found('select * from job j join client c on c.id = j.client_id where j.firm_id = $1'),
    ['asks client of all firms'],
  );
  assert.deepEqual(
    await found(
      'select * from job j join client c on c.firm_id = j.firm_id and c.id = j.client_id where j.firm_id = $1',
    ),
    [],
  );
  assert.deepEqual(await found('update job set name = $2 where firm_id = $1 or id = 3'), [
    'asks job of all firms',
  ]);
  assert.deepEqual(
    await found(
      'select (select max(id) from quote q where q.firm_id = j.firm_id) from job j where j.firm_id = $1',
    ),
    ['asks quote of all firms'],
  );
  assert.deepEqual(
    await found('with a as (insert into tax (firm_id) values ($1) returning id) select id from a'),
    ['inserts within a WITH'],
  );
  assert.deepEqual(await found('select 1 from job j join worker w on w.id = j.id where j.firm_id = $1'), [
    'joins tables of firms with tables of the coordinator',
  ]);
  assert.deepEqual(await found('insert into tax (name) values ($1)'), [
    'does not say for which firm it inserts into tax',
  ]);
  assert.ok(everywhere.every((name) => !tables.firmColumns.has(bare(name))));
});

/** The statements and expressions of a function that read or write tables. */
function queriesIn(tree: unknown): string[] {
  if (Array.isArray(tree)) return tree.flatMap(queriesIn);
  if (!tree || typeof tree !== 'object') return [];
  return Object.entries(tree).flatMap(([key, value]) => {
    if (key !== 'query') return queriesIn(value);
    if (typeof value !== 'string' || !/\b(from|insert|update|delete)\b/i.test(value)) return [];
    if (/^\s*(select|insert|update|delete|with)\b/i.test(value)) return [value];
    return [`select ${value.replace(/^\s*\w+\s*:?=\s*/, '')}`];
  });
}
