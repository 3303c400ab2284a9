// npm run bench: generates a firm of each size on a PostgreSQL of its own, measures the rows, prints a table.
// docs/performance.md holds runs and says how to read them.

import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';
import { join } from 'node:path';
import type pg from 'pg';
import { usage, wantedFrom, WrongWords, type Wanted } from './arguments.ts';
import { count, shown, tableOf, type Figure, type Sized } from './figures.ts';
import { plansPage } from './plans/page.ts';
import { comparisonOf, pageOf, type Results } from './results.ts';
import { rows } from './rows/index.ts';
import { openStage, startServer, type BenchPostgres, type Stage } from './stage.ts';

// Servers and workers begin sooner with what was compiled before, as those of `npm start` do.
process.env['NODE_COMPILE_CACHE'] ??= join(import.meta.dirname, '../node_modules/.cache/workledger/compiled');

const bytesPerGigabyte = 1_073_741_824;
const nameWidth = 70;
const rowNames = rows.map(({ name }) => name);

async function main(words: readonly string[]): Promise<void> {
  if (words.includes('--help')) return console.log(`${usage}\n\nRows: ${rowNames.join(', ')}.`);
  const wanted = wantedFrom(words, rowNames);
  const postgres = await startServer(wanted.folder, wanted.small);
  try {
    if (wanted.plansFile !== undefined) await writePlans(postgres, wanted, wanted.plansFile);
    if (wanted.measures) report(wanted, await measureSizes(postgres, wanted));
  } finally {
    await postgres.stop();
  }
}

async function measureSizes(
  postgres: BenchPostgres,
  { sizes, rows: names, small }: Wanted,
): Promise<Results> {
  const before = loadNow();
  const runs: Sized[] = [];
  let machine: Results['machine'] = {};
  const smallest = Math.min(...sizes);
  for (const entries of sizes) {
    const stage = await openStage(postgres, entries, { small, flatAgainst: smallest });
    machine = await machineOf(stage.database.pool);
    const sizeBefore = loadNow();
    const figures = await measure(stage, names);
    runs.push({ entries, load: [sizeBefore, loadNow()], figures });
    await stage.close();
  }
  return { date: day(), machine, load: [before, loadNow()], runs };
}

async function measure(stage: Stage, names: readonly string[]): Promise<Figure[]> {
  const figures: Figure[] = [];
  const { seedSeconds, entries } = stage;
  console.log(
    `\n${count(entries)} entries${seedSeconds === undefined ? ', found from an earlier run' : `, generated in ${seedSeconds.toFixed(1)} s`}`,
  );
  const chosen = rows.filter(({ name }) => names.length === 0 || names.includes(name));
  const apart = stage.small ? chosen.filter(({ isApart }) => isApart) : [];
  const beside = new Map(apart.map((row) => [row, row.measure(stage)]));
  for (const [place, row] of chosen.entries()) {
    const begunMs = performance.now();
    const found = await (beside.get(row) ?? row.measure(stage)).catch((error: unknown) => {
      // What took an hour before is not lost over one row.
      if (stage.small) throw error;
      console.error(`${row.name} was not measured:`, error);
      process.exitCode = 1;
      return [];
    });
    const seconds = ((performance.now() - begunMs) / 1_000).toFixed(1);
    console.log(`${row.name} (${place + 1} of ${chosen.length}, ${seconds} s)`);
    for (const figure of found) console.log(`  ${figure.name.padEnd(nameWidth)} ${shown(figure)}`);
    figures.push(...found);
  }
  return figures;
}

function report({ jsonFile, resultsFile, againstFile }: Wanted, results: Results): void {
  const machine = Object.entries(results.machine).map(([name, value]) => `${name}: ${value}`);
  console.log(`\n${machine.join('\n')}\n\n${tableOf(results.runs)}`);
  if (jsonFile !== undefined) writeFileSync(jsonFile, `${JSON.stringify(results, null, 2)}\n`);
  if (resultsFile !== undefined) writeFileSync(resultsFile, `${pageOf(results)}\n`);
  if (againstFile === undefined) return;
  const before = JSON.parse(readFileSync(againstFile, 'utf8')) as Pick<Results, 'runs'>;
  console.log(`\n${comparisonOf(results.runs, before.runs)}`);
}

async function writePlans(postgres: BenchPostgres, { sizes, small }: Wanted, file: string): Promise<void> {
  const stage = await openStage(postgres, sizes.at(-1)!, { small });
  try {
    const machine = await machineOf(stage.database.pool);
    writeFileSync(file, `${await plansPage(stage, { date: day(), postgres: machine['PostgreSQL']! })}\n`);
    console.log(`The plans are in ${file}.`);
  } finally {
    await stage.close();
  }
}

function day(): string {
  return new Date().toISOString().slice(0, 10);
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

try {
  await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof WrongWords)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
