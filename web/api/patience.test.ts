import assert from 'node:assert/strict';
import test from 'node:test';
import { patienceMs, patiently, type Waiter } from './patience.ts';

const busy = (seconds: number, status = 503) =>
  new Response('{}', { status, headers: { 'Retry-After': String(seconds) } });

/** Somebody who waits without time passing. */
function waiting() {
  const waits: number[] = [];
  const told: string[] = [];
  const waiter: Waiter = {
    wait(ms) {
      waits.push(ms);
      return Promise.resolve();
    },
    chance: () => 0.5,
    tellBusy() {
      told.push('busy');
      return () => void told.push('over');
    },
  };
  return { waiter, waits, told };
}

function answering(...answers: Response[]) {
  let asked = 0;
  return {
    ask: () => Promise.resolve(answers[Math.min(asked++, answers.length - 1)]!),
    asked: () => asked,
  };
}

test('what a busy server sends away is asked again after the time it says, and a little more', async () => {
  const { waiter, waits, told } = waiting();
  const server = answering(busy(1), busy(0, 429), new Response('done'));
  const response = await patiently(server.ask, waiter);
  assert.equal(await response.text(), 'done');
  assert.deepEqual(waits, [1_250, 0]);
  assert.deepEqual(told, []);
});

test('whoever waits long is told, once, and it is taken back', async () => {
  const { waiter, told } = waiting();
  await patiently(answering(busy(2), busy(2), busy(2), new Response('done')).ask, waiter);
  assert.deepEqual(told, ['busy', 'over']);
});

test('what takes too long is left to whoever asked', async () => {
  const { waiter, waits } = waiting();
  const response = await patiently(answering(busy(3)).ask, waiter);
  assert.equal(response.status, 503);
  assert.ok(waits.reduce((sum, ms) => sum + ms, 0) <= patienceMs);
  assert.equal(waits.length, 5);
});

test('a minute, a failure and a busy server that names no time are not waited for', async () => {
  for (const answer of [
    busy(60, 429),
    new Response('', { status: 500 }),
    new Response('', { status: 503 }),
  ]) {
    const { waiter, waits } = waiting();
    const server = answering(answer);
    assert.equal((await patiently(server.ask, waiter)).status, answer.status);
    assert.equal(server.asked(), 1);
    assert.deepEqual(waits, []);
  }
});

test('whoever leaves the page waits no longer', async () => {
  const { waiter, told } = waiting();
  const left = new Error('left');
  const leaving = { ...waiter, wait: () => Promise.reject(left) };
  await assert.rejects(patiently(answering(busy(3)).ask, leaving), left);
  assert.deepEqual(told, ['busy', 'over']);
});
