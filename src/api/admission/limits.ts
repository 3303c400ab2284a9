// How much at once. A slot stands for a connection to the database, so there are as many as the pool has, but for a few
// that are needed beside: to find out who is calling, and by requests that need a second one.

import type { Limits } from './queue.ts';

const connectionsBeside = 2;

/** Recordings of a firm share transactions, so many of them need few connections. */
const recordingsAtOnce = 512;

export function limitsFor(poolSize: number): Limits {
  const slots = Math.max(3, poolSize - connectionsBeside);
  const reports = share(slots, 1 / 3);
  const bulk = share(slots, 1 / 6);
  return {
    slots,
    classes: {
      interactive: {
        runningMax: slots,
        firmRunningMax: share(slots, 3 / 4),
        slotsKept: share(slots, 1 / 3),
        waitingMax: 512,
        patienceMs: 2_000,
        strainedPatienceMs: 250,
      },
      recording: {
        runningMax: recordingsAtOnce,
        firmRunningMax: share(recordingsAtOnce, 3 / 4),
        slotsKept: null,
        waitingMax: 1_024,
        patienceMs: 2_000,
        strainedPatienceMs: 500,
      },
      report: {
        runningMax: reports,
        firmRunningMax: share(reports, 3 / 4),
        slotsKept: share(slots, 1 / 9),
        waitingMax: 128,
        patienceMs: 5_000,
        strainedPatienceMs: 2_000,
      },
      bulk: {
        runningMax: bulk,
        firmRunningMax: share(bulk, 3 / 4),
        slotsKept: 1,
        waitingMax: 64,
        patienceMs: 15_000,
        strainedPatienceMs: 5_000,
      },
    },
  };
}

function share(of: number, part: number): number {
  return Math.max(1, Math.floor(of * part));
}
