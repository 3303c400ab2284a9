import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { encodeLarge } from './encode-large.ts';

const schema = z.object({
  title: z.string(),
  items: z.array(z.object({ jobId: z.string(), name: z.string(), wip: z.string(), currency: z.string() })),
});

function answer(title: string, jobs: number) {
  const rows = Array.from({ length: jobs }, (_, id) => ({
    jobId: id,
    name: `Żółw "${title}" ${id}`,
    wipMinor: BigInt(id) - 2n,
    currency: 'NZD' as const,
  }));
  return encodeLarge(schema, { title, items: [] }, rows);
}

const read = (json: Uint8Array) => schema.parse(JSON.parse(new TextDecoder().decode(json)));

test('what is around the rows and the rows make one answer, whatever letters are in them', () => {
  const told = read(answer('a', 3).json);
  assert.deepEqual(told, {
    title: 'a',
    items: [
      { jobId: '0', name: 'Żółw "a" 0', wip: '-0.02', currency: 'NZD' },
      { jobId: '1', name: 'Żółw "a" 1', wip: '-0.01', currency: 'NZD' },
      { jobId: '2', name: 'Żółw "a" 2', wip: '0.00', currency: 'NZD' },
    ],
  });
  assert.deepEqual(read(answer('none', 0).json), { title: 'none', items: [] });
});

test('an answer keeps its bytes until it is released, and then another one has them', () => {
  const first = answer('first', 4_000);
  const second = answer('second', 5_000);
  assert.notEqual(second.json.buffer, first.json.buffer);
  first.release();
  const third = answer('third', 10);
  assert.equal(third.json.buffer, first.json.buffer);
  const told = read(second.json);
  assert.deepEqual(
    [told.title, told.items.length, told.items.at(-1)!.name],
    ['second', 5_000, 'Żółw "second" 4999'],
  );
  assert.equal(read(third.json).items.length, 10);
});
