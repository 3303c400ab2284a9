// The soak by hand, and its table: node tests/faults/main.ts --soak --minutes 60

import { parseArgs } from 'node:util';
import { playSoak, type Soak, type Struck } from './soak.ts';
import { percentile, perHour, type Watcher } from './soak-watch.ts';

export async function soakByHand(words: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...words],
    options: {
      soak: { type: 'boolean' },
      minutes: { type: 'string', default: '60' },
      clients: { type: 'string', default: '4' },
      only: { type: 'string' },
      think: { type: 'string', default: '400' },
    },
  });
  const plan = {
    minutes: Number(values.minutes),
    clients: Number(values.clients),
    thinkMs: Number(values.think),
    only: values.only,
  };
  const { soak, faults } = await playSoak(plan, {
    struck: ({ name, silentMs, recoveredMs }, { beganAt }) =>
      console.log(
        `${clockOf(beganAt)}  ${name}: nothing answered for ${silentMs} ms, answers ${recoveredMs} ms after it was put right`,
      ),
    looked: ({ beganAt, told, rounds, held, billing }, verifiedMs) => {
      const { server = 0, worker = 0 } = held.at(-1) ?? {};
      const checked = verifiedMs > 50 ? `, ledger verified in ${verifiedMs} ms` : '';
      console.log(
        `${clockOf(beganAt)}  round ${rounds}: ${told.keys.size} answers, all of it there and once${checked}; ${billing.runs} runs; server ${server} MB, worker ${worker} MB`,
      );
    },
  });
  console.log(`\n${tableOf(soak, faults).join('\n')}`);
}

function clockOf(beganAt: number): string {
  const seconds = Math.round((performance.now() - beganAt) / 1000);
  const two = (number: number) => String(Math.floor(number)).padStart(2, '0');
  return `${two(seconds / 60)}:${two(seconds % 60)}`;
}

/** As the page about faults has it. */
function tableOf(soak: Soak, faults: readonly string[]): string[] {
  const { strikes, told, requests, askedAgain, verifiedMs, rounds } = soak;
  const { runs, invoices } = soak.billing;
  const minutes = (performance.now() - soak.beganAt) / 60_000;
  return [
    `${minutes.toFixed(0)} minutes, ${strikes.length} faults, ${requests} requests acknowledged, ${askedAgain} asked again, ` +
      `${told.texts.size} documents and acts looked for one by one at the end, some of them after each of ${rounds} rounds: ` +
      `nothing lost, nothing doubled. ${runs} billing runs made ${invoices} invoices as they were rehearsed, and were taken back; ` +
      `${soak.mails}. The ledger was verified ${verifiedMs.length} times, the last in ${verifiedMs.at(-1)} ms.`,
    '',
    '| what went wrong | times | nothing answered for, median | p99 | most | after it was put right, median | p99 | most |',
    '|---|--:|--:|--:|--:|--:|--:|--:|',
    ...faults.flatMap((name) => {
      const some = strikes.filter((one) => one.name === name);
      return some.length === 0 ? [] : [rowOf(name, some)];
    }),
    rowOf('all', strikes),
    '',
    '| looked at four times a second | looks | answered | median | p99 |',
    '|---|--:|--:|--:|--:|',
    availabilityOf('the server that is killed', soak.watchers[0]),
    availabilityOf('the other server', soak.watchers[1]),
    '',
    memoryOf(soak),
  ];
}

function rowOf(name: string, strikes: readonly Struck[]): string {
  const of = (values: number[]) =>
    [percentile(values, 0.5), percentile(values, 0.99), Math.max(0, ...values)].map(durationOf).join(' | ');
  const silent = of(strikes.map(({ silentMs }) => silentMs));
  return `| ${name} | ${strikes.length} | ${silent} | ${of(strikes.map(({ recoveredMs }) => recoveredMs))} |`;
}

const durationOf = (ms: number): string =>
  ms < 1_000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;

function availabilityOf(name: string, { looks }: Watcher): string {
  const answered = looks.filter((look) => look.answered);
  const share = ((100 * answered.length) / Math.max(1, looks.length)).toFixed(2);
  const times = answered.map(({ tookMs }) => tookMs);
  const [median, p99] = [0.5, 0.99].map((part) => durationOf(percentile(times, part)));
  return `| ${name} | ${looks.length} | ${share} % | ${median} | ${p99} |`;
}

/** In quarters of the time, of the programs that are never killed. */
function memoryOf({ held }: Soak): string {
  const quarter = (number: number) => {
    const some = held.slice((held.length * number) / 4, (held.length * (number + 1)) / 4);
    const median = (of: 'server' | 'worker') =>
      percentile(
        some.map((one) => one[of]),
        0.5,
      );
    return `${median('server')} MB and ${median('worker')} MB`;
  };
  const most = (of: 'server' | 'worker') => Math.max(0, ...held.map((one) => one[of]));
  const last = held.at(-1)?.minute ?? 0;
  const warmMinutes = Math.min(10, Math.round(last / 4));
  const rise = (of: 'server' | 'worker') =>
    perHour(held.flatMap((one) => (one.minute < warmMinutes ? [] : [[one.minute, one[of]]]))).toFixed(1);
  return (
    `The server and the worker that were never killed held ${[0, 1, 2, 3].map(quarter).join(', then ')} in the four quarters of the time ` +
    `(medians), and ${most('server')} MB and ${most('worker')} MB at most. ` +
    `After the first ${warmMinutes} minutes the line nearest to what they held rises by ${rise('server')} MB and ${rise('worker')} MB an hour.`
  );
}
