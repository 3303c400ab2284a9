// The real program as a process of its own, on a data folder of its own with the built-in PostgreSQL, fsync on: started,
// killed in every way that happens, and started again on the same port.

import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { findRunningPostgres, type PostgresAddress } from '#ops/postgres.ts';

export type Program = { readonly child: ChildProcess; readonly said: () => string };

export type Place = {
  /** A folder of its own, removed at the end with all that is in it. */
  readonly base: string;
  readonly data: string;
  readonly port: number;
  readonly url: string;
  /** What runs, to be stopped whatever happens. */
  readonly running: Set<ChildProcess>;
  /** A PostgreSQL that others run; without it the programs bring their own. */
  readonly database?: pg.ClientConfig;
  /** Another copy of the program, to be run in place of this one. */
  readonly project?: string | undefined;
};

const readyWithinMs = 60_000;
const endsWithinMs = 30_000;

export async function newPlace(): Promise<Place> {
  const base = mkdtempSync(join(tmpdir(), 'workledger-faults-'));
  // PostgreSQL may run as another user, who must be able to pass through.
  chmodSync(base, 0o711);
  const port = await freePort();
  return { base, data: join(base, 'data'), port, url: `http://127.0.0.1:${port}`, running: new Set() };
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** A command, or one with what follows it. */
export function run(
  place: Place,
  command: string | readonly string[],
  environment: Record<string, string> = {},
): Program {
  const program = join(place.project ?? join(import.meta.dirname, '..', '..'), 'bin', 'workledger.js');
  const child = spawn(process.execPath, [program, ...[command].flat()], {
    env: {
      PATH: process.env['PATH'],
      WORKLEDGER_DATA: place.data,
      PORT: String(place.port),
      LOG_LEVEL: 'fatal',
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  place.running.add(child);
  let text = '';
  child.once('exit', () => place.running.delete(child));
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
  return { child, said: () => text };
}

export async function exitOf({ child }: Program): Promise<number | null> {
  if (!hasEnded(child)) await once(child, 'exit');
  return child.exitCode;
}

/** Starts the server and waits until it says that it is ready. */
export async function serve(place: Place, environment: Record<string, string> = {}): Promise<Program> {
  const program = run(place, 'serve', environment);
  await untilItSays(program, 'ready at');
  return program;
}

/** Starts a worker beside the server and waits until it says that it is at work. */
export async function work(place: Place, environment: Record<string, string> = {}): Promise<Program> {
  const program = run(place, 'work', environment);
  await untilItSays(program, 'at work');
  return program;
}

async function untilItSays({ child, said }: Program, words: string): Promise<void> {
  const deadline = AbortSignal.timeout(readyWithinMs);
  while (!said().includes(words)) {
    if (hasEnded(child)) assert.fail(`the program ended before it was ${words}:\n${said()}`);
    await Promise.race([once(child.stdout!, 'data', { signal: deadline }), once(child, 'exit')]);
  }
}

export function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

export async function kill(program: Program, signal: NodeJS.Signals): Promise<void> {
  program.child.kill(signal);
  await exitOf(program);
}

const folderOf = (place: Place): string => join(place.data, 'postgres');

export async function databaseOf(place: Place): Promise<PostgresAddress> {
  if (place.database !== undefined) return place.database as PostgresAddress;
  const address = await findRunningPostgres(folderOf(place));
  // No failed assertion: whoever is patient asks again.
  if (address === undefined) throw new Error('PostgreSQL does not run');
  return { ...address, database: 'workledger' };
}

export function postmasterOf(place: Place): number {
  return Number(readFileSync(join(folderOf(place), 'cluster', 'postmaster.pid'), 'utf8').split('\n')[0]);
}

/** Statements on a connection of our own. */
export async function ask(place: Place, ...statements: string[]): Promise<Record<string, unknown>[]> {
  const client = new pg.Client(await databaseOf(place));
  client.on('error', () => {});
  await client.connect();
  try {
    let rows: Record<string, unknown>[] = [];
    for (const statement of statements) rows = (await client.query<Record<string, unknown>>(statement)).rows;
    return rows;
  } finally {
    await client.end().catch(() => {});
  }
}

/** The processes of PostgreSQL that work for the server. */
export async function backendsOf(place: Place): Promise<number[]> {
  const rows = await ask(
    place,
    `select pid from pg_stat_activity where application_name = 'workledger' and pid <> pg_backend_pid()`,
  );
  return rows.map(({ pid }) => Number(pid));
}

/** A program may wait for connections that fell silent: not for ever here. */
async function endPatiently(child: ChildProcess): Promise<void> {
  const timer = setTimeout(() => child.kill('SIGKILL'), endsWithinMs);
  child.kill('SIGTERM');
  if (!hasEnded(child)) await once(child, 'exit');
  clearTimeout(timer);
}

/** Ends everything that runs on a place, and the place; in between, what has to be done before it can go. */
export async function leave(place: Place, beforeItGoes?: () => unknown): Promise<void> {
  await Promise.all([...place.running].map(endPatiently));
  // When the last server was killed, its PostgreSQL lives on: a server adopts it and stops it properly.
  if (place.database === undefined && (await findRunningPostgres(folderOf(place))) !== undefined) {
    const last = await serve(place);
    await kill(last, 'SIGTERM');
  }
  await beforeItGoes?.();
  rmSync(place.base, { recursive: true, force: true });
}
