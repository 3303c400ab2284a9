// Faults by hand, as often as one likes:
//
//     node tests/faults/main.ts --kill [--cycles 50] [--clients 8]
//
// or --disk-full, --network-cut, --clock-jump, --connections, --two-migrations, or --all for a few cycles of each. After
// each cycle everything acknowledged so far is looked for, by what it says and by its request key, and the ledger verified.
//
// With --soak --minutes 60, all of it in one installation that works on: soak.ts.
// With --runs, billing runs are killed instead: run-main.ts. With --peak, people are timed beside one: run-peak.ts.

import { parseArgs } from 'node:util';
import { playCycles, type Cycle } from './cycles.ts';
import { playRuns } from './run-main.ts';
import { playPeak } from './run-peak.ts';
import { sceneNames } from './scenes.ts';
import { soakByHand } from './soak-main.ts';
import { playMigrations } from './two-migrations.ts';

const heading = '   #  acknowledged  asked again  answers after  server holds  what';
const words = process.argv.slice(2);
if (words.includes('--runs')) await playRuns(words);
else if (words.includes('--soak')) await soakByHand(words);
else if (words.includes('--peak')) await playPeak(words);
else await playFaults();

async function playFaults(): Promise<void> {
  const mode = { type: 'boolean', default: false } as const;
  const { values } = parseArgs({
    options: {
      kill: mode,
      'disk-full': mode,
      'network-cut': mode,
      'clock-jump': mode,
      connections: mode,
      'two-migrations': mode,
      all: mode,
      cycles: { type: 'string', default: '8' },
      clients: { type: 'string', default: '8' },
    },
  });
  const [cycles, clients] = [Number(values.cycles), Number(values.clients)];
  const chosen = sceneNames.filter((name) => values.all || values[name]);
  if (values.all || values['two-migrations']) await playMigrations(cycles, (line) => console.log(line));
  const sums: string[] = [];
  for (const name of chosen) {
    console.log(`\n${name}\n${heading}`);
    const played = await playCycles(name, { cycles, clients }, (cycle, number) =>
      console.log(rowOf(number, cycle)),
    );
    sums.push(summaryOf(name, played));
  }
  for (const sum of sums) console.log(sum);
}

function rowOf(number: number, { what, recoveredMs, acknowledged, retries, serverMegabytes }: Cycle): string {
  const columns = [
    String(number).padStart(4),
    String(acknowledged).padStart(12),
    String(retries).padStart(11),
    `${recoveredMs} ms`.padStart(13),
    `${serverMegabytes} MB`.padStart(12),
  ];
  return `${columns.join('  ')}  ${what}`;
}

function summaryOf(name: string, cycles: readonly Cycle[]): string {
  const recoveries = cycles.map(({ recoveredMs }) => recoveredMs).toSorted((a, b) => a - b);
  const total = cycles.reduce((sum, { acknowledged }) => sum + acknowledged, 0);
  const memory = cycles.map(({ serverMegabytes }) => serverMegabytes);
  return (
    `${name}: ${cycles.length} cycles, ${total} acknowledged, nothing lost or doubled; answers again after ` +
    `${recoveries[recoveries.length >> 1]} ms in the median, ${recoveries.at(-1)} ms at most; ` +
    `the server held ${memory[0]} MB first, ${memory.at(-1)} MB last`
  );
}
