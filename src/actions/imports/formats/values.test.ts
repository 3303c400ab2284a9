import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  decimalEvidence,
  minutesFromDecimal,
  minutesFromSeconds,
  readClockDuration,
  readDay,
  readDecimal,
  readInstant,
  readPlainDecimal,
  readTimeOfDay,
  secondsBetween,
} from './values.ts';

test('a date is read in the order of its file and only when the day exists', () => {
  const table: [string, 'dayMonthYear' | 'monthDayYear' | 'yearFirst', string | undefined][] = [
    ['3/4/2024', 'dayMonthYear', '2024-04-03'],
    ['3/4/2024', 'monthDayYear', '2024-03-04'],
    ['3/4/2024', 'yearFirst', undefined],
    ['25.12.2024', 'dayMonthYear', '2024-12-25'],
    ['2024-07-15', 'monthDayYear', '2024-07-15'],
    ['20240715', 'yearFirst', '2024-07-15'],
    ['2024-07-15T00:00:00', 'yearFirst', '2024-07-15'],
    ['15/07/2024 12:00:00 AM', 'dayMonthYear', undefined],
    ['15/07/2024 0:00', 'dayMonthYear', '2024-07-15'],
    ['4 Mar 2024', 'monthDayYear', '2024-03-04'],
    ['04-March-2024', 'monthDayYear', '2024-03-04'],
    ['Mar 4, 2024', 'dayMonthYear', '2024-03-04'],
    ['29/2/2023', 'dayMonthYear', undefined],
    ['13/15/2024', 'monthDayYear', undefined],
    ['1/1/24', 'dayMonthYear', undefined],
    ['2008-08029T00:00:00', 'yearFirst', undefined],
  ];
  for (const [text, order, expected] of table)
    assert.equal(readDay(text, order), expected, `${text} ${order}`);
});

test('an instant in UTC falls on the day of the zone that is given, or on the day that is written', () => {
  const late = '2024-07-15T13:30:00Z';
  assert.deepEqual(readInstant(late, undefined), {
    date: '2024-07-15',
    time: '13:30',
    seconds: 0,
    zoneMatters: true,
  });
  assert.equal(readInstant(late, 'Pacific/Auckland')?.date, '2024-07-16');
  assert.equal(readInstant(late, 'Pacific/Auckland')?.time, '01:30');
  assert.equal(readInstant('2024-07-15T00:00:00Z', 'Pacific/Auckland')?.date, '2024-07-15');
  assert.equal(readInstant('2024-07-15T23:30:00+12:00', 'Europe/Paris')?.date, '2024-07-15');
  assert.equal(readInstant('2008-10-29 00:00:00+00:00', undefined)?.zoneMatters, false);
  assert.equal(readInstant('2024-07-15T25:00:00Z', undefined), undefined);
  assert.equal(secondsBetween('2024-03-04T09:23:00Z', '2024-03-04T10:23:01Z'), 3601);
});

test('clocks of twelve and of twenty-four hours', () => {
  const table: [string, string | undefined][] = [
    ['12:00 AM', '00:00'],
    ['12:30 pm', '12:30'],
    ['1:05:59 PM', '13:05'],
    ['23:59', '23:59'],
    ['780', '13:00'],
    ['1440', undefined],
    ['13:00 PM', undefined],
    ['0:10 AM', undefined],
    ['24:00', undefined],
    ['9:60', undefined],
  ];
  for (const [text, expected] of table) assert.equal(readTimeOfDay(text), expected, text);
});

test('durations become whole minutes, half up', () => {
  assert.equal(readClockDuration('01:30:29'), 5429);
  assert.equal(readClockDuration('1:75'), undefined);
  assert.deepEqual(minutesFromSeconds(5429), { minutes: 90, isRounded: true });
  assert.deepEqual(minutesFromSeconds(30), { minutes: 1, isRounded: true });
  assert.deepEqual(minutesFromSeconds(-90), { minutes: -2, isRounded: true });
  assert.deepEqual(minutesFromSeconds(29), { minutes: 0, isRounded: true });
  const hours = { times: 60, per: 1 };
  assert.deepEqual(minutesFromDecimal('1.25', hours), { minutes: 75, isRounded: false });
  assert.deepEqual(minutesFromDecimal('0.01', hours), { minutes: 1, isRounded: true });
  assert.deepEqual(minutesFromDecimal('-0.075', hours), { minutes: -5, isRounded: true });
});

test('numbers keep their fraction and lose grouping, signs of currency and brackets', () => {
  const table: [string, '.' | ',', string | undefined][] = [
    ['1,234.50', '.', '1234.50'],
    ['1.234,50', ',', '1234.50'],
    ['1 234,5', ',', '1234.5'],
    ["1'234.5", '.', '1234.5'],
    ['$1,234.50', '.', '1234.50'],
    ['NZ$ 12', '.', '12'],
    ['12,5 €', ',', '12.5'],
    ['(100.00)', '.', '-100.00'],
    ['-$5.00', '.', '-5.00'],
    ['-0.00', '.', '0.00'],
    ['.5', '.', '0.5'],
    ['007', '.', '7'],
    ['12.5', ',', undefined],
    ['1,23', '.', undefined],
    ['12,34,567', '.', undefined],
    ['5.', '.', undefined],
    ['', '.', undefined],
    ['1e3', '.', undefined],
    ['abc', '.', undefined],
    ['1234567890123456', '.', undefined],
  ];
  for (const [text, separator, expected] of table) assert.equal(readDecimal(text, separator), expected, text);
});

test('numbers of programs may have an exponent and nothing else', () => {
  assert.equal(readPlainDecimal('12.50'), '12.50');
  assert.equal(readPlainDecimal('1.5e3'), '1500');
  assert.equal(readPlainDecimal('-2.5E-3'), '-0.0025');
  assert.equal(readPlainDecimal('1,000'), undefined);
  assert.equal(readPlainDecimal('1e99'), undefined);
});

test('what one number tells of the separator of its column', () => {
  const table = {
    '1,5': ',',
    '1.5': '.',
    '1,234': 'either',
    '1.234,5': ',',
    '1,234,567': '.',
    '0,125': ',',
    '12': 'none',
  };
  for (const [text, expected] of Object.entries(table)) assert.equal(decimalEvidence(text), expected, text);
});

test('any amount written in either style reads back as itself', () => {
  const amount = fc.record({
    whole: fc.bigInt(0n, 10n ** 12n),
    cents: fc.integer({ min: 0, max: 99 }),
    negative: fc.boolean(),
  });
  fc.assert(
    fc.property(amount, ({ whole, cents, negative }) => {
      const fraction = String(cents).padStart(2, '0');
      const isNegative = negative && (whole !== 0n || cents !== 0);
      const expected = `${isNegative ? '-' : ''}${whole}.${fraction}`;
      const grouped = (mark: string) => String(whole).replace(/\B(?=(\d{3})+$)/g, mark);
      const sign = negative ? '-' : '';
      assert.equal(readDecimal(`${sign}${grouped(',')}.${fraction}`, '.'), expected);
      assert.equal(readDecimal(`${sign}${grouped('.')},${fraction}`, ','), expected);
      assert.equal(readPlainDecimal(`${sign}${whole}.${fraction}`), expected);
    }),
  );
});
