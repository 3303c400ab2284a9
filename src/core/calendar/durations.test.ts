import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { formatDuration, parseDuration } from './durations.ts';

function read(text: string): number | string {
  const result = parseDuration(text);
  return result.ok ? result.value : result.refusals[0]!.code;
}

for (const [text, durationMinutes] of [
  ['1.5', 90],
  ['1,5', 90],
  ['.5', 30],
  ['2', 120],
  ['0', 0],
  ['1.5h', 90],
  ['1h', 60],
  ['1:30', 90],
  ['0:05', 5],
  [':45', 45],
  ['1h30', 90],
  ['1h 30m', 90],
  ['1H 30 MIN', 90],
  ['1h5', 65],
  ['90m', 90],
  ['90 min', 90],
  [' 1.5 ', 90],
  ['0.33', 20],
  ['0.25', 15],
  ['0.025', 2],
  ['0.0083', 0],
  ['0.008334', 1],
  ['9999', 599_940],
] as const) {
  test(`'${text}' is ${durationMinutes} minutes`, () => assert.equal(read(text), durationMinutes));
}

test('what cannot be read is refused', () => {
  const unreadable = [
    '',
    ' ',
    '.',
    ':',
    'h',
    'm',
    '1:60',
    '1:5',
    '1h75',
    '1h30h',
    '-1',
    '+1',
    '1.5.5',
    '1:30:00',
  ];
  for (const text of [...unreadable, '1e2', 'one', '1,234.5', '1.5m', '10000', '600000m', '٣', '1.5 days']) {
    assert.equal(read(text), 'invalidDuration', JSON.stringify(text));
  }
});

test('durations are shown as hours or as a clock', () => {
  for (const [durationMinutes, decimal, clock] of [
    [90, '1.5', '1:30'],
    [60, '1', '1:00'],
    [0, '0', '0:00'],
    [5, '0.08', '0:05'],
    [600, '10', '10:00'],
    [100, '1.67', '1:40'],
    [-90, '-1.5', '-1:30'],
    [60_006, '1000.1', '1000:06'],
  ] as const) {
    assert.equal(formatDuration(durationMinutes, 'decimal'), decimal);
    assert.equal(formatDuration(durationMinutes, 'clock'), clock);
  }
});

test('every duration is read back as it was shown, in both styles', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 599_940 }), (durationMinutes) => {
      assert.equal(read(formatDuration(durationMinutes, 'decimal')), durationMinutes);
      assert.equal(read(formatDuration(durationMinutes, 'clock')), durationMinutes);
    }),
  );
});

test('no text makes the reader throw, and what it reads is a whole number of minutes', () => {
  const typed = fc.string({ unit: fc.constantFrom(...'0123456789.,:hm -'.split('')), maxLength: 12 });
  fc.assert(
    fc.property(fc.oneof(fc.string(), typed), (text) => {
      const result = read(text);
      assert.ok(result === 'invalidDuration' || Number.isSafeInteger(result));
    }),
  );
});
