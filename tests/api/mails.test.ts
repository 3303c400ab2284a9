// Sending documents over the API: what is queued for whom, what is refused, and what the list says of it. The way of a
// mail through the queue to a server is in src/worker/send-mail.test.ts.

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import type { CurrencyCode } from '#core/money/currencies.ts';
import { formatForPeople } from '#core/money/money.ts';
import { createApiTest } from './testing.ts';

const api = await createApiTest({ mail: 'server' });
const { firm } = api;
const bookkeeper = api.as('bookkeeper');

function inFirm<Row extends object>(sql: string, params: unknown[] = []): Promise<Row[]> {
  return api.database.inFirm(firm.firmId, (tx) => tx.query<Row>(sql, [firm.firmId, ...params]));
}

let numbers = 0;

async function document(
  changes: { document?: string; status?: string; contactId?: number } = {},
): Promise<string> {
  const { document: kind = 'invoice', status = 'approved', contactId = null } = changes;
  const credits = kind === 'creditNote' ? Number(await document()) : null;
  const [row] = await inFirm<{ id: number }>(
    `insert into invoice (firm_id, document, credits_invoice_id, number, client_id, contact_id, basis, status, invoiced_on,
       due_on, currency, total_minor, tax_minor)
     values ($1, $2, $3, $4, $5, $6, 'actual', $7, '2026-03-31', '2026-04-20', 'NZD', 100000, 15000) returning id`,
    [kind, credits, `N-${(numbers += 1)}`, firm.clientId, contactId, status],
  );
  return String(row!.id);
}

async function quote(state: string, validUntil: string | null = '2026-05-31'): Promise<string> {
  const [row] = await inFirm<{ id: number }>(
    `insert into quote (firm_id, number, client_id, state, valid_until, currency, total_minor)
     values ($1, $2, $3, $4, $5, 'NZD', 250000) returning id`,
    [`Q-${(numbers += 1)}`, firm.clientId, state, validUntil],
  );
  return String(row!.id);
}

const waiting = () =>
  api.database.asInstallation(async (tx) => {
    const [row] = await tx.query<{ count: number }>(
      'select count(*)::int as count from graphile_worker.jobs',
    );
    return row!.count;
  });

test('without an address nobody gets it; then the client, its primary contact, its address for bills, and the contact of the document, each before the one before', async () => {
  const id = await document();
  const refused = await bookkeeper.post('/mails', { document: 'invoice', id });
  assert.equal(refused.status, 422);
  assert.equal(refused.body.errors[0].code, 'recipientMissing');
  assert.equal(refused.body.errors[0].field, 'to');

  const recipients = async (documentId = id) =>
    (await bookkeeper.post('/mails', { document: 'invoice', id: documentId })).body.to;
  await inFirm(`update client set email = 'client@client.example' where firm_id = $1`);
  assert.deepEqual(await recipients(), ['client@client.example']);
  await inFirm(
    `insert into contact (firm_id, client_id, name, email, is_primary) values ($1, $2, 'Pri', 'pri@client.example', true)`,
    [firm.clientId],
  );
  assert.deepEqual(await recipients(), ['pri@client.example']);
  await inFirm(`update client set billing_email = 'bills@client.example' where firm_id = $1`);
  assert.deepEqual(await recipients(), ['bills@client.example']);
  const [contact] = await inFirm<{ id: number }>(
    `insert into contact (firm_id, client_id, name, email) values ($1, $2, 'Con', 'con@client.example') returning id`,
    [firm.clientId],
  );
  assert.deepEqual(await recipients(await document({ contactId: contact!.id })), ['con@client.example']);
});

test('a mail is queued with the text of the firm, and is in the list and by itself', async () => {
  const id = await document();
  const before = await waiting();
  const queued = await bookkeeper.post('/mails', { document: 'invoice', id, cc: ['boss@client.example'] });
  assert.equal(queued.status, 202, queued.text);
  assert.equal(await waiting(), before + 1);
  const { id: mailId, ...mail } = queued.body;
  assert.equal(mail.documentId, id);
  assert.deepEqual(mail.cc, ['boss@client.example']);
  assert.deepEqual([mail.status, mail.attempts, mail.sentAt], ['queued', 0, null]);
  assert.equal(mail.subject, `Invoice ${mail.documentNumber} from First Firm`);
  assert.match(mail.body, /\$1,150\.00.*20 April 2026/);
  assert.deepEqual((await bookkeeper.get(`/mails/${mailId}`)).body, queued.body);
  const listed = await bookkeeper.get(`/mails?invoiceId=${id}`);
  assert.deepEqual(listed.body.items, [queued.body]);
  assert.equal((await bookkeeper.get('/mails/2000000000')).status, 404);
});

test('who sends may say it in their own words', async () => {
  const own = { subject: 'For you', body: 'As we said.\n\n{total} stays as it is written' };
  const queued = await bookkeeper.post('/mails', { document: 'invoice', id: await document(), ...own });
  assert.deepEqual([queued.body.subject, queued.body.body], [own.subject, own.body]);
});

test('a quote without a last day has nothing to say about it', async () => {
  const sent = async (id: string) => (await bookkeeper.post('/mails', { document: 'quote', id })).body.body;
  assert.match(await sent(await quote('issued')), /attached\. It holds until 31 May 2026\.\n/);
  assert.match(await sent(await quote('issued', null)), /attached\.\n\nKind regards/);
});

test('many documents of several kinds go together, or none of them', async () => {
  const good = [
    { document: 'invoice', id: await document() },
    { document: 'creditNote', id: await document({ document: 'creditNote' }) },
    { document: 'quote', id: await quote('issued') },
    { document: 'statement', id: String(firm.clientId) },
  ];
  const queued = await bookkeeper.post('/mails', good);
  assert.equal(queued.status, 202, queued.text);
  assert.deepEqual(
    queued.body.items.map((mail: { document: string; documentId: string }) => [
      mail.document,
      mail.documentId,
    ]),
    good.map((mail) => [mail.document, mail.id]),
  );
  assert.equal(queued.body.items[3].statementOn, '2026-03-31');
  const [owed] = await inFirm<{ minor: bigint }>(
    `select sum(case document when 'invoice' then 115000 else -115000 end)::bigint as minor from invoice
     where firm_id = $1 and status = 'approved'`,
  );
  const balance = formatForPeople(owed!.minor, 'NZD' as CurrencyCode, 'en-NZ');
  assert.ok(queued.body.items[3].body.includes(`The balance is ${balance}.`), queued.body.items[3].body);
  const early = { document: 'statement', id: String(firm.clientId), statementOn: '2026-03-30' };
  assert.match((await bookkeeper.post('/mails', early)).body.body, /The balance is \$0\.00\./);

  const before = await waiting();
  const bad = await bookkeeper.post('/mails', [
    ...good,
    { document: 'invoice', id: await document({ status: 'cancelled' }) },
    { document: 'quote', id: await quote('draft') },
    { document: 'quote', id: '2000000000' },
  ]);
  assert.deepEqual(
    bad.body.errors.map(({ code, field }: { code: string; field: string }) => [code, field]),
    [
      ['wrongState', '[4].id'],
      ['wrongState', '[5].id'],
      ['unknownQuote', '[6].id'],
    ],
  );
  assert.equal(await waiting(), before);
});

test('an invoice is not sent as a credit note, a draft not at all, and two hundred at most at once', async () => {
  const asOther = await bookkeeper.post('/mails', { document: 'creditNote', id: await document() });
  assert.equal(asOther.body.code, 'unknownInvoice');
  const [draft] = await inFirm<{ id: number }>(
    `insert into invoice (firm_id, client_id, basis, status, invoiced_on, currency, total_minor)
     values ($1, $2, 'actual', 'draft', '2026-03-31', 'NZD', 1) returning id`,
    [firm.clientId],
  );
  const early = await bookkeeper.post('/mails', { document: 'invoice', id: String(draft!.id) });
  assert.equal(early.body.code, 'wrongState');
  const id = await document();
  const many = await bookkeeper.post(
    '/mails',
    Array.from({ length: 201 }, () => ({ document: 'invoice', id })),
  );
  assert.equal(many.body.code, 'batchTooLarge');
});

test('addresses and subjects cannot carry anything else', async () => {
  const id = await document();
  const hostile = [
    { to: ['a@client.example\r\nBcc: b@client.example'] },
    { to: ['a@client.example,b@client.example'] },
    { to: ['<a@client.example>'] },
    { to: ['"a b"@client.example'] },
    { to: ['a@-client.example'] },
    { cc: ['a@client.example;b@client.example'] },
    { to: [] },
    { subject: 'Hello\r\nBcc: b@client.example' },
    { subject: 'Hello\u0000' },
    { statementOn: '2026-03-31' },
  ];
  for (const said of hostile) {
    const answer = await bookkeeper.post('/mails', { document: 'invoice', id, ...said });
    assert.equal(answer.status, 400, `${JSON.stringify(said)}: ${answer.text}`);
    assert.equal(answer.body.code, 'invalidRequest');
  }
  const kept = `a@client.example, b@client.example`;
  await inFirm(`update client set billing_email = $2 where firm_id = $1`, [kept]);
  const answer = await bookkeeper.post('/mails', { document: 'invoice', id });
  assert.equal(answer.body.errors[0].code, 'recipientMissing');
  assert.equal(answer.body.errors[0].value, kept);
  await inFirm(`update client set billing_email = 'bills@client.example' where firm_id = $1`);
});

test('of an address that is none it is said what it lacks', async () => {
  const id = await document();
  const lacks = {
    x: /has an @; this has none/,
    'x@': /a domain after its @/,
    '@y.example': /a name before its @/,
    'x y@y.example': /no spaces/,
    'x@y.example,z@y.example': /more than one/,
  };
  for (const [address, sentence] of Object.entries(lacks)) {
    const to = ['a@b.example', address];
    const { body } = await bookkeeper.post('/mails', { document: 'invoice', id, to });
    assert.equal(body.errors[0].field, 'to[1]');
    assert.match(body.detail, sentence);
    assert.match(body.errors[0].accepted, /one e-mail address, such as/);
  }
});

test('asked twice under one key, a document is queued once', async () => {
  const before = await waiting();
  const headers = { 'idempotency-key': randomUUID() };
  const asked = { document: 'invoice', id: await document() };
  const answers = await Promise.all([1, 2, 3].map(() => bookkeeper.post('/mails', asked, headers)));
  assert.equal(new Set(answers.map(({ body }) => body.id)).size, 1);
  assert.equal(await waiting(), before + 1);
});

test('a mail that waits can be tried at once, one that went cannot', async () => {
  const { body } = await bookkeeper.post('/mails', { document: 'invoice', id: await document() });
  const before = await waiting();
  const again = await bookkeeper.post(`/mails/${body.id}/retry`);
  assert.equal(again.status, 202, again.text);
  assert.equal(await waiting(), before, 'it waits once');
  await inFirm(
    `update mail set status = 'sent', sent_at = '2026-03-31T03:00:00Z' where firm_id = $1 and id = $2`,
    [Number(body.id)],
  );
  assert.equal((await bookkeeper.post(`/mails/${body.id}/retry`)).body.code, 'wrongState');
  assert.equal((await api.asOther().post(`/mails/${body.id}/retry`)).status, 404);
});

test('the list is newest first, a page at a time, and narrowed by state, kind and client', async () => {
  const all = (await bookkeeper.get('/mails?limit=500')).body.items.map(({ id }: { id: string }) =>
    Number(id),
  );
  assert.deepEqual(
    all,
    all.toSorted((a: number, b: number) => b - a),
  );
  const paged: number[] = [];
  for (let cursor = ''; ;) {
    const { body } = await bookkeeper.get(`/mails?limit=3${cursor}`);
    paged.push(...body.items.map(({ id }: { id: string }) => Number(id)));
    if (body.nextCursor === null) break;
    cursor = `&cursor=${body.nextCursor}`;
  }
  assert.deepEqual(paged, all);
  const statements = await bookkeeper.get(
    `/mails?document=statement&status=queued&clientId=${firm.clientId}`,
  );
  assert.deepEqual(statements.body.items.length, 2);
  assert.deepEqual((await api.asOther().get('/mails')).body.items, []);
});

test('an auditor reads mail and sends none', async () => {
  assert.equal((await api.as('auditor').get('/mails')).status, 200);
  const answer = await api.as('auditor').post('/mails', { document: 'invoice', id: await document() });
  assert.equal(answer.status, 403);
  assert.equal((await api.as('staff').get('/mails')).status, 403);
});

test('where no mail server is set up, documents stay and the refusal says what to do', async () => {
  const without = await createApiTest();
  const answer = await without
    .as('owner')
    .post('/mails', { document: 'statement', id: String(without.firm.clientId), to: ['a@client.example'] });
  assert.equal(answer.status, 409);
  assert.equal(answer.body.code, 'mailNotSetUp');
  assert.match(answer.text, /SMTP_URL/);
});

test('a preview says to whom it would go and with which words, and sends nothing', async () => {
  const id = await document();
  const before = (await bookkeeper.get(`/mails?invoiceId=${id}`)).body.items.length;
  const to = ['somebody@client.example'];
  const shown = await bookkeeper.post('/mails/preview', { document: 'invoice', id, to });
  assert.equal(shown.status, 200, shown.text);
  assert.deepEqual(shown.body.to, to);
  assert.equal(shown.body.canSend, true);
  const sent = await bookkeeper.post('/mails', { document: 'invoice', id, to });
  assert.equal(shown.body.subject, sent.body.subject);
  assert.equal(shown.body.body, sent.body.body);
  assert.equal(before, 0);
  assert.equal((await bookkeeper.get(`/mails?invoiceId=${id}`)).body.items.length, 1);
  const draft = await bookkeeper.post('/mails/preview', {
    document: 'invoice',
    id: await document({ status: 'draft' }),
  });
  assert.equal(draft.body.code, 'wrongState');
});
