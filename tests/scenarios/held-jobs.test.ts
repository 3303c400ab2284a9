// Jobs that somebody decides upon while others are about to post to them: whoever comes second waits, and decides by what the
// first one left. Before its first lines a job has no balance that could be locked, so the job itself is held.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { recordTimeIn } from '#actions/time/record-time.ts';
import { accepted, contextOf } from '#actions/testing/practice.ts';
import { civilDate } from '#core/calendar/civil-date.ts';
import { itemIdsOf } from '#store/ledger/item-ids.ts';
import { lockJobs } from '#store/ledger/items.ts';
import { beginStory, type Job } from '../api/credit-notes-story.ts';

const story = await beginStory();
const { api, bookkeeper, newJob, addTime, netWip, rows, verified } = story;
const { database, firm } = api;
const owner = api.as('owner');

/** Begins to record an hour that nobody pays for; done once it is told to. */
async function beginRecording({ jobId, jobTaskId }: Job): Promise<() => Promise<void>> {
  const context = contextOf(database, firm);
  const ids = await itemIdsOf(database).take(1);
  const workedOn = civilDate('2026-03-10');
  const work = { jobId: Number(jobId), jobTaskId: Number(jobTaskId), staffId: firm.staffId, workedOn };
  const posted = Promise.withResolvers<void>();
  const told = Promise.withResolvers<void>();
  const ended = database.inFirm(firm.firmId, async (tx) => {
    accepted(await recordTimeIn(tx, { context, commands: [{ ...work, minutes: 60, billable: false }], ids }));
    posted.resolve();
    await told.promise;
  });
  await Promise.race([posted.promise, ended]);
  return async () => {
    told.resolve();
    await ended;
  };
}

/** Until so many wait for a lock. */
async function waitingFor(count: number): Promise<void> {
  const sql = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
  while ((await database.asInstallation((tx) => tx.query(sql))).length < count) await pause(20);
}

test('time recorded while the final invoice of a new job is approved is seen by it, and stays in the list', async () => {
  const job = await newJob();
  const lines = [{ kind: 'task', description: 'Advice', amount: '100.00', covers: [] }];
  const draft = await bookkeeper.post('/invoices', {
    clientId: job.clientId,
    type: 'final',
    basis: 'actual',
    invoicedOn: '2026-03-20',
    jobs: [{ jobId: job.jobId, select: 'all', lines }],
  });
  assert.equal(draft.status, 201, draft.text);
  const finish = await beginRecording(job);
  const approving = bookkeeper.post(`/invoices/${draft.body.id}/approval`, {
    fingerprint: draft.body.fingerprint,
  });
  await waitingFor(1);
  await finish();
  const approved = await approving;
  const [found] = await rows<{ listed: boolean; open: number }>(
    `select is_listed as listed, (select count(*)::int from open_item o where o.firm_id = b.firm_id and o.job_id = b.job_id) as open
     from job_balance b where firm_id = $1 and job_id = $2`,
    Number(job.jobId),
  );
  assert.deepEqual([approved.body.code, found], ['previewOutdated', { listed: true, open: 1 }]);
});

test('nobody records on a job that somebody holds, also where nothing was ever posted on it', async () => {
  const job = await newJob();
  const [recording, first] = await database.inFirm(firm.firmId, async (tx) => {
    await lockJobs(tx, [Number(job.jobId)]);
    const recorded = addTime(job, 60);
    const came = await Promise.race([waitingFor(1).then(() => 'waits'), recorded.then(() => 'recorded')]);
    return [recorded, came];
  });
  await recording;
  assert.equal(first, 'waits');
});

test('work that comes back to a job while the job is revalued is revalued with it', async () => {
  const job = await newJob();
  await addTime(job, 60);
  const washed = await owner.post('/wash-ups', { jobIds: [job.jobId], effectiveOn: '2026-03-15' });
  assert.equal(washed.status, 201, washed.text);
  const rate = await owner.post('/rates', {
    scope: 'jobStaff',
    jobId: job.jobId,
    staffId: String(firm.staffId),
    ratePerHour: '200.00',
    effectiveFrom: '2020-01-01',
  });
  assert.equal(rate.status, 201, rate.text);
  // Both wait for the job, one behind the other.
  const [undone, revalued] = await database.inFirm(firm.firmId, async (tx) => {
    await lockJobs(tx, [Number(job.jobId)]);
    const undo = owner.post(`/wip-actions/${washed.body.wipActionId}/undo`, {});
    await waitingFor(1);
    const revaluation = bookkeeper.post('/revaluations', { jobIds: [job.jobId], effectiveOn: '2026-03-15' });
    await Promise.race([waitingFor(2), revaluation]);
    return [undo, revaluation];
  });
  const ends = await Promise.all([undone, revalued]);
  assert.deepEqual(
    ends.map(({ status }) => status),
    [200, 201],
    ends[1]!.text,
  );
  assert.equal(await netWip(job), 200);
});

test('the verifier finds nothing wrong', verified);
