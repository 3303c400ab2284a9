// Several people at the same work at the same moment, and a practice that moves between looking at an invoice and approving
// it. Each story has one right end, whoever is first: somebody is done, everybody else is told why not, nothing is billed
// twice, no number is missing, and the ledger recounts.

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { afterEach, test } from 'node:test';
import { beginStory, type Job } from '../api/credit-notes-story.ts';
import type { Answer, ApiCaller } from '../api/testing.ts';

const story = await beginStory();
const { api, bookkeeper, newJob, addTime, invoice, cancel, credit, pay, netWip, read, rows, verified } =
  story;
const owner = api.as('owner');
const rounds = 5;

type Content = Record<string, unknown>;
type Draft = { id: string; version: number; fingerprint: string };

function contentOf(job: Job, ofJob: object = { select: 'all' }, head: object = {}): Content {
  const usual = { clientId: job.clientId, type: 'progress', basis: 'actual', invoicedOn: '2026-03-20' };
  return { ...usual, ...head, jobs: [{ jobId: job.jobId, ...ofJob }] };
}

const bill = (...ids: string[]) => ({ entries: ids.map((itemId) => ({ itemId, treatment: 'bill' })) });

async function drafted(content: Content): Promise<Draft> {
  const made = await bookkeeper.post('/invoices', content);
  assert.equal(made.status, 201, made.text);
  return made.body;
}

const approve = ({ id, fingerprint }: Draft, by: ApiCaller = bookkeeper, key: string = randomUUID()) =>
  by.post(`/invoices/${id}/approval`, { fingerprint }, { 'idempotency-key': key });

/** `done`, or the code of the refusal; whoever broke something fails the test. */
function endOf({ status, body, text }: Answer): string {
  assert.ok(status < 500, text);
  return status < 300 ? 'done' : body.code;
}

const endsOf = (answers: readonly Answer[]): string[] => answers.map(endOf);
const sentencesOf = ({ body }: Answer): string =>
  body.errors.map(({ detail }: { detail: string }) => detail).join(' ');

/** A draft as approving it now would post it. */
async function seenAgain(draft: Draft): Promise<Draft> {
  return { ...draft, fingerprint: (await read(`/invoices/${draft.id}/preview`)).fingerprint };
}

async function setLocks(wipLockOn: string | null): Promise<Answer> {
  const { version } = await read('/firm/locks');
  return bookkeeper.put('/firm/locks', { wipLockOn, periodLockOn: null }, version);
}

async function changeJob(job: Job, change: object): Promise<Answer> {
  const { version } = await read(`/jobs/${job.jobId}`);
  return owner.patch(`/jobs/${job.jobId}`, change, version);
}

const trades = {
  edited: (_: Job, itemId: string) => bookkeeper.patch(`/time-entries/${itemId}`, { minutes: 30 }, 1),
  deleted: (_: Job, itemId: string) => bookkeeper.delete(`/time-entries/${itemId}`, 1),
  moved: (_: Job, itemId: string, to: Job) =>
    bookkeeper.post('/moves', { itemIds: [itemId], toJobId: to.jobId, toJobTaskId: to.jobTaskId }),
  'written off': (_: Job, itemId: string) => bookkeeper.post('/write-offs', { items: [{ itemId }] }),
  'washed up': (job: Job) => bookkeeper.post('/wash-ups', { jobIds: [job.jobId] }),
};

// After every story: what holds whatever happened.
afterEach(async () => {
  await verified();
  const gaps = await rows(
    `select series_id, count(*)::int as many, max(series_value)::int as last from invoice
     where firm_id = $1 and series_id is not null and series_value is not null
     group by series_id having count(*) <> max(series_value)`,
  );
  assert.deepEqual(gaps, [], 'every number of a series is that of a document');
  const astray = await rows(
    `select d.item_id from draft_item d join invoice i on i.firm_id = d.firm_id and i.id = d.invoice_id
     where d.firm_id = $1 and i.status <> 'draft'`,
  );
  assert.deepEqual(astray, [], 'only drafts hold entries');
  const untrue = await rows(
    `select i.id from invoice i
     join lateral (
       select coalesce(sum(j.total_minor), 0) as minor from invoice_job j
       where j.firm_id = i.firm_id and j.invoice_id = i.id) jobs on true
     where i.firm_id = $1 and i.document = 'invoice' and i.status = 'approved'
       and i.basis <> 'miscellaneous' and jobs.minor <> i.total_minor`,
  );
  assert.deepEqual(untrue, [], 'what invoices say of their jobs comes to their totals');
});

test('two drafts of the same entries at once: one has them, the other is told by its name', async () => {
  for (let round = 0; round < rounds; round += 1) {
    const job = await newJob();
    await addTime(job, 60);
    const answers = await Promise.all(
      [1, 2, 3].map(() => bookkeeper.post('/invoices', contentOf(job, { select: 'all' }))),
    );
    const made = answers.filter(({ status }) => status === 201);
    assert.equal(made.length, 1, answers.map(({ text }) => text).join('\n'));
    for (const other of answers.filter(({ status }) => status !== 201)) {
      // Either it saw the work taken and had nothing left to bill, or it was a moment later.
      assert.ok(['onDraft', 'nothingToDo'].includes(endOf(other)), other.text);
    }
    assert.equal(endOf(await approve(made[0]!.body)), 'done');
    assert.equal(await netWip(job), 0);
  }
});

test('two drafts on one job approved at once: each bills its own, and the final one never what the other has', async () => {
  for (let round = 0; round < rounds; round += 1) {
    const job = await newJob();
    const [one, two] = [await addTime(job, 60), await addTime(job, 120)];
    const first = await drafted(contentOf(job, bill(one)));
    const last = await drafted(contentOf(job, { ...bill(two), rest: 'writeOff' }, { type: 'final' }));
    const [ofFirst, ofLast] = await Promise.all([approve(first), approve(last)]);
    assert.equal(endOf(ofFirst), 'done', ofFirst.text);
    // Once the other is posted, nothing is left open, and the invoice is the final one after all.
    if (endOf(ofLast) !== 'done') {
      assert.equal(endOf(ofLast), 'previewOutdated', ofLast.text);
      assert.equal(endOf(await approve(await seenAgain(last))), 'done');
    }
    const [written] = await rows<{ off: bigint }>(
      'select written_off_minor as off from job_balance where firm_id = $1 and job_id = $2',
      Number(job.jobId),
    );
    assert.deepEqual([written!.off, await netWip(job)], [0n, 0]);
  }
});

for (const [how, trade] of Object.entries(trades)) {
  test(`an entry on a draft is not ${how}, and the draft is named`, async () => {
    const [job, other] = [await newJob(), await newJob()];
    const itemId = await addTime(job, 60);
    const draft = await drafted(contentOf(job));
    const refused = await trade(job, itemId, other);
    assert.equal(endOf(refused), 'onDraft', refused.text);
    assert.match(sentencesOf(refused), new RegExp(`draft ${draft.id}\\b`));
    assert.equal(endOf(await approve(draft)), 'done');
    const late = await trade(job, itemId, other);
    // A job of which nothing is open is washed up, and nothing comes of it.
    if (how !== 'washed up') assert.notEqual(endOf(late), 'done', late.text);
    assert.equal(await netWip(job), 0);
    assert.equal((await read(`/invoices/${draft.id}`)).jobs[0].billed, '150.00');
  });

  test(`an entry is not ${how} while its invoice is approved`, async () => {
    for (let round = 0; round < rounds; round += 1) {
      const [job, other] = [await newJob(), await newJob()];
      const itemId = await addTime(job, 60);
      const draft = await drafted(contentOf(job));
      const [approved, traded] = await Promise.all([approve(draft), trade(job, itemId, other)]);
      assert.equal(endOf(approved), 'done', approved.text);
      if (how !== 'washed up') assert.notEqual(endOf(traded), 'done', traded.text);
      assert.equal(await netWip(job), 0);
    }
  });

  test(`an entry that is ${how} while a draft takes it is where the first one put it`, async () => {
    for (let round = 0; round < rounds; round += 1) {
      const [job, other] = [await newJob(), await newJob()];
      const itemId = await addTime(job, 60);
      const [made, traded] = await Promise.all([
        bookkeeper.post('/invoices', contentOf(job, bill(itemId))),
        trade(job, itemId, other),
      ]);
      assert.ok(endOf(made) === 'done' || endOf(traded) === 'done');
      if (endOf(made) !== 'done') continue;
      if (how !== 'edited') assert.equal(endOf(traded), 'onDraft', traded.text);
      const approved = await approve(made.body);
      assert.equal(endOf(approved), 'done', approved.text);
      assert.equal(approved.body.total, endOf(traded) === 'done' ? '75.00' : '150.00');
    }
  });
}

test('an approval whose answer was lost is asked again, by the same key and by another', async () => {
  for (let round = 0; round < rounds; round += 1) {
    const job = await newJob();
    await addTime(job, 60);
    const draft = await drafted(contentOf(job));
    const key = randomUUID();
    const answers = await Promise.all([1, 2, 3].map(() => approve(draft, bookkeeper, key)));
    const first = answers.find(({ status }) => status === 200)!;
    for (const answer of answers) {
      if (answer.status === 200) assert.deepEqual(answer.body, first.body);
      else assert.equal(endOf(answer), 'requestInProgress', answer.text);
    }
    const again = await approve(draft, bookkeeper, key);
    assert.deepEqual([again.status, again.body], [200, first.body]);
    const anew = await approve(draft);
    assert.deepEqual([anew.status, endOf(anew)], [409, 'wrongState']);
    assert.ok(sentencesOf(anew).includes(first.body.number), anew.text);
  }
});

test('two people approve one draft: one has, the other is told the number it got', async () => {
  for (let round = 0; round < rounds; round += 1) {
    const job = await newJob();
    await addTime(job, 60);
    const draft = await drafted(contentOf(job));
    const answers = await Promise.all([approve(draft), approve(draft, owner)]);
    assert.deepEqual(endsOf(answers).toSorted(), ['done', 'wrongState']);
    const [done, told] = answers.toSorted((a, b) => a.status - b.status);
    assert.ok(sentencesOf(told!).includes(done!.body.number), told!.text);
  }
});

test('changing, discarding and approving a draft at once: one of them', async () => {
  for (let round = 0; round < rounds; round += 1) {
    const job = await newJob();
    await addTime(job, 60);
    const draft = await drafted(contentOf(job));
    const changed = contentOf(job, { select: 'all' }, { pricing: 'fixed', fixedTotal: '100.00' });
    const answers = await Promise.all([
      approve(draft),
      bookkeeper.put(`/invoices/${draft.id}`, changed, draft.version),
      bookkeeper.delete(`/invoices/${draft.id}`, draft.version),
    ]);
    const ends = endsOf(answers);
    assert.equal(ends.filter((end) => end === 'done').length, 1, ends.join());
    for (const end of ends) assert.match(end, /^(done|wrongState|staleVersion|previewOutdated)$/);
  }
});

test('a rate that changes after the preview changes nothing until work is revalued, which leaves what drafts hold', async () => {
  const job = await newJob();
  const [held, free] = [await addTime(job, 60), await addTime(job, 60)];
  const draft = await drafted(contentOf(job, bill(held)));
  const later = contentOf(job, bill(free));
  const preview = await bookkeeper.post('/invoices/preview', later);
  const rate = await owner.post('/rates', {
    scope: 'jobStaff',
    jobId: job.jobId,
    staffId: String(api.firm.staffId),
    ratePerHour: '200.00',
    effectiveFrom: '2020-01-01',
  });
  assert.equal(rate.status, 201, rate.text);
  assert.equal((await seenAgain(draft)).fingerprint, draft.fingerprint);
  const revalued = await bookkeeper.post('/revaluations', { jobIds: [job.jobId], effectiveOn: '2026-03-15' });
  assert.equal(endOf(revalued), 'done', revalued.text);
  const approved = await approve(draft);
  assert.deepEqual([endOf(approved), approved.body.total], ['done', '150.00'], approved.text);
  // What was only looked at has moved: whoever approves it by what was seen is told so.
  const second = await drafted(later);
  assert.notEqual(second.fingerprint, preview.body.fingerprint);
  const outdated = await approve({ ...second, fingerprint: preview.body.fingerprint });
  assert.equal(endOf(outdated), 'previewOutdated', outdated.text);
  assert.equal((await approve(second)).body.total, '200.00');
});

async function changeTax(percent: string): Promise<Answer> {
  const [tax] = (await read('/taxes')).items;
  const rates = [{ effectiveFrom: '2000-01-01', components: [{ component: 'GST', percent }] }];
  return owner.put(`/taxes/${tax.id}`, { name: tax.name, rates }, tax.version);
}

test('a tax whose rate changed after the draft is told with both amounts', async () => {
  const job = await newJob();
  await addTime(job, 60);
  const draft = await drafted(contentOf(job));
  const changed = await changeTax('10');
  if (endOf(changed) === 'done') {
    const refused = await approve(draft);
    assert.equal(endOf(refused), 'previewOutdated', refused.text);
    assert.match(sentencesOf(refused), /tax was 22\.50 and is 15\.00/);
    assert.equal((await approve(await seenAgain(draft))).body.tax, '15.00');
    assert.equal(endOf(await changeTax('15')), 'done');
  } else assert.match(sentencesOf(changed), /draft/);
});

test('what a tax that changed makes an interim of is approved as it was seen then', async () => {
  const job = await newJob();
  await addTime(job, 60);
  const fixed = { pricing: 'fixed', fixedTotal: '172.50', taxMode: 'inclusive' };
  const draft = await drafted(contentOf(job, { select: 'all', excess: 'keepAsCredit' }, fixed));
  assert.equal(endOf(await changeTax('0')), 'done');
  const seen = await seenAgain(draft);
  const approved = await approve(seen);
  assert.equal(endOf(approved), 'done', approved.text);
  assert.deepEqual(
    [approved.body.total, approved.body.jobs[0].billed, approved.body.jobs[0].raised],
    ['172.50', '150.00', '22.50'],
  );
  assert.equal(await netWip(job), -22.5);
  assert.equal(endOf(await changeTax('15')), 'done');
});

async function acceptedQuote(job: Job, amount: string, more: object = {}): Promise<Answer['body']> {
  const lines = [{ kind: 'task', description: 'Agreed', amount }];
  const content = { clientId: job.clientId, jobId: job.jobId, name: 'Agreed', quotedOn: '2026-03-10', lines };
  const made = await owner.post('/quotes', content);
  assert.equal(made.status, 201, made.text);
  const issued = await owner.post(
    `/quotes/${made.body.id}/issue`,
    {},
    { 'if-match': `"${made.body.version}"` },
  );
  assert.equal(issued.status, 200, issued.text);
  const acceptance = { acceptedOn: '2026-03-12', ...more };
  const taken = await owner.post(`/quotes/${made.body.id}/acceptance`, acceptance, {
    'if-match': `"${issued.body.version}"`,
  });
  assert.equal(taken.status, 200, taken.text);
  return taken.body;
}

test('a quote that was replaced after the draft is not invoiced any more', async () => {
  const job = await newJob();
  const quote = await acceptedQuote(job, '1000.00');
  const [line] = (await read(`/billable?jobIds=${job.jobId}`)).items[0].quote.lines;
  const claims = [{ quoteLineId: line.quoteLineId, percent: '40' }];
  const draft = await drafted(contentOf(job, { claims }, { basis: 'quoted' }));
  const second = await acceptedQuote(job, '1200.00', { replaces: true });
  assert.deepEqual(
    second.warnings.map(({ code }: { code: string }) => code),
    ['claimedOnDraft'],
  );
  assert.match(second.warnings[0].detail, new RegExp(`^Draft ${draft.id} `));
  const refused = await approve(draft);
  assert.equal(refused.status, 409, refused.text);
  assert.equal(endOf(refused), 'wrongState', refused.text);
  assert.match(refused.body.errors[0].detail, /^Quote \S+ of job \S+ was replaced by \S+;/);
  assert.equal(refused.body.errors[0].field, 'jobs[0].claims[0].quoteLineId');
  assert.equal((await read(`/quotes/${quote.quote?.id ?? quote.id}`)).isMaster ?? false, false);
  assert.equal((await read(`/invoices/${draft.id}`)).state, 'draft');
  assert.equal(endOf(await bookkeeper.delete(`/invoices/${draft.id}`, draft.version)), 'done');
});

test('a lock that is set while invoices are approved: nothing of a locked day is approved after it', async () => {
  for (let round = 0; round < 3; round += 1) {
    const drafts: Draft[] = [];
    for (let place = 0; place < 6; place += 1) {
      const job = await newJob();
      await addTime(job, 60);
      drafts.push(await drafted(contentOf(job)));
    }
    const { version } = await read('/firm/locks');
    const locking = { wipLockOn: '2026-03-20', periodLockOn: null };
    const [locked, ...answers] = await Promise.all([
      bookkeeper.put('/firm/locks', locking, version),
      ...drafts.map((draft) => approve(draft)),
    ]);
    assert.equal(endOf(locked!), 'done', locked!.text);
    for (const end of endsOf(answers)) assert.match(end, /^(done|lockedDate)$/);
    for (const [place, draft] of drafts.entries()) {
      if (endOf(answers[place]!) === 'done') continue;
      const late = await approve(draft);
      assert.equal(endOf(late), 'lockedDate', late.text);
      assert.match(late.text, /2026-03-2[01]/);
    }
    assert.equal(endOf(await setLocks(null)), 'done');
    for (const draft of drafts) assert.match(endOf(await approve(draft)), /^(done|wrongState)$/);
  }
});

test('two credits beyond a line at once: one is done, the other is told what is left', async () => {
  for (let round = 0; round < rounds; round += 1) {
    const job = await newJob();
    await addTime(job, 60);
    const made = await invoice(job, { select: 'all' });
    const half = { lines: [{ lineNumber: 1, amount: '100.00' }] };
    const answers = await Promise.all([credit(made.id, half), credit(made.id, half)]);
    assert.deepEqual(endsOf(answers).toSorted(), ['done', 'exceedsOutstanding']);
    const told = answers.find(({ status }) => status >= 400)!;
    assert.match(sentencesOf(told), /50\.00 is left of line 1/);
    assert.equal(await netWip(job), 100);
  }
});

test('paying and cancelling at once: what came first stands, the other is told', async () => {
  for (let round = 0; round < rounds; round += 1) {
    const job = await newJob();
    await addTime(job, 60);
    const made = await invoice(job, { select: 'all' });
    const answers = await Promise.all([
      pay(job.clientId, '172.50', { invoices: [{ invoiceId: made.id }] }),
      cancel(made.id),
    ]);
    const ends = endsOf(answers).join();
    assert.ok(['done,allocationsPresent', 'wrongState,done'].includes(ends), ends);
    for (const answer of answers.filter(({ status }) => status >= 400))
      assert.ok(sentencesOf(answer).includes(made.number), answer.text);
  }
});

test('two payments of more than is outstanding at once: one pays, the other is told what is left', async () => {
  for (let round = 0; round < rounds; round += 1) {
    const job = await newJob();
    await addTime(job, 60);
    const made = await invoice(job, { select: 'all' });
    const whole = { invoices: [{ invoiceId: made.id, amount: '100.00' }] };
    const answers = await Promise.all([
      pay(job.clientId, '100.00', whole),
      pay(job.clientId, '100.00', whole),
    ]);
    assert.deepEqual(endsOf(answers).toSorted(), ['done', 'exceedsOutstanding']);
    const told = answers.find(({ status }) => status >= 400)!;
    assert.match(told.text, /72\.50/);
    assert.equal((await read(`/invoices/${made.id}`)).outstanding, '72.50');
  }
});

test('one payment allocated twice at once pays no more than it is', async () => {
  for (let round = 0; round < rounds; round += 1) {
    const job = await newJob();
    await addTime(job, 60);
    await addTime(job, 60);
    const one = await invoice(job, { select: 'all' });
    const payment = await pay(job.clientId, '100.00');
    const allocate = () =>
      bookkeeper.post(`/payments/${payment.body.id}/allocations`, {
        invoices: [{ invoiceId: one.id, amount: '80.00' }],
      });
    const answers = await Promise.all([allocate(), allocate()]);
    assert.deepEqual(endsOf(answers).toSorted(), ['done', 'exceedsOutstanding']);
    assert.equal((await read(`/payments/${payment.body.id}`)).unallocated, '20.00');
  }
});

test('cancelling while a credit note is made: one of them, and the other is told which', async () => {
  for (let round = 0; round < rounds; round += 1) {
    const job = await newJob();
    await addTime(job, 60);
    const made = await invoice(job, { select: 'all' });
    const ends = endsOf(await Promise.all([credit(made.id), cancel(made.id)])).join();
    assert.ok(['done,allocationsPresent', 'wrongState,done'].includes(ends), ends);
    assert.equal(await netWip(job), 150);
  }
});

test('a client with work under way is not archived while its draft is approved, nor merely by it', async () => {
  for (let round = 0; round < rounds; round += 1) {
    const job = await newJob();
    await addTime(job, 60);
    const draft = await drafted(contentOf(job));
    const { version } = await read(`/clients/${job.clientId}`);
    const [approved, archived] = await Promise.all([
      approve(draft),
      owner.patch(`/clients/${job.clientId}`, { archived: true }, version),
    ]);
    assert.deepEqual(endsOf([approved, archived]), ['done', 'stillInUse']);
    assert.match(sentencesOf(archived), /jobs that are not finished/);
  }
});

test('a job is excluded from estimated billings before or after its invoice, and not under it', async () => {
  for (let round = 0; round < rounds; round += 1) {
    const job = await newJob();
    await addTime(job, 60);
    const draft = await drafted(contentOf(job));
    const ends = endsOf(await Promise.all([approve(draft), changeJob(job, { excluded: true })]));
    assert.ok(['done,done', 'done,wipPresent'].includes(ends.join()), ends.join());
  }
  const job = await newJob();
  const lines = [{ kind: 'cost', description: 'Plots', amount: '20.00' }];
  const draft = await drafted(contentOf(job, { lines }));
  assert.equal(endOf(await changeJob(job, { excluded: true })), 'done');
  assert.equal(endOf(await approve(draft)), 'excludedFromBilling');
  assert.equal(endOf(await changeJob(job, { excluded: false })), 'done');
  assert.equal(endOf(await approve(draft)), 'done');
});
