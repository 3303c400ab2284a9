// The jobs that somebody answers for: what can be billed on them, and which are over their budget.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createApiTest } from './testing.ts';

const api = await createApiTest();
const owner = api.as('owner');
const jobId = String(api.firm.jobId);

async function work(minutes: number): Promise<void> {
  const entry = {
    jobId,
    jobTaskId: String(api.firm.jobTaskId),
    staffId: String(api.firm.staffId),
    workedOn: '2026-03-10',
    minutes,
  };
  const made = await owner.post('/time-entries', { entries: [entry] });
  assert.ok(made.status < 300, made.text);
}

async function change(body: object): Promise<void> {
  const { version } = (await owner.get(`/jobs/${jobId}`)).body;
  const changed = await owner.patch(`/jobs/${jobId}`, body, version);
  assert.ok(changed.status < 300, changed.text);
}

/** A project manager who is the firm's first staff member. */
async function manager() {
  await api.database.inFirm(api.firm.firmId, (tx) =>
    tx.query(`update api_key set staff_id = $2 where firm_id = $1 and role = 'projectManager'`, [
      api.firm.firmId,
      api.firm.staffId,
    ]),
  );
  return api.as('projectManager');
}

const me = await manager();
const { staffId } = api.firm;

test('a job stands there for its manager and for its partner, and for nobody else', async () => {
  await change({ managerId: null, partnerId: null });
  assert.deepEqual((await me.get('/home/jobs')).body.items, []);
  for (const answersFor of [
    { managerId: String(staffId), partnerId: null },
    { managerId: null, partnerId: String(staffId) },
  ]) {
    await change(answersFor);
    const { status, body, text } = await me.get('/home/jobs');
    assert.equal(status, 200, text);
    assert.deepEqual(
      body.items.map((job: { jobId: string }) => job.jobId),
      [jobId],
    );
  }
});

test('what was worked stands beside the budget, and stays when it is written off', async () => {
  await work(120);
  const [unbudgeted] = (await me.get('/home/jobs')).body.items;
  assert.deepEqual([unbudgeted.budget, unbudgeted.overBudget], [null, null]);
  assert.ok(Number(unbudgeted.worked) > 0);
  assert.equal(unbudgeted.netWip, unbudgeted.worked);
  await change({ budget: unbudgeted.worked });
  assert.equal((await me.get('/home/jobs')).body.items[0].overBudget, null);
  await work(60);
  const [over] = (await me.get('/home/jobs')).body.items;
  assert.equal(Number(over.overBudget), Number(over.worked) - Number(unbudgeted.worked));
  assert.ok(Number(over.overBudget) > 0);
  const { items } = (await me.get(over.links.unbilled)).body;
  const writtenOff = await owner.post('/write-offs', {
    items: items.map(({ itemId, open }: { itemId: string; open: string }) => ({ itemId, amount: open })),
    effectiveOn: '2026-03-20',
  });
  assert.ok(writtenOff.status < 300, writtenOff.text);
  const [settled] = (await me.get('/home/jobs')).body.items;
  assert.deepEqual(
    [settled.netWip, settled.worked, settled.overBudget],
    ['0.00', over.worked, over.overBudget],
  );
  assert.equal((await me.get(over.links.ledger)).status, 200);
});

test('a job that is over is left out once nothing is open on it', async () => {
  const made = await owner.post('/job-states', { name: 'Done', type: 'completed' });
  assert.ok(made.status < 300, made.text);
  await change({ stateId: made.body.id });
  assert.deepEqual((await me.get('/home/jobs')).body.items, []);
});

test('staff may not ask, and whoever is no staff member has no jobs', async () => {
  assert.equal((await api.as('staff').get('/home/jobs')).status, 403);
  assert.deepEqual((await owner.get('/home/jobs')).body, { items: [] });
});
