import assert from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import { test } from 'node:test';
import { groupCommit } from './group-commit.ts';

const firmId = 1;

/** A group commit whose transactions end when the test says so. */
function heldBack() {
  const batches: number[][] = [];
  const endings: (() => void)[] = [];
  const submit = groupCommit<number, string>({
    async runBatch(_firmId, calls) {
      batches.push([...calls]);
      await new Promise<void>((resolve) => endings.push(resolve));
      if (calls.includes(-1)) throw new Error('a defect');
      return calls.map((call) => `answer ${call}`);
    },
    sizeOf: () => 1,
    batchSizeMax: 40,
    underWayMax: 2,
    underWayOverallMax: 3,
  });
  return {
    batches,
    submit: (call: number) => submit(firmId, call),
    submitOf: (ofFirm: number, call: number) => submit(ofFirm, call),
    endNext: () => endings.shift()?.(),
  };
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await turn();
}

test('a call that comes alone leaves alone and is answered', async () => {
  const { batches, submit, endNext } = heldBack();
  const answer = submit(7);
  await until(() => batches.length === 1);
  endNext();
  assert.equal(await answer, 'answer 7');
  assert.deepEqual(batches, [[7]]);
});

test('calls that trickle in turn after turn leave together', async () => {
  const { batches, submit, endNext } = heldBack();
  const answers: Promise<string>[] = [];
  for (let call = 1; call <= 5; call += 1) {
    answers.push(submit(call));
    await turn();
  }
  await until(() => batches.length === 1);
  endNext();
  assert.deepEqual(await Promise.all(answers), ['answer 1', 'answer 2', 'answer 3', 'answer 4', 'answer 5']);
  assert.deepEqual(batches, [[1, 2, 3, 4, 5]]);
});

test('of a crowd, half leaves before the other half has come', async () => {
  const { batches, submit, endNext } = heldBack();
  const crowd = Array.from({ length: 40 }, (_, call) => submit(call));
  await until(() => batches.length === 1);
  while (crowd.length < 80) {
    for (let place = 0; place < 4; place += 1) crowd.push(submit(crowd.length));
    await turn();
  }
  endNext();
  endNext();
  await until(() => batches.length === 3);
  endNext();
  await Promise.all(crowd);
  assert.deepEqual(
    batches.map(({ length }) => length),
    [40, 20, 20],
  );
});

test('a few calls wait for the transaction under way, and leave with all that came meanwhile', async () => {
  const { batches, submit, endNext } = heldBack();
  const first = submit(1);
  await until(() => batches.length === 1);
  const few = [submit(2), submit(3)];
  await turn();
  assert.equal(batches.length, 1);
  endNext();
  await first;
  await until(() => batches.length === 2);
  endNext();
  await Promise.all(few);
  assert.deepEqual(batches, [[1], [2, 3]]);
});

test('a few calls do not wait long for a transaction that is held up', async () => {
  const { batches, submit, endNext } = heldBack();
  const held = submit(1);
  await until(() => batches.length === 1);
  const few = submit(2);
  await until(() => batches.length === 2);
  endNext();
  endNext();
  assert.deepEqual(await Promise.all([held, few]), ['answer 1', 'answer 2']);
});

test('many calls leave beside the transaction under way, no more at once than a batch may hold', async () => {
  const { batches, submit, endNext } = heldBack();
  const answers = [submit(0)];
  await until(() => batches.length === 1);
  for (let call = 1; call <= 50; call += 1) answers.push(submit(call));
  await until(() => batches.length === 2);
  assert.equal(batches[1]!.length, 40);
  endNext();
  endNext();
  await until(() => batches.length === 3);
  endNext();
  assert.equal((await Promise.all(answers)).length, 51);
  assert.equal(batches[2]!.length, 10);
});

test('one defect takes no other call of its batch down', async () => {
  const { batches, submit, endNext } = heldBack();
  const answers = Promise.allSettled([submit(1), submit(-1), submit(2)]);
  for (let ending = 1; ending <= 4; ending += 1) {
    await until(() => batches.length === ending);
    endNext();
  }
  const settled = await answers;
  assert.deepEqual(
    settled.map(({ status }) => status),
    ['fulfilled', 'rejected', 'fulfilled'],
  );
  assert.deepEqual(batches, [[1, -1, 2], [1], [-1], [2]]);
});

test('of many firms only so many transactions are under way, and the others begin in turn with all they have by then', async () => {
  const { batches, submitOf, endNext } = heldBack();
  const answers = [1, 2, 3, 4, 5].map((firm) => submitOf(firm, firm * 10));
  await until(() => batches.length === 3);
  for (let turns = 0; turns < 30; turns += 1) await turn();
  assert.deepEqual(batches, [[10], [20], [30]]);
  answers.push(submitOf(5, 51), submitOf(4, 41), submitOf(1, 11));
  for (let ended = 1; ended <= 6; ended += 1) {
    endNext();
    await until(() => batches.length === Math.min(6, 3 + ended));
  }
  assert.deepEqual(batches.slice(3), [[40, 41], [50, 51], [11]]);
  assert.equal((await Promise.all(answers)).length, 8);
});

test('firms whose transactions are held up hold other firms up for a second at most', async () => {
  const { batches, submitOf, endNext } = heldBack();
  const beganMs = performance.now();
  const answers = [1, 2, 3, 4].map((firm) => submitOf(firm, firm));
  await until(() => batches.length === 4);
  const tookMs = performance.now() - beganMs;
  assert.ok(tookMs > 900 && tookMs < 3_000, `${tookMs}`);
  for (let ended = 0; ended < 4; ended += 1) endNext();
  assert.equal((await Promise.all(answers)).length, 4);
});
