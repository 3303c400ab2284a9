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

test('jobs are sorted by net WIP, page by page, by those who may see it', async () => {
  const added = await bookkeeper.post('/jobs', [
    { name: 'Owed more than done', clientId: String(firm.clientId), category: 'Retainers' },
    { name: 'Nothing yet', clientId: String(firm.clientId), category: 'housing' },
    { name: 'Much', clientId: String(firm.clientId), category: 'Retainers' },
  ]);
  assert.equal(added.status, 201, added.text);
  const [owed, nothing, much] = added.body.items.map(({ id }: { id: string }) => id);
  const cost = { incurredOn: '2026-03-10', quantity: '1', unitPrice: '90000.00', description: 'Plates' };
  const recorded = await bookkeeper.post('/cost-entries', { costs: [{ ...cost, jobId: much }] });
  assert.equal(recorded.status, 201, recorded.text);
  const interim = await bookkeeper.post('/interims', {
    jobId: owed,
    amount: '20.00',
    description: 'Deposit',
  });
  assert.equal(interim.status, 201, interim.text);
  const ids: string[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const behind: string = cursor === '' ? '' : `&cursor=${cursor}`;
    const page = await bookkeeper.get(`/jobs?sort=netWip&order=desc&limit=1${behind}`);
    assert.equal(page.status, 200, page.text);
    ids.push(page.body.items[0].id);
    cursor = page.body.nextCursor;
  }
  assert.deepEqual([ids[0], ids.at(-2), ids.at(-1)], [much, nothing, owed]);
  assert.equal((await api.as('staff').get('/jobs?sort=netWip')).status, 403);
});

test('the categories that jobs have are listed with how many have each, and find those jobs', async () => {
  const categories = await api.as('staff').get('/jobs/categories');
  assert.equal(categories.status, 200, categories.text);
  assert.deepEqual(categories.body.items, [
    { name: 'housing', jobs: 1 },
    { name: 'Retainers', jobs: 2 },
  ]);
  const found = await bookkeeper.get('/jobs?category=Retainers&sort=name');
  assert.deepEqual(
    found.body.items.map(({ name }: { name: string }) => name),
    ['Much', 'Owed more than done'],
  );
});
