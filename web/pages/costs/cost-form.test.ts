import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withMarkup } from './cost-form.ts';

test('a markup is added to what was paid, to the cent', () => {
  assert.equal(withMarkup('80.00', '25', 'NZD'), '100.00');
  assert.equal(withMarkup('33.33', '12.5', 'NZD'), '37.50');
  assert.equal(withMarkup('1000', '10', 'JPY'), '1100');
  assert.equal(withMarkup('80', '0', 'NZD'), '80.00');
});

test('what cannot be read yet gives no price', () => {
  assert.equal(withMarkup('', '25', 'NZD'), undefined);
  assert.equal(withMarkup('80', 'a lot', 'NZD'), undefined);
});
