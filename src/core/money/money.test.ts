import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Result } from '../refusal.ts';
import type { CurrencyCode } from './currencies.ts';
import { currencyCodes, minorDigits, parseCurrency } from './currencies.ts';
import { amountMinorMax, formatForPeople, formatMinor, multiplyRate, parseMinor } from './money.ts';

const amount = fc.bigInt({ min: -amountMinorMax, max: amountMinorMax });
const currency = fc.constantFrom(...currencyCodes);

function codeOf(result: Result<unknown>): string {
  return result.ok ? 'accepted' : result.refusals[0]!.code;
}

function read(text: string, code: CurrencyCode = 'NZD'): bigint | string {
  const result = parseMinor(text, code);
  return result.ok ? result.value : codeOf(result);
}

test('each currency has the decimals of ISO 4217', () => {
  assert.equal(minorDigits('NZD'), 2);
  assert.equal(minorDigits('HUF'), 2);
  assert.equal(minorDigits('JPY'), 0);
  assert.equal(minorDigits('KWD'), 3);
});

test('a currency is a code in capitals from the list', () => {
  assert.deepEqual(parseCurrency('NZD'), { ok: true, value: 'NZD' });
  for (const text of ['nzd', '', 'NZ', 'XXX', 'XAU', 'toString', '__proto__', ' NZD']) {
    assert.equal(codeOf(parseCurrency(text)), 'invalidCurrency', text);
  }
});

test('amounts are written with the digits of their currency', () => {
  assert.equal(formatMinor(-123450n, 'NZD'), '-1234.50');
  assert.equal(formatMinor(5n, 'NZD'), '0.05');
  assert.equal(formatMinor(-5n, 'NZD'), '-0.05');
  assert.equal(formatMinor(0n, 'NZD'), '0.00');
  assert.equal(formatMinor(1234n, 'JPY'), '1234');
  assert.equal(formatMinor(-1500n, 'KWD'), '-1.500');
});

test('amounts are read from plain decimal strings', () => {
  assert.equal(read('1234.50'), 123450n);
  assert.equal(read('1234.5'), 123450n);
  assert.equal(read('+1234'), 123400n);
  assert.equal(read('-0.05'), -5n);
  assert.equal(read('-0'), 0n);
  assert.equal(read('007'), 700n);
  assert.equal(read('1234', 'JPY'), 1234n);
  assert.equal(read('1.5', 'KWD'), 1500n);
});

test('what is not a plain decimal string is refused, never rounded or guessed', () => {
  const unreadable = [
    '',
    ' ',
    '1,234.50',
    '1 234',
    '1e3',
    '.5',
    '5.',
    '1.234',
    '--1',
    '$5',
    '0x10',
    'NaN',
    '1.5\n',
    '١',
  ];
  for (const text of unreadable) assert.equal(read(text), 'invalidAmount', JSON.stringify(text));
  assert.equal(read('1.0', 'JPY'), 'invalidAmount');
  assert.equal(read('9'.repeat(1_000_000)), 'invalidAmount');
});

test('the limit of the ledger is accepted and one cent beyond it is refused', () => {
  assert.equal(read('90071992547409.91'), amountMinorMax);
  assert.equal(read('-90071992547409.91'), -amountMinorMax);
  assert.equal(read('90071992547409.92'), 'amountOutOfRange');
  assert.equal(read('-90071992547409.92'), 'amountOutOfRange');
});

test('a refused amount says what would have been accepted', () => {
  const result = parseMinor('1.005', 'NZD');
  assert.deepEqual(result, {
    ok: false,
    refusals: [
      {
        code: 'invalidAmount',
        detail: 'An amount in NZD is a plain decimal number with at most 2 decimals.',
        value: '1.005',
        accepted: 'such as 1234.50',
      },
    ],
  });
});

test('every amount is read back as it was written, in every currency', () => {
  fc.assert(
    fc.property(amount, currency, (amountMinor, code) => {
      assert.equal(read(formatMinor(amountMinor, code), code), amountMinor);
    }),
  );
});

test('no text makes the reader throw', () => {
  fc.assert(
    fc.property(fc.string(), currency, (text, code) => {
      parseMinor(text, code);
    }),
  );
});

test('people see every cent of the largest amount', () => {
  assert.equal(formatForPeople(-123450n, 'NZD', 'en-NZ'), '-$1,234.50');
  assert.equal(formatForPeople(amountMinorMax, 'NZD', 'en-NZ'), '$90,071,992,547,409.91');
  assert.equal(formatForPeople(12345n, 'HUF', 'en-NZ'), 'HUF\u00a0123.45');
  assert.equal(formatForPeople(1234n, 'JPY', 'en-NZ').replace(/[^\d,.]/g, ''), '1,234');
});

test('the value of time is minutes times the hourly rate, rounded once, half up', () => {
  assert.equal(multiplyRate(120, 15_000n), 30_000n);
  assert.equal(multiplyRate(1, 15_000n), 250n);
  assert.equal(multiplyRate(1, 30n), 1n);
  assert.equal(multiplyRate(1, 29n), 0n);
  assert.equal(multiplyRate(-1, 30n), -1n);
  assert.equal(multiplyRate(20, 10_000n), 3_333n);
  assert.equal(multiplyRate(40, 10_000n), 6_667n);
  assert.throws(() => multiplyRate(1.5, 10_000n), RangeError);
});
