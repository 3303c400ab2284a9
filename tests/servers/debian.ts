// HAProxy, PgBouncer and PostgreSQL 15 as Debian packs them (apt install haproxy pgbouncer postgresql-15), on loopback, with
// the files of deploy/ as they are but for addresses and certificates. The first two do not run as root, nor does PostgreSQL.

import assert from 'node:assert/strict';
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { postgresUser } from '#ops/postgres-files.ts';
import { freePort } from '../faults/program.ts';
import { until } from './crew.ts';

const deploy = join(import.meta.dirname, '..', '..', 'deploy');
const programs = '/usr/lib/postgresql/15/bin';

/** What has to be installed and is not. */
export function missingPrograms(): string[] {
  const needed = ['/usr/sbin/haproxy', '/usr/sbin/pgbouncer', join(programs, 'postgres')];
  return needed.filter((path) => !existsSync(path));
}

export type Stage = {
  readonly base: string;
  readonly started: Set<ChildProcess>;
};

export function openStage(base: string): Stage {
  mkdirSync(base, { recursive: true });
  chmodSync(base, 0o711);
  return { base, started: new Set() };
}

export async function closeStage({ started }: Stage): Promise<void> {
  // PostgreSQL would wait for its callers if it were asked more politely.
  for (const child of started) await end(child, 'SIGINT');
}

export async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill(signal);
  await once(child, 'exit');
}

function start({ base, started }: Stage, name: string, [program = '', ...words]: string[]): ChildProcess {
  const log = openSync(join(base, `${name}.log`), 'a');
  const child = spawn(program, words, { cwd: '/', stdio: ['ignore', log, log], ...whoRuns() });
  started.add(child);
  child.once('exit', () => started.delete(child));
  return child;
}

function whoRuns(): { uid?: number; gid?: number } {
  const user = postgresUser();
  return user === undefined ? {} : { uid: user.uid, gid: user.gid };
}

function ownFolder({ base }: Stage, name: string): string {
  const folder = join(base, name);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const { uid, gid } = whoRuns();
  if (uid !== undefined && gid !== undefined) chownSync(folder, uid, gid);
  return folder;
}

export type Postgres = {
  readonly port: number;
  readonly url: string;
  start(): Promise<void>;
  stop(signal: NodeJS.Signals): Promise<void>;
};

export async function primaryPostgres(stage: Stage): Promise<Postgres> {
  const folder = ownFolder(stage, 'primary');
  const words = ['-D', folder, '-U', 'workledger', '-A', 'trust', '-E', 'UTF8', '--locale', 'C.UTF-8'];
  execFileSync(join(programs, 'initdb'), words, {
    ...whoRuns(),
    cwd: '/',
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const primary = await postgresIn(stage, 'primary', folder);
  await primary.start();
  const client = new pg.Client({ connectionString: primary.url.replace(/workledger$/, 'postgres') });
  await client.connect();
  await client.query('create database workledger');
  await client.end();
  return primary;
}

/** A streaming copy, as pg_basebackup -R sets it up. */
export async function replicaOf(stage: Stage, primary: Postgres, name: string): Promise<Postgres> {
  const folder = ownFolder(stage, name);
  const source = `host=127.0.0.1 port=${primary.port} user=workledger`;
  const words = ['-D', folder, '-d', source, '-R', '-X', 'stream', '-c', 'fast'];
  execFileSync(join(programs, 'pg_basebackup'), words, {
    ...whoRuns(),
    cwd: '/',
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const replica = await postgresIn(stage, name, folder);
  await replica.start();
  return replica;
}

async function postgresIn(stage: Stage, name: string, folder: string): Promise<Postgres> {
  const port = await freePort();
  const url = `postgres://workledger@127.0.0.1:${port}/workledger`;
  // As advised, but for what the machine of a test does not have.
  const advised = readFileSync(join(deploy, 'postgresql', 'workledger.conf'), 'utf8')
    .replaceAll(/^(shared_buffers|effective_cache_size|maintenance_work_mem) = .*$/gm, '$1 = 128MB')
    .replaceAll(/^(min_wal_size|max_wal_size) = .*$/gm, '$1 = 512MB');
  const own = [`port = ${port}`, `listen_addresses = '127.0.0.1'`, `unix_socket_directories = ''`];
  const settings = join(stage.base, `${name}.conf`);
  writeFileSync(settings, `${advised}\n${own.join('\n')}\nhba_file = '${folder}/pg_hba.conf'\n`);
  chmodSync(settings, 0o644);
  let child: ChildProcess | undefined;
  return {
    port,
    url,
    async start() {
      const words = ['-D', folder, '-c', `config_file=${settings}`];
      child = start(stage, name, [join(programs, 'postgres'), ...words]);
      await until(`${name} answers`, () => answers(url.replace(/workledger$/, 'postgres')));
    },
    stop: (signal) => end(child!, signal),
  };
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}

/** Its address, for DATABASE_URL. */
export async function startPgBouncer(stage: Stage, { port }: Pick<Postgres, 'port'>): Promise<string> {
  return `${await poolBefore(stage, `workledger = host=127.0.0.1 port=${port}`)}/workledger`;
}

/** Before every database of the server at a socket; its address, to which the name of a database is added. */
export function poolOfSocket(stage: Stage, { host, port }: { host: string; port: number }): Promise<string> {
  return poolBefore(stage, `* = host=${host} port=${port}`);
}

async function poolBefore(stage: Stage, databases: string): Promise<string> {
  const port = await freePort();
  const folder = ownFolder(stage, 'pgbouncer');
  const users = join(folder, 'userlist.txt');
  writeFileSync(users, '"workledger" ""\n');
  chmodSync(users, 0o644);
  const settings = replaced(join(deploy, 'pgbouncer', 'pgbouncer.ini'), [
    [/^workledger = .*$/m, databases],
    [/listen_port = .*/, `listen_port = ${port}`],
    [/auth_type = .*/, 'auth_type = trust'],
    [/auth_file = .*/, `auth_file = ${users}`],
  ]);
  const path = join(stage.base, 'pgbouncer.ini');
  writeFileSync(path, settings);
  start(stage, 'pgbouncer', ['/usr/sbin/pgbouncer', path]);
  const url = `postgres://workledger@127.0.0.1:${port}`;
  await until('PgBouncer answers', () =>
    answers(`${url}/${databases.startsWith('*') ? 'postgres' : 'workledger'}`),
  );
  return url;
}

export type Proxy = { readonly url: string; isUp(port: number): Promise<boolean> };

export async function startHaproxy(stage: Stage, ports: readonly [number, number]): Promise<Proxy> {
  const [port, statusPort] = [await freePort(), await freePort()];
  const status = `frontend status\n    bind 127.0.0.1:${statusPort}\n    stats enable\n    stats uri /\n`;
  const settings = replaced(join(deploy, 'haproxy', 'haproxy.cfg'), [
    // Who is not root may not become another user, nor open so many files.
    [/^ +(?:user|group|chroot) .*\n/gm, ''],
    [/maxconn 8000/, 'maxconn 2000'],
    [/bind :80$/m, `bind 127.0.0.1:${port}`],
    [/ *bind :443.*\n/, ''],
    [/.*redirect scheme https.*\n/, ''],
    [/127\.0\.0\.1:3001/, `127.0.0.1:${ports[0]}`],
    [/127\.0\.0\.1:3002/, `127.0.0.1:${ports[1]}`],
  ]);
  const path = join(stage.base, 'haproxy.cfg');
  writeFileSync(path, settings + status);
  execFileSync('/usr/sbin/haproxy', ['-c', '-q', '-f', path]);
  start(stage, 'haproxy', ['/usr/sbin/haproxy', '-db', '-f', path]);
  const names = new Map([
    [ports[0], 'one'],
    [ports[1], 'two'],
  ]);
  return {
    url: `http://127.0.0.1:${port}`,
    async isUp(server) {
      const answer = await fetch(`http://127.0.0.1:${statusPort}/;csv`).catch(() => undefined);
      const lines = ((await answer?.text()) ?? '').split('\n').map((line) => line.split(','));
      return lines.some(([pool, name, ...rest]) => {
        return pool === 'servers' && name === names.get(server) && rest[15] === 'UP';
      });
    },
  };
}

/** A file of deploy/ with what differs here; each place must be there to be replaced. */
function replaced(path: string, changes: readonly (readonly [RegExp, string])[]): string {
  return changes.reduce(
    (text, [pattern, instead]) => {
      assert.match(text, pattern, path);
      return text.replace(pattern, instead);
    },
    readFileSync(path, 'utf8'),
  );
}
