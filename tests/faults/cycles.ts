// Cycles of one fault: a storm of a whole practice, something goes wrong in it and is put right, and what was acknowledged is
// looked for. A row is printed for each.

import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import {
  allWell,
  keptKeys,
  reckonInvoices,
  reckonKeys,
  startInvoicingStorm,
  type Acknowledged,
  type InvoicingStorm,
} from './invoicing-storm.ts';
import { openScene, type Scene, type SceneName } from './scenes.ts';
import { megabytesOf } from './soak-watch.ts';
import { openOffice, type Office } from './storm.ts';
import { glance, openTold } from './told.ts';

export type Cycle = {
  readonly what: string;
  /** From the moment it was put right until the next answer. */
  readonly recoveredMs: number;
  /** Of this cycle. */
  readonly acknowledged: number;
  readonly retries: number;
  readonly serverMegabytes: number;
};

export type CyclesPlan = { readonly cycles: number; readonly clients: number; readonly from?: number };

/** After each cycle what is new is looked for, and a sample of the old; after so many all of it, and the ledger is verified. */
const cyclesPerLook = 10;
/** What was acknowledged is remembered, so a place is left after so many. */
const cyclesPerPlace = 200;
const answersWithinMs = 300_000;

export async function playCycles(
  name: SceneName,
  { cycles, clients }: CyclesPlan,
  tell: (cycle: Cycle, number: number) => void,
): Promise<Cycle[]> {
  const all: Cycle[] = [];
  while (all.length < cycles) {
    const scene = await openScene(name);
    try {
      const office = await openOffice(scene.place, 5);
      const many = Math.min(cyclesPerPlace, cycles - all.length);
      await playOn(scene, office, { cycles: many, clients, from: all.length }, (cycle) => {
        all.push(cycle);
        tell(cycle, all.length);
      });
    } finally {
      await scene.end();
    }
  }
  return all;
}

/** What was acknowledged, and the request keys of all of it and of what was there before. */
type Remembered = {
  readonly acknowledged: readonly Acknowledged[];
  readonly keys: readonly string[];
  readonly beforehand: ReadonlySet<string>;
};

/** Fails where anything was lost, doubled, left behind or does not add up. */
export async function playOn(
  scene: Scene,
  office: Office,
  { cycles, clients, from = 0 }: CyclesPlan,
  tell: (cycle: Cycle) => void,
): Promise<Remembered> {
  const { place } = scene;
  const beforehand = await keptKeys(place);
  const told = await openTold(place, office);
  const acknowledged: Acknowledged[] = [];
  const keys: string[] = [];
  for (let turn = from; turn < from + cycles; turn += 1) {
    const storm = startInvoicingStorm(place, office, clients);
    await pause(200 + Math.random() * 800);
    const what = await scene.strike(turn);
    const recoveredMs = await answersAgain(storm);
    await pause(100);
    await storm.stop();
    acknowledged.push(...storm.acknowledged);
    keys.push(...storm.keys);
    await glance({ place, office, told }, storm, what);
    const done = turn + 1 - from;
    if (done === cycles || done % cyclesPerLook === 0) {
      assert.deepEqual(await reckonInvoices(place, office, acknowledged), allWell, what);
      assert.deepEqual(await reckonKeys(place, keys, beforehand), { lost: 0, unasked: 0 }, what);
    }
    tell({
      what,
      recoveredMs,
      acknowledged: storm.keys.length,
      retries: storm.retries,
      serverMegabytes: megabytesOf(scene.server),
    });
  }
  return { acknowledged, keys, beforehand };
}

async function answersAgain(storm: InvoicingStorm): Promise<number> {
  const beganAt = performance.now();
  while (storm.lastAnswerAt <= beganAt) {
    if (storm.failures.length > 0) throw storm.failures[0];
    const isLate = performance.now() - beganAt > answersWithinMs;
    assert.ok(!isLate, `nothing is answered any more, at last: ${storm.lastRefusal}`);
    await pause(5);
  }
  return Math.round(storm.lastAnswerAt - beganAt);
}
