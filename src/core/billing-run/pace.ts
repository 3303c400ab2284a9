// How fast a run goes. It works in chunks, a transaction each, and people come first: what a chunk has locked, others wait
// for, so that a chunk is to be short; shorter still while others are at work, and followed by a rest, the longer the more
// they are. With nobody else there, a run takes all it can get.

export type Chunk = { readonly parts: number; readonly tookMs: number };

/** What others would wait for at most, in milliseconds: with nobody there, and with somebody. */
const aimAloneMs = 200;
const aimBesideMs = 60;

const firstParts = 10;
/** Larger chunks are hardly faster per part. */
const partsMax = 200;
const restMsMax = 1_000;
const restsMax = 4;

/** How many parts the next chunk does, from how long the last one took. It grows by steps, and shrinks at once. */
export function partsOfChunk(last: Chunk | null, othersAtWork: number): number {
  if (last === null) return firstParts;
  const aimMs = othersAtWork === 0 ? aimAloneMs : aimBesideMs;
  const fitting = Math.floor((last.parts * aimMs) / Math.max(last.tookMs, 1));
  return Math.max(1, Math.min(fitting, 2 * last.parts, partsMax));
}

/** How long a run stands back after a chunk, in milliseconds: its turn again for each of the others. */
export function restAfter(tookMs: number, othersAtWork: number): number {
  return Math.min(Math.ceil(tookMs * Math.min(othersAtWork, restsMax)), restMsMax);
}
