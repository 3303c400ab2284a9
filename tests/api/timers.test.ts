import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createApiTest } from './testing.ts';

const api = await createApiTest();
const { firm } = api;
const owner = api.as('owner');
const staff = api.as('staff');
const staffId = String(firm.staffId);
const work = { staffId, jobId: String(firm.jobId), jobTaskId: String(firm.jobTaskId) };

// 9 am on Tuesday, 31 March 2026, in Auckland.
const morning = '2026-03-30T20:00:00Z';
const minutesLater = (minutes: number) => Temporal.Instant.from(morning).add({ minutes }).toString();

async function start(more: object = {}) {
  const answer = await staff.post('/timers', { ...work, ...more });
  assert.equal(answer.status, 201, answer.text);
  return answer.body;
}
async function stop(id: string, body: object = {}) {
  const answer = await staff.post(`/timers/${id}/stop`, body);
  assert.equal(answer.status, 200, answer.text);
  return answer.body.entries;
}
async function running() {
  return (await staff.get('/timers')).body.items;
}

test('a timer measures on the server, and stopping it records the minutes', async () => {
  api.clock.now = morning;
  const timer = await start({ note: 'Tender' });
  api.clock.now = minutesLater(95);
  assert.equal((await running())[0].minutes, 95);
  const [entry] = await stop(timer.id);
  assert.deepEqual(
    [entry.workedOn, entry.minutes, entry.note, entry.staffId],
    ['2026-03-31', 95, 'Tender', staffId],
  );
  assert.deepEqual(await running(), []);
});

test('more of the same on the same day is added to its entry; something else is an entry of its own', async () => {
  api.clock.now = minutesLater(100);
  const again = await start({ note: 'Tender' });
  api.clock.now = minutesLater(110);
  const [entry] = await stop(again.id);
  assert.deepEqual([entry.minutes, entry.version], [105, 2]);
  const other = await start({ note: 'Site visit' });
  api.clock.now = minutesLater(140);
  const [own] = await stop(other.id);
  assert.deepEqual([own.minutes, own.version], [30, 1]);
});

test('what was billed meanwhile is left alone', async () => {
  const timer = await start({ note: 'Tender' });
  const [before] = (await staff.get('/time-entries')).body.items.filter(
    ({ note }: { note: string }) => note === 'Tender',
  );
  const draft = await owner.post('/invoices', {
    clientId: String(firm.clientId),
    type: 'progress',
    basis: 'actual',
    invoicedOn: '2026-03-31',
    jobs: [{ jobId: work.jobId, select: 'none', entries: [{ itemId: before.id, treatment: 'bill' }] }],
  });
  assert.equal(draft.status, 201, draft.text);
  api.clock.now = minutesLater(160);
  const [entry] = await stop(timer.id);
  assert.notEqual(entry.id, before.id);
  assert.equal(entry.minutes, 20);
});

test('over midnight, each day gets its part', async () => {
  // 11:15 pm to 0:40 am.
  api.clock.now = '2026-03-31T10:15:00Z';
  const timer = await start({ note: 'Night shift' });
  api.clock.now = '2026-03-31T11:40:00Z';
  const entries = await stop(timer.id);
  assert.deepEqual(
    entries.map(({ workedOn, minutes }: { workedOn: string; minutes: number }) => [workedOn, minutes]),
    [
      ['2026-03-31', 45],
      ['2026-04-01', 40],
    ],
  );
});

test('one timer at a time: a second is refused, or stops the first', async () => {
  api.clock.now = '2026-03-31T20:00:00Z';
  const first = await start({ note: 'First' });
  const second = await staff.post('/timers', { ...work, note: 'Second' });
  assert.deepEqual([second.status, second.body.code], [409, 'timerRunning']);
  api.clock.now = '2026-03-31T20:30:00Z';
  const taken = await start({ note: 'Second', stopRunning: true });
  assert.notEqual(taken.id, first.id);
  const [entry] = (await staff.get('/time-entries')).body.items.filter(
    ({ note }: { note: string }) => note === 'First',
  );
  assert.equal(entry.minutes, 30);
  assert.equal((await staff.delete(`/timers/${taken.id}`, taken.version)).status, 204);
});

test('the start is corrected and the note written while it runs; a version from before is stale', async () => {
  api.clock.now = '2026-03-31T21:00:00Z';
  const timer = await start();
  const changed = await staff.patch(
    `/timers/${timer.id}`,
    { startedAt: '2026-03-31T20:45:00Z', note: 'Corrected' },
    timer.version,
  );
  assert.equal(changed.status, 200, changed.text);
  assert.deepEqual(
    [changed.body.minutes, changed.body.note, changed.body.jobTaskId],
    [15, 'Corrected', work.jobTaskId],
  );
  const stale = await staff.delete(`/timers/${timer.id}`, timer.version);
  assert.equal(stale.body.code, 'staleVersion');
  const ahead = await staff.patch(`/timers/${timer.id}`, { startedAt: '2026-03-31T22:00:00Z' }, 2);
  assert.equal(ahead.body.code, 'futureDate');
  const before = await staff.post(`/timers/${timer.id}/stop`, { stoppedAt: '2026-03-31T20:00:00Z' });
  assert.equal(before.body.code, 'invalidDate');
  const [entry] = await stop(timer.id, { stoppedAt: '2026-03-31T20:55:00Z' });
  assert.equal(entry.minutes, 10);
});

test('a timer that was forgotten for days asks when it really stopped, and runs on until it is told', async () => {
  api.clock.now = '2026-04-02T20:00:00Z';
  const timer = await start({ note: 'Forgotten' });
  api.clock.now = '2026-04-05T20:00:00Z';
  const refused = await staff.post(`/timers/${timer.id}/stop`);
  assert.equal(refused.body.code, 'minutesOutOfRange');
  assert.equal((await running()).length, 1);
  const [entry] = await stop(timer.id, { stoppedAt: '2026-04-02T22:00:00Z' });
  assert.deepEqual([entry.workedOn, entry.minutes], ['2026-04-03', 120]);
});

test('time that is refused leaves the timer running', async () => {
  const timer = await start();
  await api.database.inFirm(firm.firmId, (tx) =>
    tx.query(`update job_task set completed_on = '2026-04-01' where id = $1`, [firm.jobTaskId]),
  );
  const refused = await staff.post(`/timers/${timer.id}/stop`);
  assert.equal(refused.body.code, 'taskCompleted');
  assert.equal((await running())[0].id, timer.id);
  const other = await staff.post('/timers', { ...work, stopRunning: true });
  assert.equal(other.body.code, 'taskCompleted');
  await api.database.inFirm(firm.firmId, (tx) => tx.query('update job_task set completed_on = null'));
  assert.equal((await staff.delete(`/timers/${timer.id}`, timer.version)).status, 204);
});

test('stopping twice with one key records once', async () => {
  const timer = await start({ note: 'Twice' });
  api.clock.now = '2026-04-05T20:30:00Z';
  const key = { 'idempotency-key': 'stop-once' };
  const [one, two] = await Promise.all([
    staff.post(`/timers/${timer.id}/stop`, {}, key),
    staff.post(`/timers/${timer.id}/stop`, {}, key),
  ]);
  assert.deepEqual([one.status, two.status], [200, 200]);
  assert.equal(one.body.entries[0].id, two.body.entries[0].id);
  assert.equal((await staff.post(`/timers/${timer.id}/stop`)).status, 404);
});

test('timers of others are started and stopped only by those who may record anybody’s time', async () => {
  const { body: other } = await owner.post('/staff', { name: 'Bo' });
  const refused = await staff.post('/timers', { ...work, staffId: other.id });
  assert.deepEqual([refused.status, refused.body.code], [403, 'notPermitted']);
  const theirs = await owner.post('/timers', { ...work, staffId: other.id });
  assert.equal(theirs.status, 201, theirs.text);
  assert.deepEqual(await running(), []);
  assert.equal((await staff.post(`/timers/${theirs.body.id}/stop`)).status, 404);
  assert.equal((await api.as('auditor').get('/timers')).body.items.length, 1);
  assert.equal((await api.as('auditor').delete(`/timers/${theirs.body.id}`, 1)).status, 403);
});
