import assert from 'node:assert/strict';
import { test } from 'node:test';
import { leftOver, namedIn, payableIn, suggestedShares } from './shares.ts';

const invoice = (id: string, dueOn: string | null, outstanding: string, currency = 'NZD') => ({
  id,
  dueOn,
  invoicedOn: '2026-09-01',
  outstanding,
  currency,
});

test('what has been due longest is paid first, and the last one in part', () => {
  const open = payableIn(
    [
      invoice('9', '2026-11-20', '300.00'),
      invoice('10', '2026-10-20', '1000.10'),
      invoice('11', null, '50.00'),
    ],
    'NZD',
  );
  assert.deepEqual(
    open.map(({ id }) => id),
    ['11', '10', '9'],
  );
  const shares = suggestedShares('1100.15', open);
  assert.deepEqual(shares, { 9: '50.05', 10: '1000.10', 11: '50.00' });
  assert.equal(leftOver('1100.15', shares, 'NZD'), '0.00');
});

test('more than is open is left over, and less than is given is missing', () => {
  const open = [invoice('1', null, '80.00')];
  assert.equal(leftOver('100', suggestedShares('100', open), 'NZD'), '20.00');
  assert.equal(leftOver('100', { 1: '130.5' }, 'NZD'), '-30.50');
  assert.equal(leftOver('500', {}, 'JPY'), '500');
});

test('invoices in another currency and those that are settled are not offered', () => {
  const open = [invoice('1', null, '80.00', 'AUD'), invoice('2', null, '0.00'), invoice('3', null, '-5.00')];
  assert.deepEqual(payableIn(open, 'NZD'), []);
});

test('only what gets something is named, and what cannot be read is left for the server to object to', () => {
  assert.deepEqual(
    namedIn({ 1: '0.00', 2: '12.5', 3: '', 4: 'abc' }, [{ id: '4' }, { id: '2' }, { id: '1' }]),
    [
      { invoiceId: '4', amount: 'abc' },
      { invoiceId: '2', amount: '12.5' },
    ],
  );
});
