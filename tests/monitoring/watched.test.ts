// A real server and a real worker, watched as an operator would: their metrics, their log, what they send to Graphite,
// what they write down, and how they take leave.

import assert from 'node:assert/strict';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import type { Address } from '#store/testing/cluster.ts';
import { testDatabase } from '#store/testing/database.ts';
import { testFirm } from '#store/testing/firm.ts';
import { addApiKey } from '../api/testing.ts';

const { database, address } = await testDatabase();
const firm = await testFirm(database);
const key = await addApiKey(database, firm, { role: 'owner' });
const folder = mkdtempSync(join(tmpdir(), 'workledger-watched-'));
const running = new Set<ChildProcess>();
after(async () => {
  for (const child of running) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

function urlOf(given: Address): string {
  if ('connectionString' in given) return given.connectionString;
  const { host, port, user, database: name } = given;
  return `postgres://${user}@localhost:${port}/${name}?host=${encodeURIComponent(host)}`;
}

const program = join(import.meta.dirname, '..', '..', 'bin', 'workledger.js');
const environment = {
  PATH: process.env['PATH'],
  DATABASE_URL: urlOf(address as Address),
  WORKLEDGER_DATA: folder,
  PORT: '0',
  METRICS_PORT: '0',
  LOG_LEVEL: 'info',
};

type Program = { child: ChildProcess; said: () => string; logged: () => Record<string, unknown>[] };

function start(command: string, more: Record<string, string> = {}): Program {
  const child = spawn(process.execPath, [program, command], {
    env: { ...environment, ...more },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  child.once('exit', () => running.delete(child));
  let said = '';
  let log = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (said += chunk));
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (log += chunk));
  const logged = () =>
    log
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  return { child, said: () => `${said}${log}`, logged };
}

async function says({ child, said }: Program, wanted: RegExp): Promise<string> {
  for (;;) {
    const found = wanted.exec(said());
    if (found !== null) return found[1] ?? '';
    if (child.exitCode !== null) assert.fail(`it ended instead:\n${said()}`);
    await Promise.race([once(child.stdout!, 'data'), once(child, 'exit')]);
  }
}

async function until<T>(look: () => T | Promise<T>, isRight: (found: T) => boolean): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    const found = await look();
    if (isRight(found)) return found;
    if (attempt > 100) assert.fail(`not within ten seconds: ${JSON.stringify(found)}`);
    await pause(100);
  }
}

const metricsOf = async (url: string) => (await fetch(url)).text();

test('a server tells what it answers, by route and never by address, to Prometheus, Graphite and its log', async (t) => {
  let sent = '';
  const carbon = createServer((socket) => socket.on('data', (chunk) => (sent += chunk.toString())));
  t.after(() => carbon.close());
  await once(carbon.listen(0, '127.0.0.1'), 'listening');
  const { port } = carbon.address() as { port: number };
  const graphite = { GRAPHITE_ADDRESS: `127.0.0.1:${port}`, GRAPHITE_INTERVAL_SECONDS: '1' };
  const server = start('serve', { ...graphite, GRAPHITE_PREFIX: 'servers.workledger', DRAIN_SECONDS: '2' });
  const base = await says(server, /ready at (http:\S+)/);
  const metrics = await says(server, /Metrics: (http:\S+)/);

  const traceId = '0af7651916cd43dd8448eb211c80319c';
  const headers = {
    authorization: `Bearer ${key}`,
    traceparent: `00-${traceId}-b7ad6b7169203331-01`,
    'workledger-firm': String(firm.firmId),
  };
  const answer = await fetch(`${base}/api/v1/clients/${firm.clientId}`, { headers });
  assert.equal(answer.status, 200);
  await fetch(`${base}/api/v1/clients?text=Tahana`, { headers });
  await fetch(`${base}/api/v1/nowhere/mere@practice.example`);

  const text = await metricsOf(metrics);
  assert.match(text, /_count\{method="GET",route="\/api\/v1\/clients\/\{id\}",status="200"\} 1/);
  assert.match(text, /_count\{method="GET",route="nothing",status="404"\} 1/);
  assert.match(text, /^workledger_database_up 1$/m);
  assert.match(text, /^workledger_database_connections\{state="\w+"\} \d+$/m);
  assert.doesNotMatch(text, /Tahana|practice\.example/);

  const lines = await until(
    server.logged,
    (found) => found.filter(({ msg }) => msg === 'answered').length >= 3,
  );
  const line = lines.find(({ route }) => route === '/api/v1/clients/{id}')!;
  assert.equal(line['requestId'], answer.headers.get('x-request-id'));
  assert.equal(line['traceId'], traceId);
  assert.deepEqual(
    [
      line['method'],
      line['status'],
      line['firmId'],
      typeof line['actorId'],
      typeof line['durationMs'],
      line['level'],
    ],
    ['GET', 200, firm.firmId, 'number', 'number', 'info'],
  );
  assert.doesNotMatch(JSON.stringify(lines), /Tahana|practice\.example|wl_/);

  const path = /^servers\.workledger\.[\w-]+\.serve\.requests\.count \d+ \d+$/m;
  await until(
    () => sent,
    (found) => path.test(found),
  );

  await until(
    () => database.asInstallation((tx) => tx.query('select from availability where stopped_at is null')),
    (rows) => rows.length === 1,
  );
  server.child.kill('SIGTERM');
  const leaving = await until(
    async () => (await fetch(`${base}/readyz`)).status,
    (status) => status === 503,
  );
  assert.equal(leaving, 503);
  assert.equal((await fetch(`${base}/livez`)).status, 200, 'it lives');
  assert.equal((await fetch(`${base}/api/v1/clients`, { headers })).status, 200, 'and still answers');
  const [code] = (await once(server.child, 'exit')) as [number];
  assert.equal(code, 0);
  const [span] = await database.asInstallation((tx) =>
    tx.query('select from availability where stopped_at is not null'),
  );
  assert.ok(span, 'the stop was written down');
  const [load] = await database.asInstallation((tx) =>
    tx.query<{ requests: bigint }>(
      `select requests from route_load where grain = 60 and route = 'GET /api/v1/clients/{id}'`,
    ),
  );
  assert.equal(load?.requests, 1n, 'what was answered since the last minute is not lost');
});

test('without seconds to drain, and on Ctrl-C, a server stops at once', async () => {
  const server = start('serve', { DRAIN_SECONDS: '60' });
  await says(server, /ready at (http:\S+)/);
  const begun = performance.now();
  server.child.kill('SIGINT');
  const [code] = (await once(server.child, 'exit')) as [number];
  assert.equal(code, 0);
  assert.ok(performance.now() - begun < 15_000);
});

test('a worker has metrics of its own, behind a token where one is set', async () => {
  const worker = start('work', { METRICS_TOKEN: 'a-token-nobody-knows' });
  const metrics = await says(worker, /Metrics: (http:\S+)/);
  assert.equal((await fetch(metrics)).status, 401);
  const headers = { authorization: 'Bearer a-token-nobody-knows' };
  const text = await (await fetch(metrics, { headers })).text();
  assert.match(text, /^workledger_info\{role="work",/m);
  assert.match(text, /^workledger_workers [1-9]/m);
  worker.child.kill('SIGTERM');
  const [code] = (await once(worker.child, 'exit')) as [number];
  assert.equal(code, 0);
});

test('metrics that others can reach need a token', async () => {
  const server = start('serve', { METRICS_HOST: '0.0.0.0' });
  await once(server.child, 'exit');
  assert.match(server.said(), /METRICS_HOST lets others in and METRICS_TOKEN is not set/);
});

test('a slow statement is logged by its text without values', async () => {
  const server = start('serve', { SLOW_QUERY_MS: '1' });
  const base = await says(server, /ready at (http:\S+)/);
  const headers = { authorization: `Bearer ${key}` };
  await until(
    async () => {
      await fetch(`${base}/api/v1/clients?text=Tahana`, { headers });
      await fetch(`${base}/api/v1/reports/estimated-billings`, { headers });
      return server.logged().filter(({ msg }) => msg === 'a slow statement');
    },
    (lines) => lines.some(({ name }) => typeof name === 'string'),
  );
  const slow = server.logged().filter(({ msg }) => msg === 'a slow statement');
  assert.deepEqual(
    slow.filter(({ statement }) => !String(statement).includes(' ')),
    [],
    'also of one that is prepared, whose name may say nothing',
  );
  assert.doesNotMatch(server.said(), /Tahana/);
  server.child.kill('SIGINT');
  await once(server.child, 'exit');
});

const promtool = 'promtool';
const withoutPrometheus =
  spawnSync(promtool, ['--version']).error === undefined ? false : 'promtool is not installed';

test('Prometheus finds nothing wrong with the metrics of ours', { skip: withoutPrometheus }, async () => {
  const server = start('serve');
  const metrics = await says(server, /Metrics: (http:\S+)/);
  const input = await metricsOf(metrics);
  const { stdout, stderr } = spawnSync(promtool, ['check', 'metrics'], { input, encoding: 'utf8' });
  const ours = `${stdout}${stderr}`.split('\n').filter((line) => line.startsWith('workledger_'));
  assert.deepEqual(ours, []);
  server.child.kill('SIGINT');
  await once(server.child, 'exit');
});
