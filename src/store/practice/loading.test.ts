import assert from 'node:assert/strict';
import { test } from 'node:test';
import { civilDate } from '#core/calendar/civil-date.ts';
import { rateBook, resolveRate } from '#core/pricing/rates.ts';
import type { Tx } from '#store/database.ts';
import { testDatabase } from '#store/testing/database.ts';
import { testFirm } from '#store/testing/firm.ts';
import { loadJobContexts } from './jobs.ts';
import { loadCostRateBook, loadCostRateBookOfWork, loadRateBook, loadRateBookOfWork } from './rates.ts';

const { database } = await testDatabase();
const firm = await testFirm(database);
const other = await testFirm(database, { name: 'Other Studio' });
const { clientId: client, staffId: staff, taskId: task, jobId: job, jobTaskId: jobTask } = firm;

async function add(table: string, columns: Record<string, unknown>): Promise<number> {
  const names = Object.keys(columns);
  const places = names.map((_, place) => `$${place + 2}`);
  const [row] = await database.inFirm(firm.firmId, (tx) =>
    tx.query<{ id: number }>(
      `insert into ${table} (firm_id, ${names.join(', ')}) values ($1, ${places.join(', ')}) returning id`,
      [firm.firmId, ...Object.values(columns)],
    ),
  );
  return row!.id;
}

const colleague = await add('staff', { name: 'Cleo Reid' });
const otherTask = await add('task', { name: 'Travel', billable: false });

const from = '2025-01-01';
const rate = (scope: string, keys: Record<string, number>, minor: number) =>
  add('rate', { scope, ...keys, currency: 'NZD', rate_per_hour_minor: minor, effective_from: from });
const rates = {
  jobTask: await rate('jobTask', { job_id: job, task_id: task }, 1),
  jobStaff: await rate('jobStaff', { job_id: job, staff_id: staff }, 2),
  clientTask: await rate('clientTask', { client_id: client, task_id: task }, 3),
  staffTask: await rate('staffTask', { staff_id: staff, task_id: task }, 4),
  task: await rate('task', { task_id: task }, 5),
  staff: await rate('staff', { staff_id: staff }, 6),
};
await rate('staff', { staff_id: colleague }, 7);
await rate('staffTask', { staff_id: staff, task_id: otherTask }, 8);
await rate('jobStaff', { job_id: job, staff_id: colleague }, 9);

test('only the rates that could price the batch are read, each scope among them', async () => {
  const rows = await database.inFirm(firm.firmId, (tx) =>
    loadRateBook(tx, { jobIds: [job], clientIds: [client], staffIds: [staff], taskIds: [task] }),
  );
  const found = rows.filter((row) => row.effectiveFrom === from);
  assert.deepEqual(Object.fromEntries(found.map((row) => [row.scope, row.id])), rates);
  assert.equal(rows.length, 7, 'and the rate that the staff member had before');
  const resolved = resolveRate(rateBook(rows), {
    jobId: job,
    clientId: client,
    staffId: staff,
    taskId: task,
    rateBasis: 'staff',
    currency: 'NZD',
    on: civilDate('2025-06-30'),
  });
  assert.equal(resolved.rateId, rates.jobStaff);
});

test('cost rates come in the currency of the firm', async () => {
  await add('cost_rate', {
    scope: 'staff',
    staff_id: staff,
    rate_per_hour_minor: 6000,
    effective_from: from,
  });
  await add('cost_rate', { scope: 'task', task_id: otherTask, rate_per_hour_minor: 1, effective_from: from });
  const rows = await database.inFirm(firm.firmId, (tx) =>
    loadCostRateBook(tx, { staffIds: [staff], taskIds: [task] }),
  );
  assert.deepEqual(
    rows.map(({ scope, currency, ratePerHourMinor }) => ({ scope, currency, ratePerHourMinor })),
    [{ scope: 'staff', currency: 'NZD', ratePerHourMinor: 6000n }],
  );
});

test('the rates of work are those of its clients and tasks, which nobody looked up', async () => {
  const keys = { jobIds: [job], clientIds: [client], staffIds: [staff], taskIds: [task] };
  const work = { jobIds: [job], jobTaskIds: [jobTask], staffIds: [staff] };
  const books = (tx: Tx) =>
    Promise.all([
      loadRateBook(tx, keys),
      loadCostRateBook(tx, keys),
      loadRateBookOfWork(tx, work),
      loadCostRateBookOfWork(tx, work),
    ]);
  const found = await database.inFirm(firm.firmId, books);
  const [rated, costed, ratedOfWork, costedOfWork] = found.map((rows) =>
    rows.map(({ id }) => id).toSorted((a, b) => a - b),
  );
  assert.deepEqual(ratedOfWork, rated);
  assert.deepEqual(costedOfWork, costed);
  assert.equal(rated?.length, 7);
  const [, , none] = await database.inFirm(other.firmId, books);
  assert.deepEqual(none, []);
});

test('a rate of the same scope and keys begins once a day', async () => {
  await assert.rejects(rate('staff', { staff_id: staff }, 99), /rate_keys/);
});

test('a job is known with its client, state and rounding, and its tasks beside it', async () => {
  const { jobs, jobTasks } = await database.inFirm(firm.firmId, async (tx) => {
    await tx.query(
      `update client set rounding_increment_minutes = 6, rounding_direction = 'up' where firm_id = $1`,
      [firm.firmId],
    );
    return loadJobContexts(tx, [job, 999_999], [jobTask], { hold: true });
  });
  assert.deepEqual(
    [...jobs.values()],
    [
      {
        id: job,
        number: 'J000001',
        clientId: client,
        currency: 'NZD',
        stateType: 'inProgress',
        rateBasis: 'staff',
        excluded: false,
        rounding: { job: null, client: { incrementMinutes: 6, direction: 'up' } },
      },
    ],
  );
  assert.deepEqual(
    [...jobTasks.values()],
    [{ id: jobTask, jobId: job, taskId: task, name: 'Design', billable: true, completedOn: null }],
  );
});

test('another firm does not know them', async () => {
  const found = await database.inFirm(other.firmId, async (tx) => ({
    contexts: await loadJobContexts(tx, [job], [jobTask]),
    rates: await loadRateBook(tx, { jobIds: [job], clientIds: [client], staffIds: [staff], taskIds: [task] }),
  }));
  assert.equal(found.contexts.jobs.size + found.contexts.jobTasks.size + found.rates.length, 0);
});
