import assert from 'node:assert/strict';
import { test } from 'node:test';
import { civilDate } from '#core/calendar/civil-date.ts';
import { readInterimTaxes } from '#store/billing/interim-taxes.ts';
import { insertTax } from '#store/billing/taxes.ts';
import { testDatabase } from '#store/testing/database.ts';
import { importing } from './testing/importing.ts';
import { inventedFirm, linesOf } from './testing/invented-firm.ts';

const { database } = await testDatabase();

/** What is known of the taxes of an imported deposit of 500 that comes to an amount with tax, or of which none is told. */
async function taxesOfDeposit(amountIncTax: number | null) {
  const firm = await importing(database);
  const { firmId, actorId } = firm.firm;
  const gst = await database.inFirm(firmId, (tx) => {
    const author = { actorId, recordedAt: '2024-01-01T00:00:00Z' };
    const components = [{ component: 'GST', rateMillionths: 150_000 }];
    const rates = [{ effectiveFrom: civilDate('2010-10-01'), components }];
    return insertTax(tx, author, { name: 'GST', archived: false, rates } as never);
  });
  const made = inventedFirm();
  made.job('D1');
  const told = amountIncTax === null ? {} : { amountIncTax };
  made.invoice('I1', { mode: 'deposit', amountExTax: 500, ...told, jobs: [linesOf('D1', [])] });
  await firm.run(made.files());
  assert.equal(await firm.netWip('D1'), '-500.00');
  const [taxes, ...others] = await database.inFirm(firmId, async (tx) => {
    const jobs = await tx.query<{ id: number }>('select id from job where firm_id = $1', [firmId]);
    const ids = jobs.map(({ id }) => id);
    return [...(await readInterimTaxes(tx, ids)).values()];
  });
  assert.deepEqual(others, []);
  return taxes?.map(({ taxId, weightMinor }) => [taxId === gst.id ? 'GST' : taxId, weightMinor]);
}

test('an imported deposit without tax takes none off, one under a tax of the firm that one', async () => {
  assert.deepEqual(await taxesOfDeposit(500), [[null, 500_00n]]);
  assert.deepEqual(await taxesOfDeposit(575), [['GST', 500_00n]]);
});

test('of an imported deposit of which no tax is told, or one that fits none of the firm, the tax is not known', async () => {
  assert.equal(await taxesOfDeposit(null), undefined);
  assert.equal(await taxesOfDeposit(560), undefined);
});
