// The first lines of a job are written at the moment when somebody settles it. There is no balance yet that could be locked,
// so the job itself is held, and whoever settles it sees what was recorded.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { recordTimeIn } from '#actions/time/record-time.ts';
import { accepted, contextOf } from '#actions/testing/practice.ts';
import { civilDate } from '#core/calendar/civil-date.ts';
import { itemIdsOf } from '#store/ledger/item-ids.ts';
import { beginStory, type Job } from '../api/credit-notes-story.ts';

const story = await beginStory();
const { api, bookkeeper, newJob, rows, verified } = story;
const { database, firm } = api;

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

async function untilSomebodyWaits(): Promise<void> {
  for (;;) {
    const { rows: waiting } = await database.pool.query(
      `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    );
    if (waiting.length > 0) return;
  }
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
  await untilSomebodyWaits();
  await finish();
  const approved = await approving;
  const [found] = await rows<{ listed: boolean; open: number }>(
    `select is_listed as listed, (select count(*)::int from open_item o where o.firm_id = b.firm_id and o.job_id = b.job_id) as open
     from job_balance b where firm_id = $1 and job_id = $2`,
    Number(job.jobId),
  );
  assert.deepEqual([approved.body.code, found], ['previewOutdated', { listed: true, open: 1 }]);
});

test('the verifier finds nothing wrong', verified);
