// How somebody wants to work, and the views of lists that they keep or share.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { roleNames } from '#core/access/roles.ts';
import { createApiTest } from './testing.ts';

const api = await createApiTest();
const [owner, bookkeeper, staff] = [api.as('owner'), api.as('bookkeeper'), api.as('staff')];

const usual = {
  durationFormat: 'decimal',
  density: 'comfortable',
  theme: 'system',
  weeklyTargetMinutes: null,
  startPage: null,
  dismissedHints: [],
};

test('everybody has the usual preferences until they settle their own, which nobody else has', async () => {
  for (const role of roleNames) {
    const caller = api.as(role);
    assert.deepEqual((await caller.get('/preferences')).body, usual);
    const own = { ...usual, theme: 'dark', startPage: `/${role}`, dismissedHints: ['timer'] };
    const kept = await caller.put('/preferences', own);
    assert.equal(kept.status, 200, kept.text);
    assert.deepEqual((await caller.get('/preferences')).body, own);
  }
  assert.deepEqual((await api.asOther().get('/preferences')).body, usual);
});

test('a page to begin with is a page of the app', async () => {
  for (const startPage of ['https://elsewhere.example', '//elsewhere.example', 'timesheet', '/a b']) {
    const refused = await owner.put('/preferences', { ...usual, startPage });
    assert.deepEqual([refused.status, refused.body.errors[0].field], [400, 'startPage'], startPage);
  }
  const incomplete = await owner.put('/preferences', { theme: 'dark' });
  assert.equal(incomplete.status, 400);
});

test('a view is kept under a name, changed as it was seen, and removed', async () => {
  const view = { list: 'wip', name: 'Old and large', filters: { sign: 'positive', group: 'manager' } };
  const saved = await owner.post('/saved-views', view);
  assert.equal(saved.status, 201, saved.text);
  assert.deepEqual(saved.body, {
    ...view,
    id: saved.body.id,
    version: 1,
    shared: false,
    ownerName: 'owner',
    isOwn: true,
  });
  assert.equal((await owner.post('/saved-views', { ...view, name: 'OLD and large' })).body.code, 'duplicate');
  const path = `/saved-views/${saved.body.id}`;
  const changed = await owner.patch(`/saved-views/${saved.body.id}`, { filters: { sign: 'negative' } }, 1);
  assert.deepEqual([changed.body.filters, changed.body.name], [{ sign: 'negative' }, 'Old and large']);
  assert.equal((await owner.patch(path, { name: 'Late' }, 1)).body.code, 'staleVersion');
  assert.equal((await owner.delete(`/saved-views/${saved.body.id}`, changed.body.version)).status, 204);
  assert.deepEqual((await owner.get('/saved-views?list=wip')).body.items, []);
});

test('a filter that cannot be kept as it is written is refused', async () => {
  for (const sign of ['half a letter: \ud800', 'nothing: \0']) {
    const refused = await owner.post('/saved-views', { list: 'wip', name: 'Odd', filters: { sign } });
    assert.deepEqual([refused.status, refused.body.errors[0].field], [400, 'filters.sign'], refused.text);
  }
});

test('others see a view once it is shared, and only its keeper and who sets up the firm change it', async () => {
  const view = { list: 'jobs', name: 'Mine', filters: {} };
  const { body: own } = await bookkeeper.post('/saved-views', view);
  const path = `/saved-views/${own.id}`;
  const namesFor = async (caller = staff) =>
    (await caller.get('/saved-views?list=jobs')).body.items.map(({ name }: { name: string }) => name);
  assert.deepEqual(await namesFor(), []);
  assert.equal((await owner.patch(path, { name: 'Ours' }, 1)).status, 404);
  await bookkeeper.patch(path, { shared: true }, 1);
  assert.deepEqual(await namesFor(), ['Mine']);
  assert.deepEqual(await namesFor(api.asOther()), []);
  assert.equal((await staff.patch(path, { name: 'Theirs' }, 2)).status, 403);
  assert.equal((await owner.patch(path, { name: 'Ours' }, 2)).status, 200);
  assert.deepEqual((await staff.get('/saved-views?search=our')).body.items[0].isOwn, false);
});

test('views come a page at a time, and nobody keeps too many', async () => {
  for (let place = 0; place < 200; place += 1) {
    const saved = await staff.post('/saved-views', { list: 'tasks', name: `View ${place}`, filters: {} });
    assert.equal(saved.status, 201, saved.text);
  }
  const refused = await staff.post('/saved-views', { list: 'tasks', name: 'One more', filters: {} });
  assert.deepEqual([refused.status, refused.body.code], [409, 'limitReached']);
  const first = await staff.get('/saved-views?list=tasks&limit=150');
  const rest = await staff.get(`/saved-views?list=tasks&limit=150&cursor=${first.body.nextCursor}`);
  assert.deepEqual([first.body.items.length, rest.body.items.length, rest.body.nextCursor], [150, 50, null]);
});
