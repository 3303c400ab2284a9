import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bucketOf, histogramLength } from '#core/monitoring/histogram.ts';
import { testDatabase } from '../testing/database.ts';
import { keepHeartbeat, keepStop, readSpans } from './availability.ts';
import { readDatabaseState, readRunState, readStatementLoads } from './database-state.ts';
import {
  beginOperation,
  listOperations,
  endOperation,
  keepOperation,
  readLastOperations,
  readUnderWay,
} from './operations.ts';
import { reportProcess } from './processes.ts';
import { addRouteLoads, readRouteLoads } from './route-load.ts';
import {
  keepSample,
  maintainUtilisation,
  readUtilisation,
  type Grain,
  type UtilisationSample,
} from './utilisation.ts';

const { database } = await testDatabase();
const run: typeof database.asInstallation = (work) => database.asInstallation(work);

function sample(changes: Partial<UtilisationSample> = {}): UtilisationSample {
  const latencyHistogram = Array<number>(histogramLength).fill(0);
  latencyHistogram[bucketOf(20)] = 10;
  return {
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
    requests: 10,
    errors: 1,
    latencyHistogram,
    queueWaiting: 3,
    queueOldestSeconds: 4.4,
    databaseConnections: 9,
    databaseBytes: 5e9,
    ...changes,
  };
}

const allDay = { from: '2026-03-31T00:00:00Z', to: '2026-04-01T00:00:00Z' };
const read = (grain: Grain) => run((tx) => readUtilisation(tx, { grain, ...allDay }));

test('minutes become ten minutes and hours: counts add up, shares are averaged, the worst of a delay stays', async () => {
  await run(async (tx) => {
    for (let minute = 1; minute <= 60; minute += 1) {
      const at = `2026-03-31T${minute === 60 ? '09:00' : `08:${String(minute).padStart(2, '0')}`}:00Z`;
      await keepSample(tx, sample({ cpuShare: minute <= 30 ? 0.2 : 0.6, eventLoopP99Ms: minute }), at);
      await keepSample(tx, sample({ process: 101, cpuShare: minute <= 30 ? 0.2 : 0.6 }), at);
    }
  });
  assert.equal((await read(1)).length, 60);
  assert.equal(await run((tx) => maintainUtilisation(tx, '2026-03-31T09:00:30Z')), true);
  assert.equal((await read(60)).length, 0, 'the last samples of the hour may still arrive');
  await run((tx) => maintainUtilisation(tx, '2026-03-31T09:02:00Z'));
  assert.equal((await read(10)).length, 6);
  const [hour] = await read(60);
  assert.equal(hour!.beginsAt, '2026-03-31T08:00:00Z');
  assert.equal(hour!.requests, 1_200n);
  assert.equal(hour!.errors, 120n);
  assert.equal(hour!.latencyHistogram.length, histogramLength);
  assert.equal(hour!.latencyHistogram[bucketOf(20)], 1_200);
  assert.ok(Math.abs(hour!.cpuShare - 0.4) < 1e-6);
  assert.ok(Math.abs(hour!.processCpuShare - 0.5) < 1e-6, 'two processes use a quarter of a core each');
  assert.equal(hour!.processMemoryBytes, 400_000_000n);
  assert.equal(hour!.eventLoopP99Ms, 60);
  assert.equal(hour!.queueOldestSeconds, 4);
});

test('rolled up again, nothing changes; and minutes are removed when their hours are long kept', async () => {
  const before = await read(60);
  await run((tx) => maintainUtilisation(tx, '2026-03-31T09:30:00Z'));
  assert.deepEqual(await read(60), before);
  await run((tx) => maintainUtilisation(tx, '2026-04-01T12:00:00Z'));
  assert.equal((await read(1)).length, 0);
  assert.deepEqual(await read(60), before);
  assert.equal((await read(1440))[0]!.requests, 1_200n);
});

test('a year of one process takes less than two megabytes', async () => {
  const rows: [Grain, number][] = [
    [1, 26 * 60],
    [10, 8 * 144],
    [60, 62 * 24],
    [1440, 365],
  ];
  const count = await run(async (tx) => {
    await tx.query('create table year_of_utilisation (like utilisation including all)');
    for (const [grain, count] of rows) {
      await tx.query(
        `insert into year_of_utilisation
         select $1, '2026-01-01'::timestamptz + n * $1::smallint * interval '1 minute', 'a-usual-host.example', 'serve', 100, 1,
           0.5, 4e9, 16e9, 1e11, 9e11, 0.25, 2e8, 12, 1000, 1, array_fill(1000, array[$3::int]), 3, 4, 9, 5e9
         from generate_series(1, $2) as n`,
        [grain, count, histogramLength],
      );
    }
    const [size] = await tx.query<{ bytes: bigint }>(
      `select pg_total_relation_size('year_of_utilisation') as bytes`,
    );
    return Number(size!.bytes);
  });
  assert.ok(count < 2_000_000, `${count} bytes`);
  assert.ok(count > 500_000, 'the rows are there');
});

test('what processes answered adds up per route, and the busiest stands first', async () => {
  const histogram = Array<number>(histogramLength).fill(0);
  histogram[3] = 2;
  const load = (route: string, milliseconds: number) => ({
    route,
    requests: 2,
    errors: 0,
    milliseconds,
    slowestMs: milliseconds / 2,
    latencyHistogram: histogram,
  });
  const at = '2026-03-31T10:01:00Z';
  const slow = 'GET /api/v1/reports/{name}';
  await Promise.all([
    run((tx) => addRouteLoads(tx, [load('GET /api/v1/jobs', 10), load(slow, 900)], at)),
    run((tx) => addRouteLoads(tx, [load(slow, 500), load('GET /api/v1/jobs', 30)], at)),
  ]);
  const loads = await run((tx) => readRouteLoads(tx, { ...allDay, limit: 10 }));
  assert.deepEqual(
    loads.map(({ route, requests, milliseconds, slowestMs }) => [route, requests, milliseconds, slowestMs]),
    [
      [slow, 4n, 1_400n, 450],
      ['GET /api/v1/jobs', 4n, 40n, 15],
    ],
  );
  assert.equal(loads[0]!.latencyHistogram[3], 4);
  const month = { from: '2026-03-10T00:00:00Z', to: '2026-04-10T00:00:00Z', limit: 10 };
  assert.equal((await run((tx) => readRouteLoads(tx, month)))[0]!.requests, 4n, 'by the day');
});

test('servers that say that they are there make spans, and a silence of more than a minute begins a new one', async () => {
  const day = (time: string) => `2026-03-31T${time}Z`;
  for (const time of ['08:00:00', '08:00:20', '08:01:20', '08:03:00'])
    await run((tx) => keepHeartbeat(tx, day(time)));
  const spans = () => run((tx) => readSpans(tx, allDay));
  assert.deepEqual(
    (await spans()).map(({ beganAt, seenAt }) => [beganAt, seenAt]),
    [
      [day('08:00:00'), day('08:01:20')],
      [day('08:03:00'), day('08:03:00')],
    ],
  );
  const other = { host: 'web2', process: 2, role: 'serve', version: '1', draining: false, does: [] } as const;
  const told = { ...other, startedAt: day('08:00:00') };
  await run((tx) => reportProcess(tx, told, day('08:03:05')));
  await run((tx) => keepStop(tx, day('08:03:10')));
  assert.equal((await spans()).at(-1)!.stoppedAt, null, 'another server is there');
  await run((tx) => reportProcess(tx, { ...told, draining: true }, day('08:03:09')));
  await run((tx) => keepStop(tx, day('08:03:10')));
  assert.equal((await spans()).at(-1)!.stoppedAt, day('08:03:10'));
  await run((tx) => keepHeartbeat(tx, day('08:03:15')));
  assert.deepEqual((await spans()).at(-1), {
    beganAt: day('08:03:00'),
    seenAt: day('08:03:15'),
    stoppedAt: null,
  });
  await Promise.all([1, 2, 3].map(() => run((tx) => keepHeartbeat(tx, day('09:00:00')))));
  assert.equal((await spans()).length, 3, 'three that begin at once begin one span');
  assert.equal(
    (await run((tx) => readSpans(tx, { from: day('08:30:00'), to: day('23:00:00') }))).length,
    2,
    'the span before the stretch is needed to see the outage that reaches into it',
  );
});

test('of each operation the last end counts, and when it last went well', async () => {
  const good = await run((tx) => beginOperation(tx, 'verify'));
  await run((tx) => endOperation(tx, good, { outcome: 'succeeded', detail: { differences: 0 } }));
  const bad = await run((tx) => beginOperation(tx, 'verify'));
  await run((tx) => endOperation(tx, bad, { outcome: 'failed', detail: { differences: 2 } }));
  await run((tx) => beginOperation(tx, 'verify'));
  const [verify, backup] = await run(readLastOperations);
  assert.equal(verify!.last!.id, bad);
  assert.deepEqual(verify!.last!.detail, { differences: 2 });
  assert.notEqual(verify!.lastSucceededAt, null);
  assert.deepEqual(backup, { kind: 'backup', last: null, lastSucceededAt: null });
});

test('an operation goes on for as long as something is heard of it, and is over soon after its process was killed', async () => {
  const id = await run((tx) => beginOperation(tx, 'backup'));
  const underWay = async () => (await run(readUnderWay)).map(({ kind }) => kind);
  const asked = { kind: 'backup', beforeId: null, limit: 1 } as const;
  const outcome = async () => (await run((tx) => listOperations(tx, asked)))[0]!.outcome;
  const last = async () => (await run(readLastOperations)).find(({ kind }) => kind === 'backup')!.last;
  const fallSilent = () =>
    run((tx) =>
      tx.query(`update operation set seen_at = seen_at - interval '2 minutes' where id = $1`, [id]),
    );
  assert.ok((await underWay()).includes('backup'));
  assert.deepEqual([await outcome(), await last()], [null, null]);
  await fallSilent();
  assert.ok(!(await underWay()).includes('backup'));
  assert.deepEqual([await outcome(), (await last())!.outcome], ['brokenOff', 'brokenOff']);
  await run((tx) => keepOperation(tx, id));
  assert.ok((await underWay()).includes('backup'));
  assert.deepEqual([await outcome(), await last()], [null, null]);
  await run((tx) => endOperation(tx, id, { outcome: 'succeeded', detail: {} }));
  assert.ok(!(await underWay()).includes('backup'));
  await fallSilent();
  assert.equal(await outcome(), 'succeeded');
});

test('the state of the database is read without special rights', async () => {
  const state = await run(readDatabaseState);
  assert.ok(state.sizeBytes > 1_000_000n);
  assert.ok(state.connections.some(({ state: is, count }) => is === 'active' && count >= 1));
  assert.ok(state.connectionsMax > 0);
  assert.deepEqual(await run(readRunState), { running: 0, paused: 0, parked: 0 });
  assert.equal(await run((tx) => readStatementLoads(tx, 5)), undefined, 'not installed here');
});

test('whoever works for a firm sees nothing of the installation', async () => {
  for (const table of ['operator', 'operation', 'utilisation', 'route_load', 'availability']) {
    await assert.rejects(
      run(async (tx) => {
        await tx.query('set local role workledger_app');
        await tx.query(`select from ${table}`);
      }),
      /permission denied/,
      table,
    );
  }
});
