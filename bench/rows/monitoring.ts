// What watching costs: two servers on one database, one of them with metrics, samples, tallies and somebody who fetches the
// metrics, the other with nothing of it; in turns, by what they answer in a second and by processor time per answer.

import type { ChildProcess } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import type { Figure, Target } from '../figures.ts';
import { openClient, type HttpClient } from '../http/client.ts';
import { addApiKey, askOf, beginServer, expectStatus, firstPath, record } from '../http/use.ts';
import { callersAtOnce, timesOf } from '../measuring.ts';
import type { Stage } from '../stage.ts';
import type { Row } from './row.ts';

/** Many short turns: a machine that is shared drifts within seconds. */
const rounds = 10;
const turnMs = 600;
/** Three times as often as deploy/monitoring has it. */
const fetchedEveryMs = 5_000;
/** Fewer than a server would send away: that is another row. */
const callersOf = { 'Recording time': 32, 'Estimated Billings, first 50': 4 } as const;

const works = Object.keys(callersOf) as Work[];
type Work = keyof typeof callersOf;

type Watched = 'watched' | 'alone';

type Set = {
  readonly server: ChildProcess;
  readonly clients: readonly HttpClient[];
  /** Of Prometheus. */
  readonly metricsAddress: string | undefined;
};

type Turn = { readonly perSecond: number; readonly processorMs: number };

export const monitoringRow: Row = {
  name: 'monitoring',
  isApart: true,
  async measure(stage) {
    const authorization = `Bearer ${await addApiKey(stage)}`;
    const [watched, alone] = await Promise.all([
      openSet(stage, authorization, mkdtempSync(join(stage.folder, 'watched-'))),
      openSet(stage, authorization),
    ]);
    const sets: Record<Watched, Set> = { watched, alone };
    try {
      const figures: Figure[] = [];
      for (const work of works) figures.push(...(await compare(stage, work, sets)));
      return figures;
    } finally {
      for (const { server, clients } of Object.values(sets)) {
        for (const client of clients) client.close();
        server.kill();
      }
    }
  },
};

async function openSet(stage: Stage, authorization: string, watchedIn?: string): Promise<Set> {
  const { server, port } = await beginServer(stage, watchedIn === undefined ? {} : { watchedIn });
  const callers = stage.small ? 2 : Math.max(...Object.values(callersOf));
  const clients = await Promise.all(
    Array.from({ length: callers }, () => openClient(port, { authorization })),
  );
  const metricsAddress =
    watchedIn === undefined ? undefined : await askOf<string | undefined>(server, 'metrics');
  return { server, clients, metricsAddress };
}

async function compare(stage: Stage, work: Work, sets: Readonly<Record<Watched, Set>>): Promise<Figure[]> {
  const turns: Record<Watched, Turn[]> = { watched: [], alone: [] };
  for (let round = 0; round < (stage.small ? 1 : rounds); round += 1) {
    // Whoever comes first finds the database as the other left it, so they take turns in that too.
    const order: Watched[] = round % 2 === 0 ? ['watched', 'alone'] : ['alone', 'watched'];
    for (const which of order) turns[which].push(await turnOf(stage, work, sets[which]));
  }
  const median = (which: Watched, of: keyof Turn) => timesOf(turns[which].map((turn) => turn[of])).median;
  const note = `${median('watched', 'perSecond').toFixed(0)}/s with, ${median('alone', 'perSecond').toFixed(0)}/s without`;
  return [
    {
      name: `${work}: answers with metrics ÷ without`,
      value: median('watched', 'perSecond') / median('alone', 'perSecond'),
      unit: '×',
      note,
      target: twoPercent,
    },
    {
      name: `– ${work}: processor time of the server with metrics ÷ without`,
      value: median('watched', 'processorMs') / median('alone', 'processorMs'),
      unit: '×',
      note: `${median('watched', 'processorMs').toFixed(3)} ms with`,
    },
  ];
}

const twoPercent: Target = { text: '≥ 0.98× (2 % at most)', atLeast: 0.98 };

let number = 50_000_000;
let fetchedAtMs = -Infinity;

async function turnOf(stage: Stage, work: Work, { server, clients, metricsAddress }: Set): Promise<Turn> {
  const ask = async (client: HttpClient): Promise<void> => {
    if (work === 'Recording time')
      return record(stage, client, { number: (number += 1), jobsMax: undefined });
    return expectStatus(await client.request('GET', firstPath), 200);
  };
  const before = await askOf<number>(server, 'processor');
  let answered = 0;
  const callers = Math.min(clients.length, callersOf[work]);
  const load = callersAtOnce(callers, stage.small ? 100 : turnMs, async (caller) => {
    await ask(clients[caller]!);
    answered += 1;
  });
  if (metricsAddress !== undefined && performance.now() - fetchedAtMs > fetchedEveryMs) {
    fetchedAtMs = performance.now();
    await (await fetch(metricsAddress)).text();
  }
  const { perSecond } = await load;
  const after = await askOf<number>(server, 'processor');
  return { perSecond, processorMs: (after - before) / answered };
}
