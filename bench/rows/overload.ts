// Ten times too much for a moment, with the generator of tests/overload: what is done then, against what is done at the
// rate that callers who wait for their answers reach. `node tests/overload/main.ts` looks longer and sees more.

import type { Figure } from '../figures.ts';
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
      const best = await busyRates(stage, { port, authorization, next });
      const callers = stage.small ? 20 : callersFlood;
      const flood = { name: 'flood', authorization, perSecond: best.all * tooMuch, callers, next };
      const forMs = stage.small ? 300 : lastsMs;
      const good = (await loadFor(port, [flood], forMs)).filter(({ status }) => isGood(status));
      const { median, p99 } = timesOf(good.map(({ tookMs }) => tookMs));
      const rates = ratesOf(good, forMs);
      const note = `asked ${Math.round(flood.perSecond)}/s; p50 ${median.toFixed(0)} ms, p99 ${p99.toFixed(0)} ms`;
      return [
        { name: `Goodput at ${tooMuch} times too much`, value: rates.all, unit: '/s', note },
        ratioOf('– goodput ÷ best', rates.all, best.all),
        ratioOf('– goodput ÷ best, without recording, which shares transactions', rates.others, best.others),
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

function isGood(status: number): boolean {
  return status >= 200 && status < 300;
}

function ratioOf(name: string, value: number, best: number): Figure {
  const note = `${value.toFixed(1)}/s of ${best.toFixed(1)}/s`;
  return { name, value: value / best, unit: '×', note, target: { text: '≥ 0.8×', atLeast: 0.8 } };
}

type Rates = { readonly all: number; readonly others: number };

function ratesOf(good: readonly Pick<Outcome, 'kind'>[], forMs: number): Rates {
  const others = good.filter(({ kind }) => kind !== 'recording').length;
  return { all: (good.length / forMs) * 1_000, others: (others / forMs) * 1_000 };
}

type Busy = { readonly port: number; readonly authorization: string; readonly next: () => Asking };

/** What is answered when each caller waits for its answer before it asks again. */
async function busyRates(stage: Stage, { port, authorization, next }: Busy): Promise<Rates> {
  const callers = stage.small ? 4 : callersBusy;
  const clients: HttpClient[] = [];
  for (let count = 0; count < callers; count += 1) clients.push(await openClient(port, { authorization }));
  const load = async (forMs: number): Promise<Rates> => {
    const good: Asking[] = [];
    const begunMs = performance.now();
    await callersAtOnce(callers, forMs, async (caller) => {
      const asking = next();
      const { status } = await asking.ask(clients[caller]!);
      if (isGood(status)) good.push(asking);
    });
    return ratesOf(good, performance.now() - begunMs);
  };
  const forMs = stage.small ? 300 : lastsMs;
  // A server that has just begun is not at its best.
  await load(forMs / 2);
  const best = await load(forMs);
  for (const client of clients) client.close();
  return best;
}
