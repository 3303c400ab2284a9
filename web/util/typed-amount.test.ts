import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatAmount, parseAmount } from './typed-amount.ts';

const inNewZealand = { locale: 'en-NZ', digits: 2 };
const inGermany = { locale: 'de-DE', digits: 2 };

test('an amount is read as the locale writes it, to the last digit', () => {
  for (const [typed, read] of [
    ['1234.5', '1234.5'],
    ['1,234.50', '1234.50'],
    ['$ 1,234,567', '1234567'],
    ['.5', '0.5'],
    ['007', '7'],
    ['9007199254740.99', '9007199254740.99'],
  ] as const) {
    assert.equal(parseAmount(typed, inNewZealand), read, typed);
  }
  assert.equal(parseAmount('1.234,50 €', inGermany), '1234.50');
  assert.equal(parseAmount('1.234', inGermany), '1234');
  assert.equal(parseAmount('12 345,6', { locale: 'fr-FR', digits: 2 }), '12345.6');
  for (const typed of ["1'234.5", '1’234.5']) {
    assert.equal(parseAmount(typed, { locale: 'de-CH', digits: 2 }), '1234.5', typed);
  }
  assert.equal(parseAmount('12,34,567.8', { locale: 'en-IN', digits: 2 }), '1234567.8');
});

test('what could mean two things is not guessed at', () => {
  for (const typed of ['1,5', '12,34', '1.2.3', '1,2345', 'abc', '', '-', '1.234', '1e3', '--1']) {
    assert.equal(parseAmount(typed, inNewZealand), undefined, typed);
  }
});

test('a minus counts only where there may be one', () => {
  assert.equal(parseAmount('-12', inNewZealand), undefined);
  assert.equal(parseAmount('−12.5', { ...inNewZealand, signed: true }), '-12.5');
});

test('an amount shown can be read back as the same amount', () => {
  for (const locale of ['en-NZ', 'de-DE', 'fr-FR', 'en-IN', 'sv-SE', 'de-CH']) {
    for (const amount of ['0', '12.50', '1234567.89', '-1234.5', '90071992547409.91']) {
      const shown = formatAmount(amount, locale);
      assert.equal(parseAmount(shown, { locale, digits: 2, signed: true }), amount, `${locale} ${shown}`);
    }
  }
});
