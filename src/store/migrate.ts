import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { runMigrations as migrateQueue } from 'graphile-worker';
import pg from 'pg';
import { isDistributed } from './citus/is-distributed.ts';
import { statementsOf } from './citus/statements.ts';

/**
 * Brings a database to the shape this program expects: the files of `migrations/` in the order of their names, each
 * in a transaction of its own, recorded with a checksum. One migrator at a time holds an advisory lock; a second one
 * waits and then finds nothing to do. A file that was changed after it ran, or a database that is ahead of the program
 * that migrates, is refused: guessing would cost somebody their ledger.
 *
 * Servers of the last release go on while the migrations of the next one run (expand, then contract; see
 * docs/operating/updating.md). So a migration waits for a lock only for a moment, because everybody queues behind whoever
 * waits, and is then tried again; and a program may serve a database that is ahead of it, unless one of the migrations
 * that it does not know says at its top that it contracts.
 */

export type Migration = { name: string; sql: string; checksum: string };

export type MigrationOutcome = { applied: string[]; present: number };

/** Something about the database or the files that a person has to decide. */
export class MigrationError extends Error {
  override name = 'MigrationError';
}

export const migrationsFolder = join(import.meta.dirname, 'migrations');
export const applicationRole = 'workledger_app';

/** Any fixed number will do; it must differ from other programs' locks in the same database. */
const migrationLock = 7_305_401_552_318n;
const roleAttemptsMax = 10;

export type MigrateOptions = {
  /** How long one try may wait for locks, and everybody else behind it, in milliseconds. */
  lockTimeoutMs?: number;
  attemptsMax?: number;
  /** Told that a migration is tried again, and why. */
  onRetry?: (message: string) => void;
};

const lockTimeoutMsDefault = 2_000;
/** With the pauses between them, some five minutes. */
const attemptsMaxDefault = 60;
const pauseMs = 3_000;

/** Whether programs that do not know the migration can no longer use the database. */
const contracting = /^-- contracts\b/m;

export async function loadMigrations(folder: string = migrationsFolder): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
  return Promise.all(
    names.map(async (name) => {
      const sql = await readFile(join(folder, name), 'utf8');
      const checksum = createHash('sha256').update(sql.replaceAll('\r\n', '\n')).digest('hex');
      return { name, sql, checksum };
    }),
  );
}

export async function migrate(
  pool: pg.Pool,
  migrations?: Migration[],
  options: MigrateOptions = {},
): Promise<MigrationOutcome> {
  const wanted = migrations ?? (await loadMigrations());
  const client = await pool.connect();
  try {
    await client.query('SET statement_timeout = 0');
    await client.query('SELECT pg_advisory_lock($1)', [migrationLock]);
    await createApplicationRole(client);
    // The queue keeps its own schema; it comes first, so that our migrations can refer to it.
    pool.on('connect', keepToOneMachine);
    await migrateQueue({ pgPool: pool });
    pool.off('connect', keepToOneMachine);
    await client.query(`
      CREATE TABLE IF NOT EXISTS migration (
        name text PRIMARY KEY,
        checksum text NOT NULL,
        applied_at timestamptz NOT NULL DEFAULT now()
      );
      ALTER TABLE migration ADD COLUMN IF NOT EXISTS contracts boolean NOT NULL DEFAULT false`);
    const recorded = await client.query<Recorded>(
      'SELECT name, checksum FROM migration ORDER BY name COLLATE "C"',
    );
    const missing = migrationsToApply(wanted, recorded.rows);
    for (const migration of missing) await applyPatiently(client, migration, options);
    return { applied: missing.map((migration) => migration.name), present: wanted.length };
  } finally {
    // Ends the session, and with it the advisory lock, whatever happened.
    client.release(true);
  }
}

/** The queue is the coordinator's, also where there are other machines. Elsewhere nobody knows this setting. */
function keepToOneMachine(client: pg.PoolClient): void {
  void client.query(`SET citus.enable_ddl_propagation = 'off'`).catch(() => {});
}

/**
 * The migrations that this program has and the database has not. Changes nothing. A database that is ahead is fine, until
 * something that this program may need was taken away.
 */
export async function pendingMigrations(pool: pg.Pool): Promise<string[]> {
  const wanted = await loadMigrations();
  const table = await pool.query(`SELECT to_regclass('migration') AS name`);
  if (table.rows[0].name === null) return wanted.map(({ name }) => name);
  const { rows: recorded } = await pool.query<Recorded & { contracts: string | null }>(
    // A database of an earlier release has no such column yet.
    `SELECT name, checksum, to_jsonb(m) ->> 'contracts' AS contracts FROM migration m ORDER BY name COLLATE "C"`,
  );
  const known = new Set(wanted.map(({ name }) => name));
  const ahead = recorded.filter(({ name }) => !known.has(name));
  const contracted = ahead.filter(({ contracts }) => contracts === 'true');
  return migrationsToApply(wanted, contracted.length > 0 ? recorded : without(recorded, ahead)).map(
    ({ name }) => name,
  );
}

/** Of thirty migrations that a new database lacks, the first says enough. */
export function briefly([first = '', ...others]: readonly string[]): string {
  if (others.length === 0) return first;
  return `${first} and ${others.length} ${others.length === 1 ? 'migration' : 'migrations'} after it`;
}

type Recorded = { name: string; checksum: string };

function without(recorded: readonly Recorded[], ahead: readonly Recorded[]): Recorded[] {
  return recorded.filter((row) => !ahead.includes(row));
}

/** Whether something of this program is missing. What a newer program ran does not stand in the way of this one. */
export async function lacksMigration(pool: pg.Pool): Promise<boolean> {
  const table = await pool.query(`SELECT to_regclass('migration') AS name`);
  if (table.rows[0].name === null) return true;
  const { rows } = await pool.query<{ name: string }>('SELECT name FROM migration');
  const recorded = new Set(rows.map(({ name }) => name));
  return (await loadMigrations()).some(({ name }) => !recorded.has(name));
}

/** Decides what is left to do, or why nothing may be done. */
export function migrationsToApply(wanted: readonly Migration[], recorded: readonly Recorded[]): Migration[] {
  const known = new Map(wanted.map((migration) => [migration.name, migration]));
  for (const { name, checksum } of recorded) {
    const migration = known.get(name);
    if (migration === undefined) {
      throw new MigrationError(
        `The database holds migration ${name}, which this release of Workledger does not know. ` +
          'Start the release that last used this database, or a newer one.',
      );
    }
    if (migration.checksum !== checksum) {
      throw new MigrationError(
        `Migration ${name} was changed after it ran on this database. ` +
          'Start a release that has it as it was. Whoever changed the file: put it back, and make the change in a new migration.',
      );
    }
  }
  const done = new Set(recorded.map((row) => row.name));
  const missing = wanted.filter((migration) => !done.has(migration.name));
  const last = recorded.at(-1)?.name ?? '';
  const late = missing.find((migration) => migration.name < last);
  if (late !== undefined) {
    throw new MigrationError(
      `Migration ${late.name} comes before ${last}, which already ran. Give it a later number.`,
    );
  }
  return missing;
}

/** Could not get a lock in time, or was chosen to end a deadlock: others were in the way. */
const othersInTheWay = new Set(['55P03', '40P01']);

async function applyPatiently(
  client: pg.PoolClient,
  migration: Migration,
  { lockTimeoutMs = lockTimeoutMsDefault, attemptsMax = attemptsMaxDefault, onRetry }: MigrateOptions,
): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await apply(client, migration, lockTimeoutMs);
      return;
    } catch (error) {
      const code = error instanceof pg.DatabaseError ? error.code : undefined;
      if (attempt < attemptsMax && othersInTheWay.has(code ?? '')) {
        onRetry?.(`Migration ${migration.name} makes way for others at work, and is tried again.`);
        await pause(Math.min(pauseMs, lockTimeoutMs * 2));
        continue;
      }
      throw new MigrationError(
        `Migration ${migration.name} failed and left nothing behind: ${describe(error, migration)}`,
        { cause: error },
      );
    }
  }
}

async function apply(client: pg.PoolClient, migration: Migration, lockTimeoutMs: number): Promise<void> {
  try {
    await client.query('BEGIN');
    await client.query(`SET LOCAL lock_timeout = ${Math.trunc(lockTimeoutMs)}`);
    // Changes of several tables in one transaction: a cluster would begin with all machines at once and refuse the second.
    await client.query(`SET LOCAL citus.multi_shard_modify_mode = 'sequential'`);
    const isSpread = await isDistributed(client);
    // Until tables are distributed, other machines hear of nothing; then of what these tables need.
    if (!isSpread) await client.query(`SET LOCAL citus.enable_ddl_propagation = 'off'`);
    const texts = isSpread ? statementsOf(migration.sql) : [migration.sql];
    for (const text of texts) await query(client, text, migration.sql.indexOf(text));
    await client.query('INSERT INTO migration (name, checksum, contracts) VALUES ($1, $2, $3)', [
      migration.name,
      migration.checksum,
      contracting.test(migration.sql),
    ]);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {});
    throw error;
  }
}

/** A failure says its place in the whole migration. */
async function query(client: pg.PoolClient, text: string, offset: number): Promise<void> {
  try {
    await client.query(text);
  } catch (error) {
    if (error instanceof pg.DatabaseError && error.position)
      error.position = String(Number(error.position) + offset);
    throw error;
  }
}

function describe(error: unknown, migration: Migration): string {
  if (!(error instanceof pg.DatabaseError)) return String(error);
  const line = error.position ? migration.sql.slice(0, Number(error.position)).split('\n').length : undefined;
  return line === undefined ? error.message : `${error.message} (line ${line})`;
}

/**
 * Roles belong to the whole cluster, migrations to one database: several databases may create the role at once, so
 * "somebody else just did" counts as done.
 */
async function createApplicationRole(client: pg.PoolClient): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const found = await client.query<{ member: boolean }>(
        `SELECT pg_has_role(current_user, oid, 'MEMBER') AS member FROM pg_roles WHERE rolname = $1`,
        [applicationRole],
      );
      if (found.rows.length === 0) {
        await client.query(`CREATE ROLE ${applicationRole} NOLOGIN NOSUPERUSER NOBYPASSRLS`);
      }
      if (!found.rows[0]?.member) await client.query(`GRANT ${applicationRole} TO CURRENT_USER`);
      return;
    } catch (error) {
      const code = error instanceof pg.DatabaseError ? error.code : undefined;
      if (code === '42501') {
        throw new MigrationError(
          `This database user may not create the role ${applicationRole}. Let an administrator run: ` +
            `CREATE ROLE ${applicationRole} NOLOGIN; GRANT ${applicationRole} TO <this user>;`,
          { cause: error },
        );
      }
      // 42710, 23505: created meanwhile; XX000: "tuple concurrently updated" by another grant.
      if (attempt >= roleAttemptsMax || !['42710', '23505', 'XX000'].includes(code ?? '')) throw error;
      await pause(20 * attempt);
    }
  }
}
