import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CurrencyCode } from '../money/currencies.ts';
import { taxPresetOf } from './presets.ts';
import { taxOfClient } from './tax-of-client.ts';

const firm = { taxMode: 'exclusive', defaultTaxId: 1 } as const;

test("a client has its own tax, or the firm's, or none when it is exempt", () => {
  assert.equal(taxOfClient({ taxExempt: false, taxId: 2 }, firm), 2);
  assert.equal(taxOfClient({ taxExempt: false, taxId: null }, firm), 1);
  assert.equal(taxOfClient({ taxExempt: true, taxId: 2 }, firm), null);
  assert.equal(taxOfClient({ taxExempt: false, taxId: 2 }, { ...firm, taxMode: 'none' }), null);
});

test('a new firm has the tax of its country where its currency tells it', () => {
  const told = (currency: string) => {
    const preset = taxPresetOf(currency as CurrencyCode);
    return preset && [preset.name, preset.rateMillionths, preset.half];
  };
  assert.deepEqual(told('NZD'), ['GST', 150_000, 'down']);
  assert.deepEqual(told('AUD'), ['GST', 100_000, 'up']);
  assert.deepEqual(told('GBP'), ['VAT', 200_000, 'up']);
  assert.equal(told('USD'), null);
});
