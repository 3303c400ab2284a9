// What this process remembers of the runs that it works on: how long their last chunks took, and whether others were at work
// beside them. It is forgotten with the process; then a run begins gently once more.

import { partsOfChunk, sightOf, type Chunk, type Sight } from '#core/billing-run/pace.ts';
import { countAtWork } from '#store/activity.ts';
import type { Database } from '#store/database.ts';
import { isRoutineWaiting } from '#store/queue.ts';

export type Pace = {
  /** How many parts of a kind the next chunk does. */
  partsOf(kind: string): number;
  took(kind: string, parts: number, tookMs: number): void;
  /** Somebody was in the way: the next chunks are smaller. */
  heldUp(): void;
};

type Memory = Map<string, Chunk>;

const memories = new WeakMap<Database, Map<string, Memory>>();
const runsMax = 500;

export function openPace(
  database: Database,
  { firmId, id }: { readonly firmId: number; readonly id: number },
  { parts, othersAtWork }: { readonly parts: number | undefined; readonly othersAtWork: number },
): Pace {
  const memory = memoryOf(database, `${firmId}/${id}`);
  return {
    partsOf: (kind) => parts ?? partsOfChunk(memory.get(kind) ?? null, othersAtWork),
    took(kind, done, tookMs) {
      if (done > 0) memory.set(kind, { parts: done, tookMs });
    },
    heldUp() {
      for (const [kind, chunk] of memory) memory.set(kind, { ...chunk, tookMs: chunk.tookMs * 4 });
    },
  };
}

const sights = new WeakMap<Database, Sight>();

/** Runs at work on other firms look as well: they do not take each other for people. */
const ownLook = { standsBack: true };

/** How many others are at work in the database, or were a moment ago. */
export async function lookForOthers(database: Database): Promise<number> {
  return seen(database, await database.asInstallation(countAtWork, ownLook));
}

/** Nobody is at work, nor was a moment ago, and no run waits for its turn. */
export async function isAloneAtWork(database: Database): Promise<boolean> {
  const [others, isWaitedFor] = await database.asInstallation(
    (tx) => Promise.all([countAtWork(tx), isRoutineWaiting(tx, 'runBillingChunk')]),
    ownLook,
  );
  return seen(database, others) === 0 && !isWaitedFor;
}

function seen(database: Database, others: number): number {
  const sight = sightOf({ others, atMs: performance.now() }, sights.get(database) ?? null);
  sights.set(database, sight);
  return sight.others;
}

function memoryOf(database: Database, run: string): Memory {
  const runs = memories.get(database) ?? new Map<string, Memory>();
  memories.set(database, runs);
  const memory = runs.get(run) ?? new Map<string, Chunk>();
  // The one that was worked on last stands last; the first is forgotten.
  runs.delete(run);
  runs.set(run, memory);
  if (runs.size > runsMax) runs.delete(runs.keys().next().value!);
  return memory;
}
