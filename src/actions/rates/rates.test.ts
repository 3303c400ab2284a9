import assert from 'node:assert/strict';
import { test } from 'node:test';
import { civilDate } from '#core/calendar/civil-date.ts';
import { testDatabase } from '#store/testing/database.ts';
import { testFirm } from '#store/testing/firm.ts';
import { changeJob } from '../jobs/change-job.ts';
import { createTasks } from '../tasks/create-tasks.ts';
import { accepted, contextOf, refusedAs } from '../testing/practice.ts';
import { recordTimeEntries } from '../time/record-time.ts';
import { changeCostRate } from './change-cost-rate.ts';
import { changeRate } from './change-rate.ts';
import { createCostRates } from './create-cost-rates.ts';
import { createRates } from './create-rates.ts';
import { explainRate } from './explain-rate.ts';
import { listCostRates } from './read-cost-rates.ts';
import { listRates } from './read-rates.ts';
import { removeRate } from './remove-rate.ts';

const { database } = await testDatabase();
const firm = await testFirm(database);
const other = await testFirm(database, { name: 'Other Firm' });
const owner = contextOf(database, firm);
const { jobId, jobTaskId, staffId, taskId, clientId } = firm;
const day = (text: string) => civilDate(text);

test('a rate takes the currency of its job or client and is refused in another', async () => {
  const rate = { scope: 'jobTask', jobId, taskId, effectiveFrom: day('2026-01-01') } as const;
  const [added] = accepted(await createRates(owner, [{ ...rate, ratePerHour: '175' }]));
  assert.equal(added?.currency, 'NZD');
  assert.equal(added?.ratePerHourMinor, 17_500n);
  assert.deepEqual(refusedAs(await createRates(owner, [{ ...rate, ratePerHour: '175', currency: 'USD' }])), [
    'currencyMismatch [0].currency',
  ]);
  accepted(await removeRate(owner, { id: added!.id, version: 1 }));
});

test('a rate has exactly the keys of its scope', async () => {
  const refused = await createRates(owner, [
    { scope: 'staffTask', staffId, ratePerHour: '1', effectiveFrom: day('2026-01-01') },
    { scope: 'staff', staffId, taskId, ratePerHour: '1', effectiveFrom: day('2026-01-01') },
  ]);
  assert.deepEqual(refusedAs(refused), ['invalidRequest [0].taskId', 'invalidRequest [1].taskId']);
});

test('unknown keys, other decimals, negative and absurd rates are refused by name', async () => {
  const from = day('2026-01-01');
  const refused = await createRates(owner, [
    { scope: 'staff', staffId: other.staffId, ratePerHour: '1', effectiveFrom: from },
    { scope: 'staff', staffId, ratePerHour: '1.234', effectiveFrom: from },
    { scope: 'staff', staffId, ratePerHour: '-1', effectiveFrom: from },
    { scope: 'staff', staffId, ratePerHour: '99999999999', effectiveFrom: from },
  ]);
  assert.deepEqual(refusedAs(refused), [
    'unknownStaff [0].staffId',
    'invalidAmount [1].ratePerHour',
    'amountOutOfRange [2].ratePerHour',
    'amountOutOfRange [3].ratePerHour',
  ]);
});

test('two rates for the same thing do not begin on one day', async () => {
  const rate = { scope: 'task', taskId, ratePerHour: '120', effectiveFrom: day('2026-01-01') } as const;
  const [first] = accepted(await createRates(owner, [rate]));
  const later = { ...rate, effectiveFrom: day('2026-02-01') };
  assert.deepEqual(refusedAs(await createRates(owner, [rate, later, later])), [
    'duplicate [0].effectiveFrom',
    'duplicate [2].effectiveFrom',
  ]);
  const [second] = accepted(await createRates(owner, [later]));
  assert.deepEqual(
    refusedAs(await changeRate(owner, { id: second!.id, version: 1, effectiveFrom: rate.effectiveFrom })),
    ['duplicate effectiveFrom'],
  );
  for (const { id } of [first!, second!]) accepted(await removeRate(owner, { id, version: 1 }));
});

test('the rate card shows histories, or what applies on a day', async () => {
  const [task] = accepted(await createTasks(owner, [{ name: 'Drafting' }]));
  const history = ['2025-01-01', '2025-07-01', '2026-01-01'].map((from, place) => ({
    scope: 'staffTask' as const,
    staffId,
    taskId: task!.id,
    ratePerHour: `${100 + place}`,
    effectiveFrom: day(from),
  }));
  accepted(await createRates(owner, history));
  const whole = accepted(await listRates(owner, { taskId: task!.id, limit: 10 }));
  assert.deepEqual(
    whole.items.map(({ effectiveFrom, effectiveUntil, staffName }) => [
      staffName,
      effectiveFrom,
      effectiveUntil,
    ]),
    [
      ['Ana', '2025-01-01', '2025-06-30'],
      ['Ana', '2025-07-01', '2025-12-31'],
      ['Ana', '2026-01-01', null],
    ],
  );
  const on = async (date: string) => {
    const page = accepted(await listRates(owner, { taskId: task!.id, on: day(date), limit: 10 }));
    return page.items.map(({ ratePerHourMinor }) => ratePerHourMinor);
  };
  assert.deepEqual(await on('2024-12-31'), []);
  assert.deepEqual(await on('2025-06-30'), [10_000n]);
  assert.deepEqual(await on('2025-07-01'), [10_100n]);
  assert.deepEqual(await on('2030-01-01'), [10_200n]);
});

test('correcting a rate changes nothing that stands in the ledger', async () => {
  const workedOn = day('2026-03-02');
  const entry = { jobId, jobTaskId, staffId, workedOn, minutes: 60 };
  const { items } = accepted(await listRates(owner, { scopes: ['staff'], staffId, limit: 10 }));
  const [rate] = items;
  const before = accepted(await recordTimeEntries(owner, [entry]));
  const corrected = accepted(
    await changeRate(owner, { id: rate!.id, version: rate!.version, ratePerHour: '160.00' }),
  );
  assert.equal(corrected.version, 2);
  const after = accepted(await recordTimeEntries(owner, [entry]));
  assert.equal(before.entries[0]?.amountMinor, 15_000n);
  assert.equal(after.entries[0]?.amountMinor, 16_000n);
  assert.equal(after.balances[0]?.wipTimeMinor, 31_000n);
  accepted(await changeRate(owner, { id: rate!.id, version: 2, ratePerHour: '150.00' }));
});

test('which rate applies is explained, with what it passes over', async () => {
  const from = day('2026-01-01');
  accepted(
    await createRates(owner, [
      { scope: 'clientTask', clientId, taskId, ratePerHour: '140', effectiveFrom: from },
      { scope: 'task', taskId, ratePerHour: '110', effectiveFrom: from },
    ]),
  );
  const asked = { jobId, jobTaskId, staffId, on: day('2026-03-01') };
  const explained = accepted(await explainRate(owner, asked));
  assert.equal(explained.rate.source, 'clientTask');
  assert.match(explained.rate.reason, /client's rate for the task, from 2026-01-01/);
  assert.deepEqual(
    explained.passedOver.map(({ source, ratePerHourMinor }) => [source, ratePerHourMinor]),
    [
      ['staff', 15_000n],
      ['task', 11_000n],
    ],
  );
  accepted(await changeJob(owner, { id: jobId, version: 1, rateBasis: 'task' }));
  const byTask = accepted(await explainRate(owner, asked));
  assert.deepEqual(
    byTask.passedOver.map(({ source }) => source),
    ['task', 'staff'],
  );
  const early = accepted(await explainRate(owner, { ...asked, on: day('2019-01-01') }));
  assert.equal(early.rate.source, 'missing');
  assert.deepEqual(early.passedOver, []);
});

test('what is not of the job or the firm is unknown when a rate is asked for', async () => {
  const on = day('2026-03-01');
  assert.deepEqual(
    refusedAs(await explainRate(owner, { jobId, jobTaskId: other.jobTaskId, staffId: other.staffId, on })),
    ['unknownJobTask jobTaskId', 'unknownStaff staffId'],
  );
});

test('cost rates are for those who may see and set them', async () => {
  const rate = { scope: 'staff', staffId, ratePerHour: '60', effectiveFrom: day('2025-01-01') } as const;
  const [added] = accepted(await createCostRates(owner, [rate]));
  assert.equal(added?.currency, 'NZD');
  assert.deepEqual(refusedAs(await createCostRates(owner, [rate])), ['duplicate [0].effectiveFrom']);
  const corrected = accepted(await changeCostRate(owner, { id: added!.id, version: 1, ratePerHour: '61.5' }));
  assert.equal(corrected.ratePerHourMinor, 6_150n);

  const manager = contextOf(database, firm, { role: 'projectManager' });
  assert.deepEqual(refusedAs(await listCostRates(manager, { limit: 10 })), ['notPermitted']);
  assert.deepEqual(refusedAs(await createCostRates(manager, [rate])), ['notPermitted']);
  const shown = contextOf(database, firm, { role: 'projectManager', seesCosts: true });
  assert.equal(accepted(await listCostRates(shown, { limit: 10 })).items.length, 1);
  assert.deepEqual(refusedAs(await createCostRates(shown, [rate])), ['notPermitted']);

  const asked = { jobId, jobTaskId, staffId, on: day('2026-03-01') };
  assert.ok(!('cost' in accepted(await explainRate(manager, asked))));
  assert.equal(accepted(await explainRate(shown, asked)).cost?.rate.ratePerHourMinor, 6_150n);
});
