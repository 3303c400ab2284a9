// The life of an invoice over the API: drawn up, previewed, approved, sent; and what is refused on the way.

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { createApiTest, type Answer } from './testing.ts';

const api = await createApiTest();
const { firm } = api;
const manager = api.as('projectManager');
const bookkeeper = api.as('bookkeeper');
const jobId = String(firm.jobId);
const clientId = String(firm.clientId);

async function addTime(
  minutes: number,
  more: Record<string, unknown> = {},
): Promise<{ id: string; version: number }> {
  const entry = {
    jobId,
    jobTaskId: String(firm.jobTaskId),
    staffId: String(firm.staffId),
    workedOn: '2026-03-10',
    minutes,
    ...more,
  };
  const made = await bookkeeper.post('/time-entries', { entries: [entry] });
  assert.equal(made.status, 201, made.text);
  return made.body.entries[0];
}

const bill = (...ids: string[]) => ids.map((itemId) => ({ itemId, treatment: 'bill' }));

function contentOf(entries: object[], more: Record<string, unknown> = {}): Record<string, unknown> {
  const { job = {}, ...head } = more as { job?: object };
  return { clientId, type: 'progress', basis: 'actual', jobs: [{ jobId, entries, ...job }], ...head };
}

const codesOf = (answer: Answer): string[] => [
  answer.body.code,
  ...(answer.body.errors ?? []).map((error: { code: string }) => error.code),
];

async function drafted(content: object): Promise<Answer['body']> {
  const made = await manager.post('/invoices', content);
  assert.equal(made.status, 201, made.text);
  return made.body;
}

const approve = (draft: { id: string; fingerprint: string }, headers?: Record<string, string>) =>
  bookkeeper.post(`/invoices/${draft.id}/approval`, { fingerprint: draft.fingerprint }, headers);

test('a project manager draws up an invoice, the bookkeeper approves it, and it is sent', async () => {
  const entry = await addTime(120);
  const content = contentOf(bill(entry.id), { reference: 'PO 7' });
  const preview = await manager.post('/invoices/preview', content);
  assert.equal(preview.status, 200, preview.text);
  assert.equal(preview.body.total, '300.00');
  assert.deepEqual(
    preview.body.entries.map((one: { billed: string }) => one.billed),
    ['300.00'],
  );

  const draft = await drafted(content);
  assert.equal(draft.state, 'draft');
  assert.equal(draft.number, null);
  assert.equal(draft.fingerprint, preview.body.fingerprint);
  assert.equal(
    (await api.as('projectManager').post(`/invoices/${draft.id}/approval`, { fingerprint: 'x' })).status,
    403,
  );

  const approved = await approve(draft);
  assert.equal(approved.status, 200, approved.text);
  assert.match(approved.body.number, /^INV-\d{4}$/);
  assert.equal(approved.body.state, 'approved');
  assert.equal(approved.body.billTo, 'A Client');
  assert.equal(approved.body.dueOn, '2026-04-20');
  assert.equal(approved.body.reference, 'PO 7');

  const sent = await manager.post(`/invoices/${draft.id}/dispatch`);
  assert.equal(sent.body.state, 'sent');
  const listed = await bookkeeper.get('/invoices?state=sent,paid');
  assert.deepEqual(
    listed.body.items.map((item: { id: string }) => item.id),
    [draft.id],
  );
});

test('the content of a draft is answered as it was said, and can be sent back', async () => {
  const entry = await addTime(60);
  const draft = await drafted(contentOf([{ itemId: entry.id, treatment: 'bill', minutes: 30 }]));
  assert.equal(draft.total, '75.00');
  const changed = await manager.put(
    `/invoices/${draft.id}`,
    { ...draft.content, note: 'Half an hour' },
    draft.version,
  );
  assert.equal(changed.status, 200, changed.text);
  assert.equal(changed.body.note, 'Half an hour');
  assert.equal(changed.body.version, draft.version + 1);
  const stale = await manager.put(`/invoices/${draft.id}`, draft.content, draft.version);
  assert.equal(stale.status, 412);
  assert.equal((await manager.delete(`/invoices/${draft.id}`, changed.body.version)).status, 204);
  assert.equal((await manager.get(`/invoices/${draft.id}`)).body.state, 'discarded');
});

test('an approval that is asked again with the same key is answered, with another key it is told the number', async () => {
  const draft = await drafted(contentOf(bill((await addTime(60)).id)));
  const key = { 'idempotency-key': randomUUID() };
  const first = await approve(draft, key);
  const again = await approve(draft, key);
  assert.equal(again.status, 200);
  assert.deepEqual(again.body, first.body);
  const other = await approve(draft);
  assert.equal(other.status, 409, other.text);
  assert.ok(codesOf(other).includes('wrongState'));
  assert.ok(other.text.includes(first.body.number));
});

test('an entry that a draft holds is told by its draft, to another draft and to whoever edits it', async () => {
  const entry = await addTime(90);
  const draft = await drafted(contentOf(bill(entry.id)));
  const second = await manager.post('/invoices', contentOf(bill(entry.id)));
  assert.equal(second.status, 409, second.text);
  assert.ok(codesOf(second).includes('onDraft'));
  assert.ok(second.text.includes(`draft ${draft.id} for A Client`));
  const edited = await bookkeeper.patch(`/time-entries/${entry.id}`, { minutes: 30 }, entry.version);
  assert.equal(edited.status, 409, edited.text);
  assert.ok(edited.text.includes(`draft ${draft.id}`));
  const billable = await manager.get(`/billable?jobIds=${jobId}`);
  const item = billable.body.items[0].items.find((one: { itemId: string }) => one.itemId === entry.id);
  assert.equal(item.draftId, draft.id);
  assert.equal((await manager.delete(`/invoices/${draft.id}`, draft.version)).status, 204);
  assert.equal(
    (await bookkeeper.patch(`/time-entries/${entry.id}`, { minutes: 30 }, entry.version)).status,
    200,
  );
  await bookkeeper.delete(`/time-entries/${entry.id}`, entry.version + 1);
});

test('numbers typed with commas, signs or words are refused at their field', async () => {
  const entry = await addTime(60);
  for (const amount of ['1,234.50', '$5', '1 000', 'ten', '1.2345']) {
    const refused = await manager.post(
      '/invoices/preview',
      contentOf([{ itemId: entry.id, treatment: 'bill', amount }]),
    );
    assert.equal(refused.status, 400, `${amount}: ${refused.text}`);
    assert.equal(refused.body.errors[0].field, 'jobs[0].entries[0].amount');
  }
  const pennies = await manager.post(
    '/invoices/preview',
    contentOf([{ itemId: entry.id, treatment: 'bill', amount: '1.005' }]),
  );
  assert.ok(codesOf(pennies).includes('invalidAmount'), pennies.text);
  await bookkeeper.delete(`/time-entries/${entry.id}`, entry.version);
});

test('a stale fingerprint approves nothing, and the answer says what moved', async () => {
  const draft = await drafted(contentOf(bill((await addTime(60)).id)));
  const changed = await manager.put(
    `/invoices/${draft.id}`,
    { ...draft.content, pricing: 'fixed', fixedTotal: '100.00' },
    draft.version,
  );
  const refused = await approve(draft);
  assert.equal(refused.status, 409, refused.text);
  assert.ok(codesOf(refused).includes('previewOutdated'));
  assert.equal((await approve(changed.body)).status, 200);
});

test('work that ends a final invoice differently is told as a difference', async () => {
  const { id } = await addTime(60);
  const draft = await drafted(contentOf(bill(id), { type: 'final', job: { rest: 'writeOff' } }));
  const late = await addTime(60);
  const preview = await manager.get(`/invoices/${draft.id}/preview`);
  assert.notEqual(preview.body.fingerprint, draft.fingerprint);
  const refused = await approve(draft);
  assert.equal(refused.status, 409, refused.text);
  assert.ok(refused.text.includes(`entries[${late.id}]`), refused.text);
  assert.ok(refused.text.includes('written off 150.00'), refused.text);
  const seen = { ...draft, fingerprint: preview.body.fingerprint };
  assert.equal((await approve(seen)).body.type, 'final');
});

test('nothing is approved on a locked day', async () => {
  const draft = await drafted(contentOf(bill((await addTime(60)).id), { invoicedOn: '2026-03-20' }));
  const locks = await bookkeeper.get('/firm/locks');
  await bookkeeper.put('/firm/locks', { wipLockOn: '2026-03-20', periodLockOn: null }, locks.body.version);
  const refused = await approve(draft);
  assert.ok(codesOf(refused).includes('lockedDate'), refused.text);
  await bookkeeper.put('/firm/locks', { wipLockOn: null, periodLockOn: null }, locks.body.version + 1);
  assert.equal((await approve(draft)).status, 200);
});

test('a cancelled or approved invoice is duplicated without what is not open any more', async () => {
  const [one, two] = [await addTime(60), await addTime(60)];
  const lines = [{ kind: 'cost', description: 'Plots', amount: '20.00' }];
  const draft = await drafted(contentOf(bill(one.id, two.id), { job: { lines } }));
  const approved = await approve(draft);
  assert.equal(approved.status, 200, approved.text);
  const duplicate = await manager.post(`/invoices/${draft.id}/duplicate`);
  assert.equal(duplicate.status, 201, duplicate.text);
  assert.equal(duplicate.body.total, '20.00');
  assert.deepEqual(
    duplicate.body.leftOut.map((left: { itemId: string }) => left.itemId),
    [one.id, two.id],
  );
});

test('an invoice whose work is all billed is duplicated once it is cancelled', async () => {
  const draft = await drafted(contentOf(bill((await addTime(60)).id)));
  assert.equal((await approve(draft)).status, 200);
  const refused = await manager.post(`/invoices/${draft.id}/duplicate`);
  assert.deepEqual([refused.body.code, refused.body.errors[0].field], ['nothingToDo', 'id']);
  assert.match(refused.body.detail, /cancel the invoice first/);
  await bookkeeper.post(`/invoices/${draft.id}/cancellation`, { reason: 'Again' });
  assert.equal((await manager.post(`/invoices/${draft.id}/duplicate`)).body.total, draft.total);
});

test('a setting of a line that the invoice does not have is refused with the keys that it has', async () => {
  const content = contentOf([], {
    job: { lines: [{ kind: 'cost', description: 'Plots', amount: '20.00' }] },
  });
  const lineSettings = [
    { key: `typed:${jobId}:0`, description: 'Plots A1' },
    { key: 'task:999', description: 'Lost' },
  ];
  for (const path of ['/invoices', '/invoices/preview']) {
    const { body } = await manager.post(path, { ...content, lineSettings });
    const [error, ...others] = body.errors;
    assert.deepEqual(others, []);
    assert.deepEqual(
      [error.code, error.field, error.value, error.accepted],
      ['invalidRequest', 'lineSettings[1].key', 'task:999', `a key of its lines: typed:${jobId}:0`],
    );
  }
  const draft = await drafted({ ...content, lineSettings: lineSettings.slice(0, 1) });
  assert.equal(draft.lines[0].description, 'Plots A1');
});

test('a duplicate has no settings of lines that are not on it any more', async () => {
  const entry = await addTime(60);
  const lines = [{ kind: 'cost', description: 'Plots', amount: '20.00' }];
  const lineSettings = [
    { key: `task:${firm.jobTaskId}`, description: 'Design, as agreed' },
    { key: `typed:${jobId}:0`, description: 'Plots A1' },
  ];
  const draft = await drafted(contentOf(bill(entry.id), { job: { lines }, lineSettings }));
  assert.equal((await approve(draft)).status, 200);
  const duplicate = await manager.post(`/invoices/${draft.id}/duplicate`);
  assert.equal(duplicate.status, 201, duplicate.text);
  assert.deepEqual(
    duplicate.body.lines.map((line: { description: string }) => line.description),
    ['Plots A1'],
  );
});

test('an invoice of a client takes only jobs of the client', async () => {
  const other = await bookkeeper.post('/clients', { name: 'Another Client' });
  const refused = await manager.post('/invoices/preview', { ...contentOf([]), clientId: other.body.id });
  assert.equal(refused.body.errors[0].field, 'jobs[0].jobId');
  assert.match(refused.body.errors[0].detail, /is not a job of Another Client/);
});

test('an invoice dated before its work is refused with the day', async () => {
  const entry = await addTime(60);
  const refused = await manager.post(
    '/invoices/preview',
    contentOf(bill(entry.id), { invoicedOn: '2026-03-01', cutOffOn: '2026-03-31' }),
  );
  assert.ok(codesOf(refused).includes('beforeWork'), refused.text);
});

test('a job in another currency than its client is invoiced in is refused', async () => {
  const entry = await addTime(60);
  const setCurrency = (currency: string) =>
    api.database.inFirm(firm.firmId, (tx) =>
      tx.query('update client set currency = $3 where firm_id = $1 and id = $2', [
        firm.firmId,
        firm.clientId,
        currency,
      ]),
    );
  await setCurrency('USD');
  const refused = await manager.post('/invoices/preview', contentOf(bill(entry.id)));
  await setCurrency('NZD');
  assert.ok(codesOf(refused).includes('currencyMismatch'), refused.text);
  assert.equal(refused.body.errors[0].accepted, 'a job in USD');
});

test('invoices are listed newest first, page by page, and by what is asked for', async () => {
  const all = await bookkeeper.get('/invoices?limit=500');
  const found: string[] = [];
  for (let cursor = ''; ;) {
    const page = await bookkeeper.get(`/invoices?limit=2${cursor && `&cursor=${cursor}`}`);
    assert.equal(page.status, 200, page.text);
    found.push(...page.body.items.map((item: { id: string }) => item.id));
    if (page.body.nextCursor === null) break;
    cursor = page.body.nextCursor;
  }
  assert.deepEqual(
    found,
    all.body.items.map((item: { id: string }) => item.id),
  );
  const drafts = await bookkeeper.get(`/invoices?state=draft&clientId=${clientId}&jobId=${jobId}`);
  assert.ok(drafts.body.items.length > 0);
  assert.ok(drafts.body.items.every((item: { state: string }) => item.state === 'draft'));
  const none = await bookkeeper.get('/invoices?document=creditNote');
  assert.deepEqual(none.body.items, []);
  const overdue = await bookkeeper.get('/invoices?overdue=true');
  assert.deepEqual(overdue.body.items, []);
  assert.equal((await api.asOther().get('/invoices')).body.items.length, 0);
});

test('an invoice is overdue from the day after it was due', async () => {
  const draft = await drafted(contentOf(bill((await addTime(60)).id), { dueOn: '2026-04-01' }));
  assert.equal((await approve(draft)).status, 200);
  const { now } = api.clock;
  const overdue = async () =>
    (await bookkeeper.get('/invoices?overdue=true')).body.items.map((i: { id: string }) => i.id);
  api.clock.now = '2026-04-01T02:00:00Z';
  assert.deepEqual(await overdue(), []);
  api.clock.now = '2026-04-02T02:00:00Z';
  assert.deepEqual(await overdue(), [draft.id]);
  api.clock.now = now;
});

test('what could be invoiced is read job by job, with what drafts hold of it', async () => {
  const entry = await addTime(60);
  const before = await manager.get(`/billable?clientId=${clientId}`);
  const draft = await drafted(contentOf(bill(entry.id)));
  const after = await manager.get(`/billable?clientId=${clientId}`);
  const [was, is] = [before.body.items[0], after.body.items[0]];
  assert.equal(is.netWip, was.netWip, 'a draft posts nothing');
  assert.equal(Number(is.onDraft) - Number(was.onDraft), 150);
  assert.equal(is.itemsOmitted, 0);
  const early = await manager.get(`/billable?clientId=${clientId}&cutOffOn=2026-03-09`);
  assert.deepEqual(early.body.items[0].items, []);
  assert.equal(early.body.items[0].itemsOmitted, is.items.length);
  assert.equal((await manager.delete(`/invoices/${draft.id}`, draft.version)).status, 204);
});

test('lines stand in the order of the job’s tasks, also after that has changed', async () => {
  const [known] = (await bookkeeper.get(`/job-tasks?jobId=${jobId}`)).body.items;
  const task = (name: string, position: number) =>
    bookkeeper.post('/job-tasks', { jobId, taskId: known.taskId, name, position });
  const [second, first] = [(await task('Site visit', 90)).body, (await task('Sketches', 80)).body];
  const entries = [await addTime(60, { jobTaskId: second.id }), await addTime(60, { jobTaskId: first.id })];
  const names = async () => {
    const { lines } = (
      await manager.post('/invoices/preview', contentOf(bill(...entries.map(({ id }) => id))))
    ).body;
    return lines.map((line: { description: string }) => line.description);
  };
  assert.deepEqual(await names(), ['Sketches', 'Site visit']);
  await bookkeeper.patch(`/job-tasks/${first.id}`, { position: 95 }, first.version);
  assert.deepEqual(await names(), ['Site visit', 'Sketches']);
});

test('counts add up to the list, state by state, and tell what is outstanding', async () => {
  type Counted = { document: string; state: string; currency: string; count: number; outstanding: string };
  type Listed = { document: string; state: string; outstanding: string };
  const listed: Listed[] = (await bookkeeper.get('/invoices?limit=500')).body.items;
  const { status, body } = await bookkeeper.get('/invoices/counts');
  assert.equal(status, 200);
  const counts: Counted[] = body.items;
  assert.ok(counts.some(({ state }) => state === 'draft'));
  for (const state of new Set(listed.map((one) => one.state))) {
    const of = listed.filter((one) => one.state === state);
    const counted = counts.filter((one) => one.state === state);
    const cents = (rows: { outstanding: string }[]) =>
      rows.reduce((sum, { outstanding }) => sum + BigInt(outstanding.replace('.', '')), 0n);
    assert.equal(
      counted.reduce((sum, { count }) => sum + count, 0),
      of.length,
    );
    assert.equal(cents(counted), cents(of));
  }
  const ofClient = await bookkeeper.get(`/invoices/counts?clientId=${clientId}`);
  assert.ok(ofClient.body.items.length > 0);
  assert.deepEqual((await api.asOther().get('/invoices/counts')).body.items, []);
});
