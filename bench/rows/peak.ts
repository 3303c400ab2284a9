// The peak: people record time and read WIP while a billing run goes on. They keep their own pace, so an answer that comes
// late counts from the moment at which it was due to be asked for.

import { setTimeout as pause } from 'node:timers/promises';
import type { Figure } from '../figures.ts';
import { openClient, type HttpClient } from '../http/client.ts';
import { addApiKey, beginServer, expectStatus, firstPath, record, recordCommand } from '../http/use.ts';
import { timesOf, type Times } from '../measuring.ts';
import { atMost } from '../targets.ts';
import type { Stage } from '../stage.ts';
import { beginRun, beginWork, jobsToRun, rehearseJobs, until } from './billing-run.ts';
import type { JobToInvoice } from './jobs-to-invoice.ts';
import type { Row } from './row.ts';

const jobsUsual = 3_000;
const jobsSmall = 12;
const idleForMs = 9_000;
const idleForMsSmall = 150;

const kinds = [
  'Recording time',
  'Recording time on jobs of the run',
  'Estimated Billings, first 50',
] as const;
type Kind = (typeof kinds)[number];

type Person = { readonly kind: Kind; readonly everyMs: number };

/** 45 requests a second. */
const people: readonly Person[] = [
  ...Array.from({ length: 8 }, (): Person => ({ kind: 'Recording time', everyMs: 250 })),
  ...Array.from({ length: 2 }, (): Person => ({ kind: 'Recording time on jobs of the run', everyMs: 250 })),
  ...Array.from({ length: 2 }, (): Person => ({ kind: 'Estimated Billings, first 50', everyMs: 400 })),
];

export const peakRow: Row = {
  name: 'peak',
  async measure(stage) {
    const together = await peakOf(stage, 'the worker in the server');
    return stage.small ? together : [...(await peakOf(stage, 'a worker of its own')), ...together];
  },
};

type Set = 'a worker of its own' | 'the worker in the server';

async function peakOf(stage: Stage, set: Set): Promise<Figure[]> {
  const { category, jobs } = await jobsToRun(stage, stage.small ? jobsSmall : jobsUsual);
  const runId = await rehearseJobs(stage, category);
  const works = set === 'the worker in the server';
  const [{ server, port }, worker] = await Promise.all([
    beginServer(stage, { works }),
    works ? null : beginWork(stage),
  ]);
  try {
    const authorization = `Bearer ${await addApiKey(stage)}`;
    const clients = await Promise.all(people.map(() => openClient(port, { authorization })));
    const office = { stage, clients, jobs: await entriesOn(stage, jobs) };
    const idleMs = stage.small ? idleForMsSmall : idleForMs;
    await during(office, pause(idleMs / 3));
    const idle = await during(office, pause(idleMs));
    await beginRun(stage, runId);
    const busy = await during(
      office,
      until(stage, runId, (_billed, state) => state === 'done'),
    );
    for (const client of clients) client.close();
    return kinds.flatMap((kind) =>
      figuresOf(`${kind}, beside a run (${set})`, idle.get(kind)!, busy.get(kind)!),
    );
  } finally {
    server.kill();
    worker?.kill();
  }
}

function figuresOf(name: string, idle: Times, busy: Times): Figure[] {
  return [
    {
      name,
      value: busy.p99,
      unit: 'ms',
      note: `p99 of ${busy.count}, p50 ${busy.median.toFixed(1)} ms; idle p99 ${idle.p99.toFixed(1)}, p50 ${idle.median.toFixed(1)} ms`,
    },
    { name: `– ${name}, p99 ÷ idle`, value: busy.p99 / idle.p99, unit: '×', target: atMost(3, '×') },
  ];
}

type Office = {
  readonly stage: Stage;
  readonly clients: readonly HttpClient[];
  /** Where work may be recorded on jobs of the run. */
  readonly jobs: readonly { readonly jobId: number; readonly jobTaskId: number }[];
};

async function entriesOn({ database }: Stage, jobs: readonly JobToInvoice[]): Promise<Office['jobs']> {
  const { rows } = await database.pool.query<Office['jobs'][number]>(
    `select job_id as "jobId", min(id) as "jobTaskId" from job_task where job_id = any ($1) group by job_id`,
    [jobs.map(({ jobId }) => jobId)],
  );
  return rows;
}

/** What each kind of people waited, until something is over. */
async function during(office: Office, something: Promise<unknown>): Promise<Map<Kind, Times>> {
  let isOver = false;
  const waited = new Map<Kind, number[]>(kinds.map((kind) => [kind, []]));
  const goOn = async ({ kind, everyMs }: Person, place: number): Promise<void> => {
    let due = performance.now() + (everyMs * place) / people.length;
    for (;;) {
      await pause(Math.max(0, due - performance.now()));
      // A smoke run is over before everybody has asked.
      if (isOver && waited.get(kind)!.length > 0) return;
      await ask(office, kind, place);
      waited.get(kind)!.push(performance.now() - due);
      due += everyMs;
    }
  };
  const all = Promise.all(people.map(goOn));
  await Promise.race([something, all]);
  isOver = true;
  await all;
  return new Map([...waited].map(([kind, took]) => [kind, timesOf(took)]));
}

let asked = 9_000_000;

async function ask({ stage, clients, jobs }: Office, kind: Kind, place: number): Promise<void> {
  const client = clients[place]!;
  const number = (asked += 1);
  if (kind === 'Estimated Billings, first 50')
    return expectStatus(await client.request('GET', firstPath), 200);
  if (kind === 'Recording time') return record(stage, client, { number, jobsMax: undefined });
  return recordCommand(client, { ...stage.commandOf(number), ...jobs[(number * 7_919) % jobs.length]! });
}
