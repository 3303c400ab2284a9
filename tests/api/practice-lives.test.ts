// The life of each record of the practice: added, found in its list, read, changed by those who may and saw it, refused
// to those who did not, and removed while nothing refers to it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createApiTest, type Answer } from './testing.ts';

const api = await createApiTest();
const { firm } = api;
const bookkeeper = api.as('bookkeeper');
const jobId = String(firm.jobId);
const taskId = String(firm.taskId);
const staffId = String(firm.staffId);
const clientId = String(firm.clientId);

function made(answer: Answer) {
  assert.equal(answer.status, 201, answer.text);
  assert.equal(answer.body.version, 1);
  return answer.body;
}

function refused(answer: Answer, status: number, code: string): void {
  assert.equal(answer.status, status, answer.text);
  assert.equal(answer.body.code, code);
}

function lists(answer: Answer, id: string): void {
  assert.equal(answer.status, 200, answer.text);
  assert.ok(answer.body.items.some((item: { id: string }) => item.id === id));
}

test('a client is found in the list by a part of its name', async () => {
  const found = await bookkeeper.get('/clients?search=a+cli');
  lists(found, clientId);
  refused(await api.as('staff').get('/clients'), 403, 'notPermitted');
});

test('a contact: naming another primary contact takes that from the first', async () => {
  const first = made(await bookkeeper.post('/contacts', { clientId, name: 'Rosalind', isPrimary: true }));
  lists(await bookkeeper.get(`/contacts?clientId=${clientId}`), first.id);
  const second = made(await bookkeeper.post('/contacts', { clientId, name: 'Tobias' }));
  const changed = await bookkeeper.patch(`/contacts/${second.id}`, { isPrimary: true }, 1);
  assert.equal(changed.body.isPrimary, true, changed.text);
  assert.equal((await bookkeeper.get(`/contacts/${first.id}`)).body.isPrimary, false);
  refused(await bookkeeper.patch(`/contacts/${second.id}`, { name: 'Toby' }, 1), 412, 'staleVersion');
  refused(await bookkeeper.post('/contacts', { clientId: '999999', name: 'Nobody' }), 404, 'unknownClient');
  assert.equal((await bookkeeper.delete(`/contacts/${second.id}`, 2)).status, 204);
  assert.equal((await bookkeeper.get(`/contacts/${second.id}`)).status, 404);
});

test('a staff member: a code belongs to one person, and nobody with time is removed', async () => {
  const wanda = made(await bookkeeper.post('/staff', { name: 'Wanda', code: 'W1' }));
  refused(await bookkeeper.post('/staff', { name: 'Wilma', code: 'W1' }), 409, 'duplicate');
  assert.deepEqual((await bookkeeper.get(`/staff/${wanda.id}`)).body, wanda);
  const left = await bookkeeper.patch(`/staff/${wanda.id}`, { active: false }, 1);
  assert.deepEqual(left.body, { ...wanda, active: false, version: 2 });
  assert.equal((await bookkeeper.delete(`/staff/${wanda.id}`, 2)).status, 204);
  refused(await bookkeeper.delete(`/staff/${staffId}`, 1), 409, 'stillInUse');
  refused(
    await api.as('projectManager').patch(`/staff/${staffId}`, { name: 'Anna' }, 1),
    403,
    'notPermitted',
  );
});

test('a task of the library: changed, archived, and kept while a job has it', async () => {
  const task = made(await bookkeeper.post('/tasks', { name: 'Surveying' }));
  const changed = await bookkeeper.patch(`/tasks/${task.id}`, { archived: true }, 1);
  assert.equal(changed.body.archived, true, changed.text);
  assert.equal((await bookkeeper.get(`/tasks/${task.id}`)).body.version, 2);
  assert.equal((await bookkeeper.delete(`/tasks/${task.id}`, 2)).status, 204);
  refused(await bookkeeper.delete(`/tasks/${taskId}`, 1), 409, 'stillInUse');
});

test('a job is removed while nothing was recorded on it, its tasks with it', async () => {
  const manager = api.as('projectManager');
  const job = made(await manager.post('/jobs', { name: 'Jetty', clientId, tasks: [{ taskId }] }));
  assert.equal((await manager.delete(`/jobs/${job.id}`, 1)).status, 204);
  const recorded = { jobId, jobTaskId: String(firm.jobTaskId), staffId, workedOn: '2026-03-02', minutes: 60 };
  assert.equal((await manager.post('/time-entries', { entries: [recorded] })).status, 201);
  refused(await manager.delete(`/jobs/${jobId}`, 1), 409, 'stillInUse');
});

test("a job's task: added, completed, and removed while it has no time", async () => {
  const task = made(
    await bookkeeper.post('/job-tasks', { jobId, taskId, name: 'Drawings', estimatedMinutes: 600 }),
  );
  lists(await api.as('staff').get(`/job-tasks?jobId=${jobId}`), task.id);
  const done = await bookkeeper.patch(`/job-tasks/${task.id}`, { completedOn: '2026-03-05' }, 1);
  assert.equal(done.body.completedOn, '2026-03-05', done.text);
  assert.equal((await bookkeeper.get(`/job-tasks/${task.id}`)).body.estimatedMinutes, 600);
  assert.equal((await bookkeeper.delete(`/job-tasks/${task.id}`, 2)).status, 204);
  refused(await bookkeeper.delete(`/job-tasks/${firm.jobTaskId}`, 1), 409, 'stillInUse');
});

test('a rate: its history is kept in order, and its keys are those of its scope', async () => {
  const rate = { scope: 'task', taskId, ratePerHour: '120', effectiveFrom: '2026-01-01' };
  const first = made(await bookkeeper.post('/rates', rate));
  const second = made(
    await bookkeeper.post('/rates', { ...rate, ratePerHour: '130', effectiveFrom: '2026-07-01' }),
  );
  assert.equal((await bookkeeper.get(`/rates/${first.id}`)).body.effectiveUntil, '2026-06-30');
  lists(await bookkeeper.get(`/rates?taskId=${taskId}&on=2026-03-01`), first.id);
  refused(await bookkeeper.post('/rates', rate), 409, 'duplicate');
  refused(
    await bookkeeper.post('/rates', { ...rate, staffId, effectiveFrom: '2026-02-01' }),
    400,
    'invalidRequest',
  );
  const changed = await bookkeeper.patch(`/rates/${second.id}`, { ratePerHour: '135' }, 1);
  assert.equal(changed.body.ratePerHour, '135.00', changed.text);
  assert.equal((await bookkeeper.delete(`/rates/${second.id}`, 2)).status, 204);
  refused(await api.as('projectManager').post('/rates', rate), 403, 'notPermitted');
});

test('the rate that applies is explained', async () => {
  const question = `jobId=${jobId}&jobTaskId=${firm.jobTaskId}&staffId=${staffId}&on=2026-03-01`;
  const answer = await bookkeeper.get(`/rates/resolution?${question}`);
  assert.deepEqual([answer.body.ratePerHour, answer.body.source], ['150.00', 'staff'], answer.text);
});

test('a cost rate is for those who may see what an hour costs', async () => {
  const rate = { scope: 'staff', staffId, ratePerHour: '55', effectiveFrom: '2026-01-01' };
  const added = made(await bookkeeper.post('/cost-rates', rate));
  assert.equal((await api.as('auditor').get(`/cost-rates/${added.id}`)).body.ratePerHour, '55.00');
  refused(await api.as('projectManager').get(`/cost-rates/${added.id}`), 403, 'notPermitted');
  const changed = await bookkeeper.patch(`/cost-rates/${added.id}`, { ratePerHour: '57.5' }, 1);
  assert.equal(changed.body.ratePerHour, '57.50', changed.text);
  assert.equal((await bookkeeper.delete(`/cost-rates/${added.id}`, 2)).status, 204);
});
