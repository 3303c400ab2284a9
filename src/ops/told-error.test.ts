import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { StartError } from './start-error.ts';
import { toldError } from './told-error.ts';

function thrownBy(action: () => unknown): unknown {
  try {
    return action();
  } catch (error) {
    return error;
  }
}

test('a file that cannot be had is told in a sentence, with who tried', () => {
  const told = toldError(thrownBy(() => readFileSync('/nowhere/kea.zip')));
  assert.match(
    String(told),
    /^ENOENT: no such file or directory, open '\/nowhere\/kea\.zip'\. This user, \w+, needs/,
  );
});

test('a full disk of the database is told in a sentence', () => {
  const full = Object.assign(new Error('could not extend file'), { code: '53100' });
  assert.match(
    String(toldError(full)),
    /^The disk of the database is full: could not extend file\. Make room/,
  );
});

test('what was expected is its message, and a defect stays whole', () => {
  const defect = new TypeError('a defect');
  assert.equal(toldError(new StartError('say so')), 'say so');
  assert.equal(toldError(defect), defect);
});
