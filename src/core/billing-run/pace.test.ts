import assert from 'node:assert/strict';
import { test } from 'node:test';
import { partsOfChunk, restAfter, sightOf, type Chunk } from './pace.ts';

/** Chunk after chunk at so many milliseconds for a part; the parts of each. */
function going(chunks: number, partMs: number, othersAtWork: number, from: Chunk | null = null): number[] {
  const parts: number[] = [];
  let last = from;
  for (let chunk = 0; chunk < chunks; chunk += 1) {
    const next = partsOfChunk(last, othersAtWork);
    parts.push(next);
    last = { parts: next, tookMs: next * partMs };
  }
  return parts;
}

test('a run begins gently and grows until a chunk takes a third of a second', () => {
  assert.deepEqual(going(6, 2, 0), [10, 20, 40, 80, 150, 150]);
});

test('quick parts do not make a chunk of all there is', () => {
  assert.deepEqual(going(7, 0.1, 0), [10, 20, 40, 80, 160, 200, 200]);
});

test('where somebody else is at work, the next chunk is short already', () => {
  assert.deepEqual(going(3, 2, 1, { parts: 100, tookMs: 200 }), [12, 12, 12]);
});

test('who was at work a moment ago is still reckoned with, and not for long', () => {
  const before = { others: 2, atMs: 10_000 };
  assert.deepEqual(sightOf({ others: 0, atMs: 10_000 }, null), { others: 0, atMs: 10_000 });
  assert.deepEqual(sightOf({ others: 0, atMs: 14_900 }, before), before);
  assert.deepEqual(sightOf({ others: 1, atMs: 14_900 }, before), { others: 1, atMs: 14_900 });
  assert.deepEqual(sightOf({ others: 0, atMs: 15_000 }, before), { others: 0, atMs: 15_000 });
});

test('a chunk that was held up makes the next one small, and a slow part is done by itself', () => {
  assert.equal(partsOfChunk({ parts: 100, tookMs: 2_000 }, 0), 15);
  assert.equal(partsOfChunk({ parts: 1, tookMs: 5_000 }, 0), 1);
});

test('few parts are not worth a transaction of their own, unless they are slow', () => {
  assert.equal(partsOfChunk({ parts: 10, tookMs: 600 }, 0), 10);
  assert.equal(partsOfChunk({ parts: 10, tookMs: 2_000 }, 0), 5);
  assert.equal(partsOfChunk({ parts: 10, tookMs: 100 }, 3), 10);
  assert.equal(partsOfChunk({ parts: 10, tookMs: 500 }, 3), 6);
});

test('a run rests for as long as its chunk took, twice where there are several others, and never for long', () => {
  assert.deepEqual(
    [0, 1, 2, 40].map((others) => restAfter(60, others)),
    [0, 60, 120, 120],
  );
  assert.equal(restAfter(5_000, 1), 1_000);
});
