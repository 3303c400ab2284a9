// npm run bench: generates a firm of each size on a PostgreSQL of its own, measures the rows, prints a table.
// docs/performance.md holds a run and says how to read it.

import { writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';
import type pg from 'pg';
import { usage, wantedFrom, type Wanted } from './arguments.ts';
import { count, shown, tableOf, type Figure, type Sized } from './figures.ts';
import { rows } from './rows/index.ts';
import { openStage, startServer, type Stage } from './stage.ts';

const bytesPerGigabyte = 1_073_741_824;

async function main(words: readonly string[]): Promise<void> {
  if (words.includes('--help')) return console.log(usage);
  const wanted = wantedFrom(words);
  const postgres = await startServer(wanted.folder);
  const runs: Sized[] = [];
  let machine: Record<string, string> = {};
  try {
    for (const entries of wanted.sizes) {
      const stage = await openStage(postgres, entries, wanted.small);
      machine = await machineOf(stage.database.pool);
      const before = loadNow();
      const figures = await measure(stage, wanted);
      runs.push({ entries, load: [before, loadNow()], figures });
      await stage.close();
    }
  } finally {
    await postgres.stop();
  }
  console.log(
    `\n${Object.entries(machine)
      .map(([name, value]) => `${name}: ${value}`)
      .join('\n')}\n\n${tableOf(runs)}`,
  );
  if (wanted.jsonFile !== undefined)
    writeFileSync(wanted.jsonFile, `${JSON.stringify({ machine, runs }, null, 2)}\n`);
}

async function measure(stage: Stage, { rows: names }: Wanted): Promise<Figure[]> {
  const figures: Figure[] = [];
  const { seedSeconds, entries } = stage;
  console.log(
    `\n${count(entries)} entries${seedSeconds === undefined ? ', found from an earlier run' : `, generated in ${seedSeconds.toFixed(1)} s`}`,
  );
  for (const row of rows) {
    if (names.length > 0 && !names.some((name) => row.name.includes(name))) continue;
    for (const figure of await row.measure(stage)) {
      figures.push(figure);
      console.log(`  ${figure.name.padEnd(58)} ${shown(figure)}`);
    }
  }
  return figures;
}

function loadNow(): number {
  return loadavg()[0]!;
}

async function machineOf(pool: pg.Pool): Promise<Record<string, string>> {
  const { rows: found } = await pool.query<{ version: string }>('select version()');
  return {
    Processor: `${availableParallelism()} × ${cpus()[0]?.model ?? 'unknown'}`,
    Memory: `${Math.round(totalmem() / bytesPerGigabyte)} GB`,
    Node: process.version,
    PostgreSQL: found[0]!.version.split(' ').slice(0, 2).join(' '),
  };
}

await main(process.argv.slice(2));
