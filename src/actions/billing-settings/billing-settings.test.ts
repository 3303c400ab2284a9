import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CurrencyCode } from '#core/money/currencies.ts';
import { ratesOn, taxDocument } from '#core/tax/tax.ts';
import { civilDate } from '#core/calendar/civil-date.ts';
import { takeNumber } from '#store/billing/series.ts';
import { loadTaxRates } from '#store/billing/taxes.ts';
import { testDatabase } from '#store/testing/database.ts';
import { testFirm } from '#store/testing/firm.ts';
import { foundFurtherFirm } from '../firms/found-firm.ts';
import { accepted, contextOf, refusedAs } from '../testing/practice.ts';
import { changeSeries, createSeries } from './number-series.ts';
import { getBillingSettings, listSeries, listTaxes } from './read.ts';
import { changeTax, createTax } from './taxes.ts';

const { database } = await testDatabase();
const firm = await testFirm(database);
const context = contextOf(database, firm);

async function foundIn(currency: string) {
  const founded = await foundFurtherFirm(database, context.clock, {
    owner: { userId: firm.userId, name: 'Owner' },
    firm: {
      name: `A firm in ${currency}`,
      currency: currency as CurrencyCode,
      timeZone: 'UTC',
      locale: 'en',
    },
  });
  const { firmId } = accepted(founded);
  return contextOf(database, firm, { firmId });
}

test('a firm founded in New Zealand charges GST of 15 % and drops half a cent', async () => {
  const founded = await foundIn('NZD');
  const settings = accepted(await getBillingSettings(founded));
  const [gst] = accepted(await listTaxes(founded)).items;
  assert.deepEqual([settings.taxHalf, settings.defaultTaxId], ['down', gst!.id]);
  assert.deepEqual(gst!.rates, [
    { effectiveFrom: '2010-10-01', components: [{ component: 'GST', rateMillionths: 150_000 }] },
  ]);
});

test('a firm founded in a currency of many countries starts without a tax', async () => {
  const founded = await foundIn('EUR');
  assert.deepEqual(accepted(await listTaxes(founded)).items, []);
  assert.equal(accepted(await getBillingSettings(founded)).defaultTaxId, null);
});

test('a document is taxed by the rates of its day, in the order in which components were said', async () => {
  const from = (day: string, qst: number) => ({
    effectiveFrom: civilDate(day),
    components: [
      { component: 'QST', rateMillionths: qst },
      { component: 'GST', rateMillionths: 50_000 },
    ],
  });
  const rates = [from('2013-01-01', 99_750), from('2012-01-01', 95_000)];
  const tax = accepted(await createTax(context, { name: 'Both', archived: false, rates }));
  const stored = await database.inFirm(firm.firmId, (tx) => loadTaxRates(tx, [tax.id]));
  const taxOn = (day: string) => {
    const policy = { mode: 'exclusive', rounding: 'line', half: 'up' } as const;
    const line = { amountMinor: 10_000n, grossMinor: null, taxId: tax.id };
    return taxDocument([line], { ...policy, rates: accepted(ratesOn(stored, civilDate(day))) }).summary;
  };
  assert.deepEqual(
    taxOn('2026-03-31').map(({ component, taxMinor }) => [component, taxMinor]),
    [
      ['QST', 998n],
      ['GST', 500n],
    ],
  );
  assert.equal(taxOn('2012-12-31')[0]!.taxMinor, 950n);
  assert.deepEqual(refusedAs(ratesOn(stored, civilDate('2011-12-31'))), ['unknownTax taxId']);
});

test('two people who give a tax the same name at once make one tax', async () => {
  const rates = [
    { effectiveFrom: civilDate('2020-01-01'), components: [{ component: 'A', rateMillionths: 1 }] },
  ];
  const content = { name: 'At once', archived: false, rates };
  const results = await Promise.all([
    createTax(context, content).catch((error: Error & { constraint?: string }) => error.constraint),
    createTax(context, content).catch((error: Error & { constraint?: string }) => error.constraint),
  ]);
  const made = results.filter((result) => typeof result === 'object' && result.ok);
  assert.equal(made.length, 1);
  const { id, version } = accepted(await listTaxes(context)).items.find(({ name }) => name === 'At once')!;
  const edits = await Promise.all(
    ['First', 'Second'].map((name) => changeTax(context, { id, version, to: { ...content, name } })),
  );
  assert.equal(edits.filter((edit) => edit.ok).length, 1);
});

test('of two series made the default at once, one is', async () => {
  const names = ['East', 'West', 'North'];
  await Promise.all(
    names.map((name) =>
      createSeries(context, { document: 'quote', name, prefix: `${name}-`, isDefault: true }),
    ),
  );
  const series = accepted(await listSeries(context)).items.filter(({ document }) => document === 'quote');
  assert.equal(series.length, 4);
  assert.equal(series.filter(({ isDefault }) => isDefault).length, 1);
});

test('numbers come from the default series, and an archived one gives none', async () => {
  const context = contextOf(database, await testFirm(database));
  const { firmId } = context.principal;
  const take = (seriesId: number | null) =>
    database.inFirm(firmId, (tx) => takeNumber(tx, 'invoice', seriesId));
  assert.equal((await take(null))?.number, 'INV-0001');
  const made = accepted(
    await createSeries(context, { document: 'invoice', name: 'Other', prefix: 'O/', nextValue: 99_999n }),
  );
  assert.equal((await take(made.id))?.number, 'O/99999');
  const [seen] = accepted(await listSeries(context)).items.filter(({ id }) => id === made.id);
  assert.equal(seen!.nextValue, 100_000n);
  accepted(await changeSeries(context, { id: made.id, version: seen!.version, to: { archived: true } }));
  assert.equal(await take(made.id), undefined);
});
