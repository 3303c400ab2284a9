// What a run does with completed jobs, quotes and interims, held against the invoice that a person would draw up.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createApiTest, type Answer } from './testing.ts';

const api = await createApiTest({ now: '2026-04-02T02:00:00Z' });
const owner = api.as('owner');
const { firm } = api;
const clientId = String(firm.clientId);
const days = { cutOffOn: '2026-03-31', invoicedOn: '2026-03-31' };

async function made(path: string, body: object): Promise<Answer['body']> {
  const answer = await owner.post(path, body);
  assert.ok(answer.status < 300, `${path}: ${answer.text}`);
  return answer.body;
}

const completed = await made('/job-states', { name: 'Done', type: 'completed' });

async function jobOf(name: string) {
  const job = await made('/jobs', {
    clientId,
    name,
    stateId: String(firm.stateId),
    tasks: [{ taskId: String(firm.taskId) }],
  });
  return { id: job.id as string, taskId: job.tasks[0].id as string };
}

type Job = Awaited<ReturnType<typeof jobOf>>;

async function worked(job: Job, minutes: number, more: object = {}) {
  const who = { jobId: job.id, jobTaskId: job.taskId, staffId: String(firm.staffId) };
  await made('/time-entries', { entries: [{ ...who, workedOn: '2026-03-10', minutes, ...more }] });
}

async function complete(job: Job) {
  const { version } = (await owner.get(`/jobs/${job.id}`)).body;
  const changed = await owner.patch(`/jobs/${job.id}`, { stateId: completed.id }, version);
  assert.equal(changed.status, 200, changed.text);
}

async function quoted(job: Job, amount: string) {
  const quote = await made('/quotes', {
    clientId,
    name: 'Fixed price',
    quotedOn: '2026-03-01',
    lines: [{ kind: 'task', description: 'All of it', amount }],
  });
  const steps = [
    ['issue', {}],
    ['acceptance', { jobId: job.id, acceptedOn: '2026-03-02' }],
  ] as const;
  for (const [step, body] of steps) {
    const { version } = (await owner.get(`/quotes/${quote.id}`)).body;
    const answer = await owner.post(`/quotes/${quote.id}/${step}`, body, { 'if-match': `"${version}"` });
    assert.ok(answer.status < 300, answer.text);
  }
}

async function plannedAs(job: Job, rules: object = {}) {
  const run = await made('/billing-runs', { rules: { ...days, filters: { jobIds: [job.id] }, ...rules } });
  const planned = (await owner.get(`/billing-runs/${run.id}/jobs`)).body.items[0];
  const [unit] = (await owner.get(`/billing-runs/${run.id}/units`)).body.items;
  return { planned, unit };
}

async function previewed(job: Job, kind: { type: string; basis: string }): Promise<Answer['body']> {
  const answer = await owner.post('/invoices/preview', {
    clientId,
    ...kind,
    ...days,
    jobs: [{ jobId: job.id, select: 'all', interims: 'all', claims: kind.basis === 'quoted' ? 'all' : [] }],
  });
  assert.equal(answer.status, 200, answer.text);
  return answer.body;
}

test('a completed job gets a final invoice, and its deposit is absorbed', async () => {
  const job = await jobOf('Completed');
  await made('/interims', {
    jobId: job.id,
    amount: '100.00',
    description: 'Deposit',
    effectiveOn: '2026-03-01',
  });
  await worked(job, 120);
  await complete(job);
  const { planned, unit } = await plannedAs(job, { treatment: { finalWhenCompleted: true } });
  const preview = await previewed(job, { type: 'final', basis: 'actual' });
  assert.deepEqual([unit.type, unit.total], ['final', preview.total]);
  assert.deepEqual([planned.billed, planned.absorbed, planned.after], ['300.00', '100.00', '0.00']);
  assert.deepEqual(planned.warnings, ['recipientMissing', 'jobCompleted']);
  const left = await plannedAs(job, { treatment: { interims: 'leave' } });
  assert.deepEqual(
    [left.unit.type, left.planned.total, left.planned.after],
    ['progress', '300.00', '-100.00'],
  );
});

test('a quoted job is left, billed by its work, or by the rest of the quote once it is completed', async () => {
  const job = await jobOf('Quoted');
  await quoted(job, '250.00');
  await worked(job, 120);
  const left = await plannedAs(job);
  assert.deepEqual([left.planned.decision, left.planned.reason, left.unit], ['nothing', 'quoted', undefined]);
  const actual = await plannedAs(job, { treatment: { quotedJobs: 'actual' } });
  assert.deepEqual(
    [actual.planned.total, actual.planned.warnings],
    ['300.00', ['recipientMissing', 'quoteExceeded']],
  );
  const waiting = await plannedAs(job, { treatment: { quotedJobs: 'finalWhenCompleted' } });
  assert.equal(waiting.planned.reason, 'quoted');
  await complete(job);
  const { planned, unit } = await plannedAs(job, { treatment: { quotedJobs: 'finalWhenCompleted' } });
  const preview = await previewed(job, { type: 'final', basis: 'quoted' });
  assert.deepEqual([unit.type, unit.basis, unit.total], ['final', 'quoted', preview.total]);
  assert.deepEqual([planned.total, planned.writtenOff, planned.after], ['250.00', '50.00', '0.00']);
});

test('a nil invoice that absorbs a deposit is made, and one of nothing is not', async () => {
  const job = await jobOf('Nil');
  await made('/interims', {
    jobId: job.id,
    amount: '150.00',
    description: 'Deposit',
    effectiveOn: '2026-03-01',
  });
  await worked(job, 60);
  const { planned } = await plannedAs(job);
  assert.deepEqual([planned.decision, planned.total, planned.absorbed], ['bill', '0.00', '150.00']);
  const idle = await jobOf('Idle');
  await worked(idle, 60, { billable: false });
  const nothing = await plannedAs(idle);
  assert.deepEqual([nothing.planned.decision, nothing.planned.reason], ['nothing', 'empty']);
});

test('a job whose work is all young is held by the rule, and billed when somebody says so', async () => {
  const job = await jobOf('Young');
  await worked(job, 60);
  const rules = { ...days, filters: { jobIds: [job.id] }, treatment: { carryYoungerThanDays: 30 } };
  const run = await made('/billing-runs', { rules });
  const [planned] = (await owner.get(`/billing-runs/${run.id}/jobs`)).body.items;
  assert.deepEqual([planned.decision, planned.reason, planned.carried], ['hold', 'carriedByRule', '150.00']);
  const said = await owner.put(
    `/billing-runs/${run.id}/choices`,
    { choices: [{ jobId: job.id, treatment: 'bill' }] },
    run.version,
  );
  assert.deepEqual([said.body.totals[0].total, said.body.units], ['150.00', 1]);
});

test('of two who change a rehearsal at once, one is told', async () => {
  const job = await jobOf('Contested');
  await worked(job, 60);
  const run = await made('/billing-runs', { rules: { ...days, filters: { jobIds: [job.id] } } });
  const choose = (treatment: string) =>
    owner.put(`/billing-runs/${run.id}/choices`, { choices: [{ jobId: job.id, treatment }] }, run.version);
  const answers = await Promise.all([choose('hold'), choose('writeOff'), choose('carry')]);
  assert.deepEqual(
    answers.map(({ status }) => status).toSorted((a, b) => a - b),
    [200, 412, 412],
  );
});
