// What this process remembers of the runs that it works on: how long their last chunks took. It is forgotten with the
// process; then a run begins gently once more.

import { partsOfChunk, type Chunk } from '#core/billing-run/pace.ts';
import type { Database } from '#store/database.ts';

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
