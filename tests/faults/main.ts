// Many kills by hand: node tests/faults/main.ts --kills 50 [--clients 16] [--invoices]
//
// Kills the server, PostgreSQL's postmaster, one of its backends, or all at once, at random moments in a storm; after
// each, everything acknowledged so far is counted and the ledger verified. The storm is of time entries, or of invoices.
//
// With --runs, billing runs are killed instead: run-main.ts. With --peak, people are timed beside one: run-peak.ts.

import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { killSomething, victims } from './kills.ts';
import { exitOf, leave, newPlace, run, serve, type Program } from './program.ts';
import { allWell, askAgain, reckonInvoices, startInvoicingStorm } from './invoicing-storm.ts';
import { playRuns } from './run-main.ts';
import { playPeak } from './run-peak.ts';
import { nextAnswer, openOffice, reckon, startStorm, type Office } from './storm.ts';

const words = process.argv.slice(2);
if (words.includes('--runs')) await playRuns(words);
if (words.includes('--peak')) await playPeak(words);
if (words.includes('--runs') || words.includes('--peak')) process.exit();

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '20' },
    clients: { type: 'string', default: '16' },
    invoices: { type: 'boolean', default: false },
  },
});

/** A storm with a memory: each count is of everything acknowledged since the first. */
function stormOfEntries(office: Office) {
  const acknowledged: Parameters<typeof reckon>[2][number][] = [];
  return {
    start: () => startStorm(place, office, Number(values.clients)),
    async count(storm: ReturnType<typeof startStorm>): Promise<string> {
      acknowledged.push(...storm.acknowledged);
      const { lost, doubled, differences, entries } = await reckon(place, office, acknowledged);
      assert.deepEqual({ lost, doubled, differences }, { lost: [], doubled: 0, differences: 0 });
      return `${entries} entries`;
    },
  };
}

function stormOfInvoices(office: Office) {
  const acknowledged: Parameters<typeof reckonInvoices>[2][number][] = [];
  return {
    start: () => startInvoicingStorm(place, office, Number(values.clients)),
    async count(storm: ReturnType<typeof startInvoicingStorm>): Promise<string> {
      acknowledged.push(...storm.acknowledged);
      await askAgain(place, office, storm.acknowledged.slice(-20));
      assert.deepEqual(await reckonInvoices(place, office, acknowledged), allWell);
      return `${acknowledged.length} approvals, cancellations, credit notes and payments`;
    },
  };
}

type Rounds<Storm> = { start(): Storm; count(storm: Storm): Promise<string> };
type Running = Parameters<typeof nextAnswer>[0] & { stop(): Promise<void> };

async function play<Storm extends Running>(server: Program, rounds: Rounds<Storm>): Promise<number[]> {
  const recoveriesMs: number[] = [];
  for (let number = 1; number <= Number(values.kills); number += 1) {
    const victim = victims[Math.floor(Math.random() * victims.length)]!;
    const storm = rounds.start();
    await pause(100 + Math.random() * 900);
    const killedAt = performance.now();
    server = await killSomething(place, server, victim);
    const recoveredMs = Math.round((await nextAnswer(storm)) - killedAt);
    recoveriesMs.push(recoveredMs);
    await pause(100);
    await storm.stop();
    console.log(
      `${number}. ${victim}: answers again after ${recoveredMs} ms; ${await rounds.count(storm)}, all well`,
    );
  }
  return recoveriesMs;
}

const place = await newPlace();
try {
  assert.equal(await exitOf(run(place, 'migrate')), 0);
  const server = await serve(place);
  const office = await openOffice(place, 5);
  const recoveriesMs = values.invoices
    ? await play(server, stormOfInvoices(office))
    : await play(server, stormOfEntries(office));
  const sorted = recoveriesMs.toSorted((a, b) => a - b);
  console.log(`recovery: median ${sorted[Math.floor(sorted.length / 2)]} ms, longest ${sorted.at(-1)} ms`);
} finally {
  await leave(place);
}
