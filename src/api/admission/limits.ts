// How much at once, and how long for. A slot stands for a connection to the database that a request holds. Few are enough
// to keep the processors busy; with more of them nothing more is done in a second, and everybody is answered later, those of
// other firms too. What waits in line instead is begun in turn, or told to come back.

import type { Limits } from './queue.ts';

/** Recordings of a firm share transactions, so many of them need few connections. */
const recordingsAtOnce = 96;

const unhurriedMs = 120_000;

export function limitsFor(slots: number): Limits {
  const reports = share(slots, 1 / 3);
  const reportsKept = share(slots, 1 / 9);
  const bulk = share(slots, 1 / 6);
  const bulkKept = 1;
  const interactive = slots - reportsKept - bulkKept;
  return {
    slots,
    classes: {
      interactive: {
        runningMax: interactive,
        firmRunningMax: share(interactive, 3 / 4),
        slotsKept: share(slots, 1 / 3),
        waitingMax: 512,
        patienceMs: 4_000,
        strainedPatienceMs: 800,
      },
      recording: {
        runningMax: recordingsAtOnce,
        firmRunningMax: share(recordingsAtOnce, 3 / 4),
        slotsKept: null,
        waitingMax: 512,
        patienceMs: 4_000,
        strainedPatienceMs: 1_000,
      },
      report: {
        runningMax: reports,
        firmRunningMax: share(reports, 3 / 4),
        slotsKept: reportsKept,
        waitingMax: 128,
        patienceMs: 10_000,
        strainedPatienceMs: 2_000,
      },
      bulk: {
        runningMax: bulk,
        firmRunningMax: share(bulk, 3 / 4),
        slotsKept: bulkKept,
        waitingMax: 64,
        patienceMs: 20_000,
        strainedPatienceMs: 5_000,
      },
    },
  };
}

/** As many at once, but whoever waits does so for as long as it takes: where a slow machine must not change what is answered. */
export function unhurried({ slots, classes }: Limits): Limits {
  const patience = { patienceMs: unhurriedMs, strainedPatienceMs: unhurriedMs };
  return {
    slots,
    classes: {
      interactive: { ...classes.interactive, ...patience },
      recording: { ...classes.recording, ...patience },
      report: { ...classes.report, ...patience },
      bulk: { ...classes.bulk, ...patience },
    },
  };
}

function share(of: number, part: number): number {
  return Math.max(1, Math.floor(of * part));
}
