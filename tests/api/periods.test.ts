// Closing periods over HTTP: the checklist, what a close freezes and locks, and taking it back.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createApiTest, type Answer } from './testing.ts';

const api = await createApiTest({ now: '2026-03-31T02:00:00Z' });
const owner = api.as('owner');
const { firm } = api;
const jobId = String(firm.jobId);

async function done(answer: Promise<Answer>): Promise<Answer['body']> {
  const { status, body, text } = await answer;
  assert.ok(status < 300, text);
  return body;
}

const work = (workedOn: string, minutes = 60) => ({
  jobId,
  jobTaskId: String(firm.jobTaskId),
  staffId: String(firm.staffId),
  workedOn,
  minutes,
});
const record = async (workedOn: string, minutes = 60) =>
  (await done(owner.post('/time-entries', { entries: [work(workedOn, minutes)] }))).entries[0];
const locks = async () => (await done(owner.get('/firm/locks'))) as Record<string, string | number | null>;
const stateOf = (checks: { code: string; state: string; count: number }[], code: string) => {
  const { state, count } = checks.find((check) => check.code === code)!;
  return `${state} ${count}`;
};
const checklist = (end: string, more = '') => done(owner.get(`/periods/checklist?end=${end}${more}`));

type Opening = { jobId: string; wipTime: string; wipCost: string; interims: string; uninvoicedQuote: string };
const kept = (rows: Opening[]) =>
  rows.map((row) => [row.jobId, row.wipTime, row.wipCost, row.interims, row.uninvoicedQuote]);

/** What the ledger answers for the day is what the close froze. */
async function assertKept(close: { id: string; endedOn: string }) {
  const openings = await done(owner.get(`/reports/period-openings?closeId=${close.id}`));
  const balances = await done(owner.get(`/reports/job-balances?asAt=${close.endedOn}`));
  assert.deepEqual(kept(openings.items), kept(balances.items));
  return openings;
}

const attention = [
  'draftInvoices',
  'unsentInvoices',
  'unallocatedPayments',
  'estimatedCosts',
  'negativeWip',
  'staleWip',
  'oldInterims',
  'workOnEndedJobs',
  'missingRates',
];

const old = await record('2025-10-20');
await record('2026-01-20', 90);
const january: { id: string; endedOn: string } = { id: '', endedOn: '2026-01-31' };

test('the checklist counts what waits for somebody, and says where to look', async () => {
  await done(
    owner.post('/cost-entries', {
      costs: [
        {
          jobId,
          incurredOn: '2026-01-11',
          description: 'Survey',
          quantity: '1',
          unitCost: '60.00',
          unitPrice: '100.00',
          billable: true,
          actual: false,
        },
      ],
    }),
  );
  await done(
    owner.post('/payments', { clientId: String(firm.clientId), amount: '80.00', paidOn: '2026-01-15' }),
  );
  const invoice = {
    clientId: String(firm.clientId),
    type: 'progress',
    basis: 'miscellaneous',
    invoicedOn: '2026-01-25',
    lines: [{ kind: 'cost', description: 'Scans', amount: '20.00' }],
  };
  await done(owner.post('/invoices', invoice));
  const draft = await done(owner.post('/invoices', { ...invoice, invoicedOn: '2026-01-26' }));
  await done(owner.post(`/invoices/${draft.id}/approval`, { fingerprint: draft.fingerprint }));

  const { checks, closable, beganOn, totals } = await checklist('2026-01-31');
  assert.equal(beganOn, '2025-10-20');
  assert.equal(closable, true);
  assert.equal(totals[0].closing, '375.00');
  const states = Object.fromEntries(
    checks.map((check: { code: string; state: string; count: number }) => [
      check.code,
      `${check.state} ${check.count}`,
    ]),
  );
  assert.deepEqual(states, {
    ledgerRecount: 'atClose 0',
    documentRecount: 'atClose 0',
    wipControl: 'ok 0',
    openingsKept: 'ok 0',
    parkedInvoices: 'ok 0',
    draftInvoices: 'attention 1',
    unsentInvoices: 'attention 1',
    unallocatedPayments: 'attention 1',
    estimatedCosts: 'attention 1',
    missingRates: 'ok 0',
    negativeWip: 'ok 0',
    staleWip: 'attention 1',
    oldInterims: 'ok 0',
    workOnEndedJobs: 'ok 0',
    openWeeks: 'ok 0',
  });
  const stale = checks.find(({ code }: { code: string }) => code === 'staleWip');
  assert.deepEqual(stale.amounts, [{ currency: 'NZD', amount: '150.00' }]);
  const rows = await done(owner.get(stale.link.replace('/api/v1', '')));
  assert.deepEqual(
    rows.items.map(({ itemId }: { itemId: string }) => itemId),
    [old.id],
  );
  for (const { link } of checks) if (link !== null) await done(owner.get(link.replace('/api/v1', '')));
  const recounted = await checklist('2026-01-31', '&recount=true');
  assert.equal(stateOf(recounted.checks, 'ledgerRecount'), 'ok 0');
});

test('old interims, negative WIP, work on completed jobs and time without a rate are found', async () => {
  const client = String(firm.clientId);
  const completed = await done(owner.post('/job-states', { name: 'Completed', type: 'completed' }));
  const made = await done(owner.post('/jobs', { name: 'Ended', clientId: client, stateId: completed.id }));
  const ended = made.items?.[0] ?? made;
  const tasks = await done(
    owner.post('/job-tasks', { jobId: ended.id, taskId: String(firm.taskId), name: 'Design' }),
  );
  const task = tasks.items?.[0] ?? tasks;
  const somebody = await done(owner.post('/staff', { name: 'Without a rate' }));
  const staffId = (somebody.items?.[0] ?? somebody).id;
  const entry = { ...work('2026-02-03'), jobId: ended.id, jobTaskId: task.id };
  await done(owner.post('/time-entries', { entries: [entry, { ...entry, staffId }] }));
  await done(
    owner.post('/interims', {
      jobId: ended.id,
      amount: '500.00',
      description: 'Deposit',
      effectiveOn: '2025-11-02',
    }),
  );
  const { checks } = await checklist('2026-02-28');
  assert.equal(stateOf(checks, 'oldInterims'), 'attention 1');
  assert.equal(stateOf(checks, 'negativeWip'), 'attention 1');
  assert.equal(stateOf(checks, 'workOnEndedJobs'), 'attention 2');
  assert.equal(stateOf(checks, 'missingRates'), 'attention 1');
});

test('what a billing run has parked is found while the run stands', async () => {
  const stateIs = (state: string) =>
    api.database.inFirm(firm.firmId, (tx) =>
      tx.query('update billing_run set state = $2 where firm_id = $1', [firm.firmId, state]),
    );
  await api.database.inFirm(firm.firmId, async (tx) => {
    await tx.query(
      `with run as (
         insert into billing_run (firm_id, name, state, rules, planned_at, created_by, created_at)
         values ($1, 'February', 'done', '{"invoicedOn": "2026-02-28"}', now(), $2, now()) returning id)
       insert into billing_run_unit
         (firm_id, run_id, place, client_id, currency, type, basis, total_minor, tax_minor, job_count, item_count, state)
       select $1, id, 1, $3, 'NZD', 'progress', 'actual', 5000, 750, 1, 1, 'parked' from run`,
      [firm.firmId, firm.actorId, firm.clientId],
    );
  });
  const { checks } = await checklist('2026-02-28');
  assert.equal(stateOf(checks, 'parkedInvoices'), 'attention 1');
  assert.equal(stateOf((await checklist('2026-02-27')).checks, 'parkedInvoices'), 'ok 0');
  await stateIs('cancelled');
  assert.equal(stateOf((await checklist('2026-02-28')).checks, 'parkedInvoices'), 'ok 0');
});

test('what calls for attention has to be accepted, code by code', async () => {
  const refused = await owner.post('/periods', { end: '2026-01-31', acceptAttention: ['staleWip'] });
  assert.equal(refused.body.code, 'questionOpen');
  assert.ok(!refused.text.includes('staleWip among'));
  assert.match(refused.text, /unsentInvoices among the codes/);
  assert.equal((await locks())['wipLockOn'], null);
  for (const end of ['2026-04-01', '2027-01-31']) {
    assert.equal((await owner.post('/periods', { end })).body.code, 'futureDate');
  }
});

test('a close keeps the openings, the evidence and who closed, and locks the period', async () => {
  const closed = await done(
    api.as('bookkeeper').post('/periods', {
      end: '2026-01-31',
      notes: 'Checked with Ana',
      acceptAttention: attention,
    }),
  );
  Object.assign(january, closed);
  assert.equal(closed.closedBy, 'bookkeeper');
  assert.equal(stateOf(closed.checks, 'ledgerRecount'), 'ok 0');
  assert.equal(stateOf(closed.checks, 'staleWip'), 'attention 1');
  assert.deepEqual(closed.acceptedAttention, attention);
  const { wipLockOn, periodLockOn } = await locks();
  assert.deepEqual([wipLockOn, periodLockOn], ['2026-01-31', '2026-01-31']);
  const openings = await assertKept(january);
  assert.equal(openings.items.length, 2);
  for (const link of Object.values<string>(closed.links)) await done(owner.get(link.replace('/api/v1', '')));
  const csv = await owner.get(`/reports/period-openings?closeId=${closed.id}&format=csv`);
  assert.match(csv.text, /2026-02-01,375\.00,0\.00,0\.00,375\.00,0\.00/);
  assert.deepEqual((await done(owner.get(`/periods/${closed.id}`))).endedOn, '2026-01-31');
});

test('nothing is dated into a closed period: not work, not an invoice, not a payment', async () => {
  const attempts: [string, object][] = [
    ['/time-entries', { entries: [work('2026-01-31')] }],
    ['/interims', { jobId, amount: '10.00', description: 'Late', effectiveOn: '2026-01-31' }],
    ['/payments', { clientId: String(firm.clientId), amount: '5.00', paidOn: '2026-01-31' }],
  ];
  for (const [path, body] of attempts) {
    const answer = await owner.post(path, body);
    assert.match(answer.text, /lockedDate/, path);
  }
  const drafts = await done(owner.get('/invoices?state=draft'));
  const { id, fingerprint } = await done(owner.get(`/invoices/${drafts.items[0].id}`));
  const approved = await owner.post(`/invoices/${id}/approval`, { fingerprint });
  assert.equal(approved.body.code, 'lockedDate', approved.text);
  await assertKept(january);
});

test('the reversal of something in a closed period lands on the first open day and leaves the openings', async () => {
  const removed = await owner.delete(`/time-entries/${old.id}`, old.version);
  assert.ok(removed.status < 300, removed.text);
  await assertKept(january);
  const journal = await done(owner.get('/reports/wip-journal?from=2026-02-01&to=2026-02-01&by=period'));
  assert.equal(journal.items[0].time, '-150.00');
});

test('locks are not moved to before a closed day, not even past the program', async () => {
  const { version } = await locks();
  for (const moved of [
    { wipLockOn: null, periodLockOn: null },
    { wipLockOn: '2026-01-30', periodLockOn: '2026-01-31' },
    { wipLockOn: '2026-02-10', periodLockOn: '2026-01-30' },
  ]) {
    const answer = await owner.put('/firm/locks', moved, version as number);
    assert.equal(answer.body.code, 'wrongState', JSON.stringify(moved));
  }
  const ahead = await owner.put(
    '/firm/locks',
    { wipLockOn: '2026-02-10', periodLockOn: '2026-01-31' },
    version as number,
  );
  assert.equal(ahead.status, 200, ahead.text);
  const past = (statement: string) =>
    api.database.inFirm(firm.firmId, (tx) => tx.query(statement, [firm.firmId]));
  await assert.rejects(past('select set_locks($1, null, null)'), { code: 'WL004' });
  await assert.rejects(past("select set_locks($1, '2026-02-10', '2026-01-30')"), { code: 'WL004' });
  await assert.rejects(past('update period_opening set wip_time_minor = 0 where firm_id = $1'), {
    code: '42501',
  });
  await assert.rejects(past('delete from period_close where firm_id = $1'), { code: '42501' });
});

test('the next period begins with what was frozen, and only the latest close is taken back', async () => {
  const february = await done(owner.post('/periods', { end: '2026-02-28', acceptAttention: attention }));
  assert.equal(february.beganOn, '2026-02-01');
  const frozen = await done(owner.get(`/reports/period-openings?closeId=${january.id}`));
  assert.equal(february.totals[0].opening, frozen.totals[0].netWip);
  await assertKept(february);
  assert.equal((await owner.post('/periods', { end: '2026-02-15' })).body.code, 'wrongState');

  const tooEarly = await owner.post(`/periods/${january.id}/reopening`, { reason: 'Forgotten' });
  assert.equal(tooEarly.body.code, 'wrongState');
  assert.equal(
    (await api.as('auditor').post(`/periods/${february.id}/reopening`, { reason: 'x' })).status,
    403,
  );
  const reopened = await done(
    owner.post(`/periods/${february.id}/reopening`, { reason: 'A cost was forgotten' }),
  );
  assert.deepEqual(
    [reopened.reopening.reason, reopened.reopening.reopenedBy],
    ['A cost was forgotten', 'owner'],
  );
  const { wipLockOn, periodLockOn } = await locks();
  assert.deepEqual([wipLockOn, periodLockOn], ['2026-02-10', '2026-01-31']);
  assert.equal(
    (await owner.post(`/periods/${february.id}/reopening`, { reason: 'Again' })).body.code,
    'wrongState',
  );

  await record('2026-02-20');
  const again = await done(owner.post('/periods', { end: '2026-02-28', acceptAttention: attention }));
  assert.equal(again.beganOn, '2026-02-01');
  await assertKept(again);
  const listed = await done(owner.get('/periods?limit=2'));
  assert.deepEqual(
    listed.items.map(({ id }: { id: string }) => id),
    [again.id, february.id],
  );
  const rest = await done(owner.get(`/periods?limit=2&cursor=${listed.nextCursor}`));
  assert.deepEqual(
    rest.items.map(({ id }: { id: string }) => id),
    [january.id],
  );
});

test('books that do not add up are not closed, whatever is accepted', async () => {
  // Somebody changes a kept figure past the program.
  const tamper = (statement: string, minor: number) =>
    api.database.asInstallation((tx) => tx.query(statement, [firm.firmId, minor]));
  const attempt = () => owner.post('/periods', { end: '2026-03-30', acceptAttention: attention });
  const month = `update job_month
    set wip_time_minor = wip_time_minor + $2, recorded_time_minor = recorded_time_minor - $2
    where ctid = (select ctid from job_month where firm_id = $1 and effective_month = '2026-01-01' limit 1)`;
  await tamper(month, 100);
  const miscounted = await attempt();
  await tamper(month, -100);
  assert.deepEqual([miscounted.body.code, miscounted.status], ['wrongState', 409]);
  assert.match(miscounted.text, /ledgerRecount/);

  const opening = `update period_opening set wip_time_minor = wip_time_minor + $2
    where firm_id = $1 and close_id = (select max(id) from period_close where firm_id = $1)`;
  await tamper(opening, 7);
  const moved = await attempt();
  await tamper(opening, -7);
  assert.match(moved.text, /openingsKept/);
  assert.equal((await locks())['periodLockOn'], '2026-02-28');
});

test('the same request asked twice closes once', async () => {
  const key = { 'idempotency-key': 'close-march' };
  const body = { end: '2026-03-10', acceptAttention: attention };
  const first = await done(owner.post('/periods', body, key));
  const second = await done(owner.post('/periods', body, key));
  assert.equal(first.id, second.id);
});
