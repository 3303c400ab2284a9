// Work that was invoiced and credited, and only then turns out to have been another or none at all. What stands and what is
// taken back each count for their own day (docs/ledger-rules.md section 6), so the days between the invoice and the credit
// say what is known of them now: more was invoiced than was done.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { beginStory, type Job } from '../api/credit-notes-story.ts';
import type { Answer } from '../api/testing.ts';

const story = await beginStory();
const { api, newJob, addTime, invoice, credited, read, verified } = story;
const owner = api.as('owner');

const days = [
  '2026-03-09',
  '2026-03-10',
  '2026-03-19',
  '2026-03-20',
  '2026-04-04',
  '2026-04-05',
  '2026-04-30',
];

async function netWipOn({ jobId }: Job, knownAt?: string): Promise<string[]> {
  const known = knownAt === undefined ? '' : `&knownAt=${knownAt}`;
  const found = [];
  for (const day of days) {
    const { items } = await read(`/reports/estimated-billings?asAt=${day}&limit=500${known}`);
    found.push(items.find((row: { jobId: string }) => row.jobId === jobId)?.netWip ?? 'none');
  }
  return found;
}

async function control({ jobId }: Job, from: string, to: string) {
  const { items } = await read(`/reports/wip-control?from=${from}&to=${to}&groupBy=job`);
  const { opening, time, invoiced, closing } = items.find((row: { id: string }) => row.id === jobId);
  return { opening, time, invoiced, closing };
}

/** Two hours of 10 March, invoiced on the 20th and credited on 5 April. */
async function invoicedAndCredited() {
  const job = await newJob();
  api.clock.now = '2026-03-31T02:00:00Z';
  const entry = await addTime(job, 120);
  const made = await invoice(job, { select: 'all' });
  api.clock.now = '2026-04-05T02:00:00Z';
  await credited(made.id, { creditedOn: '2026-04-05' });
  api.clock.now = '2026-04-30T02:00:00Z';
  return { job, entry };
}

type Corrected = {
  readonly what: string;
  readonly correct: (entry: string) => Promise<Answer>;
  /** Net WIP on each of the days. */
  readonly netWip: readonly string[];
  readonly march: Control;
  readonly april: Control;
};
type Control = Readonly<Record<'opening' | 'time' | 'invoiced' | 'closing', string>>;

const corrections: readonly Corrected[] = [
  {
    what: 'deleted',
    correct: (entry) => owner.delete(`/time-entries/${entry}`, 1),
    netWip: ['none', 'none', 'none', '-300.00', '-300.00', 'none', 'none'],
    march: { opening: '0.00', time: '0.00', invoiced: '-300.00', closing: '-300.00' },
    april: { opening: '-300.00', time: '0.00', invoiced: '300.00', closing: '0.00' },
  },
  {
    what: 'made shorter',
    correct: (entry) => owner.patch(`/time-entries/${entry}`, { minutes: 80 }, 1),
    netWip: ['none', '200.00', '200.00', '-100.00', '-100.00', '200.00', '200.00'],
    march: { opening: '0.00', time: '200.00', invoiced: '-300.00', closing: '-100.00' },
    april: { opening: '-100.00', time: '0.00', invoiced: '300.00', closing: '200.00' },
  },
];

for (const { what, correct, netWip, march, april } of corrections) {
  test(`work that was credited and is then ${what} counts on its own day, and reports of before stay as they were known`, async () => {
    const { job, entry } = await invoicedAndCredited();
    const before = await netWipOn(job);
    assert.deepEqual(before, ['none', '300.00', '300.00', 'none', 'none', '300.00', '300.00']);
    const knownAt = Temporal.Now.instant().toString();
    const corrected = await correct(entry);
    assert.ok(corrected.status < 300, corrected.text);
    assert.deepEqual(await netWipOn(job), netWip);
    assert.deepEqual(await netWipOn(job, knownAt), before);
    assert.deepEqual(await control(job, '2026-03-01', '2026-03-31'), march);
    assert.deepEqual(await control(job, '2026-04-01', '2026-04-30'), april);
  });
}

test('where the month of the invoice is locked, deleting credited work leaves its days as they were', async () => {
  const { job, entry } = await invoicedAndCredited();
  const before = await netWipOn(job);
  const { version } = await read('/firm/locks');
  const locked = { wipLockOn: '2026-04-04', periodLockOn: null };
  assert.equal((await story.bookkeeper.put('/firm/locks', locked, version)).status, 200);
  assert.equal((await owner.delete(`/time-entries/${entry}`, 1)).status, 204);
  assert.deepEqual(await netWipOn(job), [...before.slice(0, 5), 'none', 'none']);
});

test('the verifier finds nothing wrong', verified);
