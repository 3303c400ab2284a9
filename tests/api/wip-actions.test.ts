import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createApiTest, type Answer } from './testing.ts';

const api = await createApiTest({ now: '2026-03-31T02:00:00Z' });
const { firm } = api;
const owner = api.as('owner');

type Entry = { id: string; version: number };

/** A job of its own, so that each story starts from nothing. */
let jobs = 0;
async function newJob(options: { currency?: string } = {}): Promise<{ jobId: string; jobTaskId: string }> {
  jobs += 1;
  return api.database.inFirm(firm.firmId, async (tx) => {
    const clientId =
      options.currency === undefined
        ? firm.clientId
        : (
            await tx.query<{ id: number }>(
              'insert into client (firm_id, name, currency) values ($1, $2, $3) returning id',
              [firm.firmId, `Client ${jobs}`, options.currency],
            )
          )[0]!.id;
    const [job] = await tx.query<{ id: number }>(
      'insert into job (firm_id, number, name, client_id, currency, state_id) values ($1, $2, $2, $3, $4, $5) returning id',
      [firm.firmId, `W${jobs}`, clientId, options.currency ?? 'NZD', firm.stateId],
    );
    const [task] = await tx.query<{ id: number }>(
      `insert into job_task (firm_id, job_id, task_id, name) values ($1, $2, $3, 'Design') returning id`,
      [firm.firmId, job!.id, firm.taskId],
    );
    return { jobId: String(job!.id), jobTaskId: String(task!.id) };
  });
}

async function time(
  job: { jobId: string; jobTaskId: string },
  minutes: number,
  more: object = {},
): Promise<Entry> {
  const entry = { ...job, staffId: String(firm.staffId), workedOn: '2026-03-10', minutes, ...more };
  const answer = await owner.post('/time-entries', { entries: [entry] });
  assert.equal(answer.status, 201, answer.text);
  return answer.body.entries[0];
}

const balanceOf = (answer: Answer, jobId: string): string =>
  answer.body.balances.find((balance: { jobId: string }) => balance.jobId === jobId)?.netWip;

async function ledgerOf(jobId: string): Promise<string[]> {
  const rows = await api.database.inFirm(firm.firmId, (tx) =>
    tx.query<{ kind: number; minor: bigint }>(
      `select kind, case when debit <= 3 then amount_minor else -amount_minor end as minor from ledger_line
       where job_id = $1 and kind not in (1, 2) order by journal_id, line_number`,
      [jobId],
    ),
  );
  return rows.map(({ kind, minor }) => `${kind} ${minor}`);
}

test('part of an entry is written off with a reason and comes back when undone', async () => {
  const job = await newJob();
  const entry = await time(job, 120);
  const [reason] = await api.database.inFirm(firm.firmId, (tx) =>
    tx.query<{ id: number }>(
      `insert into adjustment_reason (firm_id, name) values ($1, 'Goodwill') returning id`,
      [firm.firmId],
    ),
  );
  const done = await owner.post('/write-offs', {
    items: [{ itemId: entry.id, amount: '75.00' }],
    reasonId: String(reason!.id),
    note: 'Rework',
  });
  assert.equal(done.status, 201, done.text);
  assert.equal(balanceOf(done, job.jobId), '225.00');
  const locked = await owner.patch(`/time-entries/${entry.id}`, { minutes: 60 }, entry.version);
  assert.equal(locked.body.code, 'alreadyAdjusted', locked.text);
  const read = await owner.get(`/wip-actions/${done.body.wipActionId}`);
  assert.equal(read.body.reason, 'Goodwill');
  const undone = await owner.post(`/wip-actions/${done.body.wipActionId}/undo`, {});
  assert.equal(undone.status, 200, undone.text);
  assert.equal(balanceOf(undone, job.jobId), '300.00');
  const again = await owner.post(`/wip-actions/${done.body.wipActionId}/undo`, {});
  assert.equal(again.body.code, 'alreadyReversed', again.text);
  assert.equal((await owner.patch(`/time-entries/${entry.id}`, { minutes: 60 }, entry.version)).status, 200);
});

test('more than is open cannot be written off', async () => {
  const job = await newJob();
  const entry = await time(job, 60);
  const refused = await owner.post('/write-offs', { items: [{ itemId: entry.id, amount: '150.01' }] });
  assert.equal(refused.body.code, 'exceedsOpenAmount', refused.text);
  assert.equal(refused.body.errors[0].field, 'items[0].amount');
  assert.equal((await owner.post('/write-offs', { items: [{ itemId: entry.id }] })).status, 201);
  const gone = await owner.post('/write-offs', { items: [{ itemId: entry.id }] });
  assert.equal(gone.body.code, 'exceedsOpenAmount', gone.text);
});

test('a project manager writes off within the limit only', async () => {
  await api.database.inFirm(firm.firmId, (tx) =>
    tx.query('update firm set project_manager_write_off_limit_minor = 10000'),
  );
  const job = await newJob();
  const entry = await time(job, 120);
  const manager = api.as('projectManager');
  const over = await manager.post('/write-offs', { items: [{ itemId: entry.id, amount: '100.01' }] });
  assert.equal(over.body.code, 'limitExceeded', over.text);
  assert.equal(
    (await manager.post('/write-offs', { items: [{ itemId: entry.id, amount: '100.00' }] })).status,
    201,
  );
});

test('a write-on undone after the value was washed up is refused', async () => {
  const job = await newJob();
  const entry = await time(job, 60);
  const on = await owner.post('/write-ons', { items: [{ itemId: entry.id, amount: '50.00' }] });
  assert.equal(balanceOf(on, job.jobId), '200.00', on.text);
  const washed = await owner.post('/wash-ups', { jobIds: [job.jobId] });
  assert.equal(balanceOf(washed, job.jobId), '0.00', washed.text);
  const refused = await owner.post(`/wip-actions/${on.body.wipActionId}/undo`, {});
  assert.equal(refused.body.code, 'alreadyBilled', refused.text);
});

test('a wash-up of more WIP than interims writes the rest off and unlists the job; undo restores all of it', async () => {
  const job = await newJob();
  await time(job, 240);
  await time(job, 160);
  const raised = await owner.post('/interims', {
    jobId: job.jobId,
    amount: '500',
    description: 'Deposit',
    effectiveOn: '2026-03-15',
  });
  assert.equal(balanceOf(raised, job.jobId), '500.00', raised.text);
  const preview = await owner.post('/wash-ups/preview', { jobIds: [job.jobId] });
  assert.deepEqual(preview.body.jobs, [
    {
      jobId: job.jobId,
      currency: 'NZD',
      billed: '500.00',
      absorbed: '500.00',
      writtenOff: '500.00',
      writtenOn: '0.00',
    },
  ]);
  const washed = await owner.post('/wash-ups', { jobIds: [job.jobId] });
  assert.equal(balanceOf(washed, job.jobId), '0.00', washed.text);
  assert.deepEqual(await ledgerOf(job.jobId), [
    '4 -50000',
    '6 -30000',
    '6 -20000',
    '3 -30000',
    '3 -20000',
    '5 50000',
  ]);
  const listed = () =>
    api.database.inFirm(firm.firmId, (tx) =>
      tx.query<{ is_listed: boolean }>('select is_listed from job_balance where job_id = $1', [job.jobId]),
    );
  assert.deepEqual(await listed(), [{ is_listed: false }]);
  const undone = await owner.post(`/wip-actions/${washed.body.wipActionId}/undo`, {});
  assert.equal(balanceOf(undone, job.jobId), '500.00', undone.text);
  assert.deepEqual(await listed(), [{ is_listed: true }]);
});

test('an interim without work is written on and absorbed', async () => {
  const job = await newJob();
  await owner.post('/interims', { jobId: job.jobId, amount: '500', description: 'Deposit' });
  const washed = await owner.post('/wash-ups', { jobIds: [job.jobId] });
  assert.equal(balanceOf(washed, job.jobId), '0.00', washed.text);
  assert.deepEqual(await ledgerOf(job.jobId), ['4 -50000', '7 50000', '3 -50000', '5 50000']);
});

test('jobs of one client settle against each other: each ends at 0', async () => {
  const [deposit, work] = [await newJob(), await newJob()];
  await owner.post('/interims', { jobId: deposit.jobId, amount: '200', description: 'Deposit' });
  await time(work, 120);
  const washed = await owner.post('/wash-ups', { jobIds: [deposit.jobId, work.jobId], acrossJobs: true });
  assert.equal(balanceOf(washed, deposit.jobId), '0.00', washed.text);
  assert.equal(balanceOf(washed, work.jobId), '0.00');
  assert.deepEqual(await ledgerOf(work.jobId), ['6 -10000', '3 -20000']);
});

test('a wash-up cannot be dated before the work', async () => {
  const job = await newJob();
  await time(job, 60);
  const refused = await owner.post('/wash-ups', { jobIds: [job.jobId], effectiveOn: '2026-03-09' });
  assert.equal(refused.body.code, 'beforeWork', refused.text);
});

test('moved work is revalued by the rate of its new job, and goes back when undone', async () => {
  const [from, to] = [await newJob(), await newJob()];
  await api.database.inFirm(firm.firmId, (tx) =>
    tx.query(
      `insert into rate (firm_id, scope, job_id, staff_id, currency, rate_per_hour_minor, effective_from)
       values ($1, 'jobStaff', $2, $3, 'NZD', 20000, '2020-01-01')`,
      [firm.firmId, to.jobId, firm.staffId],
    ),
  );
  const entry = await time(from, 120);
  const terms = { itemIds: [entry.id], toJobId: to.jobId, toJobTaskId: to.jobTaskId };
  const preview = await owner.post('/moves/preview', terms);
  assert.deepEqual(
    [preview.body.entries[0].from, preview.body.entries[0].to],
    ['300.00', '400.00'],
    preview.text,
  );
  const moved = await owner.post('/moves', terms);
  assert.equal(moved.status, 201, moved.text);
  assert.equal(balanceOf(moved, from.jobId), '0.00');
  assert.equal(balanceOf(moved, to.jobId), '400.00');
  assert.equal((await owner.get(`/time-entries/${entry.id}`)).body.jobId, to.jobId);
  const undone = await owner.post(`/wip-actions/${moved.body.wipActionId}/undo`, {});
  assert.equal(balanceOf(undone, from.jobId), '300.00', undone.text);
  assert.equal(balanceOf(undone, to.jobId), '0.00');
  assert.equal((await owner.get(`/time-entries/${entry.id}`)).body.jobId, from.jobId);
});

test('a moved entry is changed as any other', async () => {
  const [from, to] = [await newJob(), await newJob()];
  const entry = await time(from, 120);
  await owner.post('/moves', { itemIds: [entry.id], toJobId: to.jobId, toJobTaskId: to.jobTaskId });
  const { body: now } = await owner.get(`/time-entries/${entry.id}`);
  const changed = await owner.patch(`/time-entries/${entry.id}`, { minutes: 60 }, now.version);
  assert.equal(changed.status, 200, changed.text);
  const rows = await api.database.inFirm(firm.firmId, (tx) =>
    tx.query<{ job_id: number; wip_time_minor: bigint }>(
      'select job_id, wip_time_minor from job_balance where job_id = any ($1) order by job_id',
      [[from.jobId, to.jobId]],
    ),
  );
  assert.deepEqual(
    rows.map((row) => row.wip_time_minor),
    [0n, 15000n],
  );
});

test('work does not move into another currency', async () => {
  const [from, to] = [await newJob(), await newJob({ currency: 'AUD' })];
  const entry = await time(from, 60);
  const refused = await owner.post('/moves', {
    itemIds: [entry.id],
    toJobId: to.jobId,
    toJobTaskId: to.jobTaskId,
  });
  assert.equal(refused.body.code, 'currencyMismatch', refused.text);
  assert.equal(refused.body.errors[0].field, 'itemIds[0]');
});

test('a rate change reaches unbilled time by revaluation, and leaves written-off time alone', async () => {
  const job = await newJob();
  await time(job, 60);
  const touched = await time(job, 60);
  await owner.post('/write-offs', { items: [{ itemId: touched.id, amount: '10' }] });
  await api.database.inFirm(firm.firmId, (tx) =>
    tx.query(
      `insert into rate (firm_id, scope, job_id, staff_id, currency, rate_per_hour_minor, effective_from)
       values ($1, 'jobStaff', $2, $3, 'NZD', 18000, '2020-01-01')`,
      [firm.firmId, job.jobId, firm.staffId],
    ),
  );
  const preview = await owner.post('/revaluations/preview', { jobIds: [job.jobId] });
  assert.deepEqual(preview.body.totals, [{ currency: 'NZD', from: '150.00', to: '180.00' }], preview.text);
  const done = await owner.post('/revaluations', { jobIds: [job.jobId] });
  assert.equal(balanceOf(done, job.jobId), '320.00', done.text);
  const nothing = await owner.post('/revaluations', { jobIds: [job.jobId] });
  assert.equal(nothing.body.code, 'nothingToDo', nothing.text);
  const undone = await owner.post(`/wip-actions/${done.body.wipActionId}/undo`, {});
  assert.equal(balanceOf(undone, job.jobId), '290.00', undone.text);
});

test('a job excluded since takes no WIP back, and no interim', async () => {
  const job = await newJob();
  await time(job, 60);
  const washed = await owner.post('/wash-ups', { jobIds: [job.jobId] });
  await api.database.inFirm(firm.firmId, (tx) =>
    tx.query('update job set excluded = true where id = $1', [job.jobId]),
  );
  const undone = await owner.post(`/wip-actions/${washed.body.wipActionId}/undo`, {});
  assert.equal(undone.body.code, 'excludedFromBilling', undone.text);
  const raised = await owner.post('/interims', { jobId: job.jobId, amount: '10', description: 'Deposit' });
  assert.equal(raised.body.code, 'excludedFromBilling', raised.text);
});

test('two people washing up the same job at once settle it once', async () => {
  const job = await newJob();
  await time(job, 60);
  const answers = await Promise.all([1, 2, 3].map(() => owner.post('/wash-ups', { jobIds: [job.jobId] })));
  assert.deepEqual(answers.map((answer): string => answer.body.code ?? 'done').toSorted(), [
    'done',
    'nothingToDo',
    'nothingToDo',
  ]);
});
