// The rehearsal of a month end: three clients, seven jobs, an owner who looks before anything is invoiced.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createApiTest, type Answer } from './testing.ts';

const api = await createApiTest({ now: '2026-04-02T02:00:00Z' });
const owner = api.as('owner');
const { firm } = api;

async function made(path: string, body: object): Promise<Answer['body']> {
  const answer = await owner.post(path, body);
  assert.ok(answer.status < 300, `${path}: ${answer.text}`);
  return answer.body;
}

const harbour = await made('/clients', {
  name: 'Harbour Trust',
  billingEmail: 'bills@harbour.example',
  billing: { schedule: 'monthly' },
});
const mill = await made('/clients', { name: 'Mill Road', billing: { schedule: 'onCompletion' } });
const reason = await made('/adjustment-reasons', { name: 'Too small to bill' });
const tax = await made('/taxes', {
  name: 'GST',
  rates: [{ effectiveFrom: '2020-01-01', components: [{ component: 'GST', percent: '15' }] }],
});
const settings = (await owner.get('/billing-settings')).body;
await owner.patch('/billing-settings', { defaultTaxId: tax.id }, settings.version);

/** A job with a task, for its client. */
async function jobOf(client: { id: string }, name: string, more: object = {}) {
  const job = await made('/jobs', {
    clientId: client.id,
    name,
    stateId: String(firm.stateId),
    tasks: [{ taskId: String(firm.taskId) }],
    ...more,
  });
  return { id: job.id as string, taskId: job.tasks[0].id as string, number: job.number as string };
}

type Job = Awaited<ReturnType<typeof jobOf>>;

/** At 150.00 an hour. */
async function worked(job: Job, workedOn: string, minutes: number, more: object = {}) {
  await made('/time-entries', {
    entries: [
      { jobId: job.id, jobTaskId: job.taskId, staffId: String(firm.staffId), workedOn, minutes, ...more },
    ],
  });
}

const manager = { managerId: String(firm.staffId) };
const deed = await jobOf(harbour, 'Deed', manager);
const lease = await jobOf(harbour, 'Lease');
const survey = await jobOf(mill, 'Survey', manager);
const appeal = await jobOf(mill, 'Appeal');
const small = await jobOf(mill, 'Phone call');

await worked(deed, '2026-03-02', 60);
await worked(deed, '2026-03-03', 50);
await worked(deed, '2026-03-30', 120);
await worked(deed, '2026-04-01', 60);
await worked(lease, '2026-03-10', 20);
await worked(survey, '2025-11-10', 240);
await worked(small, '2026-03-20', 6);
await made('/interims', {
  jobId: appeal.id,
  amount: '500.00',
  description: 'Deposit',
  effectiveOn: '2026-03-01',
});
await worked(appeal, '2026-03-04', 60);

const everything = { cutOffOn: '2026-03-31', invoicedOn: '2026-03-31' };

async function rehearsed(rules: object = {}): Promise<Answer['body']> {
  return made('/billing-runs', { name: 'March', rules: { ...everything, ...rules } });
}

async function jobsOf(runId: string, query = ''): Promise<Record<string, Answer['body']>> {
  const answer = await owner.get(`/billing-runs/${runId}/jobs?limit=100${query}`);
  assert.equal(answer.status, 200, answer.text);
  return Object.fromEntries(answer.body.items.map((job: Answer['body']) => [job.name, job]));
}

const nzd = ({ totals }: Answer['body']) => totals[0];

test('a rehearsal says of each job what would be invoiced, and why not', async () => {
  const run = await rehearsed();
  assert.equal(run.state, 'rehearsed');
  assert.deepEqual(run.changedJobs, 0);
  const jobs = await jobsOf(run.id);
  assert.deepEqual(
    Object.fromEntries(
      Object.entries(jobs).map(([name, job]) => [name, [job.decision, job.reason, job.total, job.tax]]),
    ),
    {
      Deed: ['bill', null, '575.00', '86.25'],
      Lease: ['bill', null, '50.00', '7.50'],
      Survey: ['bill', null, '600.00', '90.00'],
      Appeal: ['nothing', 'negative', '0.00', '0.00'],
      'Phone call': ['bill', null, '15.00', '2.25'],
    },
  );
  assert.deepEqual(jobs['Deed'].warnings, ['laterWork']);
  assert.deepEqual(jobs['Survey'].warnings, ['recipientMissing', 'stale']);
  assert.deepEqual(jobs['Appeal'].warnings, ['recipientMissing', 'negativeWip']);
  assert.deepEqual(
    [jobs['Deed'].before, jobs['Deed'].after, jobs['Deed'].carried],
    ['725.00', '150.00', '150.00'],
  );
  const totals = nzd(run);
  assert.deepEqual([totals.total, totals.tax, totals.toBill, totals.left], ['1240.00', '186.00', 4, 1]);
  assert.equal(totals.realisation, '100.00');
  assert.equal(run.units, 4);
});

test('what is planned is what the invoices come to', async () => {
  const run = await rehearsed({ grouping: 'client', treatment: { carryYoungerThanDays: 5 } });
  const units = (await owner.get(`/billing-runs/${run.id}/units`)).body.items;
  for (const unit of units) {
    const jobs = (await owner.get(`/billing-runs/${run.id}/jobs?unit=${unit.place}`)).body.items;
    const preview = await owner.post('/invoices/preview', {
      clientId: unit.clientId,
      type: unit.type,
      basis: unit.basis,
      ...everything,
      jobs: await Promise.all(
        jobs.map(async ({ id }: { id: string }) => ({
          jobId: id,
          select: 'all',
          entries: (await youngEntries(id)).map((itemId) => ({ itemId, treatment: 'carryForward' })),
          interims: 'all',
        })),
      ),
    });
    assert.equal(preview.status, 200, preview.text);
    assert.deepEqual([unit.total, unit.tax], [preview.body.total, preview.body.tax]);
    assert.equal(unit.jobs, jobs.length);
  }
  assert.deepEqual(
    units.map((unit: Answer['body']) => [unit.clientName, unit.total, unit.jobs]),
    [
      ['Harbour Trust', '325.00', 2],
      ['Mill Road', '615.00', 2],
    ],
  );
});

/** Entries of the last five days before the cut-off. */
async function youngEntries(jobId: string): Promise<string[]> {
  const billable = await owner.get(`/billable?jobIds=${jobId}`);
  assert.equal(billable.status, 200, billable.text);
  return billable.body.items[0].items
    .filter(({ date }: { date: string }) => date > '2026-03-26' && date <= '2026-03-31')
    .map(({ itemId }: { itemId: string }) => itemId);
}

test('rules write off what is small, leave out what is below the minimum, and bill clients when they are due', async () => {
  const strict = await rehearsed({
    filters: { minimumAmount: '100.00' },
    treatment: { writeOffBelow: '20.00', writeOffReasonId: reason.id },
  });
  const jobs = await jobsOf(strict.id);
  assert.deepEqual([jobs['Lease'].decision, jobs['Lease'].reason], ['nothing', 'belowMinimum']);
  assert.deepEqual(
    [jobs['Phone call'].decision, jobs['Phone call'].reason, jobs['Phone call'].writtenOff],
    ['writeOff', 'worthTooLittle', '15.00'],
  );
  assert.equal(nzd(strict).realisation, '98.74');
  const due = await rehearsed({ filters: { schedule: 'due' } });
  const decided = Object.values(await jobsOf(due.id)).map(({ name, decision }) => `${name}: ${decision}`);
  assert.deepEqual(decided, [
    'Deed: bill',
    'Lease: bill',
    'Survey: nothing',
    'Appeal: nothing',
    'Phone call: nothing',
  ]);
  const mine = await rehearsed({ filters: { managerIds: [String(firm.staffId)] } });
  assert.deepEqual(Object.keys(await jobsOf(mine.id)), ['Deed', 'Survey']);
});

test('what somebody says of a job changes the totals at once, and can be taken back', async () => {
  const run = await rehearsed({ filters: { minimumAmount: '100.00' } });
  const said = await owner.put(
    `/billing-runs/${run.id}/choices`,
    {
      choices: [
        { jobId: deed.id, treatment: 'hold', note: 'They dispute it.' },
        { jobId: lease.id, ignoresMinimum: true },
        { clientId: mill.id, treatment: 'writeOff' },
        { jobId: survey.id, treatment: 'bill' },
      ],
    },
    run.version,
  );
  assert.equal(said.status, 200, said.text);
  const jobs = await jobsOf(run.id);
  assert.deepEqual([jobs['Deed'].decision, jobs['Deed'].after], ['hold', '725.00']);
  assert.equal(jobs['Lease'].decision, 'bill');
  assert.deepEqual([jobs['Survey'].decision, jobs['Survey'].total], ['bill', '600.00']);
  assert.deepEqual([jobs['Phone call'].decision, jobs['Phone call'].writtenOff], ['writeOff', '15.00']);
  assert.deepEqual([jobs['Appeal'].decision, jobs['Appeal'].writtenOff], ['writeOff', '150.00']);
  assert.deepEqual([nzd(said.body).total, nzd(said.body).onHold], ['650.00', 1]);
  assert.equal(said.body.choices.length, 4);

  const stale = await owner.put(
    `/billing-runs/${run.id}/choices`,
    { choices: [{ jobId: deed.id }] },
    run.version,
  );
  assert.deepEqual([stale.status, stale.body.code], [412, 'staleVersion']);
  const back = await owner.put(
    `/billing-runs/${run.id}/choices`,
    { choices: [{ jobId: deed.id }] },
    said.body.version,
  );
  assert.deepEqual([back.status, nzd(back.body).total], [200, '1225.00']);
});

test('a choice of what the run does not have is refused', async () => {
  const run = await rehearsed({ filters: { clientIds: [harbour.id] } });
  const refused = await owner.put(
    `/billing-runs/${run.id}/choices`,
    { choices: [{ jobId: survey.id, treatment: 'hold' }] },
    run.version,
  );
  assert.deepEqual([refused.status, refused.body.code], [404, 'unknownJob']);
});

test('work recorded since is shown, and pulled in on request', async () => {
  const late = await jobOf(harbour, 'Late');
  await worked(late, '2026-03-05', 60);
  const run = await rehearsed({ filters: { clientIds: [harbour.id] }, grouping: 'client' });
  const newcomer = await jobOf(harbour, 'Newcomer');
  await worked(late, '2026-03-06', 30);
  await worked(newcomer, '2026-03-06', 60);
  const before = (await owner.get(`/billing-runs/${run.id}`)).body;
  assert.equal(before.changedJobs, 1);
  assert.deepEqual(Object.keys(await jobsOf(run.id, '&changed=true')), ['Late']);
  const after = await made(`/billing-runs/${run.id}/refresh`, { jobs: 'changed' });
  assert.equal(after.changedJobs, 0);
  assert.equal(Number(nzd(after).total) - Number(nzd(before).total), 225);
  assert.equal(after.units, 1);
  const all = await made(`/billing-runs/${run.id}/refresh`, { jobs: 'all' });
  assert.deepEqual(all.totals, after.totals);
});

test('two rehearsals are compared by job and by client', async () => {
  const first = await rehearsed({ filters: { clientIds: [mill.id] } });
  const second = await rehearsed({
    filters: { jobIds: [survey.id, small.id] },
    treatment: { writeOffBelow: '20.00' },
  });
  const by = async (what: string) =>
    (await owner.get(`/billing-runs/${first.id}/comparison?with=${second.id}&by=${what}`)).body.items;
  assert.deepEqual(
    (await by('job')).map((row: Answer['body']) => [
      row.name,
      row.here?.decision,
      row.there?.decision,
      row.difference,
    ]),
    [
      ['Appeal', 'nothing', undefined, '0.00'],
      ['Phone call', 'bill', 'writeOff', '15.00'],
    ],
  );
  assert.deepEqual(
    (await by('client')).map((row: Answer['body']) => [row.name, row.here.total, row.there.total]),
    [['Mill Road', '615.00', '600.00']],
  );
});

test('totals by client and manager add up to those of the run', async () => {
  const run = await rehearsed();
  for (const by of ['client', 'manager', 'partner', 'category']) {
    const groups = (await owner.get(`/billing-runs/${run.id}/totals?by=${by}`)).body.items;
    const sum = groups.reduce((total: number, group: Answer['body']) => total + Number(group.total) * 100, 0);
    assert.equal(Math.round(sum), Math.round(Number(nzd(run).total) * 100), by);
  }
  const managers = (await owner.get(`/billing-runs/${run.id}/totals?by=manager&limit=1`)).body;
  assert.equal(managers.items[0].name, 'Ana');
  const rest = (
    await owner.get(`/billing-runs/${run.id}/totals?by=manager&limit=1&cursor=${managers.nextCursor}`)
  ).body;
  assert.deepEqual([rest.items[0].name, rest.nextCursor], [null, null]);
});

test('a definition is saved, repeated on any day, changed and removed', async () => {
  const definition = await made('/billing-definitions', { name: 'Month end', rules: { grouping: 'client' } });
  const saved = (await owner.get('/billing-definitions')).body.items;
  assert.deepEqual(
    saved.map(({ name }: { name: string }) => name),
    ['Month end'],
  );
  const run = await made('/billing-runs', { definitionId: definition.id });
  assert.equal(run.name, 'Month end, March 2026');
  assert.deepEqual([run.rules.cutOffOn, run.rules.grouping], ['2026-03-31', 'client']);
  const uses = async () =>
    (await owner.get('/billing-definitions')).body.items.map(({ next, lastRun }: Answer['body']) => [
      next,
      lastRun?.name,
      lastRun?.state,
    ]);
  const march = { cutOffOn: '2026-03-31', dueOn: '2026-04-01', isDue: true };
  assert.deepEqual(await uses(), [[march, 'Month end, March 2026', 'rehearsed']]);
  await owner.post(`/billing-runs/${run.id}/start`, {}, { 'if-match': `"${run.version}"` });
  const april = { cutOffOn: '2026-04-30', dueOn: '2026-05-01', isDue: false };
  assert.deepEqual(await uses(), [[april, 'Month end, March 2026', 'running']]);
  const again = await owner.post('/billing-definitions', { name: 'MONTH END', rules: {} });
  assert.deepEqual([again.status, again.body.code], [409, 'duplicate']);
  const changed = await owner.put(
    `/billing-definitions/${definition.id}`,
    { name: 'Month end', rules: { cutOffOn: 'today', invoicedOn: 'today' } },
    definition.version,
  );
  assert.equal(changed.body.rules.cutOffOn, 'today');
  assert.equal((await owner.get(`/billing-runs/${run.id}`)).body.rules.cutOffOn, '2026-03-31');
  const removed = await owner.delete(`/billing-definitions/${definition.id}`, changed.body.version);
  assert.equal(removed.status, 204);
  assert.equal(
    (await owner.get(`/billing-definitions/${definition.id}`)).body.code,
    'unknownBillingDefinition',
  );
});

test('a discarded rehearsal can be read and not be changed', async () => {
  const run = await rehearsed();
  const discarded = await owner.post(`/billing-runs/${run.id}/discard`);
  assert.deepEqual([discarded.status, discarded.body.state], [200, 'discarded']);
  const refused = await owner.post(`/billing-runs/${run.id}/refresh`, {});
  assert.deepEqual([refused.status, refused.body.code], [409, 'wrongState']);
  const list = (await owner.get('/billing-runs?state=discarded')).body.items;
  assert.deepEqual(
    list.map(({ id }: { id: string }) => id),
    [run.id],
  );
});

test('rules change, and choices stay', async () => {
  const run = await rehearsed();
  const held = await owner.put(
    `/billing-runs/${run.id}/choices`,
    { choices: [{ jobId: survey.id, treatment: 'hold' }] },
    run.version,
  );
  const changed = await owner.put(
    `/billing-runs/${run.id}`,
    { name: 'Until mid March', rules: { cutOffOn: '2026-03-15', invoicedOn: '2026-03-31' } },
    held.body.version,
  );
  assert.equal(changed.status, 200, changed.text);
  const jobs = await jobsOf(run.id);
  assert.deepEqual([jobs['Deed'].total, jobs['Survey'].decision], ['275.00', 'hold']);
  assert.deepEqual([jobs['Phone call'].decision, jobs['Phone call'].reason], ['nothing', 'afterCutOff']);
});

test('work on a draft is left to it', async () => {
  const invoice = await made('/invoices', {
    clientId: harbour.id,
    type: 'progress',
    basis: 'actual',
    ...everything,
    jobs: [{ jobId: lease.id, select: 'all' }],
  });
  const run = await rehearsed({ filters: { jobIds: [lease.id] } });
  const { Lease } = await jobsOf(run.id);
  assert.deepEqual(
    [Lease.decision, Lease.reason, Lease.warnings],
    ['nothing', 'onOtherDraft', ['onOtherDraft']],
  );
  await owner.delete(`/invoices/${invoice.id}`, invoice.version);
});

test('days that cannot be and names that are not there are refused with their fields', async () => {
  const refusedFor = async (rules: object) => {
    const { status, body } = await owner.post('/billing-runs', { rules: { ...everything, ...rules } });
    return [
      status,
      body.errors.map(({ code, field }: { code: string; field: string }) => `${code} ${field}`),
    ];
  };
  assert.deepEqual(await refusedFor({ dueOn: '2026-03-01' }), [400, ['invalidDate rules.dueOn']]);
  assert.deepEqual(await refusedFor({ filters: { clientIds: ['99999'] } }), [
    404,
    ['unknownClient rules.filters.clientIds[0]'],
  ]);
  assert.deepEqual((await owner.post('/billing-runs', {})).body.code, 'invalidRequest');
});

test('whoever repeats a rehearsal or a refreshing gets the first answer, whatever became of the run since', async () => {
  const key = (name: string) => ({ 'idempotency-key': name });
  const rehearse = () => owner.post('/billing-runs', { rules: everything }, key('rehearse-it'));
  const first = await rehearse();
  const { id, version } = first.body;
  const refresh = () => owner.post(`/billing-runs/${id}/refresh`, { jobs: 'all' }, key('refresh-it'));
  const choices = [{ jobId: deed.id, treatment: 'hold' }];
  const chosen = await owner.put(`/billing-runs/${id}/choices`, { choices }, version);
  const refreshed = await refresh();
  const discard = () => owner.post(`/billing-runs/${id}/discard`, undefined, key('discard-it'));
  const discarded = await discard();
  assert.deepEqual([chosen.status, refreshed.status, discarded.body.state], [200, 200, 'discarded']);
  assert.deepEqual([(await rehearse()).body, first.body.choices], [first.body, []]);
  assert.deepEqual([(await refresh()).body, refreshed.body.choices.length], [refreshed.body, 1]);
  assert.deepEqual((await discard()).body, discarded.body);
  assert.deepEqual((await owner.get(`/billing-runs/${id}`)).body, discarded.body);
});
