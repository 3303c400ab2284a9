// What a job says of its work and its WIP.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createApiTest } from './testing.ts';

const api = await createApiTest();
const { firm } = api;
const bookkeeper = api.as('bookkeeper');

const entry = {
  jobId: String(firm.jobId),
  jobTaskId: String(firm.jobTaskId),
  staffId: String(firm.staffId),
  workedOn: '2026-03-10',
};

test('what was recorded on a task stands against what was estimated, in minutes and money', async () => {
  const recorded = await bookkeeper.post('/time-entries', {
    entries: [
      { ...entry, minutes: 90 },
      { ...entry, minutes: 30, billable: false },
    ],
  });
  assert.equal(recorded.status, 201, recorded.text);
  const [billable] = recorded.body.entries;
  const written = await bookkeeper.post('/write-offs', { items: [{ itemId: billable.id, amount: '1.00' }] });
  assert.equal(written.status, 201, written.text);

  const progress = await bookkeeper.get(`/jobs/${firm.jobId}/progress`);
  assert.equal(progress.status, 200, progress.text);
  const [task] = progress.body.tasks;
  assert.equal(task.jobTaskId, entry.jobTaskId);
  assert.equal(task.recordedMinutes, 120);
  assert.equal(task.recorded, billable.amount);
  assert.equal(Number(task.open), Number(billable.amount) - 1);
});

test('the list and the record of a job tell its WIP, as the ledger has it', async () => {
  const [listed] = (await bookkeeper.get('/jobs')).body.items;
  const read = (await bookkeeper.get(`/jobs/${firm.jobId}`)).body;
  const ledger = (await bookkeeper.get(`/jobs/${firm.jobId}/ledger`)).body;
  assert.notEqual(ledger.current.netWip, '0.00');
  for (const figure of ['wipTime', 'wipCost', 'interims', 'netWip']) {
    assert.equal(listed[figure], ledger.current[figure]);
    assert.equal(read[figure], ledger.current[figure]);
  }
  assert.equal(read.uninvoicedQuote, null);
});

test('staff see minutes, and no money', async () => {
  const staff = api.as('staff');
  const progress = await staff.get(`/jobs/${firm.jobId}/progress`);
  assert.equal(progress.status, 200, progress.text);
  assert.deepEqual(Object.keys(progress.body.tasks[0]), ['jobTaskId', 'estimatedMinutes', 'recordedMinutes']);
  const read = (await staff.get(`/jobs/${firm.jobId}`)).body;
  for (const figure of ['wipTime', 'netWip', 'uninvoicedQuote', 'lastBilledOn', 'budget'])
    assert.ok(!(figure in read), figure);
});
