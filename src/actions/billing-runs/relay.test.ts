import assert from 'node:assert/strict';
import { test } from 'node:test';
import { beginLeg, runRelay, type Leg } from './relay.ts';

type Chunk = {
  readonly name: string;
  readonly behind: string | null;
  readonly end: PromiseWithResolvers<string>;
};

/** A relay whose chunks end when the test says so. */
function relay({ chunksMax = 10, isFollowed = true } = {}) {
  const chunks: Chunk[] = [];
  const names = new Map<Leg<string>, string>();
  const outcome = runRelay<string>({
    begin(underWay) {
      const name = `chunk ${chunks.length + 1}`;
      const before = underWay.at(-1);
      const chunk = {
        name,
        behind: before === undefined ? null : names.get(before)!,
        end: Promise.withResolvers<string>(),
      };
      chunks.push(chunk);
      const leg = beginLeg<string>((own) => {
        own.claims([chunks.length], isFollowed);
        return chunk.end.promise;
      });
      names.set(leg, name);
      return leg;
    },
    mayGoOn: async () => chunks.length < chunksMax,
    isOver: (one) => one === 'over',
  });
  outcome.catch(() => {});
  const begun = () => chunks.map(({ name, behind }) => (behind === null ? name : `${name} behind ${behind}`));
  return { chunks, outcome, begun };
}

const aMoment = () => new Promise((goOn) => setTimeout(goOn, 5));

test('chunks are begun while those before them are under way, and no fourth one', async () => {
  const { chunks, begun, outcome } = relay();
  await aMoment();
  const three = ['chunk 1', 'chunk 2 behind chunk 1', 'chunk 3 behind chunk 2'];
  assert.deepEqual(begun(), three);
  chunks[1]!.end.resolve('done');
  await aMoment();
  assert.equal(chunks.length, 3);
  chunks[0]!.end.resolve('done');
  await aMoment();
  assert.deepEqual(begun(), [...three, 'chunk 4 behind chunk 3', 'chunk 5 behind chunk 4']);
  for (const { end } of chunks.slice(2)) end.resolve('over');
  assert.equal(await outcome, 'over');
});

test('when no more may be begun, those under way are awaited', async () => {
  const { chunks, outcome } = relay({ chunksMax: 2 });
  let isOver = false;
  void outcome.then(() => (isOver = true));
  await aMoment();
  chunks[0]!.end.resolve('the first');
  await aMoment();
  assert.equal(isOver, false);
  chunks[1]!.end.resolve('the second');
  assert.equal(await outcome, 'the second');
  assert.equal(chunks.length, 2);
});

test('what cannot be followed is done one after the other', async () => {
  const { chunks, begun, outcome } = relay({ isFollowed: false, chunksMax: 2 });
  await aMoment();
  assert.deepEqual(begun(), ['chunk 1']);
  chunks[0]!.end.resolve('done');
  await aMoment();
  assert.deepEqual(begun(), ['chunk 1', 'chunk 2']);
  chunks[1]!.end.resolve('done');
  assert.equal(await outcome, 'done');
});

test('a chunk that fails is told of when those behind it have ended, too', async () => {
  const { chunks, outcome } = relay();
  let failure: unknown;
  outcome.catch((error: unknown) => (failure = error));
  await aMoment();
  chunks[0]!.end.reject(new Error('somebody is at a job'));
  await aMoment();
  assert.equal(failure, undefined);
  chunks[1]!.end.reject(new Error('the one before it failed'));
  await aMoment();
  assert.equal(failure, undefined);
  chunks[2]!.end.reject(new Error('the one before it failed'));
  await assert.rejects(outcome, /somebody is at a job/);
});
