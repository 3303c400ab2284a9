import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { zip, type ZipEntry } from './zip.ts';

async function bytesOf(entries: AsyncIterable<ZipEntry>): Promise<Buffer> {
  return Buffer.concat(await Array.fromAsync(zip(entries)));
}

/** Entries that note whether somebody still wants them. */
function watched(entries: () => AsyncIterable<ZipEntry>) {
  const state = { isLeft: false, taken: 0 };
  async function* watching() {
    try {
      for await (const entry of entries()) {
        state.taken += 1;
        yield entry;
      }
    } finally {
      state.isLeft = true;
    }
  }
  return { state, entries: watching() };
}

async function* manyFiles(): AsyncGenerator<ZipEntry> {
  for (let number = 0; number < 1_000; number += 1) {
    yield { name: `${number}.pdf`, content: Buffer.alloc(1_000_000, number) };
  }
}

test('the same content makes the same bytes, whenever it is packed', async () => {
  async function* entries(): AsyncGenerator<ZipEntry> {
    yield {
      name: 'one.txt',
      content: (async function* () {
        yield 'One';
      })(),
    };
    yield { name: 'two.pdf', content: Buffer.from('Two') };
  }
  assert.deepEqual(await bytesOf(entries()), await bytesOf(entries()));
});

test('a file that fails ends the archive with its failure, and lets the others go', async () => {
  const { state, entries } = watched(async function* () {
    yield { name: 'good.pdf', content: Buffer.alloc(300_000) };
    yield {
      name: 'bad.txt',
      content: (async function* () {
        yield 'x';
        throw new Error('unreadable');
      })(),
    };
    yield* manyFiles();
  });
  await assert.rejects(bytesOf(entries), /unreadable/);
  assert.deepEqual(state, { isLeft: true, taken: 2 });
});

test('whoever goes away in the middle leaves nothing open, and nothing was made in advance', async () => {
  const { state, entries } = watched(manyFiles);
  for await (const _ of zip(entries)) break;
  for (let patience = 0; patience < 1_000 && !state.isLeft; patience += 1) await turn();
  assert.equal(state.isLeft, true);
  assert.ok(state.taken < 5, `${state.taken} files were made`);
});
