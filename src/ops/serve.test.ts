import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { DatabaseAddress } from '#store/address.ts';
import { emptyTestDatabase } from '#store/testing/database.ts';
import { findRunningPostgres } from './postgres.ts';

const base = mkdtempSync(join(tmpdir(), 'workledger-serve-'));
chmodSync(base, 0o711);
const data = join(base, 'data');
const running = new Set<ChildProcess>();
after(async () => {
  for (const child of running) await end(child, 'SIGTERM');
  rmSync(base, { recursive: true, force: true });
});

type Program = { child: ChildProcess; said: () => string };

function run(command: string, environment: Record<string, string> = {}): Program {
  const program = join(import.meta.dirname, '..', '..', 'bin', 'workledger.js');
  const child = spawn(process.execPath, [program, ...command.split(' ')], {
    env: { PATH: process.env['PATH'], WORKLEDGER_DATA: data, PORT: '0', ...environment },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  running.add(child);
  let text = '';
  child.once('exit', () => running.delete(child));
  for (const stream of [child.stdout!, child.stderr!]) stream.on('data', (chunk) => (text += chunk));
  return { child, said: () => text };
}

async function ready(program: Program): Promise<string> {
  return (await says(program, /ready at (http:\S+)/))[1]!;
}

async function says({ child, said }: Program, wanted: RegExp): Promise<RegExpExecArray> {
  for (;;) {
    const found = wanted.exec(said());
    if (found !== null) return found;
    if (child.exitCode !== null) assert.fail(`it ended instead:\n${said()}`);
    await Promise.race([once(child.stdout!, 'data'), once(child.stderr!, 'data'), once(child, 'exit')]);
  }
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  const exited = once(child, 'exit');
  child.kill(signal);
  return (await exited)[0] as number | null;
}

async function ended(program: Program): Promise<number | null> {
  if (program.child.exitCode === null) await once(program.child, 'exit');
  return program.child.exitCode;
}

test('serve asks for the migrations that are missing', async () => {
  const program = run('serve');
  assert.equal(await ended(program), 1);
  assert.match(
    program.said(),
    /The database lacks 0001_\S+ and \d+ migrations after it\. Run "workledger migrate" first/,
  );
});

test('start prepares everything, refuses a second start, survives kill -9 and stops cleanly', async () => {
  const first = run('start');
  const address = await ready(first);
  assert.equal((await fetch(`${address}/readyz`)).status, 200);

  const second = run('start');
  assert.equal(await ended(second), 1);
  assert.match(first.said(), /Mail: written into .*mail, not sent/);
  assert.match(second.said(), /is in use by process \d+ \(workledger serve, http:\/\/127\.0\.0\.1:\d+\)/);

  const working = run('work');
  await says(working, /at work/);
  const looking = run('work --status');
  assert.equal(await ended(looking), 0);
  const { workers } = JSON.parse(looking.said()) as { workers: unknown[] };
  assert.equal(workers.length, 4, 'the server works too, and each has two lanes');
  assert.equal(await end(working.child, 'SIGTERM'), 0);

  const migrating = run('migrate');
  assert.equal(await ended(migrating), 0);
  assert.match(migrating.said(), /nothing to do/);

  const SECRET_BEFORE = readFileSync(join(data, 'secret'), 'utf8');
  const changing = run('secret change', { SECRET: 'another secret, which nobody can guess', SECRET_BEFORE });
  assert.equal(await ended(changing), 1);
  assert.match(changing.said(), /stop them first: serve on/);

  await end(first.child, 'SIGKILL');
  assert.ok(await findRunningPostgres(join(data, 'postgres')), 'PostgreSQL lives on');
  // As an older Node has it, which hands over to the packaged one: killed, it could not pass that on.
  const handed = run('serve');
  await ready(handed);
  handed.child.disconnect();
  await once(handed.child, 'exit');
  assert.equal(handed.child.signalCode, 'SIGKILL');

  const again = run('serve');
  assert.equal((await fetch(`${await ready(again)}/readyz`)).status, 200);

  assert.equal(await end(again.child, 'SIGINT'), 0);
  assert.match(again.said(), /Stopping/);
  assert.doesNotMatch(again.said(), /lost a connection/);
  assert.equal(await findRunningPostgres(join(data, 'postgres')), undefined);

  const stranger = run('serve', { SECRET: 'another secret, which nobody can guess' });
  assert.equal(await ended(stranger), 1);
  assert.match(stranger.said(), /SECRET\) is not the one that this database is used with.*secret change/s);
});

test('a port that is taken is named', async (t) => {
  const other = createServer().listen(0, '127.0.0.1');
  t.after(() => other.close());
  await once(other, 'listening');
  const { port } = other.address() as { port: number };
  const program = run('serve', { PORT: String(port) });
  assert.equal(await ended(program), 1);
  assert.match(program.said(), new RegExp(`Port ${port} on 127\\.0\\.0\\.1 is taken`));
});

test('a database that cannot be reached is named', async () => {
  const program = run('serve', { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' });
  assert.equal(await ended(program), 1);
  assert.match(program.said(), /The database cannot be used: .*ECONNREFUSED.*Check DATABASE_URL/);
});

test('of two addresses the one that did not lead anywhere is named', async () => {
  const environment = {
    DATABASE_URL: 'postgres://nobody@127.0.0.1:2/none',
    DATABASE_DIRECT_URL: 'postgres://nobody@127.0.0.1:1/none',
  };
  const program = run('migrate', environment);
  assert.equal(await ended(program), 1);
  assert.match(program.said(), /ECONNREFUSED 127\.0\.0\.1:1\. Check DATABASE_DIRECT_URL/);
});

test('a database that is starting up is waited for', async (t) => {
  const { address } = await emptyTestDatabase();
  const { host, port, user, database } = address as Extract<DatabaseAddress, { host: string }>;
  let isReady = false;
  const gate = createServer((socket) => {
    socket.on('error', () => {});
    if (isReady) {
      const inner = connect(join(host, `.s.PGSQL.${port}`)).on('error', () => socket.destroy());
      socket.pipe(inner).pipe(socket);
    } else {
      socket.once('data', () => socket.end(notReadyYet()));
    }
  }).listen(0, '127.0.0.1');
  await once(gate, 'listening');
  t.after(() => gate.close());
  const { port: reached } = gate.address() as { port: number };
  const program = run('serve', { DATABASE_URL: `postgres://${user}@127.0.0.1:${reached}/${database}` });
  await says(program, /waiting for the database: the database system is starting up/);
  isReady = true;
  assert.equal(await ended(program), 1);
  assert.match(program.said(), /The database lacks 0001_/);
});

/** What PostgreSQL answers to whoever comes while it recovers. */
function notReadyYet(): Buffer {
  const fields = ['SFATAL', 'VFATAL', 'C57P03', 'Mthe database system is starting up', ''];
  const body = Buffer.from(fields.map((field) => `${field}\0`).join(''));
  const head = Buffer.alloc(5);
  head.write('E');
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}
