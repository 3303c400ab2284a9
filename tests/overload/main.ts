// Ten times too much, by hand:
// node tests/overload/main.ts [--entries 10000] [--seconds 15] [--rate <n>] [--times 1,2,5,10] [--firms 1]
//                             [--folder <path>] [--json <file>]
//
// A server as `workledger serve` has it, on a firm of the benchmark and a small one beside it. First as many callers as keep
// it busy say what it can do; then requests come at a rate of their own, once, twice, five and ten times that, whether they
// are answered or not; then half of it, to see how soon all is as before. All the while one of the small firm and one of
// the flooded firm ask ten times a second, each from a process of its own. With --firms, the recordings of the flood come from
// so many firms instead of one. At the end every recording that was
// acknowledged is looked for.

import { fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { testFirm } from '#store/testing/firm.ts';
import { openClient, type HttpClient } from '../../bench/http/client.ts';
import { addApiKey as addOwnerKey, beginServer, memoryOf } from '../../bench/http/use.ts';
import { callersAtOnce, timesOf } from '../../bench/measuring.ts';
import { openStage, startServer, type Stage } from '../../bench/stage.ts';
import { addApiKey } from '../api/testing.ts';
import { addingClient, inTurn, reading } from './asking.ts';
import { failures, loadFor, type Asking, type Outcome, type Source } from './load.ts';
import { databaseProcesses, watchProcessors } from './processor.ts';

const { values } = parseArgs({
  options: {
    entries: { type: 'string', default: '10000' },
    seconds: { type: 'string', default: '15' },
    folder: { type: 'string' },
    json: { type: 'string' },
    /** Requests a second instead of what callers that keep it busy reach. */
    rate: { type: 'string' },
    /** From how many firms time is recorded. */
    firms: { type: 'string', default: '1' },
    times: { type: 'string', default: '1,2,5,10' },
  },
});
const lastsMs = Number(values.seconds) * 1_000;
const callersBusy = 48;
const callers = 500;
/** Of what is asked, and the callers of each firm that does nothing else. */
const recordingShare = 0.4;
const callersRecording = 12;
const times = values.times.split(',').map(Number);
const calmMs = 500;
const bytesPerMegabyte = 1_048_576;

const acknowledged = new Set<string>();
let number = Math.floor(Date.now() / 1_000) % 10_000_000;

type Entry = { readonly jobId: number; readonly jobTaskId: number; readonly staffId: number };

function recording(entryOf: (number: number) => Entry): Asking {
  const ask = async (client: HttpClient) => {
    const { jobId, jobTaskId, staffId, ...rest } = entryOf((number += 1));
    const entry = {
      jobId: String(jobId),
      jobTaskId: String(jobTaskId),
      staffId: String(staffId),
      ...rest,
    };
    const answer = await client.request('POST', '/api/v1/time-entries', {
      body: JSON.stringify({ entries: [entry] }),
      headers: { 'idempotency-key': randomUUID() },
    });
    const id = answer.status === 201 ? /"id":"(\d+)"/.exec(answer.body)?.[1] : undefined;
    if (id !== undefined) acknowledged.add(id);
    return answer;
  };
  return { kind: 'recording', ask };
}

/** What a firm asks on a busy afternoon, in tenths; where other firms record, the rest of it. */
function mixOf(stage: Stage, firms: number): () => Asking {
  const record = recording((count) => stage.commandOf(count));
  const jobs = reading('interactive', '/jobs?limit=50');
  const week = reading('interactive', '/time-entries?limit=50');
  const report = reading('report', '/reports/estimated-billings?limit=50');
  const others = [jobs, week, report, jobs, week, addingClient];
  if (firms > 1) return inTurn(others);
  return inTurn([record, jobs, record, week, report, record, jobs, record, week, addingClient]);
}

/** What comes at a rate, from the flooded firm and those that record beside it. */
async function openFlood(firms: number): Promise<(perSecond: number) => Source[]> {
  const mix = { name: 'flood', authorization, callers, next: mixOf(stage, firms) };
  if (firms === 1) return (perSecond) => [{ ...mix, perSecond }];
  const recorders: Omit<Source, 'perSecond'>[] = [];
  for (let count = 0; count < firms; count += 1) {
    const firm = await testFirm(stage.database, { name: `Recorder ${randomUUID()}` });
    const { jobId, jobTaskId, staffId } = firm;
    const entry = { jobId, jobTaskId, staffId, workedOn: stage.context.clock().slice(0, 10), minutes: 6 };
    const key = await addApiKey(stage.database, firm, { role: 'owner' });
    const next = inTurn([recording(() => entry)]);
    recorders.push({ name: 'flood', authorization: `Bearer ${key}`, callers: callersRecording, next });
  }
  return (perSecond) => [
    { ...mix, perSecond: perSecond * (1 - recordingShare) },
    ...recorders.map((one) => ({ ...one, perSecond: (perSecond * recordingShare) / firms })),
  ];
}

const postgres = await startServer(values.folder);
const stage = await openStage(postgres, Number(values.entries), { small: false });
const neighbour = await testFirm(stage.database, { name: `Neighbour ${randomUUID()}` });
const authorization = `Bearer ${await addOwnerKey(stage)}`;
const keys = {
  same: authorization,
  other: `Bearer ${await addApiKey(stage.database, neighbour, { role: 'owner' })}`,
};
const { server, port } = await beginServer(stage);
const prober = fork(join(import.meta.dirname, 'prober.ts'));
const floodAt = await openFlood(Number(values.firms));
const lines: object[] = [];

try {
  const busy = values.rate === undefined ? await busyRate() : Number(values.rate);
  console.log(`kept busy by ${callersBusy} callers: ${busy.toFixed(0)}/s`);
  for (const much of times) await tell(`${much} ×`, busy * much);
  const after = await tell('½ ×, right after', busy / 2);
  console.log(`as before after ${recoveredAfter(after)} s`);
  if (failures.size > 0) console.log('nothing came:', failures);
  await reckon();
} finally {
  server.kill();
  prober.disconnect();
  await stage.close();
  await postgres.stop();
}
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(lines, null, 2)}\n`);

async function busyRate(): Promise<number> {
  const clients: HttpClient[] = [];
  for (let count = 0; count < callersBusy; count += 1)
    clients.push(await openClient(port, { authorization }));
  const { next } = floodAt(1)[0]!;
  let refused = 0;
  const { perSecond, times: took } = await callersAtOnce(callersBusy, lastsMs, async (caller) => {
    const { status } = await next().ask(clients[caller]!);
    if (status === 503) refused += 1;
  });
  for (const client of clients) client.close();
  console.log(`  p50 ${took.median.toFixed(0)} ms, p99 ${took.p99.toFixed(0)} ms, ${refused} refused`);
  return perSecond;
}

/** Loads, says what came of it, and returns what the two beside it saw. */
async function tell(name: string, perSecond: number): Promise<Outcome[]> {
  const processorsTaken = await watchProcessors({
    server: async () => [server.pid!],
    database: () => databaseProcesses(stage),
    flood: async () => [process.pid],
  });
  prober.send({ port, keys, lastsMs });
  const probing = once(prober, 'message') as Promise<[Outcome[]]>;
  const flood = await loadFor(port, floodAt(perSecond), lastsMs);
  const [probed] = await probing;
  const good = flood.filter(isGood);
  const refused = flood.filter(({ status }) => status === 503);
  const a = (some: readonly Outcome[]) => Math.round((some.length / lastsMs) * 1_000);
  const line = {
    name,
    asked: a(flood),
    good: a(good),
    ...Object.fromEntries(
      ['recording', 'interactive', 'report'].map((kind) => [
        kind,
        a(good.filter((one) => one.kind === kind)),
      ]),
    ),
    refused: a(refused),
    unanswered: flood.length - good.length - refused.length,
    same: seenBy('same', probed),
    other: seenBy('other', probed),
    processors: await processorsTaken(),
    megabytes: Math.round((await memoryOf(server)) / bytesPerMegabyte),
    loadAverage: loadavg()[0]!,
  };
  lines.push(line);
  console.log(line);
  return probed;
}

function isGood({ status }: Outcome): boolean {
  return status >= 200 && status < 300;
}

function seenBy(source: string, probed: readonly Outcome[]): string {
  const all = probed.filter((outcome) => outcome.source === source);
  const good = all.filter(isGood);
  const { median, p99 } = timesOf(good.map(({ tookMs }) => tookMs));
  return `${good.length} of ${all.length}, p50 ${median.toFixed(0)} ms, p99 ${p99.toFixed(0)} ms`;
}

/** The second from which on everything is answered, within half a second. */
function recoveredAfter(probed: readonly Outcome[]): number {
  const bad = probed.filter((outcome) => !isGood(outcome) || outcome.tookMs > calmMs);
  return bad.length === 0 ? 0 : Math.ceil(Math.max(...bad.map(({ dueMs }) => dueMs)) / 1_000);
}

async function reckon(): Promise<void> {
  const { rows } = await stage.database.pool.query<{ found: number }>(
    'select count(*)::int as found from time_entry where id = any ($1::bigint[])',
    [[...acknowledged]],
  );
  const found = rows[0]!.found;
  console.log(`${acknowledged.size} recordings acknowledged, ${found} found`);
  if (found !== acknowledged.size) process.exitCode = 1;
}
