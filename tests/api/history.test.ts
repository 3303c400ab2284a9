// The history of documents, records and settings: who did what, when, and what of it who may see.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { historySubjects } from '#core/history/subjects.ts';
import { historyQuery } from '#contract/history/history.ts';
import { createApiTest, type ApiCaller } from './testing.ts';

const api = await createApiTest();
const owner = api.as('owner');
const bookkeeper = api.as('bookkeeper');
const clientId = String(api.firm.clientId);
const jobId = String(api.firm.jobId);

type Event = {
  sentence: string;
  actorName: string;
  at: string;
  action: string;
  changes: object[];
  id: string;
};

async function historyOf(subject: string, id?: string, caller: ApiCaller = owner): Promise<Event[]> {
  const answer = await caller.get(`/history?subject=${subject}${id === undefined ? '' : `&id=${id}`}`);
  assert.equal(answer.status, 200, answer.text);
  return answer.body.items;
}

const sentences = (events: readonly Event[]) => events.map(({ sentence }) => sentence);

async function done(answer: ReturnType<ApiCaller['post']>) {
  const made = await answer;
  assert.ok(made.status < 300, made.text);
  api.clock.now = Temporal.Instant.from(api.clock.now).add({ seconds: 60 }).toString();
  return made.body;
}

test('an invoice tells of its draft, approval, credit notes and payments, newest first', async () => {
  const content = {
    clientId,
    type: 'progress',
    basis: 'miscellaneous',
    lines: [{ kind: 'cost', description: 'Timber', amount: '100.00' }],
  };
  const draft = await done(bookkeeper.post('/invoices', content));
  const changed = await done(
    bookkeeper.put(`/invoices/${draft.id}`, { ...content, reference: 'PO 7' }, draft.version),
  );
  const approved = await done(
    owner.post(`/invoices/${draft.id}/approval`, { fingerprint: changed.fingerprint }),
  );
  await done(owner.post(`/invoices/${draft.id}/dispatch`, {}));
  const note = await done(
    owner.post(`/invoices/${draft.id}/credit-notes`, {
      reason: 'Broken',
      lines: [{ lineNumber: 1, amount: '20.00' }],
    }),
  );
  const payment = await done(
    bookkeeper.post('/payments', {
      clientId,
      amount: '30.00',
      reference: 'B7',
      invoices: [{ invoiceId: draft.id }],
    }),
  );
  await done(bookkeeper.post(`/payments/${payment.id}/void`, { reason: 'Bounced' }));
  const events = await historyOf('invoice', draft.id);
  assert.deepEqual(sentences(events), [
    `Took 30.00 NZD of payment B7 back from invoice ${approved.number}.`,
    `30.00 NZD of payment B7 went to invoice ${approved.number}.`,
    `20.00 NZD of credit note ${note.number} went to invoice ${approved.number}.`,
    `Credit note ${note.number} raised over 20.00 NZD.`,
    'Marked as sent.',
    `Approved as ${approved.number} over 100.00 NZD.`,
    'Changed the draft.',
    'Drafted.',
  ]);
  assert.deepEqual(events.at(-2)!.changes, [
    { field: 'reference', label: 'Reference', before: null, after: 'PO 7' },
  ]);
  assert.deepEqual([events.at(-1)!.actorName, events.at(-3)!.actorName], ['bookkeeper', 'owner']);
  assert.deepEqual(sentences(await historyOf('payment', payment.id)).at(-1), 'Recorded over 30.00 NZD.');
  assert.ok(sentences(await historyOf('payment', payment.id)).includes('Voided: Bounced.'));
  assert.deepEqual(sentences(await historyOf('creditNote', note.id)), [
    `20.00 NZD of credit note ${note.number} went to invoice ${approved.number}.`,
    `Approved as ${note.number} over 20.00 NZD.`,
  ]);
});

test('a quote tells of its life', async () => {
  const content = {
    clientId,
    name: 'Jetty',
    lines: [{ kind: 'task', description: 'All of it', amount: '10.00' }],
  };
  const quote = await done(owner.post('/quotes', content));
  const dearer = { ...content, lines: [{ kind: 'task', description: 'All of it', amount: '12.50' }] };
  const changed = await done(owner.put(`/quotes/${quote.id}`, dearer, quote.version));
  const ifMatch = (version: number) => ({ 'if-match': `"${version}"` });
  const issued = await done(owner.post(`/quotes/${quote.id}/issue`, {}, ifMatch(changed.version)));
  await done(owner.post(`/quotes/${quote.id}/decline`, { reason: 'Too dear' }, ifMatch(issued.version)));
  const events = await historyOf('quote', quote.id);
  assert.deepEqual(sentences(events), [
    'Declined.',
    `Issued as ${issued.number}.`,
    'Changed the quote.',
    'Added the quote Jetty.',
  ]);
  assert.deepEqual(events[2]!.changes, [
    { field: 'totalMinor', label: 'Total', before: '10.00', after: '12.50' },
  ]);
});

test('a client tells of its contacts, with names instead of ids', async () => {
  const client = await done(owner.post('/clients', { name: 'Harbour Trust' }));
  await done(owner.post('/contacts', { clientId: client.id, name: 'Ria' }));
  const change = { name: 'Harbour Board', accountManagerId: String(api.firm.staffId) };
  await done(owner.patch(`/clients/${client.id}`, change, client.version));
  const events = await historyOf('client', client.id);
  assert.deepEqual(sentences(events), [
    'Changed the client Harbour Trust.',
    'Added the contact Ria.',
    'Added the client Harbour Trust.',
  ]);
  assert.deepEqual(events[0]!.changes, [
    { field: 'name', label: 'Name', before: 'Harbour Trust', after: 'Harbour Board' },
    { field: 'accountManagerId', label: 'Account manager', before: null, after: 'Ana' },
  ]);
});

test('amounts on a job are for those who may see WIP, and cost rates for those who may see them', async () => {
  const job = await done(owner.post('/jobs', { name: 'Pier', clientId }));
  await done(owner.patch(`/jobs/${job.id}`, { budget: '5000.00', name: 'Long pier' }, job.version));
  const [seen] = await historyOf('job', job.id);
  assert.deepEqual(seen!.changes.at(-1) ?? seen!.changes, {
    field: 'budgetMinor',
    label: 'Budget',
    before: null,
    after: '5000.00',
  });
  const [toStaff] = await historyOf('job', job.id, api.as('staff'));
  assert.ok(JSON.stringify(toStaff).includes('Long pier'));
  assert.ok(!JSON.stringify(toStaff).includes('5000'), JSON.stringify(toStaff));
  assert.equal((await api.as('projectManager').get('/history?subject=costRate&id=1')).status, 403);
  assert.equal((await api.as('staff').get('/history?subject=invoice&id=1')).status, 403);
});

test('an id that nothing has, however large, has no history', async () => {
  for (const subject of Object.keys(historySubjects).filter((name) => name !== 'settings'))
    for (const id of ['2147483647', '2147483648', '9223372036854775807'])
      assert.deepEqual(await historyOf(subject, id), [], `${subject} ${id}`);
});

test('a time entry tells how it was recorded, changed and billed; others do not read it', async () => {
  const { entries } = await done(
    owner.post('/time-entries', {
      entries: [
        {
          jobId,
          jobTaskId: String(api.firm.jobTaskId),
          staffId: String(api.firm.staffId),
          workedOn: '2026-03-10',
          minutes: 60,
        },
      ],
    }),
  );
  const entry = entries[0];
  await done(owner.patch(`/time-entries/${entry.id}`, { minutes: 90 }, entry.version));
  const draft = await done(
    owner.post('/invoices', {
      clientId,
      type: 'progress',
      basis: 'actual',
      jobs: [{ jobId, select: 'all' }],
    }),
  );
  const { number } = await done(
    owner.post(`/invoices/${draft.id}/approval`, { fingerprint: draft.fingerprint }),
  );
  assert.deepEqual(sentences(await historyOf('timeEntry', entry.id)), [
    `Billed on invoice ${number}.`,
    'Changed.',
    'Recorded.',
  ]);
  assert.equal((await historyOf('timeEntry', entry.id, api.as('staff'))).length, 3, 'their own');
  const ben = await done(owner.post('/staff', { name: 'Ben' }));
  const rate = { scope: 'staff', staffId: ben.id, ratePerHour: '90.00', effectiveFrom: '2020-01-01' };
  await done(owner.post('/rates', { ...rate, currency: 'NZD' }));
  const hours = {
    jobId,
    jobTaskId: String(api.firm.jobTaskId),
    staffId: ben.id,
    workedOn: '2026-03-10',
    minutes: 60,
  };
  const other = await done(owner.post('/time-entries', { entries: [hours] }));
  assert.equal((await historyOf('timeEntry', other.entries[0].id)).length, 1);
  assert.deepEqual(await historyOf('timeEntry', other.entries[0].id, api.as('staff')), []);
});

test('settings have one history', async () => {
  const firm = (await owner.get('/firm')).body;
  await done(owner.patch('/firm', { name: 'First Firm Limited' }, firm.version));
  await done(owner.post('/job-states', { name: 'Waiting', type: 'onHold' }));
  const events = await historyOf('settings');
  assert.deepEqual(sentences(events).slice(0, 2), [
    'Added the job state Waiting.',
    "Changed the firm's settings First Firm.",
  ]);
  assert.equal((await owner.get('/history?subject=settings&id=1')).status, 400);
  assert.equal((await owner.get('/history?subject=client')).status, 400);
  assert.equal((await api.as('staff').get('/history?subject=settings')).status, 403);
});

test('everything that has a history can be asked for it', async () => {
  const { enum: subjects } = historyQuery.shape.subject;
  for (const subject of Object.keys(subjects)) {
    const answer = await owner.get(
      `/history?subject=${subject}${subject === 'settings' ? '' : '&id=999999'}`,
    );
    assert.equal(answer.status, 200, `${subject}: ${answer.text}`);
    if (subject !== 'settings') assert.deepEqual(answer.body.items, [], subject);
  }
});

test('a history is read a page at a time, also where much happened at one moment', async () => {
  const client = await done(owner.post('/clients', { name: 'Many Hands' }));
  await done(
    owner.post(
      '/contacts',
      Array.from({ length: 7 }, (_, index) => ({ clientId: client.id, name: `Hand ${index}` })),
    ),
  );
  const seen: string[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const page = await owner.get(
      `/history?subject=client&id=${client.id}&limit=3${cursor && `&cursor=${cursor}`}`,
    );
    assert.equal(page.status, 200, page.text);
    seen.push(...page.body.items.map(({ id }: Event) => id));
    cursor = page.body.nextCursor;
  }
  assert.equal(seen.length, 8);
  assert.equal(new Set(seen).size, 8);
});

test('another firm has none of it', async () => {
  assert.deepEqual(await historyOf('client', clientId, api.asOther()), []);
  const settings = await historyOf('settings', undefined, api.asOther());
  assert.ok(!JSON.stringify(settings).includes('Waiting'));
});
