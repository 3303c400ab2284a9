import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Operation } from '#store/monitoring/operations.ts';
import type { QueueState } from '#store/queue.ts';
import { judgeAvailability, judgeOperation, judgeQueue, thresholdsOf } from '#core/monitoring/judge.ts';
import { checkedOf } from './check-result.ts';
import { runCheck } from './check.ts';

function given(warning: string, critical: string) {
  const thresholds = thresholdsOf(warning, critical);
  assert.ok(thresholds.ok);
  return thresholds.value;
}

test('a check is one line with its figures and their thresholds, and an exit code', () => {
  const figures = [
    { label: 'cpu', value: 91.23456, unit: '%', isWatched: true, least: 0, most: 100 },
    { label: 'others', value: 3 },
  ];
  const found = { state: 'warning', text: 'busy | very\nbusy', figures } as const;
  assert.deepEqual(checkedOf('cpu', found, given('85', '@95:100')), {
    exitCode: 1,
    line: "CPU WARNING - busy   very busy | 'cpu'=91.235%;85;@95:100;0;100 'others'=3",
  });
});

test('this machine is checked without a server or a database', async () => {
  const cpu = await runCheck('cpu', { seconds: '1', warning: '101', critical: '102' });
  assert.match(cpu.line, /^CPU OK - [\d.]+ % of \d+ processors busy \| 'cpu'=[\d.]+%;101;102;0;100$/);
  assert.equal((await runCheck('memory', { warning: '~:-1', critical: '101' })).exitCode, 1);
  const disk = await runCheck('disk', { path: import.meta.dirname, critical: '~:0' });
  assert.equal(disk.exitCode, 2);
  assert.match(disk.line, /^DISK CRITICAL - [\d.]+ GB of [\d.]+ GB free at /);
});

test('what cannot be measured is unknown, and says what would be accepted', async () => {
  const range = await runCheck('disk', { warning: '9:1' });
  assert.equal(range.exitCode, 3);
  assert.match(range.line, /^DISK UNKNOWN - "9:1" is no range\. Accepted: a range such as 10,/);
  assert.equal((await runCheck('disk', { path: '/there/is/no/such/folder' })).exitCode, 3);
  assert.equal((await runCheck('cpu', { seconds: 'soon' })).exitCode, 3);
  const late = await runCheck('cpu', { seconds: '3', timeout: '1' });
  assert.match(late.line, /^CPU UNKNOWN - no answer within 1 seconds/);
});

test('a database that does not run is critical, and is not started', async (t) => {
  const before = process.env['DATABASE_URL'];
  t.after(() => {
    if (before === undefined) delete process.env['DATABASE_URL'];
    else process.env['DATABASE_URL'] = before;
  });
  process.env['DATABASE_URL'] = 'postgres://nobody@127.0.0.1:1/none';
  const names = ['availability', 'queue', 'ledger', 'backup'] as const;
  for (const { exitCode, line } of await Promise.all(names.map((name) => runCheck(name, {})))) {
    assert.equal(exitCode, 2, line);
    assert.match(line, /cannot be reached: .*ECONNREFUSED/);
  }
});

const at = (time: string) => `2026-03-31T${time}Z`;
const now = at('12:00:00');

function queue(changes: Partial<QueueState['routines'][number]> = {}, workers = 1): QueueState {
  const none = { waiting: 0, running: 0, postponed: 0, failing: 0, givenUp: 0, waitingSince: null };
  const worker = { id: 'w', description: '', startedAt: at('11:00:00'), seenAt: at('11:59:59') };
  return {
    routines: [{ routine: 'sendMail', ...none, ...changes }],
    workers: Array.from({ length: workers }, () => worker),
  };
}

test('a queue is judged by how long the longest has waited, by what was given up, and by who works', () => {
  const thresholds = given('300', '1800');
  const state = (found: QueueState) => judgeQueue(thresholds, found, now).state;
  assert.equal(state(queue()), 'ok');
  assert.equal(state(queue({ waiting: 9, waitingSince: at('11:59:00') })), 'ok');
  assert.equal(state(queue({ waiting: 1, waitingSince: at('11:50:00') })), 'warning');
  assert.equal(state(queue({ waiting: 1, waitingSince: at('11:00:00') })), 'critical');
  assert.equal(state(queue({ givenUp: 1 })), 'warning');
  assert.equal(state(queue({ postponed: 3 })), 'ok');
  assert.equal(state(queue({ postponed: 3, failing: 1 })), 'warning');
  assert.equal(state(queue({ waiting: 1, waitingSince: at('11:59:59') }, 0)), 'critical');
  assert.equal(state(queue({}, 0)), 'warning', 'nobody would make a backup at night');
  const { routines, workers } = queue({ waiting: 1, waitingSince: at('11:59:59') });
  const silent = workers.map((worker) => ({ ...worker, seenAt: at('11:58:00') }));
  assert.equal(state({ routines, workers: silent }), 'critical', 'a worker that was killed is none');
});

function operation(outcome: 'succeeded' | 'failed'): Operation {
  const times = { startedAt: at('02:00:00'), endedAt: at('02:10:00'), seenAt: at('02:10:00') };
  return { id: 1, kind: 'verify', ...times, outcome, detail: {} };
}

test('a ledger that differs is an alarm whenever it was right before, and a failed backup warns', () => {
  const thresholds = given('26', '50');
  const last = operation('failed');
  const failed = { kind: 'verify', last, lastSucceededAt: at('01:00:00') } as const;
  assert.equal(judgeOperation('ledger', thresholds, failed, now).state, 'critical');
  assert.equal(judgeOperation('backup', thresholds, failed, now).state, 'warning');
});

test('a recount is judged by its age, and one that never was is critical', () => {
  const thresholds = given('26', '50');
  const last = operation('succeeded');
  const seen = (lastSucceededAt: string | null) => ({ kind: 'verify', last, lastSucceededAt }) as const;
  const state = (lastSucceededAt: string | null) =>
    judgeOperation('ledger', thresholds, seen(lastSucceededAt), now).state;
  assert.equal(state(at('01:00:00')), 'ok');
  assert.equal(state('2026-03-30T08:00:00Z'), 'warning');
  assert.equal(state('2026-03-29T08:00:00Z'), 'critical');
  assert.equal(state(null), 'critical');
});

test('availability is judged by its share, and an outage that lasts is critical whatever the share', () => {
  const thresholds = given('99.9:', '99:');
  const record = {
    from: at('00:00:00'),
    to: at('12:00:00'),
    secondsUp: 999,
    seconds: 1_000,
    share: 0.999,
    outages: [],
  };
  assert.equal(judgeAvailability(thresholds, record).state, 'ok');
  assert.equal(judgeAvailability(thresholds, { ...record, share: 0.995 }).state, 'warning');
  const outages = [{ beganAt: at('11:58:00'), endedAt: null, seconds: 120, planned: false }];
  assert.equal(judgeAvailability(thresholds, { ...record, outages }).state, 'critical');
  assert.equal(judgeAvailability(thresholds, { ...record, share: null }).state, 'unknown');
});
