// Where a benchmark plays: a PostgreSQL of its own that waits for the disk, and in it a firm of the wanted size, made by
// the demo generator and so the same every time. Rows record, import and invoice; so each run plays on a copy, and what
// was generated stays as it was for the next one.

import { rmSync, mkdtempSync, mkdirSync, chmodSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import pg from 'pg';
import type { Context } from '#actions/context.ts';
import type { TimeCommand } from '#actions/time/command.ts';
import { addDays, civilDate, type CivilDate } from '#core/calendar/civil-date.ts';
import { ensureDatabase, startPostgres, type EmbeddedPostgres } from '#ops/postgres.ts';
import { seedDemo } from '#ops/seed/seed-demo.ts';
import { markUsedUpPayments } from '#store/billing/used-up-payments.ts';
import { openDatabase, type Database } from '#store/database.ts';
import type { DatabaseAddress } from '#store/address.ts';
import { migrate } from '#store/migrate.ts';
import { keepPastBalances } from '#store/reports/keep-past.ts';

export type Stage = {
  readonly entries: number;
  readonly small: boolean;
  readonly database: Database;
  readonly address: DatabaseAddress;
  readonly context: Context;
  /** The firm's own day, after its whole history. */
  readonly today: CivilDate;
  readonly seedSeconds: number | undefined;
  /** The size of the smallest firm of this run. */
  readonly flatAgainst: number;
  /** A folder that this run may fill, and PostgreSQL's user pass through. */
  readonly folder: string;
  /** A firm of this run as it was generated, beside this one. */
  openOther(entries: number): Promise<Stage>;
  /** An entry that could be recorded now, another for each number; on so many different jobs at most. */
  commandOf(number: number, jobsMax?: number): TimeCommand;
  close(): Promise<void>;
};

const today = civilDate('2025-06-30');
/** Late enough on the firm's day that the day's work is done. */
const now = '2025-06-30T09:00:00.000Z';
const listedJobs = 5_000;
const jobsMin = 5_500;
const months = 36;
const daysAhead = 366;

/** A server, and the folder that it and everything of this run has. */
export type BenchPostgres = EmbeddedPostgres & { readonly place: string };

export async function startServer(folder: string | undefined, small = false): Promise<BenchPostgres> {
  const place = folder === undefined ? mkdtempSync(join(tmpdir(), 'workledger-bench-')) : resolve(folder);
  mkdirSync(place, { recursive: true });
  chmodSync(place, 0o711);
  // What is not measured need not wait for the disk.
  const quick = { throwAway: true, settings: { fsync: 'off' } };
  const postgres = await startPostgres({ folder: place, ...(small ? quick : {}) });
  await dropLeftovers(postgres);
  return {
    ...postgres,
    place,
    async stop() {
      await postgres.stop();
      if (folder === undefined) rmSync(place, { recursive: true, force: true });
    },
  };
}

export type StageOptions = { readonly small: boolean; readonly flatAgainst?: number };

export async function openStage(
  postgres: BenchPostgres,
  entries: number,
  options: StageOptions,
): Promise<Stage> {
  const { small, flatAgainst = entries } = options;
  const generated = `bench_${entries}`;
  const seedSeconds = await generate(await ensureDatabase(postgres, generated), entries, small);
  const { address, drop } = await copyOf(postgres, generated);
  const database = openDatabase(address, { statementTimeoutMs: 0 });
  const context = await ownerOf(database);
  const commandOf = await commandsOf(database, context.principal.firmId);
  const folder = mkdtempSync(join(postgres.place, 'run-'));
  chmodSync(folder, 0o711);
  return {
    entries,
    small,
    database,
    address,
    context,
    today,
    seedSeconds,
    flatAgainst,
    folder,
    commandOf,
    openOther: (size) => openStage(postgres, size, options),
    async close() {
      await database.close();
      await drop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

let copies = 0;

async function copyOf(postgres: EmbeddedPostgres, generated: string) {
  const name = `${generated}_of_${process.pid}_${(copies += 1)}`;
  // File by file: through the log, a large firm would be written twice.
  await runApart(postgres, `create database ${name} template ${generated} strategy file_copy`);
  const drop = () => runApart(postgres, `drop database ${name} with (force)`);
  return { address: postgres.addressOf(name), drop };
}

/** Copies of runs that were killed. */
async function dropLeftovers(postgres: EmbeddedPostgres): Promise<void> {
  const found = await runApart(
    postgres,
    `select datname as name from pg_database where datname ~ '_of_[0-9]+_'`,
  );
  for (const { name } of found as { name: string }[]) {
    if (!isRunning(Number(/_of_(\d+)_/.exec(name)![1])))
      await runApart(postgres, `drop database ${name} with (force)`);
  }
}

function isRunning(processId: number): boolean {
  try {
    return process.kill(processId, 0);
  } catch {
    return false;
  }
}

/** On a connection to no database of the benchmark. */
async function runApart(postgres: EmbeddedPostgres, statement: string): Promise<unknown[]> {
  const client = new pg.Client(postgres.addressOf('postgres'));
  await client.connect();
  try {
    return (await client.query(statement)).rows as unknown[];
  } finally {
    await client.end();
  }
}

async function generate(
  address: DatabaseAddress,
  entries: number,
  small: boolean,
): Promise<number | undefined> {
  const database = openDatabase(address, { statementTimeoutMs: 0 });
  try {
    await migrate(database.pool);
    const seconds = await seedOnce(database, entries, small);
    // As the worker of an installation does, which would have done it month by month.
    const firmId = await firmOf(database);
    await keepPastBalances(database, firmId, now);
    await markUsedUpPayments(database, firmId);
    return seconds;
  } finally {
    await database.close();
  }
}

async function firmOf({ pool }: Database): Promise<number> {
  const { rows } = await pool.query<{ id: number }>('select id from firm order by id limit 1');
  return rows[0]!.id;
}

async function seedOnce(database: Database, entries: number, small: boolean): Promise<number | undefined> {
  const found = await database.pool.query('select 1 from firm');
  if (found.rows.length > 0) return undefined;
  const start = performance.now();
  const size = small
    ? { entries, jobs: 40, listedJobs: 20 }
    : { entries, jobs: Math.max(jobsMin, Math.round(entries / 75)), listedJobs, months };
  const seeded = await seedDemo({ database, clock: () => now, scenario: 'engineering', size, direct: true });
  if (!seeded.ok) throw new Error(seeded.refusals.map((refusal) => refusal.detail).join(' '));
  const seconds = (performance.now() - start) / 1000;
  // Entries recorded by the rows are spread over a year ahead, so that no day grows absurd.
  await database.pool.query('update firm set future_days_max = $1', [daysAhead]);
  await database.pool.query('vacuum analyze');
  await database.pool.query('checkpoint');
  return seconds;
}

async function ownerOf(database: Database): Promise<Context> {
  const { rows } = await database.pool.query<{ firmId: number; actorId: number; memberId: number }>(
    `select firm_id as "firmId", actor_id as "actorId", id as "memberId" from member where role = 'owner' order by firm_id limit 1`,
  );
  const principal = {
    ...rows[0]!,
    staffId: null,
    role: 'owner',
    scopes: null,
    writeOffLimitMinor: null,
    seesCosts: true,
  } as const;
  return { database, principal, clock: () => now };
}

async function commandsOf(database: Database, firmId: number): Promise<Stage['commandOf']> {
  const places = await database.pool.query<{ jobId: number; jobTaskId: number }>(
    `select j.id as "jobId", min(t.id) as "jobTaskId"
     from job j
     join job_balance b on b.firm_id = j.firm_id and b.job_id = j.id and b.is_listed
     join job_task t on t.firm_id = j.firm_id and t.job_id = j.id and t.billable and t.completed_on is null
     where j.firm_id = $1 and not j.excluded group by j.id order by j.id`,
    [firmId],
  );
  const people = await database.pool.query<{ id: number }>(
    'select id from staff where firm_id = $1 and active order by id',
    [firmId],
  );
  return (number, jobsMax = places.rows.length) => {
    // Steps that share no factor with the count, so that neighbours in time are on other jobs.
    const place = places.rows[(number * 7_919) % Math.min(jobsMax, places.rows.length)]!;
    const day = Math.floor(number / people.rows.length) % daysAhead;
    return {
      ...place,
      staffId: people.rows[number % people.rows.length]!.id,
      workedOn: addDays(today, day),
      minutes: 15 + (number % 20) * 15,
      note: 'Site visit and report',
    };
  };
}
