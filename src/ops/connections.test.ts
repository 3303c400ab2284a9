import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judgeConnections } from './connections.ts';

test('what can never fit is refused, and says what to do', () => {
  const verdict = judgeConnections(120, { accepted: 97, taken: 0 });
  assert.equal(verdict.kind, 'tooMany');
  assert.match(verdict.message, /may open 120 connections.*accepts 97\. Lower DATABASE_POOL_SIZE/);
});

test('what does not fit beside those who are connected is a warning', () => {
  const verdict = judgeConnections(30, { accepted: 97, taken: 70 });
  assert.equal(verdict.kind, 'tight');
  assert.match(verdict.message, /of which 70 are held now/);
});

test('the last free connection is enough', () => {
  assert.deepEqual(judgeConnections(27, { accepted: 97, taken: 70 }), { kind: 'fits' });
});
