import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createApiTest } from './testing.ts';

const api = await createApiTest({ now: '2026-03-31T02:00:00Z' });
const { firm } = api;
const owner = api.as('owner');

const printing = {
  jobId: String(firm.jobId),
  incurredOn: '2026-03-10',
  description: 'Printing',
  quantity: '2',
  unitPrice: '100.00',
  unitCost: '80.00',
};

const record = (...costs: object[]) => owner.post('/cost-entries', { costs });
const netWip = async (answer: { body: { balances: { netWip: string }[] } }) =>
  answer.body.balances[0]?.netWip;

test('an actual cost of 2 × 100.00 raises WIP by 200.00, an estimated one posts nothing', async () => {
  const actual = await record(printing);
  assert.equal(actual.status, 201, actual.text);
  assert.equal(actual.body.costs[0].amount, '200.00');
  assert.equal(actual.body.costs[0].cost, '160.00');
  assert.equal(await netWip(actual), '200.00');
  const estimate = await record({ ...printing, actual: false, quantity: '1', unitPrice: '500' });
  assert.deepEqual(estimate.body.balances, []);
});

test('an estimate that becomes actual is posted, and an actual that becomes an estimate is reversed', async () => {
  const [estimate] = (await record({ ...printing, actual: false })).body.costs;
  const actual = await owner.patch(`/cost-entries/${estimate.id}`, { actual: true }, estimate.version);
  assert.equal(actual.status, 200, actual.text);
  assert.equal(actual.body.actual, true);
  const back = await owner.patch(`/cost-entries/${estimate.id}`, { actual: false }, actual.body.version);
  assert.equal(back.status, 200, back.text);
  const open = await owner.get(`/cost-entries/${estimate.id}`);
  assert.equal(open.body.open, '0.00');
});

test("a supplier's credit lowers WIP and can be taken back", async () => {
  const before = await record(printing);
  const credit = await record({ ...printing, quantity: '-0.5' });
  assert.equal(credit.body.costs[0].amount, '-50.00');
  assert.equal(credit.body.costs[0].quantity, '-0.5');
  assert.equal(Number(await netWip(before)) - Number(await netWip(credit)), 50);
  const { id, version } = credit.body.costs[0];
  assert.equal((await owner.delete(`/cost-entries/${id}`, version)).status, 204);
});

test('quantities and prices that cannot be meant are refused by field', async () => {
  for (const [wrong, field] of [
    [{ quantity: '0' }, 'quantity'],
    [{ quantity: '1,5' }, 'quantity'],
    [{ quantity: '1.2345' }, 'quantity'],
    [{ unitPrice: '-1' }, 'unitPrice'],
    [{ unitPrice: '1.234' }, 'unitPrice'],
    [{ unitPrice: '1,000' }, 'unitPrice'],
    [{ incurredOn: '2026-02-30' }, 'incurredOn'],
    [{ incurredOn: '2026-04-02' }, 'incurredOn'],
    [{ jobId: '424242' }, 'jobId'],
    [{ description: ' ' }, 'description'],
  ] as const) {
    const answer = await record({ ...printing, ...wrong });
    assert.equal(answer.status >= 400 && answer.status < 500, true, answer.text);
    assert.equal(answer.body.errors[0].field, `costs[0].${field}`, answer.text);
  }
});
