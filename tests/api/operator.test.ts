import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildServer } from '#api/server.ts';
import { histogramLength, bucketOf } from '#core/monitoring/histogram.ts';
import { keepHeartbeat } from '#store/monitoring/availability.ts';
import { beginOperation, endOperation } from '#store/monitoring/operations.ts';
import { grantOperator, revokeOperator } from '#store/monitoring/operators.ts';
import { reportProcess } from '#store/monitoring/processes.ts';
import { addRouteLoads } from '#store/monitoring/route-load.ts';
import { keepSample, maintainUtilisation, type UtilisationSample } from '#store/monitoring/utilisation.ts';
import { queueForInstallation } from '#store/queue.ts';
import { createApiTest, caller, testSecret } from './testing.ts';

const api = await createApiTest({ now: '2026-03-31T12:00:00Z' });
const email = 'op@practice.example';
const password = 'a password to try';
const operator = await person();
await api.database.asInstallation((tx) => grantOperator(tx, email));

/** A member of the firm with a session, who operates nothing yet. */
async function person() {
  const invited = await api.as('owner').post('/members', { name: 'Op', email, role: 'staff' });
  const acceptance = { token: invited.body.link.split('#')[1], newPassword: password };
  await api.asNobody().send('POST', '/invitations/acceptance', { body: acceptance });
  const signedIn = await api.asNobody().send('POST', '/session', { body: { email, password } });
  const cookie = String(signedIn.headers['set-cookie']).split(';', 1)[0]!;
  assert.equal(signedIn.body.person.operator, false);
  return api.withHeaders({ cookie });
}

const histogram = Array<number>(histogramLength).fill(0);
histogram[bucketOf(20)] = 100;

const sample: UtilisationSample = {
  host: 'first',
  role: 'serve',
  process: 100,
  cpuShare: 0.5,
  memoryUsedBytes: 4e9,
  memoryTotalBytes: 16e9,
  diskUsedBytes: 100e9,
  diskFreeBytes: 900e9,
  processCpuShare: 0.25,
  processMemoryBytes: 2e8,
  eventLoopP99Ms: 12,
  requests: 100,
  errors: 0,
  latencyHistogram: histogram,
  queueWaiting: 3,
  queueOldestSeconds: 4,
  databaseConnections: 9,
  databaseBytes: 5e9,
};

const paths = [
  'state',
  'utilisation',
  'outlook',
  'slow-routes',
  'slow-statements',
  'operations',
  'availability',
  'checks',
  'firms',
  'incidents',
];

test('only people named as operators see the installation, whatever they may do in a firm', async () => {
  for (const path of paths) {
    assert.equal((await api.as('owner').get(`/operator/${path}`)).status, 403, 'an API key is of a firm');
    assert.equal((await api.asNobody().get(`/operator/${path}`)).status, 401);
  }
  assert.equal((await operator.get('/session')).body.person.operator, true);
  for (const path of paths) assert.equal((await operator.get(`/operator/${path}`)).status, 200, path);
  assert.equal((await operator.get('/invoices')).status, 403, 'in the firm they stay what they are');
});

test('an operator is named by e-mail address, in any case, and may be let go', async () => {
  const run: typeof api.database.asInstallation = (work) => api.database.asInstallation(work);
  assert.equal(await run((tx) => grantOperator(tx, 'OP@practice.example')), true);
  assert.equal(await run((tx) => grantOperator(tx, 'nobody@practice.example')), false);
  assert.equal(await run((tx) => revokeOperator(tx, 'nobody@practice.example')), false);
});

test('the last hour is told by the minute, hosts side by side', async () => {
  await api.database.asInstallation(async (tx) => {
    for (const minute of ['11:30', '11:31']) {
      await keepSample(tx, sample, `2026-03-31T${minute}:00Z`);
      await keepSample(tx, { ...sample, host: 'second', cpuShare: 0.75 }, `2026-03-31T${minute}:00Z`);
    }
  });
  const { body } = await operator.get('/operator/utilisation');
  assert.equal(body.step, 'minute');
  assert.equal(body.items.length, 2);
  const [minute] = body.items;
  assert.equal(minute.at, '2026-03-31T11:29:00Z');
  assert.equal(minute.requests, 200);
  assert.ok(minute.latencyP95Ms > 15 && minute.latencyP95Ms <= 20);
  assert.deepEqual(
    minute.hosts.map(({ host, cpuShare }: { host: string; cpuShare: number }) => [host, cpuShare]),
    [
      ['first', 0.5],
      ['second', 0.75],
    ],
  );
});

test('a year comes by the day, and too many periods are refused', async () => {
  const year = 'from=2025-03-31T00:00:00Z&to=2026-03-31T00:00:00Z';
  assert.equal((await operator.get(`/operator/utilisation?${year}`)).body.step, 'day');
  const refused = await operator.get(`/operator/utilisation?${year}&step=minute`);
  assert.equal(refused.body.errors[0].field, 'step');
  const backwards = await operator.get('/operator/utilisation?from=2026-04-01T00:00:00Z');
  assert.equal(backwards.body.errors[0].field, 'from');
});

test('a disk that fills by a gigabyte a day has as many days left as gigabytes', async () => {
  await api.database.asInstallation(async (tx) => {
    for (let hour = 0; hour < 10 * 24; hour += 3) {
      const at = Temporal.Instant.from('2026-03-20T00:10:00Z').add({ hours: hour }).toString();
      const grown = Math.round((hour / 24) * 1e9);
      const disk = { diskUsedBytes: 50e9 + grown, diskFreeBytes: 30e9 - grown };
      await keepSample(tx, { ...sample, host: 'growing', ...disk }, at);
    }
    await maintainUtilisation(tx, '2026-03-31T12:05:00Z');
  });
  const { body } = await operator.get('/operator/outlook');
  const disk = body.disks.find(({ host }: { host: string }) => host === 'growing');
  assert.ok(Math.abs(disk.growthBytesPerDay - 1e9) < 1e6);
  assert.equal(disk.daysUntilFull, 20);
  const memory = body.memory.find(({ host }: { host: string }) => host === 'growing');
  assert.deepEqual([memory.growthBytesPerDay, memory.daysUntilFull], [0, null]);
  const week = body.load.weeks.at(-1);
  assert.ok(week.requests > 1_000 && week.requests === body.load.requestsLastWeek);
  assert.equal(week.peakPerSecond, 0.11, 'four samples of a hundred in the busiest hour');
  const steady = body.disks.find(({ host }: { host: string }) => host === 'first');
  assert.equal(steady.daysUntilFull, null);
});

test('the endpoints that took the most time stand first', async () => {
  const load = { requests: 10, errors: 1, milliseconds: 5_000, slowestMs: 900, latencyHistogram: histogram };
  await api.database.asInstallation((tx) =>
    addRouteLoads(
      tx,
      [
        { ...load, route: 'GET /api/v1/jobs', milliseconds: 50 },
        { ...load, route: 'GET /api/v1/reports/realisation' },
      ],
      '2026-03-31T11:00:00Z',
    ),
  );
  const { body } = await operator.get('/operator/slow-routes?limit=1');
  assert.equal(body.items.length, 1);
  assert.equal(body.items[0].route, 'GET /api/v1/reports/realisation');
  assert.equal(body.items[0].meanMs, 500);
});

test('recounts and backups are listed with how they ended, a page at a time', async () => {
  await api.database.asInstallation(async (tx) => {
    for (const outcome of ['succeeded', 'failed'] as const) {
      const id = await beginOperation(tx, 'verify');
      await endOperation(tx, id, { outcome, detail: { differences: outcome === 'failed' ? 3 : 0 } });
    }
    await beginOperation(tx, 'backup');
  });
  const state = (await operator.get('/operator/state')).body;
  assert.equal(state.operations[0].last.detail.differences, 3);
  assert.equal(state.operations[1].lastSucceededAt, null);
  assert.ok(state.database.sizeBytes > 0);
  const page = (await operator.get('/operator/operations?limit=2')).body;
  assert.deepEqual(
    page.items.map(({ kind, outcome }: { kind: string; outcome: string }) => [kind, outcome]),
    [
      ['backup', null],
      ['verify', 'failed'],
    ],
  );
  const next = (await operator.get(`/operator/operations?limit=2&cursor=${page.nextCursor}`)).body;
  assert.equal(next.items.length, 1);
  assert.equal(next.nextCursor, null);
  assert.equal((await operator.get('/operator/operations?kind=backup')).body.items.length, 1);
});

test('a backup whose process was killed is broken off, on the page and to whoever checks', async () => {
  const heardOf = (ago: string) =>
    api.database.asInstallation((tx) =>
      tx.query(`update operation set seen_at = now() - $1::interval where kind = 'backup'`, [ago]),
    );
  await heardOf('2 minutes');
  const [backup] = (await operator.get('/operator/operations?kind=backup')).body.items;
  assert.deepEqual([backup.outcome, backup.endedAt], ['brokenOff', null]);
  assert.ok(backup.seenAt < new Date().toISOString());
  const { operations, underWay } = (await operator.get('/operator/state')).body;
  assert.equal(operations[1].last.outcome, 'brokenOff');
  assert.deepEqual(underWay, []);
  const checks = (await operator.get('/operator/checks')).body.items;
  const check = checks.find(({ name }: { name: string }) => name === 'backup');
  assert.deepEqual([check.state, check.text], ['critical', 'the last backup was broken off']);
  await heardOf('0 minutes');
  assert.equal((await operator.get('/operator/operations?kind=backup')).body.items[0].outcome, null);
});

test('the installation is judged as the command line judges it, host by host', async () => {
  await api.database.asInstallation((tx) =>
    keepSample(tx, { ...sample, host: 'full', diskFreeBytes: 1e9 }, '2026-03-31T11:58:00Z'),
  );
  const { items } = (await operator.get('/operator/checks')).body;
  const of = (name: string, host: string | null = null) =>
    items.find((item: { name: string; host: string | null }) => item.name === name && item.host === host);
  assert.equal(of('disk', 'full').state, 'critical');
  assert.equal(of('disk', 'full').critical, '93');
  assert.equal(of('cpu', 'full').state, 'ok');
  assert.equal(of('cpu', 'first'), undefined, 'a host that fell silent is not judged by old figures');
  assert.equal(of('ledger').state, 'critical', 'the last recount found differences');
  assert.equal(of('backup').text, 'there is no backup');
  assert.deepEqual([of('queue').state, of('queue').text], ['warning', 'nothing waits, nobody works']);
});

test('what a worker can do is done when an operator asks, and what nobody does is refused', async () => {
  const ask = (kind: string) => operator.send('POST', '/operator/operations', { body: { kind } });
  const refused = await ask('verify');
  assert.equal(refused.status, 400);
  assert.match(refused.body.errors[0].accepted, /start a worker/);
  const told = { host: 'first', process: 7, role: 'work', version: '1.2.3', draining: false } as const;
  const startedAt = '2026-03-31T08:00:00Z';
  await api.database.asInstallation(async (tx) => {
    await reportProcess(tx, { ...told, startedAt, does: ['verify'] }, '2026-03-31T11:59:50Z');
    await reportProcess(tx, { ...told, process: 8, startedAt, does: ['backup'] }, '2026-03-31T11:00:00Z');
    await reportProcess(
      tx,
      { ...told, process: 9, startedAt, does: [], draining: true },
      '2026-03-31T11:59:50Z',
    );
  });
  assert.equal((await ask('backup')).status, 400, 'a worker that fell silent does nothing');
  assert.equal((await ask('verify')).status, 204);
  assert.equal((await ask('verify')).status, 204);
  const state = (await operator.get('/operator/state')).body;
  assert.deepEqual(state.canAsk, ['verify']);
  assert.deepEqual(
    state.underWay.map(({ kind, begun }: { kind: string; begun: boolean }) => [kind, begun]),
    [
      ['backup', true],
      ['verify', false],
    ],
  );
  assert.deepEqual(
    state.processes.map((each: { process: number; state: string }) => [each.process, each.state]),
    [
      [7, 'up'],
      [8, 'silent'],
      [9, 'draining'],
    ],
  );
  assert.equal((await api.as('owner').post('/operator/operations', { kind: 'verify' })).status, 403);
});

test('operators see what fails in the queue, since when, how often and what it said, and nobody’s address', async () => {
  const full = '452 4.2.2 <ana@client.example> mailbox full\nat the mail server';
  const failures = [
    { id: 71, error: full, attempts: 3, at: '2026-03-30T10:00:00Z', nextAt: '2026-03-31T12:05:00Z' },
    { id: 72, error: full.replace('ana', 'bo'), attempts: 12, at: '2026-03-31T10:00:00Z', nextAt: null },
    { id: 73, error: 'connect ECONNREFUSED', attempts: 7, at: '2026-03-31T09:00:00Z', nextAt: null },
  ];
  await api.database.asInstallation(async (tx) => {
    for (const { id, error, attempts, at, nextAt } of failures) {
      await queueForInstallation(tx, 'sendMail', id);
      await tx.query(
        `update graphile_worker._private_jobs set last_error = $2, attempts = $3, created_at = $4,
           run_at = coalesce($5::timestamptz, '2126-03-31T12:30:00Z')
         where key = 'sendMail:0:' || $1`,
        [id, error, attempts, at, nextAt],
      );
    }
  });
  const { queue } = (await operator.get('/operator/state')).body;
  assert.deepEqual(queue.failures, [
    {
      routine: 'sendMail',
      error: '452 4.2.2 <…> mailbox full',
      count: 2,
      givenUp: 1,
      since: '2026-03-30T10:00:00Z',
      attempts: 12,
      nextAt: '2026-03-31T12:05:00Z',
    },
    {
      routine: 'sendMail',
      error: 'connect ECONNREFUSED',
      count: 1,
      givenUp: 0,
      since: '2026-03-31T09:00:00Z',
      attempts: 7,
      nextAt: '2126-03-31T12:30:00Z',
    },
  ]);
  const [mail] = queue.routines;
  assert.deepEqual([mail.failing, mail.givenUp], [1, 1]);
});

test('operators see how large firms are, a page at a time', async () => {
  const { body } = await operator.get('/operator/firms?limit=1');
  assert.equal(body.items.length, 1);
  const [firm] = body.items;
  assert.ok(firm.people > 0);
  assert.equal(firm.recentJournalsAtLeast, false);
  assert.deepEqual(Object.keys(firm).sort(), [
    'createdAt',
    'id',
    'isDemo',
    'jobs',
    'lastPostedAt',
    'name',
    'people',
    'recentJournals',
    'recentJournalsAtLeast',
  ]);
});

test('an incident is told, ended and taken back, and stands on the status page meanwhile', async () => {
  const added = await operator.send('POST', '/operator/incidents', {
    body: { title: 'Mail is late', beganAt: '2026-03-31T10:00:00Z', note: 'The mail server was away.' },
  });
  assert.equal(added.status, 201);
  const { id } = added.body;
  const backwards = await operator.send('PATCH', `/operator/incidents/${id}`, {
    body: { endedAt: '2026-03-31T09:00:00Z' },
  });
  assert.equal(backwards.body.errors[0].field, 'endedAt');
  const ended = await operator.send('PATCH', `/operator/incidents/${id}`, {
    body: { endedAt: '2026-03-31T10:30:00Z' },
  });
  assert.deepEqual([ended.body.title, ended.body.endedAt], ['Mail is late', '2026-03-31T10:30:00Z']);
  assert.equal((await operator.get('/operator/incidents')).body.items.length, 1);
  const [shown] = (await api.as('staff').get('/status')).body.incidents;
  assert.deepEqual(shown, {
    title: 'Mail is late',
    beganAt: '2026-03-31T10:00:00Z',
    endedAt: '2026-03-31T10:30:00Z',
    note: 'The mail server was away.',
  });
  assert.equal((await operator.send('DELETE', `/operator/incidents/${id}`)).status, 204);
  assert.equal((await operator.send('DELETE', `/operator/incidents/${id}`)).status, 404);
  assert.deepEqual((await api.as('staff').get('/status')).body.incidents, []);
  assert.equal((await api.as('owner').post('/operator/incidents', { title: 'No' })).status, 403);
});

test('statements are listed where the database counts them', async () => {
  assert.deepEqual((await operator.get('/operator/slow-statements')).body, { available: false, items: [] });
});

test('the record of availability has each outage with its begin and its end, and a firm may see it', async () => {
  await api.database.asInstallation(async (tx) => {
    for (const time of ['30T12:00:00', '30T12:00:30', '30T12:10:30'])
      await keepHeartbeat(tx, `2026-03-${time}Z`);
    await tx.query(
      `update availability set seen_at = '2026-03-31T11:59:50Z' where began_at > '2026-03-30T12:05:00Z'`,
    );
  });
  const record = (await operator.get('/operator/availability')).body;
  assert.deepEqual(record.outages, [
    { beganAt: '2026-03-30T12:00:30Z', endedAt: '2026-03-30T12:10:30Z', seconds: 600, planned: false },
  ]);
  assert.equal(record.from, '2026-03-30T12:00:00Z', 'nothing is known of the time before');
  assert.equal((await api.asNobody().get('/status')).status, 401);
  const shown = (await api.as('staff').get('/status')).body;
  assert.equal(shown.status, 'operational');
  assert.deepEqual(
    shown.days.map((day: { on: string; outages: number; secondsDown: number }) => [
      day.on,
      day.outages,
      day.secondsDown,
    ]),
    [
      ['2026-03-30', 1, 600],
      ['2026-03-31', 0, 0],
    ],
  );
  assert.ok(Math.abs(shown.availability[0].share - (1 - 600 / 86_400)) < 1e-9);
});

test('the status says so when answers fail or no server reports', async () => {
  api.clock.now = '2026-03-31T12:10:00Z';
  assert.equal((await api.as('staff').get('/status')).body.status, 'degraded');
  api.clock.now = '2026-03-31T12:00:00Z';
  await api.database.asInstallation((tx) =>
    keepSample(tx, { ...sample, host: 'failing', requests: 100, errors: 50 }, '2026-03-31T11:59:00Z'),
  );
  assert.equal((await api.as('staff').get('/status')).body.status, 'degraded');
});

test('where the operator made it public, anybody may see the status', async (t) => {
  const server = buildServer({
    database: api.database,
    clock: () => api.clock.now,
    config: { secret: testSecret, statusPage: 'public' },
  });
  t.after(() => server.close());
  assert.equal((await caller(server, {}).get('/status')).status, 200);
});

test('whoever operates the installation still may when they belong to no firm any more', async () => {
  await api.database.asInstallation((tx) =>
    tx.query(
      `update member set active = false where user_id = (select id from auth."user" where email = $1)`,
      [email],
    ),
  );
  // The server remembers for three seconds who belongs where.
  await new Promise((resolve) => setTimeout(resolve, 3_100));
  const { body } = await operator.get('/session');
  assert.deepEqual([body.firm, body.firms, body.person.operator], [null, [], true]);
  assert.equal((await operator.get('/operator/state')).status, 200);
});
