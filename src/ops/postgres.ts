import { spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import {
  findPrograms,
  folderInTheWay,
  postgresUser,
  type PostgresPrograms,
  type SystemUser,
} from './postgres-files.ts';
import { StartError } from './start-error.ts';

/**
 * The built-in database: a real PostgreSQL server, started beside us on a private socket.
 *
 * - It is a process group of its own. Ctrl-C reaches only us, so that we can finish requests before we stop it; and
 *   when we are killed, it lives on and the next start adopts it: nothing needs recovery.
 * - It listens on a socket in a folder that only its user may enter, and on no network address.
 * - A new cluster is made beside its place and moved there when complete, so a start that is interrupted leaves
 *   nothing half made.
 * - When the server dies under us, it is started again; the pool waits for it (see store/database.ts).
 *
 * One process at a time may own the folder: the caller holds the lock of the data directory (data-folder.ts).
 */

export type PostgresAddress = { host: string; port: number; user: string; database: string };

export type EmbeddedPostgres = {
  addressOf(database: string): PostgresAddress;
  /** True when a server was found running and taken over. */
  adopted: boolean;
  pid(): number | undefined;
  stop(): Promise<void>;
  /** Stops watching over the server and leaves it running, for whoever adopts it next. */
  leave(): void;
};

export type PostgresOptions = {
  /** Holds the cluster, its log and, where needed, copies of the programs. */
  folder: string;
  /** Server settings beside the standard ones. */
  settings?: Readonly<Record<string, string>>;
  /** Throw-away clusters need not wait for the disk. */
  throwAway?: boolean;
  log?: (message: string) => void;
  /** The server died and could not be started again. */
  onGone?: (error: Error) => void;
};

type Layout = {
  folder: string;
  cluster: string;
  socketFolder: string;
  logFile: string;
  user: SystemUser | undefined;
};

const port = 5432;
const superuser = 'workledger';
const majorVersion = '18';
const socketPathMax = 100;
const logBytesMax = 20_000_000;
const startAttemptsMax = 20;
const pollMs = 15;
const retryMs = 500;
const watchMs = 1_000;
const answerWithinMs = 10 * 60_000;
const stopWithinMs = 30_000;

const standardSettings: Readonly<Record<string, string>> = {
  listen_addresses: '',
  port: String(port),
  unix_socket_permissions: '0700',
  max_connections: '100',
  shared_buffers: '256MB',
  work_mem: '16MB',
  maintenance_work_mem: '128MB',
  effective_cache_size: '1GB',
  random_page_cost: '1.1',
  max_wal_size: '4GB',
  min_wal_size: '256MB',
  checkpoint_timeout: '15min',
  checkpoint_completion_target: '0.9',
  fsync: 'on',
  full_page_writes: 'on',
  synchronous_commit: 'on',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  idle_in_transaction_session_timeout: '5min',
  log_line_prefix: '%m [%p] ',
};

export async function startPostgres(options: PostgresOptions): Promise<EmbeddedPostgres> {
  const layout = layOut(resolve(options.folder));
  const programs = await findPrograms(join(layout.folder, 'programs'), layout.user);
  if (!existsSync(join(layout.cluster, 'PG_VERSION'))) {
    await makeCluster(layout, programs, options.throwAway ?? false);
  }
  checkVersion(layout.cluster);
  const settings = { ...standardSettings, ...options.settings, unix_socket_directories: layout.socketFolder };
  const launch = () => bringUp(layout, programs, settings);
  const first = await launch();
  const keeper = keepRunning(first.child, layout, launch, options);
  return {
    adopted: first.child === undefined,
    addressOf: (database) => addressIn(layout.socketFolder, database),
    pid: () => serverPid(layout.cluster),
    leave: () => keeper.end(),
    async stop() {
      keeper.end();
      await stopServer(layout.cluster);
      if (layout.socketFolder !== layout.cluster)
        rmSync(layout.socketFolder, { recursive: true, force: true });
    },
  };
}

/** The address of a server that somebody else runs in this folder, when it answers. */
export async function findRunningPostgres(folder: string): Promise<PostgresAddress | undefined> {
  const cluster = join(resolve(folder), 'cluster');
  const socketFolder = socketFolderFor(cluster);
  if ((await ask(socketFolder)) !== 'ready') return undefined;
  return addressIn(socketFolder, 'postgres');
}

/** Makes sure a database of this name exists. */
export async function ensureDatabase(postgres: EmbeddedPostgres, name: string): Promise<PostgresAddress> {
  const client = new pg.Client(postgres.addressOf('postgres'));
  await client.connect();
  try {
    const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
    if (found.rowCount === 0) await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`);
  } finally {
    await client.end();
  }
  return postgres.addressOf(name);
}

function addressIn(socketFolder: string, database: string): PostgresAddress {
  return { host: socketFolder, port, user: superuser, database };
}

function layOut(folder: string): Layout {
  const user = postgresUser();
  mkdirSync(folder, { recursive: true, mode: 0o711 });
  if (user !== undefined) {
    const obstacle = folderInTheWay(folder, user);
    if (obstacle !== undefined) {
      throw new StartError(
        `As root, Workledger runs PostgreSQL as the user "${user.name}", who may not enter ${obstacle}. ` +
          'Set WORKLEDGER_DATA to a folder that others may pass through, such as /var/lib/workledger, ' +
          'or start Workledger as an ordinary user.',
      );
    }
  }
  const cluster = join(folder, 'cluster');
  const socketFolder = socketFolderFor(cluster);
  if (socketFolder !== cluster) makePrivateFolder(socketFolder, user);
  return { folder, cluster, socketFolder, logFile: join(folder, 'postgres.log'), user };
}

/** The socket stands in the cluster folder unless its path would be longer than the system allows. */
function socketFolderFor(cluster: string): string {
  if (join(cluster, `.s.PGSQL.${port}`).length <= socketPathMax) return cluster;
  const name = `workledger-${createHash('sha256').update(cluster).digest('hex').slice(0, 16)}`;
  const short = join(tmpdir(), name);
  return short.length <= socketPathMax - 20 ? short : join('/tmp', name);
}

function makePrivateFolder(folder: string, user: SystemUser | undefined): void {
  try {
    mkdirSync(folder, { mode: 0o700 });
    if (user !== undefined) chownSync(folder, user.uid, user.gid);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    const found = lstatSync(folder);
    const owner = user?.uid ?? process.getuid?.();
    if (!found.isDirectory() || found.uid !== owner || (found.mode & 0o077) !== 0) {
      throw new StartError(
        `${folder} should be a private folder for the socket of PostgreSQL, but somebody else made it.`,
      );
    }
  }
}

async function makeCluster(layout: Layout, programs: PostgresPrograms, throwAway: boolean): Promise<void> {
  if (existsSync(layout.cluster)) {
    throw new StartError(
      `${layout.cluster} exists but holds no PostgreSQL cluster. Move it away and start again.`,
    );
  }
  const unfinished = `${layout.cluster}.new`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { mode: 0o700 });
  if (layout.user !== undefined) chownSync(unfinished, layout.user.uid, layout.user.gid);
  const words = [
    ['--pgdata', unfinished],
    ['--username', superuser],
    ['--encoding', 'UTF8'],
    ['--locale', 'C'],
    ['--locale-provider', 'builtin'],
    ['--builtin-locale', 'C.UTF-8'],
    ['--auth', 'trust'],
    ['--data-checksums'],
    ['--no-instructions'],
    throwAway ? ['--no-sync'] : [],
  ].flat();
  const child = spawnAs(layout, programs, programs.initdb, words);
  const code = await exitOf(child);
  if (code !== 0) throw new StartError(`PostgreSQL could not make its cluster:\n${tailOf(layout.logFile)}`);
  chmodSync(unfinished, 0o700);
  renameSync(unfinished, layout.cluster);
}

function checkVersion(cluster: string): void {
  const version = readFileSync(join(cluster, 'PG_VERSION'), 'utf8').trim();
  if (version === majorVersion) return;
  throw new StartError(
    `${cluster} was made by PostgreSQL ${version}; this release of Workledger brings PostgreSQL ${majorVersion}. ` +
      'Export the firm with the release that made it and import it here.',
  );
}

/** Finds the server running, or starts it. `child` is undefined when it was adopted. */
async function bringUp(
  layout: Layout,
  programs: PostgresPrograms,
  settings: Readonly<Record<string, string>>,
): Promise<{ child: ChildProcess | undefined }> {
  const words = ['-D', layout.cluster];
  for (const [name, value] of Object.entries(settings)) words.push('-c', `${name}=${value}`);
  for (let attempt = 1; ; attempt += 1) {
    if ((await ask(layout.socketFolder)) !== 'absent') {
      if (await answers(layout.socketFolder)) return { child: undefined };
    }
    const logStart = sizeOf(layout.logFile);
    const child = spawnAs(layout, programs, programs.postgres, words);
    const exited = exitOf(child);
    if (await answers(layout.socketFolder, exited)) {
      child.unref();
      return { child };
    }
    const said = readFileSync(layout.logFile, 'utf8').slice(logStart);
    // The one before us was killed a moment ago and its processes are still leaving.
    const leaving = /lock file|pre-existing shared memory/.test(said);
    if (!leaving || attempt >= startAttemptsMax) {
      throw new StartError(`PostgreSQL did not start:\n${said.trim() || tailOf(layout.logFile)}`);
    }
    await pause(retryMs);
  }
}

type Answer = 'ready' | 'wait' | 'absent';

async function ask(socketFolder: string): Promise<Answer> {
  const client = new pg.Client({ ...addressIn(socketFolder, 'postgres'), connectionTimeoutMillis: 5_000 });
  client.on('error', () => {});
  try {
    await client.connect();
    return 'ready';
  } catch (error) {
    const code = (error as { code?: string }).code;
    // Starting up or shutting down; or, 53300, out of connections and so very much alive.
    if (code === '53300') return 'ready';
    return code === '57P03' ? 'wait' : 'absent';
  } finally {
    await client.end().catch(() => {});
  }
}

/** Waits until the server answers; false when it leaves instead. */
async function answers(socketFolder: string, exited?: Promise<unknown>): Promise<boolean> {
  let gone = false;
  void exited?.then(() => (gone = true));
  const attemptsMax = answerWithinMs / pollMs;
  for (let attempt = 1; attempt <= attemptsMax && !gone; attempt += 1) {
    const answer = await ask(socketFolder);
    if (answer === 'ready') return true;
    if (answer === 'absent' && exited === undefined) return false;
    await pause(pollMs);
  }
  return false;
}

/** Starts the server again when it dies, until `end` is called. */
function keepRunning(
  child: ChildProcess | undefined,
  layout: Layout,
  launch: () => Promise<{ child: ChildProcess | undefined }>,
  options: PostgresOptions,
): { end(): void } {
  let ended = false;
  let restarting = false;
  const restart = async () => {
    if (ended || restarting) return;
    restarting = true;
    options.log?.('PostgreSQL stopped unexpectedly; starting it again');
    try {
      const next = await launch();
      if (ended) await stopServer(layout.cluster);
      next.child?.once('exit', () => void restart());
    } catch (error) {
      options.onGone?.(error instanceof Error ? error : new Error(String(error)));
    } finally {
      restarting = false;
    }
  };
  child?.once('exit', () => void restart());
  // An adopted server is no child of ours: only looking tells.
  const watch = setInterval(() => {
    if (serverPid(layout.cluster) === undefined) void restart();
  }, watchMs).unref();
  return {
    end() {
      ended = true;
      clearInterval(watch);
    },
  };
}

async function stopServer(cluster: string): Promise<void> {
  const pid = serverPid(cluster);
  if (pid === undefined) return;
  // Fast shutdown: sessions are ended, then a checkpoint. Should that hang, immediate shutdown; WAL covers it.
  for (const signal of ['SIGINT', 'SIGQUIT'] as const) {
    signalServer(pid, signal);
    for (let waitedMs = 0; waitedMs < stopWithinMs; waitedMs += pollMs) {
      if (serverPid(cluster) === undefined) return;
      await pause(pollMs);
    }
  }
  throw new Error(`PostgreSQL (process ${pid}) does not stop`);
}

/** The process id of the live server of this cluster. */
function serverPid(cluster: string): number | undefined {
  try {
    const pid = Number(readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n')[0]);
    return Number.isInteger(pid) && pid > 1 && signalServer(pid, 0) ? pid : undefined;
  } catch {
    return undefined;
  }
}

function signalServer(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function spawnAs(layout: Layout, programs: PostgresPrograms, program: string, words: string[]): ChildProcess {
  if (sizeOf(layout.logFile) > logBytesMax) renameSync(layout.logFile, `${layout.logFile}.1`);
  const log = openSync(layout.logFile, 'a', 0o600);
  const child = spawn(program, words, {
    cwd: layout.folder,
    detached: true,
    stdio: ['ignore', log, log],
    env: { PATH: '/usr/bin:/bin', LANG: 'C', LC_ALL: 'C', TZ: 'UTC', ...programs.environment },
    ...(layout.user ? { uid: layout.user.uid, gid: layout.user.gid } : {}),
  });
  closeSync(log);
  return child;
}

/** Resolves to the exit code, or to -1 when the program could not be run at all. */
function exitOf(child: ChildProcess): Promise<number> {
  return new Promise((settle) => {
    child.once('error', () => settle(-1));
    child.once('exit', (code) => settle(code ?? -1));
  });
}

function sizeOf(path: string): number {
  return existsSync(path) ? statSync(path).size : 0;
}

function tailOf(path: string): string {
  return existsSync(path)
    ? readFileSync(path, 'utf8').trim().split('\n').slice(-12).join('\n')
    : '(no output)';
}
