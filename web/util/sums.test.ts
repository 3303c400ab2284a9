import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isNegative, isZero, sumOf } from './sums.ts';

test('what is typed without decimals adds up with what has them, whichever comes first', () => {
  assert.equal(sumOf(['100', '645.00']), '745.00');
  assert.equal(sumOf(['645.00', '100']), '745.00');
  assert.equal(sumOf(['1.5', '0.25', '3']), '4.75');
});

test('a sum has the decimals of its currency', () => {
  assert.equal(sumOf(['0.10', '0.20']), '0.30');
  assert.equal(sumOf(['1200', '-200']), '1000');
  assert.equal(sumOf(['1.500', '-2.000']), '-0.500');
});

test('a sum is exact where a float would not be', () => {
  assert.equal(sumOf(['90071992547409.91', '90071992547409.91']), '180143985094819.82');
});

test('nothing adds nothing', () => {
  assert.equal(sumOf([]), '0');
  assert.equal(sumOf([null, '12.50', null]), '12.50');
});

test('below zero is told from zero by the text alone', () => {
  assert.deepEqual(['-0.01', '0.00', '1'].map(isNegative), [true, false, false]);
  assert.deepEqual(['0', '0.00', '-0.000', '0.01', '100'].map(isZero), [true, true, true, false, false]);
});
