import { setTimeout as pause } from 'node:timers/promises';
import type pg from 'pg';
import { applicationRole, MigrationError } from '../migrate.ts';
import { distributionDone } from './is-distributed.ts';
import {
  everywhere,
  functionsEverywhere,
  ofFirms,
  onCoordinator,
  stoodInFor,
  triggersMadeAnew,
  triggersTakenAway,
} from './placement.ts';

/**
 * Spreads the tables of firms over the machines of a Citus cluster: all rows of a firm in one place, so that whatever is
 * done for a firm is done there. Begun again after it was broken off, it goes on; done again, it does nothing; and after
 * later migrations it places what they made.
 *
 * What must not change:
 * - Foreign keys of what is about to move are written down and taken away in one transaction, and put back one by one when
 *   everything is in place. Citus would otherwise drag every table that is joined by keys along, in an order of its own,
 *   and refuse those with identity columns on the way.
 * - Servers believe that tables are distributed when `distribution.done` exists; it is made last.
 * - Nobody enters as `workledger_app` any more, and there are no fences. The machines of a cluster are entered as whoever
 *   asks, and what one user has written in a transaction another cannot read in it, so a function of the owner's could not
 *   post what the application has just inserted. That each statement names its firm is tested instead, statement by
 *   statement (tests/citus).
 */

/** Older ones know no identity columns of type int. */
const versionMin = 12;

/** Any fixed number that no other lock of ours has. */
const distributionLock = 7_305_401_552_340n;
const leavingAttemptsMax = 20;

type DistributionOutcome = { readonly placed: readonly string[] };

/** Becomes the application, where there are fences to hold it; where tables are distributed, stays who it is. */
export const becomeApplication = (until: 'endOfTransaction' | 'endOfSession') =>
  `select set_config('role', case when ${distributionDone} then 'none' else '${applicationRole}' end, ${until === 'endOfTransaction'})`;

export async function distribute(pool: pg.Pool): Promise<DistributionOutcome> {
  const client = await pool.connect();
  try {
    await client.query('set statement_timeout = 0');
    await client.query('select pg_advisory_lock($1)', [distributionLock]);
    await assertCluster(client);
    await assertPlacesKnown(client);
    const placed = await missingPlaces(client);
    if (placed.length > 0) {
      if (placed.includes('public.firm')) await assertNobodyWorks(client);
      await setAside(client, placed);
      await place(client, placed);
    }
    await standInForListedJobs(client);
    await putKeysBack(client);
    await makeTriggersAnew(client);
    await client.query(
      'create table if not exists distribution.done (at timestamptz not null default now())',
    );
    return { placed };
  } finally {
    // Ends the session, its lock and its settings, whatever happened.
    client.release(true);
  }
}

async function assertCluster(client: pg.PoolClient): Promise<void> {
  const found = await client.query<{ version: string }>(
    `select extversion as version from pg_extension where extname = 'citus'`,
  );
  const version = found.rows[0]?.version;
  if (version === undefined) {
    throw new MigrationError(
      'This database has no citus extension, so its tables stay on one machine. Let an administrator run ' +
        'CREATE EXTENSION citus in it and in the database of the same name on each worker, add the workers with ' +
        "SELECT citus_add_node('host', 5432), and repeat this.",
    );
  }
  if (Number.parseInt(version, 10) < versionMin) {
    throw new MigrationError(`This database has Citus ${version}; ${versionMin} or newer is needed.`);
  }
  const { rows } = await client.query<{ places: number }>(
    `select count(*)::int as places from pg_dist_node where noderole = 'primary' and isactive and shouldhaveshards`,
  );
  if (rows[0]!.places === 0) {
    throw new MigrationError(
      "No machine of this cluster may hold rows of firms. Add one with SELECT citus_add_node('host', 5432).",
    );
  }
}

async function assertPlacesKnown(client: pg.PoolClient): Promise<void> {
  const known = new Set([...ofFirms.keys(), ...everywhere, ...onCoordinator, ...stoodInFor]);
  const { rows } = await client.query<{ name: string }>(
    `select n.nspname || '.' || c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p') and n.nspname in ('public', 'auth')
       and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e') order by 1`,
  );
  const stray = rows.filter(({ name }) => !known.has(name)).map(({ name }) => name);
  if (stray.length > 0) {
    throw new MigrationError(
      `It is not known where ${stray.join(', ')} belongs. Update Workledger on this machine, or drop what is not its own.`,
    );
  }
}

/** In the order in which they are placed: the firm first, which all others lie beside. */
async function missingPlaces(client: pg.PoolClient): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select n.nspname || '.' || c.relname as name from pg_dist_partition p
     join pg_class c on c.oid = p.logicalrelid join pg_namespace n on n.oid = c.relnamespace
     where p.partmethod in ('h', 'n')`,
  );
  const placed = new Set(rows.map(({ name }) => name));
  return [...everywhere, ...ofFirms.keys()].filter((table) => !placed.has(table));
}

/** While tables move one after the other, nobody may write into some of them. */
async function assertNobodyWorks(client: pg.PoolClient): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const { rows } = await client.query<{ sessions: number }>(
      `select count(*)::int as sessions from pg_stat_activity
       where datname = current_database() and application_name = 'workledger' and pid <> pg_backend_pid()`,
    );
    if (rows[0]!.sessions === 0) return;
    if (attempt >= leavingAttemptsMax) break;
    // Whoever has just left may still be seen.
    await pause(100);
  }
  throw new MigrationError(
    'Other programs of Workledger are connected to this database. Stop all servers and workers, and repeat this.',
  );
}

/** Writes down and takes away the keys of these tables, and takes away what a distributed table cannot have. */
async function setAside(client: pg.PoolClient, tables: readonly string[]): Promise<void> {
  const names = tables.map(quoted);
  await inTransaction(client, async () => {
    await client.query('create schema if not exists distribution');
    await client.query(`create table if not exists distribution.key (
      on_table text not null, name text not null, definition text not null, primary key (on_table, name))`);
    const keys = await client.query<{ on: string; name: string }>(
      `insert into distribution.key (on_table, name, definition)
       select conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid) from pg_constraint
       where contype = 'f' and conparentid = 0
         and (conrelid = any ($1::text[]::regclass[]) or confrelid = any ($1::text[]::regclass[]))
       returning on_table as on, name`,
      [names],
    );
    for (const { on, name } of keys.rows) await client.query(`alter table ${on} drop constraint ${name}`);
    for (const { table, trigger } of [...triggersTakenAway, ...triggersMadeAnew]) {
      if (tables.includes(table)) await client.query(`drop trigger if exists ${trigger} on ${quoted(table)}`);
    }
    for (const name of names) {
      await client.query(`drop policy if exists of_firm on ${name}`);
      await client.query(`alter table ${name} disable row level security`);
      await client.query(`revoke all on ${name} from ${applicationRole}`);
    }
  });
}

async function place(client: pg.PoolClient, tables: readonly string[]): Promise<void> {
  for (const each of functionsEverywhere)
    await client.query('select create_distributed_function($1)', [each]);
  for (const table of tables) {
    const column = ofFirms.get(table);
    if (column === undefined) {
      await client.query('select create_reference_table($1::text::regclass)', [quoted(table)]);
    } else {
      await client.query('select create_distributed_table($1::text::regclass, $2, colocate_with => $3)', [
        quoted(table),
        column,
        table === 'public.firm' ? 'none' : 'public.firm',
      ]);
    }
    await client.query('select truncate_local_data_after_distributing_table($1::text::regclass)', [
      quoted(table),
    ]);
  }
  // Plans that hold for any value cannot be made for a place that depends on one.
  await client.query('alter function search_records(text[], text, int) reset plan_cache_mode');
}

/** Nothing keeps the table without triggers, so what it should hold is read instead. */
async function standInForListedJobs(client: pg.PoolClient): Promise<void> {
  const { rows } = await client.query<{ isTable: boolean }>(
    `select relkind = 'r' as "isTable" from pg_class where oid = 'public.listed_job'::regclass`,
  );
  if (rows[0]?.isTable !== true) return;
  await inTransaction(client, async () => {
    // Only the coordinator takes views apart, and sends on what they are made of.
    await client.query('set local citus.enable_ddl_propagation to off');
    await client.query('drop table listed_job');
    await client.query('create view listed_job as select * from listed_job_due');
  });
}

/** Each is checked against the rows again, and forgotten when it stands. */
async function putKeysBack(client: pg.PoolClient): Promise<void> {
  await client.query(`set citus.multi_shard_modify_mode to 'sequential'`);
  const { rows } = await client.query<{ on: string; name: string; definition: string }>(
    `select on_table as on, name, definition from distribution.key order by on_table, name`,
  );
  for (const { on, name, definition } of rows) {
    await inTransaction(client, async () => {
      await client.query(`alter table ${on} add constraint ${name} ${definition}`);
      await client.query('delete from distribution.key where on_table = $1 and name = $2', [on, name]);
    });
  }
}

/** They refuse and ask nothing, which is what makes them safe where Citus would rather have none. */
async function makeTriggersAnew(client: pg.PoolClient): Promise<void> {
  await client.query('set citus.enable_unsafe_triggers to on');
  for (const { table, trigger, events } of triggersMadeAnew) {
    const found = await client.query(
      `select from pg_trigger where tgrelid = $1::text::regclass and tgname = $2`,
      [quoted(table), trigger],
    );
    if (found.rowCount !== 0) continue;
    await client.query(
      `create trigger ${trigger} before ${events} on ${quoted(table)}
       for each statement execute function refuse_change()`,
    );
  }
}

async function inTransaction(client: pg.PoolClient, work: () => Promise<void>): Promise<void> {
  await client.query('begin');
  try {
    await work();
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => {});
    throw error;
  }
}

function quoted(table: string): string {
  return table
    .split('.')
    .map((part) => `"${part}"`)
    .join('.');
}
