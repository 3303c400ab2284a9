// Quotes over the API: how they are drawn up and read, who may do what, and what is refused.

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { addApiKey, createApiTest, type Answer, type ApiCaller } from './testing.ts';

const api = await createApiTest();
const bookkeeper = api.as('bookkeeper');
const clientId = String(api.firm.clientId);
const jobId = String(api.firm.jobId);
const taskId = String(api.firm.taskId);

const work = (amount: string, more: object = {}) => ({
  kind: 'task',
  description: 'The work',
  amount,
  ...more,
});
const quoteOf = (lines: object[], more: object = {}) => ({ clientId, name: 'House', lines, ...more });

async function draw(lines: object[], more: object = {}): Promise<Answer['body']> {
  const made = await bookkeeper.post('/quotes', quoteOf(lines, more));
  assert.equal(made.status, 201, made.text);
  return made.body;
}

type Target = { id: string; version: number };
const seen = ({ version }: Target) => ({ 'if-match': `"${version}"` });
const issue = (who: ApiCaller, quote: Target) => who.post(`/quotes/${quote.id}/issue`, {}, seen(quote));
const accept = (who: ApiCaller, quote: Target, body: object) =>
  who.post(`/quotes/${quote.id}/acceptance`, body, seen(quote));
const decline = (who: ApiCaller, quote: Target, body: object) =>
  who.post(`/quotes/${quote.id}/decline`, body, seen(quote));

async function issued(lines: object[], more: object = {}): Promise<Answer['body']> {
  const answer = await issue(bookkeeper, await draw(lines, more));
  assert.equal(answer.status, 200, answer.text);
  return answer.body;
}

/** Code and field of each refusal. */
function refusalsOf({ body }: Answer): string[] {
  return body.errors.map(({ code, field }: { code: string; field?: string }) => `${code} ${field ?? ''}`);
}

test('a quote is drawn up, changed, issued and read', async () => {
  const draft = await draw([
    { kind: 'task', taskId, minutes: 90, rate: '150.00' },
    { kind: 'cost', description: 'Tiles', quantity: '2.5', unitPrice: '10.00', unitCost: '7.00' },
    { kind: 'text', description: 'With thanks.' },
    work('40.00', { isOption: true }),
  ]);
  assert.deepEqual(
    [draft.state, draft.number, draft.total, draft.totalWithTax],
    ['draft', null, '250.00', '250.00'],
  );
  assert.deepEqual(
    draft.lines.map((line: { description: string; amount: string; multipliesOut: boolean }) => [
      line.description,
      line.amount,
      line.multipliesOut,
    ]),
    [
      ['Design', '225.00', true],
      ['Tiles', '25.00', true],
      ['With thanks.', '0.00', false],
      ['The work', '40.00', false],
    ],
  );
  const changed = await bookkeeper.put(
    `/quotes/${draft.id}`,
    quoteOf([work('99.00')], { pricing: 'fixed', fixedTotal: '80.00', note: 'Be quick' }),
    draft.version,
  );
  assert.equal(changed.status, 200, changed.text);
  assert.deepEqual([changed.body.total, changed.body.lines[0].typedAmount], ['80.00', '99.00']);
  const stale = await bookkeeper.put(`/quotes/${draft.id}`, quoteOf([]), draft.version);
  assert.equal(stale.status, 412);
  const issuing = await issue(bookkeeper, changed.body);
  assert.equal(issuing.body.state, 'issued');
  assert.match(issuing.body.number, /^Q-\d{4}$/);
  const read = await bookkeeper.get(`/quotes/${draft.id}`);
  assert.deepEqual([read.body.number, read.body.note], [issuing.body.number, 'Be quick']);
  const late = await bookkeeper.put(`/quotes/${draft.id}`, quoteOf([]), read.body.version);
  assert.deepEqual([late.status, refusalsOf(late)], [409, ['wrongState state']]);
  const gone = await bookkeeper.delete(`/quotes/${draft.id}`, read.body.version);
  assert.deepEqual(refusalsOf(gone), ['wrongState state']);
});

test('a draft is deleted, and is not there any more', async () => {
  const draft = await draw([work('1.00')]);
  assert.equal((await bookkeeper.delete(`/quotes/${draft.id}`, draft.version)).status, 204);
  const read = await bookkeeper.get(`/quotes/${draft.id}`);
  assert.deepEqual([read.status, refusalsOf(read)], [404, ['unknownQuote id']]);
});

test('a preview says what a quote would come to and saves nothing', async () => {
  const count = async () => (await bookkeeper.get('/quotes?limit=500')).body.items.length;
  const before = await count();
  const preview = await bookkeeper.send('POST', '/quotes/preview', {
    body: quoteOf([work('10.00'), work('20.00')], { pricing: 'fixed', fixedTotal: '10.01' }),
  });
  assert.equal(preview.status, 200, preview.text);
  assert.deepEqual(
    preview.body.lines.map((line: { amount: string }) => line.amount),
    ['3.34', '6.67'],
  );
  assert.equal(preview.body.total, '10.01');
  assert.equal(await count(), before);
});

test('an acceptance asked twice under one key happens once, and the second answer is the first', async () => {
  const offer = await issued([work('100.00')]);
  const headers = { ...seen(offer), 'idempotency-key': randomUUID() };
  const ask = () => bookkeeper.post(`/quotes/${offer.id}/acceptance`, { newJob: { name: 'Once' } }, headers);
  const [first, second] = await Promise.all([ask(), ask()]);
  assert.equal(first.status, 200, first.text);
  assert.deepEqual(second.body, first.body);
  assert.deepEqual([first.body.state, first.body.uninvoicedQuote], ['accepted', '100.00']);
  const jobs = await bookkeeper.get(`/jobs?search=Once`);
  assert.equal(jobs.body.items.length, 1);
});

test('a new job is as it is said to be, and what is wrong with it names its field', async () => {
  const offer = await issued([work('100.00')]);
  const { number } = (await bookkeeper.get(`/jobs/${jobId}`)).body;
  const taken = await accept(bookkeeper, offer, { newJob: { number } });
  assert.deepEqual([taken.status, refusalsOf(taken)], [409, ['duplicate newJob.number']]);
  const accepted = await accept(bookkeeper, offer, {
    newJob: { number: 'HOUSE-1', budget: '500.00' },
  });
  assert.deepEqual([accepted.body.jobNumber, accepted.body.jobName], ['HOUSE-1', 'House']);
  const back = await bookkeeper.delete(`/quotes/${offer.id}/acceptance`, accepted.body.version);
  assert.equal(back.status, 200, back.text);
  assert.deepEqual([back.body.state, back.body.uninvoicedQuote], ['issued', null]);
});

test('each refusal of a draft names the field, the value and what would be accepted', async () => {
  const refused = await bookkeeper.post(
    '/quotes',
    quoteOf(
      [
        work('1,234.50'),
        { kind: 'cost', description: 'Y', quantity: '0', unitPrice: '1.00' },
        { kind: 'cost', minutes: 5 },
        { kind: 'task', taskId: '99999' },
        work('1.005'),
        work('1.00', { taxId: '99999' }),
      ],
      { contactId: '99999', templateId: '99999', quotedOn: '2026-03-02', validUntil: '2026-03-01' },
    ),
  );
  assert.equal(refused.status, 400);
  assert.deepEqual(refusalsOf(refused), ['invalidAmount lines[0].amount']);
  const further = await bookkeeper.post(
    '/quotes',
    quoteOf(
      [
        { kind: 'cost', description: 'Y', quantity: '0', unitPrice: '1.00' },
        { kind: 'cost', minutes: 5 },
        { kind: 'task', taskId: '99999' },
        work('1.005'),
        work('1.00', { taxId: '99999' }),
      ],
      { contactId: '99999', templateId: '99999', quotedOn: '2026-03-02', validUntil: '2026-03-01' },
    ),
  );
  assert.deepEqual(refusalsOf(further).sort(), [
    'invalidAmount lines[3].amount',
    'invalidDate validUntil',
    'invalidRequest lines[1].description',
    'invalidRequest lines[1].minutes',
    'quantityOutOfRange lines[0].quantity',
    'unknownContact contactId',
    'unknownTask lines[2].taskId',
    'unknownTax lines[4].taxId',
    'unknownTemplate templateId',
  ]);
});

test('an amount beside quantity × price stands on a quote as on an invoice, and the residual is shown', async () => {
  const line = { kind: 'task', description: 'X', minutes: 60, rate: '10.00', amount: '11.00' };
  const made = await bookkeeper.post('/quotes', quoteOf([line]));
  assert.equal(made.status, 201, made.text);
  const [shown] = made.body.lines;
  assert.deepEqual([shown.amount, shown.residual, shown.multipliesOut], ['11.00', '1.00', false]);
  // Saved as it was read, issued and printed: the amount alone.
  const { body: issued } = await bookkeeper.post(
    `/quotes/${made.body.id}/issue`,
    {},
    { 'if-match': `"${made.body.version}"` },
  );
  assert.equal(issued.lines[0].amount, '11.00');
  const { body: printed } = await bookkeeper.get(`/quotes/${made.body.id}/document`);
  assert.equal(printed.tables[0].rows[0].cells.at(-1), '11.00');
  assert.ok(!printed.tables[0].rows[0].cells.includes('10.00'));
});

test('a project manager draws up and issues, and somebody else accepts', async () => {
  const manager = api.as('projectManager');
  const made = await manager.post('/quotes', quoteOf([work('10.00')]));
  assert.equal(made.status, 201);
  const issuing = await issue(manager, made.body);
  assert.equal(issuing.status, 200);
  assert.equal((await accept(manager, issuing.body, { jobId })).status, 403);
  assert.equal((await decline(manager, issuing.body, {})).status, 403);
  assert.equal((await api.as('staff').get(`/quotes/${made.body.id}`)).status, 403);
  assert.equal((await api.as('auditor').get(`/quotes/${made.body.id}`)).status, 200);
  assert.equal((await api.as('auditor').post('/quotes', quoteOf([]))).status, 403);
  assert.equal((await api.asOther().get(`/quotes/${made.body.id}`)).status, 404);
});

test('a key that may accept quotes and not add jobs accepts for a job that exists', async () => {
  const scopes = ['quotes.read', 'quotes.accept'];
  const key = await addApiKey(api.database, api.firm, { role: 'bookkeeper', scopes });
  const who = api.withHeaders({ authorization: `Bearer ${key}` });
  const offer = await issued([work('10.00')]);
  assert.equal((await accept(who, offer, {})).status, 403);
  const accepted = await accept(who, offer, { jobId });
  assert.equal(accepted.status, 200, accepted.text);
});

test('who may not see cost rates does not see unit costs, and does not lose them when changing the draft', async () => {
  const manager = api.as('projectManager');
  const draft = await draw([{ kind: 'cost', description: 'Tiles', unitPrice: '10.00', unitCost: '7.00' }]);
  const { body } = await manager.get(`/quotes/${draft.id}`);
  assert.ok(!('unitCost' in body.lines[0]));
  const { id, kind, description, quantity, unitPrice } = body.lines[0];
  const changed = await manager.put(
    `/quotes/${draft.id}`,
    quoteOf([{ id, kind, description, quantity, unitPrice }]),
    body.version,
  );
  assert.equal(changed.status, 200, changed.text);
  assert.equal((await bookkeeper.get(`/quotes/${draft.id}`)).body.lines[0].unitCost, '7.00');
});

test('quotes are listed by state, client, job and day, a page at a time', async () => {
  const client = await bookkeeper.post('/clients', { name: 'Tōtara Trust' });
  const of = { clientId: client.body.id };
  for (const day of ['2026-01-10', '2026-02-10', '2026-03-10']) {
    await issued([work('1.00')], { ...of, name: day, quotedOn: day });
  }
  await draw([work('1.00')], { ...of, name: 'draft' });
  const names = async (query: string) => {
    const { body } = await bookkeeper.get(`/quotes?clientId=${of.clientId}&${query}`);
    return body.items.map(({ name }: { name: string }) => name);
  };
  assert.deepEqual(await names(''), ['draft', '2026-03-10', '2026-02-10', '2026-01-10']);
  assert.deepEqual(await names('states=issued&order=asc'), ['2026-01-10', '2026-02-10', '2026-03-10']);
  assert.deepEqual(await names('from=2026-02-01&to=2026-02-28'), ['2026-02-10']);
  assert.deepEqual(await names('search=t%C5%8Dtara&states=draft,declined'), ['draft']);
  assert.deepEqual(await names(`jobId=${jobId}`), []);
  const first = await bookkeeper.get(`/quotes?clientId=${of.clientId}&limit=3`);
  const rest = await bookkeeper.get(
    `/quotes?clientId=${of.clientId}&limit=3&cursor=${first.body.nextCursor}`,
  );
  assert.deepEqual(
    rest.body.items.map(({ name }: { name: string }) => name),
    ['2026-01-10'],
  );
  assert.equal(rest.body.nextCursor, null);
});

test('a quote of 500 lines is drawn up and accepted; one more is too many', async () => {
  const lines = Array.from({ length: 500 }, (_, place) =>
    place % 2 === 0
      ? { kind: 'task', taskId, minutes: 6, rate: '10.00' }
      : { kind: 'cost', description: `Part ${place}`, quantity: '1', unitPrice: '1.00' },
  );
  const offer = await issued(lines, { pricing: 'fixed', fixedTotal: '333.33' });
  const accepted = await accept(bookkeeper, offer, { newJob: { name: 'Large' } });
  assert.equal(accepted.status, 200, accepted.text);
  assert.equal(accepted.body.uninvoicedQuote, '333.33');
  assert.equal((await bookkeeper.post('/quotes', quoteOf([...lines, lines[0]!]))).status, 413);
});

test('declined, archived, revised and duplicated over the API', async () => {
  const offer = await issued([work('10.00')]);
  const declined = await decline(bookkeeper, offer, { reason: 'Too dear' });
  assert.deepEqual([declined.body.state, declined.body.declineReason], ['declined', 'Too dear']);
  const revision = await bookkeeper.post(`/quotes/${offer.id}/revision`, undefined, seen(declined.body));
  assert.deepEqual([revision.status, revision.body.revisesNumber], [201, offer.number]);
  const copy = await bookkeeper.post(`/quotes/${offer.id}/duplicate`);
  assert.deepEqual([copy.status, copy.body.state, copy.body.revisesQuoteId], [201, 'draft', null]);
  const { body } = await bookkeeper.get(`/quotes/${offer.id}`);
  assert.equal(body.revisedByQuoteId, revision.body.id);
  assert.equal(
    (await bookkeeper.post(`/quotes/${offer.id}/archival`, undefined, seen(body))).body.state,
    'archived',
  );
  assert.equal((await bookkeeper.post(`/quotes/${offer.id}/archival`)).status, 428);
});

test('quotes are counted by state, expired or not, with what they come to and how many were won', async () => {
  const before = (await bookkeeper.get(`/quotes/counts?search=Counted`)).body;
  assert.deepEqual(before, { items: [], decided: 0, wonPercent: null });
  const named = { name: 'Counted' };
  await draw([work('10.00')], named);
  await issued([work('20.00')], { ...named, quotedOn: '2026-01-05', validUntil: '2026-01-20' });
  for (const amount of ['30.00', '40.00']) await decline(bookkeeper, await issued([work(amount)], named), {});
  await accept(bookkeeper, await issued([work('50.00')], named), { newJob: { name: 'Counted' } });
  const { body } = await bookkeeper.get('/quotes/counts?search=Counted');
  assert.deepEqual(
    body.items.map((each: Record<string, unknown>) => [
      each['state'],
      each['isExpired'],
      each['count'],
      each['total'],
    ]),
    [
      ['accepted', false, 1, '50.00'],
      ['declined', false, 2, '70.00'],
      ['draft', false, 1, '10.00'],
      ['issued', true, 1, '20.00'],
    ],
  );
  assert.deepEqual([body.decided, body.wonPercent], [3, '33.3']);
});

test('the margin is for those who may see costs', async () => {
  const lines = [
    { kind: 'cost', description: 'Tiles', quantity: '2.5', unitPrice: '10.00', unitCost: '7.00' },
    work('100.00'),
  ];
  const { body } = await api.as('owner').post('/quotes/preview', quoteOf(lines));
  assert.deepEqual([body.total, body.cost, body.margin], ['125.00', '17.50', '107.50']);
  const quote = await draw(lines);
  const blind = await api.as('projectManager').get(`/quotes/${quote.id}`);
  assert.equal(blind.status, 200, blind.text);
  assert.deepEqual([blind.body.cost, blind.body.margin], [undefined, undefined]);
});
