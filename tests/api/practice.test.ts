import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createApiTest } from './testing.ts';

const api = await createApiTest();
const { firm } = api;
const bookkeeper = api.as('bookkeeper');

async function added(path: string, body: object) {
  const answer = await bookkeeper.post(path, body);
  assert.equal(answer.status, 201, answer.text);
  return answer.body;
}

test('a bookkeeper adds a client, reads it, changes it and removes it', async () => {
  const client = await added('/clients', {
    name: ' Harbour Trust ',
    accountManagerId: String(firm.staffId),
    rounding: { incrementMinutes: 6, direction: 'up' },
  });
  assert.equal(client.name, 'Harbour Trust');
  assert.equal(client.currency, 'NZD');
  assert.equal(client.accountManagerName, 'Ana');

  const read = await bookkeeper.get(`/clients/${client.id}`);
  assert.equal(read.headers['etag'], '"1"');
  assert.deepEqual(read.body, client);

  const changed = await bookkeeper.patch(`/clients/${client.id}`, { phone: '555 0100', rounding: null }, 1);
  assert.equal(changed.status, 200, changed.text);
  assert.deepEqual(changed.body, { ...client, phone: '555 0100', rounding: null, version: 2 });

  const stale = await bookkeeper.patch(`/clients/${client.id}`, { phone: '555 0199' }, 1);
  assert.equal(stale.status, 412);
  assert.equal(stale.body.errors[0].accepted, '2');

  assert.equal((await bookkeeper.delete(`/clients/${client.id}`, 2)).status, 204);
  assert.equal((await bookkeeper.get(`/clients/${client.id}`)).status, 404);
});

test('an array is added as a whole or not at all, each refusal naming its place', async () => {
  const refused = await bookkeeper.post('/tasks', [
    { name: 'Survey' },
    { name: 'survey' },
    { name: 'Design' },
  ]);
  assert.equal(refused.status, 409, refused.text);
  assert.deepEqual(
    refused.body.errors.map((error: { field: string; code: string }) => [error.field, error.code]),
    [
      ['[1].name', 'duplicate'],
      ['[2].name', 'duplicate'],
    ],
  );
  assert.equal((await bookkeeper.get('/tasks?search=survey')).body.items.length, 0);
  const { items } = await added('/tasks', [{ name: 'Survey' }, { name: 'Drafting', billable: false }]);
  assert.deepEqual(
    items.map((task: { name: string; billable: boolean }) => [task.name, task.billable]),
    [
      ['Survey', true],
      ['Drafting', false],
    ],
  );
});

test('one record is refused without a place before its fields', async () => {
  const refused = await bookkeeper.post('/jobs', { name: 'Villa', clientId: '999999' });
  assert.equal(refused.body.code, 'unknownClient');
  assert.equal(refused.body.errors[0].field, 'clientId');
});

test('a list comes in pages that meet without a gap or a repeat', async () => {
  await added(
    '/staff',
    Array.from({ length: 7 }, (_, place) => ({ name: `Pat ${place % 3}`, code: `P${place}` })),
  );
  const names: string[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const page = await bookkeeper.get(
      `/staff?search=pat&limit=2&order=desc${cursor ? `&cursor=${cursor}` : ''}`,
    );
    assert.equal(page.status, 200, page.text);
    names.push(...page.body.items.map((member: { name: string; code: string }) => member.code));
    cursor = page.body.nextCursor;
  }
  assert.deepEqual(names, ['P5', 'P2', 'P4', 'P1', 'P6', 'P3', 'P0']);
  assert.equal((await bookkeeper.get('/staff?cursor=nonsense')).body.code, 'invalidCursor');
});

test('a job is added with its tasks and shows its budget only to those who may see WIP', async () => {
  const job = await added('/jobs', {
    name: 'Boat shed',
    clientId: String(firm.clientId),
    budget: '1200.5',
    tasks: [{ taskId: String(firm.taskId) }],
  });
  assert.equal(job.budget, '1200.50');
  assert.deepEqual(
    job.tasks.map((task: { name: string; position: number }) => [task.name, task.position]),
    [['Design', 1]],
  );
  const seen = await api.as('staff').get(`/jobs/${job.id}`);
  assert.equal(seen.status, 200, seen.text);
  assert.ok(!('budget' in seen.body));
  assert.equal((await api.as('staff').patch(`/jobs/${job.id}`, { name: 'Shed' }, 1)).status, 403);
  const changed = await api.as('projectManager').patch(`/jobs/${job.id}`, { dueOn: '2026-05-01' }, 1);
  assert.equal(changed.body.dueOn, '2026-05-01', changed.text);
  assert.equal(changed.body.wipOpen, null);
});

test('the API explains which rate applies, with the cost only for those who may see it', async () => {
  const path =
    `/rates/resolution?jobId=${firm.jobId}&jobTaskId=${firm.jobTaskId}` +
    `&staffId=${firm.staffId}&on=2026-03-01`;
  await added('/rates', {
    scope: 'clientTask',
    clientId: String(firm.clientId),
    taskId: String(firm.taskId),
    ratePerHour: '180',
    effectiveFrom: '2026-01-01',
  });
  await added('/cost-rates', {
    scope: 'staff',
    staffId: String(firm.staffId),
    ratePerHour: '62.5',
    effectiveFrom: '2025-01-01',
  });
  const full = await bookkeeper.get(path);
  assert.equal(full.status, 200, full.text);
  assert.deepEqual(
    [full.body.ratePerHour, full.body.source, full.body.cost.ratePerHour],
    ['180.00', 'clientTask', '62.50'],
  );
  assert.deepEqual(
    full.body.passedOver.map((other: { ratePerHour: string; source: string }) => [
      other.ratePerHour,
      other.source,
    ]),
    [['150.00', 'staff']],
  );
  assert.ok(!('cost' in (await api.as('projectManager').get(path)).body));
  assert.equal((await api.as('staff').get(path)).status, 403);
  assert.equal((await api.as('projectManager').get('/cost-rates')).status, 403);
});

test('another firm neither sees nor changes what this one has', async () => {
  const other = api.asOther();
  for (const path of [
    `/clients/${firm.clientId}`,
    `/staff/${firm.staffId}`,
    `/tasks/${firm.taskId}`,
    `/jobs/${firm.jobId}`,
    `/job-tasks/${firm.jobTaskId}`,
  ]) {
    assert.equal((await other.get(path)).status, 404, path);
    assert.equal((await other.patch(path, { name: 'Taken' }, 1)).status, 404, path);
    assert.equal((await other.delete(path, 1)).status, 404, path);
  }
  const listed = await other.get('/jobs');
  assert.deepEqual(
    listed.body.items.map((job: { id: string }) => job.id),
    [String(api.otherFirm.jobId)],
  );
});
