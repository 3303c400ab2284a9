// What a staff member spends on a job: recorded by themselves, with the receipt, and without the money of others.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createApiTest, type ApiCaller } from './testing.ts';

const api = await createApiTest({ now: '2026-03-31T02:00:00Z' });
const staff = api.as('staff');
const owner = api.as('owner');
const taxi = {
  jobId: String(api.firm.jobId),
  incurredOn: '2026-03-10',
  description: 'Taxi to the site',
  supplier: 'Blue Bubble',
  quantity: '1',
  unitPrice: '42.50',
  unitCost: '42.50',
};

async function record(caller: ApiCaller, changes: object = {}) {
  const answer = await caller.post('/cost-entries', { costs: [{ ...taxi, ...changes }] });
  assert.equal(answer.status, 201, answer.text);
  return answer.body.costs[0] as { id: string; version: number };
}

const receipt = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3]);

function upload(caller: ApiCaller, costEntryId: string) {
  const head =
    '--cut\r\nContent-Disposition: form-data; name="file"; filename="receipt.jpg"\r\nContent-Type: image/jpeg\r\n\r\n';
  return caller.send('POST', `/attachments?costEntryId=${costEntryId}`, {
    body: Buffer.concat([Buffer.from(head), receipt, Buffer.from('\r\n--cut--\r\n')]),
    headers: { 'content-type': 'multipart/form-data; boundary=cut' },
  });
}

test('a staff member records a cost, and is not told what it does to the WIP of the job', async () => {
  const recorded = await staff.post('/cost-entries', { costs: [taxi] });
  assert.equal(recorded.status, 201, recorded.text);
  assert.equal(recorded.body.costs[0].amount, '42.50');
  assert.equal(recorded.body.balances, undefined);
  const seen = await owner.get(`/cost-entries/${recorded.body.costs[0].id}`);
  assert.equal(seen.body.open, '42.50');
  assert.equal(typeof seen.body.recordedBy, 'string');
});

test('staff find what they recorded, and not what others did', async () => {
  const theirs = await record(owner, { description: 'Printing', unitPrice: '900' });
  const own = await record(staff, { description: 'Parking' });
  const listed = await staff.get('/cost-entries?limit=200');
  const ids = listed.body.items.map(({ id }: { id: string }) => id);
  assert.ok(ids.includes(own.id));
  assert.ok(!ids.includes(theirs.id));
  assert.equal((await staff.get(`/cost-entries/${own.id}`)).status, 200);
  assert.equal((await staff.get(`/cost-entries/${theirs.id}`)).status, 404);
});

test('staff change and delete their own costs, and are not told of others', async () => {
  const own = await record(staff);
  const changed = await staff.patch(`/cost-entries/${own.id}`, { unitPrice: '45' }, own.version);
  assert.equal(changed.status, 200, changed.text);
  assert.equal(changed.body.amount, '45.00');
  assert.equal((await staff.delete(`/cost-entries/${own.id}`, changed.body.version)).status, 204);
  const theirs = await record(owner);
  const refused = await staff.patch(`/cost-entries/${theirs.id}`, { unitPrice: '1' }, theirs.version);
  assert.equal(refused.body.code, 'unknownEntry', refused.text);
  const kept = await staff.delete(`/cost-entries/${theirs.id}`, theirs.version);
  assert.equal(kept.body.code, 'unknownEntry', kept.text);
});

test('a bookkeeper changes a cost of a staff member, which stays theirs', async () => {
  const own = await record(staff);
  const priced = await api
    .as('bookkeeper')
    .patch(`/cost-entries/${own.id}`, { unitPrice: '50' }, own.version);
  assert.equal(priced.status, 200, priced.text);
  assert.equal((await staff.get(`/cost-entries/${own.id}`)).body.amount, '50.00');
});

test('the receipt of a cost is for whoever recorded it, and for those who see costs', async () => {
  const own = await record(staff);
  const added = await upload(staff, own.id);
  assert.equal(added.status, 201, added.text);
  const [file] = added.body.items;
  assert.equal((await staff.get(`/attachments?costEntryId=${own.id}`)).body.items.length, 1);
  assert.equal((await staff.get(`/attachments/${file.id}`)).status, 200);
  assert.equal((await owner.get(`/cost-entries/${own.id}`)).body.fileCount, 1);
  const theirs = await record(owner);
  assert.equal((await upload(staff, theirs.id)).body.code, 'unknownEntry');
  const [hidden] = (await upload(owner, theirs.id)).body.items;
  assert.equal((await staff.get(`/attachments/${hidden.id}`)).status, 404);
  assert.equal((await staff.get(`/attachments?costEntryId=${theirs.id}`)).body.code, 'unknownEntry');
  assert.equal((await staff.delete(`/attachments/${hidden.id}`)).status, 404);
  assert.equal((await staff.delete(`/attachments/${file.id}`)).status, 204);
});

test('costs are found by what was bought, where, and for which job', async () => {
  await record(owner, { description: 'Archival paper', supplier: '100% Cotton', code: 'PAP' });
  for (const words of ['archival', '100% cot', 'pap']) {
    const { body } = await owner.get(`/cost-entries?search=${encodeURIComponent(words)}`);
    assert.deepEqual(
      body.items.map((cost: { description: string }) => cost.description),
      ['Archival paper'],
      words,
    );
  }
  assert.deepEqual((await owner.get('/cost-entries?search=nothing+such')).body.items, []);
});
