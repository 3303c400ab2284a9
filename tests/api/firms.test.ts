import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { createApiTest } from './testing.ts';

const api = await createApiTest({ now: '2026-03-31T02:00:00Z' });
const owner = api.as('owner');

test('an owner changes the settings of the firm, and nobody overwrites what they have not seen', async () => {
  const read = await owner.get('/firm');
  assert.equal(read.headers['etag'], `"${read.body.version}"`);
  const { version } = read.body;
  const change = { dailyMinutesMax: 720, projectManagerWriteOffLimit: '500' };
  const changed = await owner.patch('/firm', change, version);
  assert.equal(changed.status, 200, changed.text);
  assert.equal(changed.body.dailyMinutesMax, 720);
  assert.equal(changed.body.projectManagerWriteOffLimit, '500.00');
  assert.equal(changed.body.version, version + 1);

  const stale = await owner.patch('/firm', { dailyMinutesMax: 600 }, version);
  assert.equal(stale.status, 412);
  assert.equal(stale.body.errors[0].accepted, String(version + 1));
  assert.equal((await owner.patch('/firm', { dailyMinutesMax: 600 })).body.code, 'versionMissing');
  assert.equal((await api.as('bookkeeper').patch('/firm', change, version + 1)).status, 403);
});

test('settings that make no sense are refused by name', async () => {
  const { version } = (await owner.get('/firm')).body;
  const refused = async (change: object) => (await owner.patch('/firm', change, version)).body.errors[0];
  assert.equal((await refused({ timeZone: 'Mars/Olympus' })).field, 'timeZone');
  assert.equal((await refused({ roundingIncrementMinutes: 7 })).field, 'roundingIncrementMinutes');
  assert.equal((await refused({ currency: 'AUD' })).field, 'currency', 'the currency of a firm stays');
  assert.equal((await refused({ projectManagerWriteOffLimit: '1.005' })).code, 'invalidAmount');
  assert.equal((await refused({ name: 'A\u0000B' })).field, 'name');
});

test('a limit reaches the people it is for at once', async () => {
  const { version } = (await owner.get('/firm')).body;
  assert.equal(
    (await api.as('projectManager').get('/session')).body.firm.permissions.includes('costRates.read'),
    false,
  );
  await owner.patch('/firm', { projectManagersSeeCosts: true }, version);
  assert.equal(
    (await api.as('projectManager').get('/session')).body.firm.permissions.includes('costRates.read'),
    true,
  );
});

test('lock dates are today or earlier in the time zone of the firm, and may be moved back', async () => {
  // 2026-03-31T02:00Z is the afternoon of the 31st in Auckland.
  const { version } = (await owner.get('/firm/locks')).body;
  const tomorrow = await owner.put('/firm/locks', { wipLockOn: '2026-04-01', periodLockOn: null }, version);
  assert.equal(tomorrow.body.code, 'futureDate');
  assert.equal(tomorrow.body.errors[0].accepted, '2026-03-31 or earlier');
  const set = await api
    .as('bookkeeper')
    .put('/firm/locks', { wipLockOn: '2026-03-31', periodLockOn: '2026-02-28' }, version);
  assert.equal(set.status, 200, set.text);
  assert.deepEqual([set.body.wipLockOn, set.body.periodLockOn], ['2026-03-31', '2026-02-28']);
  const both = await Promise.all(
    ['2026-01-31', '2025-12-31'].map((on) =>
      owner.put('/firm/locks', { wipLockOn: on, periodLockOn: null }, set.body.version),
    ),
  );
  assert.deepEqual(
    new Set(both.map(({ status }) => status)),
    new Set([200, 412]),
    'of two at once, one is told',
  );
  assert.equal(
    (await owner.put('/firm/locks', { wipLockOn: '2026-02-30', periodLockOn: null }, 1)).body.code,
    'invalidDate',
  );
});

test('a firm keeps its own job states', async () => {
  const made = await owner.post('/job-states', { name: 'Waiting for client', type: 'onHold' });
  assert.equal(made.status, 201, made.text);
  const again = await owner.post('/job-states', { name: 'waiting FOR client', type: 'onHold' });
  assert.equal(again.status, 409);
  assert.deepEqual(again.body.errors[0], {
    code: 'duplicate',
    detail: 'Another job state has this name.',
    field: 'name',
  });
  const renamed = await owner.patch(
    `/job-states/${made.body.id}`,
    { name: 'With client' },
    made.body.version,
  );
  assert.equal(renamed.body.name, 'With client');
  const used = api.firm.stateId;
  const type = await owner.patch(`/job-states/${used}`, { type: 'completed' }, 1);
  assert.equal(type.body.code, 'stillInUse');
  assert.equal((await owner.delete(`/job-states/${used}`, 1)).body.code, 'stillInUse');
  assert.equal((await owner.delete(`/job-states/${made.body.id}`, renamed.body.version)).status, 204);
  assert.equal((await owner.delete(`/job-states/${made.body.id}`, 3)).status, 404);
});

test('reasons for adjusting WIP are added, renamed, archived and removed', async () => {
  const made = await owner.post('/adjustment-reasons', { name: 'Estimate was wrong' });
  const archived = await owner.patch(
    `/adjustment-reasons/${made.body.id}`,
    { archived: true },
    made.body.version,
  );
  assert.equal(archived.body.archived, true);
  assert.equal(
    (await owner.post('/adjustment-reasons', { name: 'Estimate was wrong' })).status,
    201,
    'the name is free again',
  );
  assert.equal(
    (await owner.delete(`/adjustment-reasons/${made.body.id}`, archived.body.version)).status,
    204,
  );
});

test('the same request with the same key is answered again; with other content it is refused', async () => {
  const key = { 'idempotency-key': randomUUID() };
  const first = await owner.post('/adjustment-reasons', { name: 'Asked twice' }, key);
  const second = await owner.post('/adjustment-reasons', { name: 'Asked twice' }, key);
  assert.deepEqual(second.body, first.body);
  const other = await owner.post('/adjustment-reasons', { name: 'Asked otherwise' }, key);
  assert.equal(other.status, 422);
  assert.equal(other.body.code, 'requestKeyReused');
  const somebodyElse = await api.asOther().post('/adjustment-reasons', { name: 'Asked twice' }, key);
  assert.equal(somebodyElse.status, 201, 'keys of another firm are its own');
  const without = await owner.send('POST', '/adjustment-reasons', { body: { name: 'No key' } });
  assert.equal(without.body.code, 'requestKeyMissing');
  const many = await Promise.all(
    Array.from({ length: 8 }, () =>
      owner.post('/adjustment-reasons', { name: 'At once' }, { 'idempotency-key': 'at-once' }),
    ),
  );
  assert.equal(new Set(many.map(({ text }) => text)).size, 1, 'eight at once, one made');
  assert.ok(many.every(({ status }) => status === 201));
});
