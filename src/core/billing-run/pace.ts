// How fast a run goes. It works in chunks, a transaction each, and people come first: what a chunk has locked, others wait
// for, so that a chunk is to be short; shorter still while others are at work, and followed by a rest. With nobody else
// there, a run takes all it can get.

/** Whoever asks twenty times a second is seen at work at one look in ten: once seen, they are reckoned with for a while. */
const rememberedMs = 5_000;

/** The others that were seen when a run last looked and somebody was there. */
export type Sight = { readonly others: number; readonly atMs: number };

/** What a run knows of others, from what it sees now and what it saw before. */
export function sightOf(seen: Sight, before: Sight | null): Sight {
  if (seen.others > 0 || before === null) return seen;
  return seen.atMs - before.atMs < rememberedMs ? before : seen;
}

export type Chunk = { readonly parts: number; readonly tookMs: number };

/** What others would wait for at most, in milliseconds: with nobody there, and with somebody. */
const aimAloneMs = 300;
const aimBesideMs = 25;

/** A transaction costs something before it does anything: fewer parts are not worth it, unless they are slow. */
const firstParts = 10;
/** So long they may take together, in milliseconds, with nobody there. */
const slowMs = 1_000;
/** Larger chunks are hardly faster per part. */
const partsMax = 200;
const restMsMax = 1_000;
const restsMax = 2;

/** How many parts the next chunk does, from how long the last one took. It grows by steps, and shrinks at once. */
export function partsOfChunk(last: Chunk | null, othersAtWork: number): number {
  if (last === null) return firstParts;
  const fitting = (aimMs: number) => Math.floor((last.parts * aimMs) / Math.max(last.tookMs, 1));
  const alone = Math.max(1, Math.min(fitting(aimAloneMs), 2 * last.parts, partsMax));
  if (othersAtWork === 0) return Math.max(alone, Math.min(firstParts, fitting(slowMs)));
  return Math.min(alone, Math.max(fitting(aimBesideMs), firstParts));
}

/** How long a run stands back after a chunk, in milliseconds: as long again for each of the others, up to two. */
export function restAfter(tookMs: number, othersAtWork: number): number {
  return Math.min(Math.ceil(tookMs * Math.min(othersAtWork, restsMax)), restMsMax);
}
