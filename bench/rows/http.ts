// The same work through HTTP: the server in a process of its own, 64 clients here, all on the same cores.

import type { ChildProcess } from 'node:child_process';
import { openClient, type HttpClient } from '../http/client.ts';
import { addApiKey, beginServer, expectStatus, firstPath, memoryOf, record } from '../http/use.ts';
import { callersAtOnce, timed, timesOf, type Times } from '../measuring.ts';
import type { Figure, Target } from '../figures.ts';
import type { Stage } from '../stage.ts';
import { atLeast, atMost } from '../targets.ts';
import type { Row } from './row.ts';

const clientsMax = 64;
const wholePath = '/api/v1/reports/estimated-billings?limit=10000';
const measuredForMs = 6_000;
const bytesPerMegabyte = 1_048_576;

/** Before anything is recorded: what other rows record lies in a year to come, and gives each job a dozen more ages. */
export const readingRow: Row = {
  name: 'reading',
  async measure(stage) {
    const { server, port } = await beginServer(stage);
    try {
      const reader = await openClient(port, { authorization: `Bearer ${await addApiKey(stage)}` });
      const first = await readTimes(reader, firstPath, stage.small ? 2 : 60);
      const whole = await readTimes(reader, wholePath, stage.small ? 2 : 25);
      reader.close();
      return [
        readingFigure('first 50', first, atMost(10, 'ms')),
        readingFigure('whole', whole, atMost(60, 'ms')),
      ];
    } finally {
      server.kill();
    }
  },
};

function readingFigure(what: string, times: Times, target?: Target): Figure {
  return {
    name: `Estimated Billings over HTTP, ${what}`,
    value: times.median,
    unit: 'ms',
    note: `p99 ${times.p99.toFixed(1)} ms`,
    target,
  };
}

export const httpRow: Row = {
  name: 'http',
  async measure(stage) {
    const { server, port } = await beginServer(stage);
    try {
      return await measureServer(stage, server, port);
    } finally {
      server.kill();
    }
  },
};

async function measureServer(stage: Stage, server: ChildProcess, port: number): Promise<Figure[]> {
  const authorization = `Bearer ${await addApiKey(stage)}`;
  const clients = await Promise.all(
    Array.from({ length: (stage.small ? 4 : clientsMax) + 1 }, () => openClient(port, { authorization })),
  );
  const reader = clients.pop()!;
  const lastsMs = stage.small ? 300 : measuredForMs;
  let number = 5_000_000;
  const loads: Figure[] = [];
  const rates: number[] = [];
  const name = `Recording time over HTTP, ${clients.length} clients`;
  for (const jobsMax of [undefined, 1]) {
    const recorded = await callersAtOnce(clients.length, lastsMs, (client) =>
      record(stage, clients[client]!, { number: (number += 1), jobsMax }),
    );
    const note = `p50 ${recorded.times.median.toFixed(1)} ms`;
    const isMany = jobsMax === undefined;
    const called = isMany ? name : `${name}, one job`;
    loads.push(
      {
        name: called,
        value: recorded.perSecond,
        unit: '/s',
        note,
        target: isMany ? atLeast(3_000, '/s') : undefined,
      },
      { name: `– ${called}, p99`, value: recorded.times.p99, unit: 'ms', target: atMost(50, 'ms') },
    );
    rates.push(recorded.perSecond);
  }
  loads.push({
    name: '– recording on one job ÷ on many',
    value: rates[1]! / rates[0]!,
    unit: '×',
    target: { text: '≥ 1× (no slower)', atLeast: 1 },
  });
  const memory = await memoryOf(server);
  const meanwhile = await readWhilePosting(stage, { clients, reader, next: () => (number += 1) });
  for (const client of [...clients, reader]) client.close();
  return [
    ...loads,
    readingFigure('first 50, while 64 clients post', meanwhile),
    {
      name: 'Memory of the server under load',
      value: memory / bytesPerMegabyte,
      unit: 'MB',
      note: 'resident',
      target: atMost(250, 'MB'),
    },
  ];
}

async function readTimes(client: HttpClient, path: string, times: number): Promise<Times> {
  const took: number[] = [];
  for (let count = -2; count < times; count += 1) {
    const ms = await timed(async () => expectStatus(await client.request('GET', path), 200));
    if (count >= 0) took.push(ms);
  }
  return timesOf(took);
}

type Crowd = {
  readonly clients: readonly HttpClient[];
  readonly reader: HttpClient;
  readonly next: () => number;
};

async function readWhilePosting(stage: Stage, { clients, reader, next }: Crowd): Promise<Times> {
  const posting = callersAtOnce(clients.length, stage.small ? 300 : measuredForMs, (client) =>
    record(stage, clients[client]!, { number: next(), jobsMax: undefined }),
  );
  const times = await readTimes(reader, firstPath, stage.small ? 2 : 60);
  await posting;
  return times;
}
