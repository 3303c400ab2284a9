// Where a benchmark plays: a PostgreSQL of its own that waits for the disk, and in it a firm of the wanted size, made by
// the demo generator and so the same every time.

import { rmSync, mkdtempSync, mkdirSync, chmodSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Context } from '#actions/context.ts';
import type { TimeCommand } from '#actions/time/command.ts';
import { addDays, civilDate, type CivilDate } from '#core/calendar/civil-date.ts';
import { ensureDatabase, startPostgres, type EmbeddedPostgres } from '#ops/postgres.ts';
import { seedDemo } from '#ops/seed/seed-demo.ts';
import { openDatabase, type Database, type DatabaseAddress } from '#store/database.ts';
import { migrate } from '#store/migrate.ts';

export type Stage = {
  readonly entries: number;
  readonly small: boolean;
  readonly database: Database;
  readonly address: DatabaseAddress;
  readonly context: Context;
  /** The firm's own day, after its whole history. */
  readonly today: CivilDate;
  readonly seedSeconds: number | undefined;
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

export async function startServer(folder: string | undefined): Promise<EmbeddedPostgres> {
  const place = folder === undefined ? mkdtempSync(join(tmpdir(), 'workledger-bench-')) : resolve(folder);
  mkdirSync(place, { recursive: true });
  chmodSync(place, 0o711);
  const postgres = await startPostgres({ folder: place });
  return {
    ...postgres,
    async stop() {
      await postgres.stop();
      if (folder === undefined) rmSync(place, { recursive: true, force: true });
    },
  };
}

export async function openStage(postgres: EmbeddedPostgres, entries: number, small: boolean): Promise<Stage> {
  const address = await ensureDatabase(postgres, `bench_${entries}`);
  const database = openDatabase(address, { statementTimeoutMs: 0 });
  await migrate(database.pool);
  const seedSeconds = await seedOnce(database, entries, small);
  const context = await ownerOf(database);
  const commandOf = await commandsOf(database, context.principal.firmId);
  return {
    entries,
    small,
    database,
    address,
    context,
    today,
    seedSeconds,
    commandOf,
    close: () => database.close(),
  };
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
