// Many entries changed or deleted in one request, all of them or none, and the lists that show them.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createApiTest } from './testing.ts';

const api = await createApiTest();
const { firm } = api;
const manager = api.as('projectManager');
const jobId = String(firm.jobId);

async function netWip(): Promise<string> {
  const report = await manager.get(`/reports/job-balances?jobId=${jobId}`);
  return report.body.items[0]?.netWip ?? '0.00';
}

async function recordTime(minutes: readonly number[]): Promise<{ id: string; version: number }[]> {
  const work = {
    jobId,
    jobTaskId: String(firm.jobTaskId),
    staffId: String(firm.staffId),
    workedOn: '2026-03-02',
  };
  const recorded = await manager.post('/time-entries', {
    entries: minutes.map((m) => ({ ...work, minutes: m })),
  });
  assert.equal(recorded.status, 201, recorded.text);
  return recorded.body.entries.map(({ id, version }: { id: string; version: number }) => ({ id, version }));
}

async function recordCosts(prices: readonly string[]): Promise<{ id: string; version: number }[]> {
  const cost = { jobId, incurredOn: '2026-03-03', description: 'Prints', quantity: '2' };
  const recorded = await manager.post('/cost-entries', {
    costs: prices.map((unitPrice) => ({ ...cost, unitPrice })),
  });
  assert.equal(recorded.status, 201, recorded.text);
  return recorded.body.costs.map(({ id, version }: { id: string; version: number }) => ({ id, version }));
}

test('time entries are changed together, or none of them', async () => {
  const before = Number(await netWip());
  const [first, second] = await recordTime([60, 120]);
  const changed = await manager.post('/time-entries/changes', {
    entries: [
      { ...first, minutes: 90 },
      { ...second, minutes: 30 },
    ],
  });
  assert.equal(changed.status, 200, changed.text);
  assert.equal(Number(await netWip()), before + 300);
  const stale = await manager.post('/time-entries/changes', {
    entries: [
      { id: first!.id, version: 2, minutes: 10 },
      { ...second, minutes: 10 },
    ],
  });
  assert.equal(stale.status, 412, stale.text);
  assert.equal(stale.body.errors[0].field, 'entries[1].version');
  assert.equal(Number(await netWip()), before + 300, 'the first was not changed either');
});

test('time entries are deleted together, and each only once', async () => {
  const before = await netWip();
  const entries = await recordTime([15, 45]);
  const deleted = await manager.post('/time-entries/deletions', { entries });
  assert.equal(deleted.status, 204, deleted.text);
  assert.equal(await netWip(), before);
  const again = await manager.post('/time-entries/deletions', { entries });
  assert.equal(again.body.code, 'alreadyDeleted', again.text);
});

test('costs are changed and deleted together', async () => {
  const before = Number(await netWip());
  const [first, second] = await recordCosts(['10', '20']);
  assert.equal(Number(await netWip()), before + 60);
  const changed = await manager.post('/cost-entries/changes', {
    costs: [
      { ...first, unitPrice: '15' },
      { ...second, actual: false },
    ],
  });
  assert.equal(changed.status, 200, changed.text);
  assert.equal(Number(await netWip()), before + 30, 'an estimate stands for nothing');
  const costs = [first, second].map((cost) => ({ id: cost!.id, version: 2 }));
  const deleted = await manager.post('/cost-entries/deletions', { costs });
  assert.equal(deleted.status, 204, deleted.text);
  assert.equal(Number(await netWip()), before);
});

test('the list of costs shows what is open of each', async () => {
  const [cost] = await recordCosts(['25']);
  const listed = await manager.get(`/cost-entries?jobId=${jobId}&limit=500`);
  const found = listed.body.items.find(({ id }: { id: string }) => id === cost!.id);
  assert.deepEqual([found.amount, found.open], ['50.00', '50.00'], listed.text);
  assert.deepEqual((await api.as('staff').get('/cost-entries')).body.items, []);
});

test('the list of WIP actions shows what was done and what was undone', async () => {
  const [entry] = await recordTime([60]);
  const done = await manager.post('/write-offs', {
    items: [{ itemId: entry!.id, amount: '50' }],
    note: 'Goodwill',
  });
  assert.equal(done.status, 201, done.text);
  const listed = await manager.get('/wip-actions?limit=1');
  assert.equal(listed.status, 200, listed.text);
  const [first] = listed.body.items;
  assert.deepEqual([first.id, first.kind], [done.body.wipActionId, 'writeOff']);
  assert.deepEqual([first.jobCount, first.job.id], [1, jobId]);
  assert.deepEqual(first.totals, [{ currency: 'NZD', netWipChange: '-50.00' }]);
  const explained = await manager.get(`/wip-actions/${first.id}`);
  assert.deepEqual(
    explained.body.journals.map((journal: { journalId: string; netWipChange: string; reversedBy: null }) => [
      journal.journalId,
      journal.netWipChange,
      journal.reversedBy,
    ]),
    [[done.body.journalIds[0], '-50.00', null]],
  );
  const undone = await manager.post(`/wip-actions/${first.id}/undo`, {});
  assert.equal(undone.status, 200, undone.text);
  const after = await manager.get(`/wip-actions/${first.id}`);
  assert.equal(after.body.journals[0].reversedBy, undone.body.journalIds[0]);
  assert.deepEqual(after.body.totals, first.totals, 'what was done is told as it was done');
});
