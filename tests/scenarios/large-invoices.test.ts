// Invoices of thousands of entries, through the API: drawn up, approved and cancelled whole, up to what one request takes.

import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { beginStory, type Job } from '../api/credit-notes-story.ts';

const { api, bookkeeper, newJob, cancel, netWip, verified } = await beginStory();
afterEach(verified);

async function addTimes(job: Job, count: number): Promise<void> {
  for (let made = 0; made < count; made += 1000) {
    const entries = Array.from({ length: Math.min(1000, count - made) }, () => ({
      jobId: job.jobId,
      jobTaskId: job.jobTaskId,
      staffId: String(api.firm.staffId),
      workedOn: '2026-03-10',
      minutes: 6,
    }));
    const recorded = await api.as('owner').post('/time-entries', { entries });
    assert.equal(recorded.status, 201, recorded.text.slice(0, 500));
  }
}

const drawUp = (job: Job, ofJob: object) =>
  bookkeeper.post('/invoices', {
    clientId: job.clientId,
    type: 'progress',
    basis: 'actual',
    invoicedOn: '2026-03-20',
    jobs: [{ jobId: job.jobId, ...ofJob }],
  });

test('an invoice of 5,000 entries is drawn up, approved and cancelled', async () => {
  const job = await newJob();
  await addTimes(job, 5_000);
  const draft = await drawUp(job, { select: 'all' });
  assert.equal(draft.status, 201, draft.text.slice(0, 500));
  const { id, fingerprint } = draft.body;
  const approved = await bookkeeper.post(`/invoices/${id}/approval`, { fingerprint });
  assert.equal(approved.body.total, '75000.00', approved.text.slice(0, 500));
  assert.equal(await netWip(job), 0);
  const cancelled = await cancel(id);
  assert.equal(cancelled.body.state, 'cancelled', cancelled.text.slice(0, 500));
  assert.equal(await netWip(job), 75_000);
});

test('more entries than one request decides on are refused with how many it takes', async () => {
  const job = await newJob();
  const entries = Array.from({ length: 10_001 }, (_, place) => ({
    itemId: String(place + 1),
    treatment: 'bill',
  }));
  const refused = await drawUp(job, { entries });
  assert.equal(refused.body.code, 'batchTooLarge', refused.text.slice(0, 500));
  const [error] = refused.body.errors;
  assert.deepEqual([error.field, error.accepted], ['jobs[0].entries', 'at most 10000 elements']);
});
