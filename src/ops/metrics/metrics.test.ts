import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { test } from 'node:test';
import { histogramLength } from '#core/monitoring/histogram.ts';
import { oldestSeconds } from '#core/monitoring/judge.ts';
import { StartError } from '../start-error.ts';
import { errorForLog } from '../log.ts';
import { graphiteLines, sendToCarbon } from './graphite.ts';
import { listenForMetrics } from './listener.ts';
import { openLoadTally } from './load.ts';
import { openCpuMeter, openProcessMeter, readDisk, readMemory } from './machine.ts';

const metrics = async () => ({ type: 'text/plain', text: 'one 1\n' });
const onError = () => {};

test('metrics are answered to whoever has the token, and nothing else is there', async () => {
  const token = 'a token that nobody guesses';
  const listener = await listenForMetrics({ host: '127.0.0.1', port: 0, token, metrics, onError });
  try {
    const ask = (path: string, headers = {}) => fetch(new URL(path, listener.address), { headers });
    assert.equal((await ask('/metrics')).status, 401);
    assert.equal((await ask('/metrics', { authorization: 'Bearer something else' })).status, 401);
    const answer = await ask('/metrics', { authorization: `Bearer ${token}` });
    assert.equal(await answer.text(), 'one 1\n');
    assert.equal((await ask('/')).status, 404);
    assert.equal((await ask('/livez')).status, 200);
  } finally {
    await listener.close();
  }
});

test('a port that another process has is named', async () => {
  const first = await listenForMetrics({ host: '127.0.0.1', port: 0, token: undefined, metrics, onError });
  const port = Number(new URL(first.address).port);
  try {
    await assert.rejects(
      listenForMetrics({ host: '127.0.0.1', port, token: undefined, metrics, onError }),
      (error) => error instanceof StartError && /METRICS_PORT/.test(error.message),
    );
  } finally {
    await first.close();
  }
});

const answered = {
  method: 'GET',
  route: '/api/v1/jobs/{id}',
  status: 200,
  durationMs: 12,
  isStream: false,
  firmId: 1,
  actorId: 2,
  log: undefined as never,
};

test('what was answered is counted per route until it is taken; streams and health checks are not', () => {
  const tally = openLoadTally();
  tally.add(answered);
  tally.add({ ...answered, status: 503, durationMs: 100 });
  tally.add({ ...answered, isStream: true, durationMs: 1e6 });
  tally.add({ ...answered, route: '/readyz' });
  const { requests, errors, routes } = tally.take();
  assert.deepEqual([requests, errors], [2, 1]);
  assert.deepEqual(
    routes.map(({ route, milliseconds, slowestMs }) => [route, milliseconds, slowestMs]),
    [['GET /api/v1/jobs/{id}', 112, 100]],
  );
  assert.equal(tally.take().requests, 0);
});

test('the machine tells what is plausible', async () => {
  const cpu = openCpuMeter();
  const meter = openProcessMeter();
  await new Promise((resolve) => setTimeout(resolve, 50));
  const until = performance.now() + 300;
  while (performance.now() < until);
  await new Promise((resolve) => setTimeout(resolve, 50));
  const share = cpu.share();
  assert.ok(share > 0 && share <= 1, `${share}`);
  const { cpuShare, memoryBytes, eventLoopP99Ms } = meter.take();
  assert.ok(cpuShare > 0.1 && cpuShare < 3, `${cpuShare}`);
  assert.ok(memoryBytes > 1e7);
  assert.ok(eventLoopP99Ms > 200, `${eventLoopP99Ms}`);
  meter.close();
  const disk = readDisk(import.meta.dirname);
  // File system, size, used, available.
  const [, line] = execFileSync('df', ['-Pk', import.meta.dirname], { encoding: 'utf8' }).split('\n');
  const [used, left] = line!.split(/\s+/).slice(2, 4).map(Number) as [number, number];
  const almost = (share: number, wanted: number) =>
    assert.ok(Math.abs(share - wanted) < 0.01, `${share}, ${wanted}`);
  almost(disk.usedBytes / disk.sizeBytes, used / (used + left));
  almost(disk.freeBytes / disk.sizeBytes, left / (used + left));
  const memory = readMemory();
  assert.ok(memory.usedBytes > 0 && memory.usedBytes < memory.totalBytes);
});

const sample = {
  host: 'web1.practice.example',
  role: 'serve',
  process: 1,
  cpuShare: 0.123456,
  memoryUsedBytes: 10,
  memoryTotalBytes: 20,
  diskUsedBytes: 30,
  diskFreeBytes: 40,
  processCpuShare: 0.5,
  processMemoryBytes: 50,
  eventLoopP99Ms: 1.5,
  requests: 0,
  errors: 0,
  latencyHistogram: Array<number>(histogramLength).fill(0),
  queueWaiting: 0,
  queueOldestSeconds: 0,
  databaseConnections: 5,
  databaseBytes: 100,
} as const;

test('carbon gets a line per figure, and none of what is not known', async () => {
  const carbon = createServer().listen(0, '127.0.0.1');
  await once(carbon, 'listening');
  const received = once(carbon, 'connection').then(async ([socket]) => {
    let text = '';
    for await (const chunk of socket.setEncoding('utf8')) text += chunk;
    return text;
  });
  const { port } = carbon.address() as { port: number };
  const lines = graphiteLines(sample, 'servers.workledger', 1_774_958_400.9);
  await sendToCarbon({ host: '127.0.0.1', port, prefix: '' }, lines);
  const text = await received;
  carbon.close();
  assert.match(text, /^servers\.workledger\.web1_practice_example\.serve\.cpu\.share 0\.1235 1774958400$/m);
  assert.match(text, /\.disk\.free_bytes 40 1774958400$/m);
  assert.doesNotMatch(text, /latency/, 'nothing was asked, so nothing took any time');
  for (const line of text.trimEnd().split('\n')) assert.match(line, /^[\w.-]+ [\d.]+ \d+$/);
  await assert.rejects(sendToCarbon({ host: '127.0.0.1', port, prefix: '' }, lines));
});

test('the longest wait counts', () => {
  const now = '2026-03-31T08:00:00Z';
  assert.equal(oldestSeconds(['2026-03-31T07:59:00Z', null, '2026-03-31T07:59:30Z'], now), 60);
  assert.equal(oldestSeconds([], now), 0);
});

test('an error in the log holds no value of a row, no address and no password', () => {
  const database = Object.assign(
    new Error('duplicate key value violates unique constraint "user_email_key"'),
    {
      code: '23505',
      constraint: 'user_email_key',
      detail: 'Key (email)=(mere@practice.example) already exists.',
      where: 'COPY client, line 3',
    },
  );
  const outer = new Error('550 no mailbox ana@practice.example', { cause: database });
  const other = new Error('cannot reach postgres://ledger:hunter2@db.example.com/ledger');
  const text = JSON.stringify([errorForLog(outer), errorForLog(other), errorForLog('mere@practice.example')]);
  assert.doesNotMatch(text, /mere|ana@|hunter2|line 3/);
  assert.match(text, /23505/);
  assert.match(text, /user_email_key/);
});
