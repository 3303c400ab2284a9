// A database that believes it is a coordinator: what Citus answers is answered by functions of the test, and everything
// else is what a coordinator does, since it is a PostgreSQL. What only Citus itself can say, docs/operating/citus.md lists.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import pg from 'pg';
import { civilDate } from '#core/calendar/civil-date.ts';
import { recordTime } from '#core/wip/record-time.ts';
import { openDatabase } from '#store/database.ts';
import { post } from '#store/ledger/post.ts';
import { verify } from '#store/ledger/verify.ts';
import { loadMigrations, migrate } from '#store/migrate.ts';
import { statementAnswered } from '#store/signals.ts';
import { testDatabase } from '#store/testing/database.ts';
import { testFirm } from '#store/testing/firm.ts';
import { distribute } from './distribute.ts';
import { isDistributed } from './is-distributed.ts';
import { everywhere, ofFirms } from './placement.ts';

const { address } = await testDatabase();
const pool = new pg.Pool(address);
pool.on('error', () => {});

const keysOf = async () =>
  (
    await pool.query<{ definition: string }>(
      `select conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) as definition
       from pg_constraint where contype = 'f' order by 1`,
    )
  ).rows.map(({ definition }) => definition);
const before = await keysOf();

const standIn = `
  create schema stand_in;
  create table stand_in.pg_dist_node (noderole text, isactive boolean, shouldhaveshards boolean);
  create table stand_in.pg_dist_partition (logicalrelid regclass, partmethod "char", colocated text);
  create table stand_in.gives_up_at (name text);
  create function stand_in.create_distributed_table(t regclass, firm text, colocate_with text) returns void
  language plpgsql as $$ begin
    if exists (select from stand_in.gives_up_at where name = t::text) then raise exception 'the network is away'; end if;
    insert into stand_in.pg_dist_partition values (t, 'h', colocate_with);
  end $$;
  create function stand_in.create_reference_table(t regclass) returns void
  language sql as $$ insert into stand_in.pg_dist_partition values (t, 'n') $$;
  create function stand_in.create_distributed_function(f regprocedure) returns void language sql as $$ select $$;
  create function stand_in.truncate_local_data_after_distributing_table(t regclass) returns void language sql as $$ select $$`;

test('without the extension it says what an administrator has to do, and changes nothing', async () => {
  await assert.rejects(distribute(pool), /no citus extension.*CREATE EXTENSION citus/);
  assert.equal(await isDistributed(pool), false);
});

test('a database that looks like a coordinator is made', async () => {
  const { database } = address as { database: string };
  await pool.query(`alter database ${database} set search_path = public, stand_in`);
  await pool.query(standIn);
  await pool.query(
    `set allow_system_table_mods = on;
     insert into pg_extension (oid, extname, extowner, extnamespace, extrelocatable, extversion)
     values (16000, 'citus', 10, 11, false, '11.3-1')`,
  );
  await pool.end();
});

const cluster = new pg.Pool({ ...address, max: 2 });
cluster.on('error', () => {});
const asked = async (sql: string) => (await cluster.query(sql)).rows;

test('a version that cannot and a cluster without machines are refused', async () => {
  await assert.rejects(distribute(cluster), /has Citus 11\.3-1; 12 or newer/);
  await asked(
    `set allow_system_table_mods = on; update pg_extension set extversion = '13.2-1' where extname = 'citus'`,
  );
  await assert.rejects(distribute(cluster), /No machine of this cluster may hold rows/);
  await asked(`insert into stand_in.pg_dist_node values ('primary', true, true)`);
});

test('a table that nobody placed stops it before anything is moved', async () => {
  await asked('create table stray (firm_id int)');
  await assert.rejects(distribute(cluster), /not known where public\.stray belongs/);
  await asked('drop table stray');
  assert.deepEqual(await asked('select from stand_in.pg_dist_partition'), []);
});

test('while a server is connected it is refused', async () => {
  const server = new pg.Client({ ...address, application_name: 'workledger' });
  await server.connect();
  await assert.rejects(distribute(cluster), /Stop all servers and workers/);
  await server.end();
});

test('broken off, it goes on where it was, and every key is there again', async () => {
  await asked(`insert into stand_in.gives_up_at values ('job')`);
  await assert.rejects(distribute(cluster), /the network is away/);
  assert.equal(await isDistributed(cluster), false);
  await asked('delete from stand_in.gives_up_at');
  const { placed } = await distribute(cluster);
  assert.ok(placed.includes('public.job') && !placed.includes('public.firm'));
  assert.equal(await isDistributed(cluster), true);
  const rows = await asked(
    `select conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) as definition
     from pg_constraint where contype = 'f' order by 1`,
  );
  assert.deepEqual(
    rows.map(({ definition }) => definition),
    before,
  );
  const [sums] = await asked(
    `select count(*) filter (where partmethod = 'h')::int as firms, count(*) filter (where partmethod = 'n')::int as shared,
       count(distinct colocated)::int as beside from stand_in.pg_dist_partition`,
  );
  assert.deepEqual(sums, { firms: ofFirms.size, shared: everywhere.length, beside: 2 });
});

test('done again, it does nothing; a later migration’s table is placed', async () => {
  assert.deepEqual(await distribute(cluster), { placed: [] });
  await asked(`delete from stand_in.pg_dist_partition where logicalrelid = 'timer'::regclass;
    call fence('timer', 'select')`);
  assert.deepEqual(await distribute(cluster), { placed: ['public.timer'] });
  const [timer] = await asked(`select relrowsecurity as fenced from pg_class where oid = 'timer'::regclass`);
  assert.deepEqual(timer, { fenced: false });
});

test('a migration after that places its table itself, so that it may have keys', async () => {
  await asked('create table later (firm_id int not null, id int not null, primary key (firm_id, id))');
  await asked(`call fence('later', 'select'); call place_beside_firms('later');
    alter table later add foreign key (firm_id) references firm (id)`);
  const [later] = await asked(
    `select partmethod, colocated, c.relrowsecurity as fenced from stand_in.pg_dist_partition p
     join pg_class c on c.oid = p.logicalrelid where c.relname = 'later'`,
  );
  assert.deepEqual(later, { partmethod: 'h', colocated: 'public.firm', fenced: false });
  await asked(`drop table later; delete from stand_in.pg_dist_partition where logicalrelid::text = 'later'
    or not exists (select from pg_class where oid = logicalrelid)`);
});

test('what is set for a transaction is set on every machine', async () => {
  const spread = openDatabase(address, { poolSize: 1 });
  const firm = await testFirm(spread);
  const sent: string[] = [];
  const stop = statementAnswered.listen(({ text }) => void sent.push(text));
  await spread.inFirm(firm.firmId, async (tx) => {
    const [told] = await tx.query(`select current_setting('citus.propagate_set_commands') as commands`);
    assert.deepEqual(told, { commands: 'local' });
    assert.deepEqual(await verify(tx), []);
  });
  stop();
  assert.ok(sent.includes(`set local timezone = 'UTC'`));
  assert.ok(!sent.some((text) => /set_config/i.test(text)));
  await spread.close();
});

test('what opens a transaction, and a later migration, come one statement at a time', async (t) => {
  const asked = t.mock.method(pg.Client.prototype, 'query');
  const spread = openDatabase(address, { poolSize: 1 });
  const opened = await spread.inFirm(1, (tx) => Promise.resolve(tx.opened), {
    readOnly: true,
    asks: 'select 7 as seven',
  });
  assert.deepEqual(opened, [{ seven: 7 }]);
  const late = { name: '9999_late.sql', checksum: 'late', sql: 'create view a as select 1;\ndrop view a;' };
  await migrate(cluster, [...(await loadMigrations()), late]);
  await spread.close();
  const texts: unknown[] = asked.mock.calls.map((call) => call.arguments[0]);
  assert.deepEqual(
    texts.filter((text) => typeof text === 'string' && text.includes(';') && text.includes('SET LOCAL')),
    [],
  );
  for (const each of [`SET LOCAL app.firm_id='1'`, 'create view a as select 1', 'drop view a'])
    assert.ok(texts.includes(each), each);
  assert.ok(!texts.includes(`SET LOCAL citus.enable_ddl_propagation = 'off'`));
});

test('firms work in it as before: founded and posted to, and what is posted stays', async () => {
  const spread = openDatabase(address, { poolSize: 2 });
  const firm = await testFirm(spread);
  const { journal } = recordTime({
    itemId: 1n,
    jobId: firm.jobId,
    jobTaskId: firm.jobTaskId,
    staffId: firm.staffId,
    workedOn: civilDate('2026-03-10'),
    minutes: 120,
    billableMinutes: 120,
    billable: true,
    excluded: false,
    ratePerHourMinor: 15000n,
    costPerHourMinor: 6000n,
  });
  const { balances } = await spread.inFirm(
    firm.firmId,
    (tx) => post(tx, { journals: [journal], actorId: firm.actorId }),
    {
      byKey: true,
    },
  );
  assert.equal(balances.get(firm.jobId)?.wipTimeMinor, 30000n);
  const seen = await spread.inFirm(firm.firmId, async (tx) => {
    const [row] = await tx.query<{ series: number; isOwner: boolean }>(
      `select count(*)::int as series, current_user = session_user as "isOwner" from number_series where firm_id = $1`,
      [tx.firmId],
    );
    return row;
  });
  assert.deepEqual(seen, { series: 3, isOwner: true });
  await assert.rejects(
    spread.inFirm(firm.firmId, (tx) => tx.query('delete from journal where firm_id = $1', [tx.firmId])),
    /append-only/,
  );
  await spread.close();
  await cluster.end();
});
