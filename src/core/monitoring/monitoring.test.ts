import assert from 'node:assert/strict';
import { test } from 'node:test';
import { availabilityIn } from './availability.ts';
import { bucketOf, histogramBoundsMs, histogramLength, percentileMs } from './histogram.ts';
import { isAlert, parseRange, stateOf, worst, type Range } from './thresholds.ts';
import { daysUntilFull, slopePerDay } from './trend.ts';

function range(text: string): Range {
  const parsed = parseRange(text);
  assert.ok(parsed.ok, text);
  return parsed.value;
}

test('ranges alert as the guidelines of monitoring plugins say', () => {
  const cases: [string, number[], number[]][] = [
    ['10', [-1, 10.5], [0, 5, 10]],
    ['10:', [9.9, -3], [10, 1e9]],
    ['~:10', [10.1], [-1e9, 0, 10]],
    ['10:20', [9, 21], [10, 15, 20]],
    ['@10:20', [10, 15, 20], [9, 21]],
    ['@10', [0, 10], [-1, 11]],
    ['-5:-1', [0, -6], [-5, -1]],
  ];
  for (const [text, alerting, quiet] of cases) {
    for (const value of alerting) assert.equal(isAlert(value, range(text)), true, `${text} at ${value}`);
    for (const value of quiet) assert.equal(isAlert(value, range(text)), false, `${text} at ${value}`);
  }
});

test('what is no range is refused with ranges that are', () => {
  for (const text of ['', ':', '@', 'ten', '20:10', '1:2:3', '10%', '~', '5 6']) {
    const parsed = parseRange(text);
    assert.equal(parsed.ok, false, text);
  }
});

test('critical outweighs warning, and the worst of several states counts', () => {
  const thresholds = { warning: range('80'), critical: range('90') };
  assert.deepEqual(
    [50, 85, 95].map((value) => stateOf(value, thresholds)),
    ['ok', 'warning', 'critical'],
  );
  assert.equal(worst(['ok', 'warning', 'unknown']), 'warning');
  assert.equal(worst(['unknown', 'critical']), 'critical');
  assert.equal(worst([]), 'ok');
});

test('a duration is counted at the first bound that it does not exceed', () => {
  assert.equal(bucketOf(0), 0);
  assert.equal(bucketOf(1), 0);
  assert.equal(bucketOf(1.01), 1);
  assert.equal(bucketOf(30_000), histogramBoundsMs.length - 1);
  assert.equal(bucketOf(30_001), histogramLength - 1);
});

test('a percentile lies within the bucket that holds it', () => {
  const histogram = Array<number>(histogramLength).fill(0);
  assert.equal(percentileMs(histogram, 0.5), null);
  for (let ms = 1; ms <= 1_000; ms += 1) histogram[bucketOf(ms)]! += 1;
  assert.ok(Math.abs(percentileMs(histogram, 0.5)! - 500) <= 5);
  assert.ok(Math.abs(percentileMs(histogram, 0.95)! - 950) <= 5);
  histogram[histogramLength - 1] = 1e6;
  assert.equal(percentileMs(histogram, 0.99), 30_000);
});

test('growth is the usual one, whatever a single clean-up did', () => {
  const points = Array.from({ length: 30 }, (_, day) => ({
    day,
    value: 100 + 10 * day - (day > 20 ? 150 : 0),
  }));
  assert.equal(slopePerDay(points), 10);
  assert.equal(daysUntilFull(455, 10), 45);
  assert.equal(daysUntilFull(455, -1), null);
  assert.equal(daysUntilFull(-5, 10), 0);
  assert.equal(slopePerDay(points.slice(0, 2)), null);
  assert.equal(slopePerDay([0, 0.1, 0.2].map((day) => ({ day, value: day }))), null);
});

const at = (time: string) => `2026-03-31T${time}Z`;
const spans = [
  { beganAt: at('08:00:00'), seenAt: at('09:00:00'), stoppedAt: null },
  { beganAt: at('09:10:00'), seenAt: at('10:00:00'), stoppedAt: at('10:00:05') },
  { beganAt: at('10:05:05'), seenAt: at('11:59:40'), stoppedAt: null },
];

test('what lies between two spans is an outage, and a planned one where a server was stopped', () => {
  const record = availabilityIn(spans, { from: at('08:00:00'), to: at('12:00:00') });
  assert.deepEqual(record.outages, [
    { beganAt: at('09:00:00'), endedAt: at('09:10:00'), seconds: 600, planned: false },
    { beganAt: at('10:00:05'), endedAt: at('10:05:05'), seconds: 300, planned: true },
  ]);
  assert.equal(record.seconds, 4 * 3_600);
  assert.equal(record.secondsUp, 4 * 3_600 - 900);
});

test('silence for a minute is an outage that lasts', () => {
  const record = availabilityIn(spans, { from: at('11:00:00'), to: at('12:01:40') });
  assert.deepEqual(record.outages, [
    { beganAt: at('11:59:40'), endedAt: null, seconds: 120, planned: false },
  ]);
});

test('before the first span nothing is known, and of an outage only what lies in the window counts', () => {
  assert.equal(availabilityIn(spans, { from: at('07:00:00'), to: at('12:00:00') }).from, at('08:00:00'));
  const part = availabilityIn(spans, { from: at('09:05:00'), to: at('09:30:00') });
  assert.equal(part.outages[0]!.seconds, 300);
  assert.equal(part.share, 0.8);
  assert.equal(availabilityIn([], { from: at('07:00:00'), to: at('12:00:00') }).share, null);
});
