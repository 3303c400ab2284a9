// Several servers as an operator has them, by hand: node tests/servers/main.ts [--seconds 5] [--clients 8] [--before <commit> [--again]]
//
// HAProxy before two servers, two workers beside them, PgBouncer by transaction and PostgreSQL 15 with a streaming replica
// behind them, all of Debian and with the files of deploy/. People record time and read reports all the while; everything
// happens that happens to an installation, and after each step it is told what callers noticed. At the end everything that
// was acknowledged is looked for, and the ledger is verified.
//
// With --before, the servers begin as the program of that commit, on its database, and are then updated: the migrations run
// beside them, and they are replaced one by one. There is no pooler then, for an earlier program may not know of it; with
// --again one of the earlier servers starts once more after the migrations.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { exitOf, freePort, kill, leave, run, type Place } from '../faults/program.ts';
import { openOffice, reckon, startStorm, type Office } from '../faults/storm.ts';
import { restartInTurn, startServer, startWorker, stopServer, until, type Crew } from './crew.ts';
import {
  closeStage,
  missingPrograms,
  openStage,
  primaryPostgres,
  replicaOf,
  startHaproxy,
  startPgBouncer,
} from './debian.ts';
import { startReaders, type Readers } from './readers.ts';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '5' },
    clients: { type: 'string', default: '8' },
    before: { type: 'string' },
    again: { type: 'boolean', default: false },
  },
});
const stepMs = Number(values.seconds) * 1_000;

const missing = missingPrograms();
if (missing.length > 0) {
  console.error(`Needed and not there: ${missing.join(', ')}. apt install haproxy pgbouncer postgresql-15`);
  process.exit(1);
}

const base = mkdtempSync(join(tmpdir(), 'workledger-servers-'));
chmodSync(base, 0o711);
const stage = openStage(join(base, 'stage'));
const ports = [await freePort(), await freePort()] as const;
const primary = await primaryPostgres(stage);
let replica = await replicaOf(stage, primary, 'replica');
const pooled = await startPgBouncer(stage, primary);
const proxy = await startHaproxy(stage, ports);
const place: { -readonly [Key in keyof Place]: Place[Key] } = {
  base,
  data: join(base, 'data'),
  port: ports[0],
  url: proxy.url,
  running: new Set(),
  database: { connectionString: primary.url },
};
const environment = {
  ...(values.before === undefined
    ? { DATABASE_URL: pooled, DATABASE_DIRECT_URL: primary.url }
    : { DATABASE_URL: primary.url }),
  DATABASE_REPLICA_URL: replica.url,
  SECRET: 'a secret that all servers of the trial share',
  DRAIN_SECONDS: '5',
  TRUST_PROXY: 'on',
  LOG_LEVEL: 'error',
};
const crew: Crew = { place, environment, ports, servers: new Map(), workers: [] };

async function leaveStage(): Promise<void> {
  // The programs first: PostgreSQL waits for nobody, but they complain.
  for (const child of place.running) child.kill('SIGTERM');
  await Promise.all([...place.running].map((child) => exitOf({ child, said: () => '' })));
  await closeStage(stage);
  await leave(place);
}

type Load = { storm: ReturnType<typeof startStorm>; readers: Readers };

async function play(): Promise<void> {
  if (values.before !== undefined) place.project = earlierProgram(values.before);
  assert.equal(await exitOf(run(place, 'migrate', environment)), 0);
  for (const port of ports) await startServer(crew, port);
  for (let number = 1; number <= 2; number += 1) await startWorker(crew);
  for (const port of ports) await until(`port ${port} gets requests`, () => proxy.isUp(port));
  const office = await openOffice(place, 8);
  const load = startLoad(office);
  const steps = values.before === undefined ? usualSteps : updatingSteps;
  for (const [name, { errorsMax = 0, act }] of Object.entries(steps)) await step(load, name, errorsMax, act);
  await Promise.all([load.storm.stop(), load.readers.stop()]);

  const acknowledged = [...load.storm.acknowledged, ...load.readers.acknowledged];
  const { lost, doubled, differences, entries } = await reckon(place, office, acknowledged);
  console.log(
    `${entries} entries and ${load.readers.reports} reports: ${lost.length} lost, ${doubled} double, ` +
      `${load.readers.stale.length} reports stale, ${differences} differences found by the verifier`,
  );
  assert.deepEqual({ lost, doubled, differences }, { lost: [], doubled: 0, differences: 0 });
  assert.deepEqual(load.readers.stale, []);
}

function startLoad(office: Office): Load {
  const [forReaders, forStorm] = [office.jobs.slice(0, 3), office.jobs.slice(3)];
  return {
    storm: startStorm(place, { ...office, jobs: forStorm }, Number(values.clients)),
    readers: startReaders(place, office, forReaders),
  };
}

const getsRequests = (port: number) => proxy.isUp(port);

type Step = {
  /** Failed requests that callers may notice; each is asked again by the caller. */
  errorsMax?: number;
  act: () => Promise<unknown>;
};

const usualSteps: Record<string, Step> = {
  'nothing happens': { act: async () => {} },
  'both servers restart, one after the other': { act: () => restartInTurn(crew, getsRequests) },
  'both workers restart': { act: restartWorkers },
  'migrate runs again, twice at once': { act: () => Promise.all([runMigrate(), runMigrate()]) },
  // A write without an answer is asked again by the proxy, for it has a key; what is cut in the middle of an answer is not.
  'a server is killed': { errorsMax: 50, act: killServer },
  'the replica is killed': { act: () => replica.stop('SIGKILL') },
  'the replica comes back': { act: () => replica.start() },
  'the replica is promoted': { act: promoteReplica },
  'the primary is killed and comes back': { errorsMax: 5_000, act: restartPrimary },
};

const updatingSteps: Record<string, Step> = {
  'the earlier program serves': { act: async () => {} },
  'the migrations run': {
    act: async () => {
      place.project = undefined;
      await runMigrate();
    },
  },
  ...(values.again ? { 'a server of the earlier program starts again': { act: startEarlier } } : {}),
  'both servers are replaced': { act: () => restartInTurn(crew, getsRequests) },
  'both workers are replaced': { act: restartWorkers },
};

async function step(
  { storm, readers }: Load,
  name: string,
  errorsMax: number,
  act: Step['act'],
): Promise<void> {
  const before = {
    errors: errorsOf(storm, readers),
    entries: storm.acknowledged.length,
    reports: readers.reports,
  };
  const replicaBefore = await transactionsOfReplica();
  const begunMs = performance.now();
  await act();
  const tookMs = performance.now() - begunMs;
  await pause(stepMs);
  const errors = errorsOf(storm, readers) - before.errors;
  const onReplica = Math.max(0, (await transactionsOfReplica()) - replicaBefore);
  const seconds = (performance.now() - begunMs) / 1_000;
  console.log(
    `${name} (${(tookMs / 1_000).toFixed(1)} s): ${errors} errors; ` +
      `${Math.round((storm.acknowledged.length - before.entries) / seconds)} entries/s, ` +
      `${readers.reports - before.reports} reports, ${onReplica} transactions on the replica; ` +
      `${await connections()} connections`,
  );
  assert.ok(errors <= errorsMax, `${name}: ${errors} errors. ${readers.failures.join('\n')}`);
  assert.ok(storm.acknowledged.length > before.entries, 'work goes on');
}

function errorsOf(storm: Load['storm'], readers: Readers): number {
  return storm.retries + readers.retries + readers.failures.length;
}

async function ask(url: string, sql: string): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  try {
    await client.connect();
    return Number((await client.query<{ value: string }>(sql)).rows[0]?.value);
  } catch {
    return 0;
  } finally {
    await client.end().catch(() => {});
  }
}

/** Roughly: it counts every second or so, begins at nought when it starts, and looking whether it has caught up is one too. */
const transactionsOfReplica = () =>
  ask(
    replica.url,
    `select xact_commit as value from pg_stat_database where datname = 'workledger' and pg_is_in_recovery()`,
  );

const connections = () =>
  ask(primary.url, 'select count(*) as value from pg_stat_activity where datid is not null');

async function startEarlier(): Promise<void> {
  place.project = earlierProgram(values.before!);
  await stopServer(crew, ports[0], 'SIGTERM');
  await startServer(crew, ports[0]);
  await until('it gets requests', () => proxy.isUp(ports[0]));
  place.project = undefined;
}

async function restartWorkers(): Promise<void> {
  for (const worker of crew.workers.splice(0)) {
    await kill(worker, 'SIGTERM');
    assert.equal(worker.child.exitCode, 0, worker.said());
    await startWorker(crew);
  }
}

async function runMigrate(): Promise<void> {
  const migrating = run(place, 'migrate', environment);
  assert.equal(await exitOf(migrating), 0, migrating.said());
}

async function killServer(): Promise<void> {
  await stopServer(crew, ports[0], 'SIGKILL');
  await startServer(crew, ports[0]);
  await until('it gets requests again', () => proxy.isUp(ports[0]));
}

async function promoteReplica(): Promise<void> {
  await ask(replica.url, 'select pg_promote()::int as value');
  const stranger = replica;
  // What it now is belongs to nobody; another is made from the primary, on another port, for the next servers.
  replica = await replicaOf(stage, primary, 'replica-2');
  await pause(1_000);
  await stranger.stop('SIGINT');
}

async function restartPrimary(): Promise<void> {
  await primary.stop('SIGKILL');
  await primary.start();
}

/** The program as it was, with the packages of today. */
function earlierProgram(commit: string): string {
  const project = join(import.meta.dirname, '..', '..');
  const folder = join(base, 'earlier');
  if (mkdirSync(folder, { recursive: true }) === undefined) return folder;
  execFileSync('sh', ['-c', `git -C "${project}" archive "$0" | tar -x -C "${folder}"`, commit]);
  symlinkSync(join(project, 'node_modules'), join(folder, 'node_modules'));
  return folder;
}

try {
  await play();
} catch (error) {
  console.error(error);
  process.exitCode = 1;
} finally {
  await leaveStage();
}
// Whoever still asks would ask for a minute.
process.exit();
