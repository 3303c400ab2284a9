// Ten times too much for a moment, with the generator of tests/overload: what is done then, against what is done at the
// rate that callers who wait for their answers reach. `node tests/overload/main.ts` looks longer and sees more.

import { openClient, type HttpClient } from '../http/client.ts';
import { addApiKey, askToRecord, beginServer } from '../http/use.ts';
import { callersAtOnce, timesOf } from '../measuring.ts';
import type { Stage } from '../stage.ts';
import { afternoon, inTurn, reading } from '../../tests/overload/asking.ts';
import { loadFor, type Asking, type Outcome } from '../../tests/overload/load.ts';
import type { Row } from './row.ts';

const callersBusy = 48;
const callersFlood = 300;
const lastsMs = 4_000;
const tooMuch = 10;

export const overloadRow: Row = {
  name: 'overload',
  async measure(stage) {
    const { server, port } = await beginServer(stage);
    try {
      const authorization = `Bearer ${await addApiKey(stage)}`;
      const next = inTurn([...recordings(stage), ...afternoon, firstPage]);
      const best = await busyRate(stage, { port, authorization, next });
      const callers = stage.small ? 20 : callersFlood;
      const flood = { name: 'flood', authorization, perSecond: best * tooMuch, callers, next };
      const forMs = stage.small ? 300 : lastsMs;
      const outcomes = await loadFor(port, [flood], forMs);
      const good = outcomes.filter(isGood);
      const perSecond = (good.length / forMs) * 1_000;
      const { median, p99 } = timesOf(good.map(({ tookMs }) => tookMs));
      return [
        {
          name: `Goodput at ${tooMuch} times too much`,
          value: perSecond,
          unit: '/s',
          note: `asked ${Math.round(best * tooMuch)}/s; p50 ${median.toFixed(0)} ms, p99 ${p99.toFixed(0)} ms`,
        },
        {
          name: '– goodput ÷ best',
          value: perSecond / best,
          unit: '×',
          note: `best ${Math.round(best)}/s`,
          target: { text: '≥ 0.8×', atLeast: 0.8 },
        },
      ];
    } finally {
      server.kill();
    }
  },
};

const firstPage = reading('report', '/reports/estimated-billings?limit=50');

/** Of ten requests, as many as read and save anything else. */
function recordings(stage: Stage): Asking[] {
  let number = 40_000_000;
  const asking: Asking = {
    kind: 'recording',
    ask: (client) => askToRecord(client, stage.commandOf((number += 1))),
  };
  return [asking, asking, asking, asking];
}

function isGood({ status }: Outcome): boolean {
  return status >= 200 && status < 300;
}

type Busy = { readonly port: number; readonly authorization: string; readonly next: () => Asking };

async function busyRate(stage: Stage, { port, authorization, next }: Busy): Promise<number> {
  const callers = stage.small ? 4 : callersBusy;
  const clients: HttpClient[] = [];
  for (let count = 0; count < callers; count += 1) clients.push(await openClient(port, { authorization }));
  let asked = 0;
  let answered = 0;
  const forMs = stage.small ? 300 : lastsMs;
  const { perSecond } = await callersAtOnce(callers, forMs, async (caller) => {
    const { status } = await next().ask(clients[caller]!);
    asked += 1;
    if (status < 300) answered += 1;
  });
  for (const client of clients) client.close();
  if (answered === 0) throw new Error('nothing was answered while nobody asked too much');
  return (perSecond * answered) / asked;
}
