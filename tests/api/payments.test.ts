import assert from 'node:assert/strict';
import { test } from 'node:test';
import { insertStandIns } from '#store/billing/imported-payments.ts';
import { insertInvoice } from '#store/billing/invoices.ts';
import { markUsedUpPayments } from '#store/billing/used-up-payments.ts';
import { civilDate } from '#core/calendar/civil-date.ts';
import { createApiTest, type Answer } from './testing.ts';

const api = await createApiTest({ now: '2026-03-31T02:00:00Z' });
const { firm } = api;
const bookkeeper = api.as('bookkeeper');

let made = 0;

/** A client of its own, so that each story starts from nothing. */
async function newClient(currency = 'NZD'): Promise<string> {
  made += 1;
  const client = await api.as('owner').post('/clients', { name: `Client ${made}`, currency });
  assert.equal(client.status, 201, client.text);
  return client.body.id;
}

type Terms = {
  total: bigint;
  tax?: bigint;
  on?: string;
  due?: string;
  status?: 'approved' | 'draft';
  currency?: 'NZD' | 'JPY';
};

async function newInvoice(clientId: string, terms: Terms): Promise<string> {
  made += 1;
  const status = terms.status ?? 'approved';
  const id = await api.database.inFirm(firm.firmId, (tx) =>
    insertInvoice(tx, {
      number: status === 'draft' ? null : `P-${made}`,
      clientId: Number(clientId),
      type: null,
      basis: 'miscellaneous',
      pricing: 'calculated',
      status,
      invoicedOn: civilDate(terms.on ?? '2026-03-01'),
      dueOn: civilDate(terms.due ?? '2026-03-20'),
      cutOffOn: null,
      currency: terms.currency ?? 'NZD',
      totalMinor: terms.total,
      taxMinor: terms.tax ?? 0n,
      paidMinor: 0n,
      reference: null,
      typeText: null,
      origin: 'composed',
    }),
  );
  return String(id);
}

async function outstandingOf(invoiceId: string): Promise<bigint> {
  const rows = await api.database.inFirm(firm.firmId, (tx) =>
    tx.query<{ minor: bigint }>(
      'select outstanding_minor as minor from invoice where firm_id = $1 and id = $2',
      [firm.firmId, Number(invoiceId)],
    ),
  );
  return rows[0]!.minor;
}

async function pay(clientId: string, amount: string, more: object = {}): Promise<Answer> {
  return bookkeeper.post('/payments', { clientId, amount, ...more });
}

async function paid(clientId: string, amount: string, more: object = {}): Promise<Answer['body']> {
  const answer = await pay(clientId, amount, more);
  assert.equal(answer.status, 201, answer.text);
  return answer.body;
}

test('a payment pays the invoice it names; what is over stays the client’s credit and pays the next one later', async () => {
  const clientId = await newClient();
  const first = await newInvoice(clientId, { total: 100_00n, tax: 15_00n });
  const payment = await paid(clientId, '150.00', {
    invoices: [{ invoiceId: first }],
    method: 'bank',
    paidOn: '2026-03-10',
  });
  assert.deepEqual(
    [payment.allocated, payment.unallocated, payment.method, payment.allocations[0].allocatedOn],
    ['115.00', '35.00', 'bank', '2026-03-10'],
  );
  assert.equal(await outstandingOf(first), 0n);
  const second = await newInvoice(clientId, { total: 50_00n, on: '2026-03-15' });
  const more = await bookkeeper.post(`/payments/${payment.id}/allocations`, {
    invoices: [{ invoiceId: second }],
  });
  assert.equal(more.status, 201, more.text);
  assert.equal(more.body.unallocated, '0.00');
  assert.equal(more.body.allocations[1].allocatedOn, '2026-03-15');
  assert.equal(await outstandingOf(second), 15_00n);
});

test('the oldest due is paid first', async () => {
  const clientId = await newClient();
  const late = await newInvoice(clientId, { total: 100_00n, due: '2026-04-20' });
  const early = await newInvoice(clientId, { total: 100_00n, due: '2026-03-05' });
  await paid(clientId, '130.00', { allocate: 'oldest' });
  assert.deepEqual([await outstandingOf(early), await outstandingOf(late)], [0n, 70_00n]);
  const others = await paid(clientId, '500.00', { allocate: 'oldest' });
  assert.deepEqual([await outstandingOf(late), others.unallocated], [0n, '430.00']);
});

test('nothing is allocated beyond what is outstanding or left, to another client, or in another currency', async () => {
  const clientId = await newClient();
  const other = await newClient();
  const invoice = await newInvoice(clientId, { total: 100_00n });
  const foreign = await newInvoice(other, { total: 100_00n });
  const yen = await newInvoice(clientId, { total: 100n, currency: 'JPY' });
  const draft = await newInvoice(clientId, { total: 100_00n, status: 'draft' });
  const refused = async (amount: string, invoices: object[]) => {
    const answer = await pay(clientId, amount, { invoices });
    return [answer.status, answer.body.code, answer.body.errors?.[0]?.field];
  };
  assert.deepEqual(await refused('200.00', [{ invoiceId: invoice, amount: '100.01' }]), [
    422,
    'exceedsOutstanding',
    'invoices[0].amount',
  ]);
  assert.deepEqual(await refused('50.00', [{ invoiceId: invoice, amount: '50.01' }]), [
    422,
    'exceedsOutstanding',
    'invoices',
  ]);
  assert.deepEqual(await refused('50.00', [{ invoiceId: foreign }]), [
    400,
    'invalidRequest',
    'invoices[0].invoiceId',
  ]);
  assert.equal((await refused('50.00', [{ invoiceId: yen }]))[1], 'currencyMismatch');
  assert.equal((await refused('50.00', [{ invoiceId: draft }]))[1], 'wrongState');
  assert.equal((await refused('50.00', [{ invoiceId: '999999' }]))[1], 'unknownInvoice');
  assert.equal((await refused('50.00', [{ invoiceId: invoice }, { invoiceId: invoice }]))[1], 'duplicate');
  assert.equal((await pay(clientId, '50.00', { currency: 'JPY' })).body.code, 'currencyMismatch');
  assert.equal((await pay(clientId, '0.00')).body.code, 'amountOutOfRange');
  assert.equal((await pay(clientId, '1.234')).body.code, 'invalidAmount');
  assert.equal(await outstandingOf(invoice), 100_00n);
  const none = await bookkeeper.get(`/payments?clientId=${clientId}`);
  assert.deepEqual(none.body.items, []);
});

test('an amount below zero is told apart from one that cannot be read', async () => {
  const clientId = await newClient();
  const say = async (amount: string) =>
    (await bookkeeper.post('/payments', { clientId, amount })).body.detail;
  assert.equal(await say('-5.00'), 'An amount is not below zero here.');
  assert.equal(
    await say('5 00'),
    'An amount is written without spaces: digits, and a point before decimals.',
  );
});

test('an allocation is taken back once, and the invoice is outstanding again', async () => {
  const clientId = await newClient();
  const invoice = await newInvoice(clientId, { total: 100_00n });
  const payment = await paid(clientId, '100.00', { invoices: [{ invoiceId: invoice }] });
  const [allocation] = payment.allocations;
  const taken = await bookkeeper.post(`/allocations/${allocation.id}/undo`, {});
  assert.equal(taken.status, 201, taken.text);
  assert.deepEqual([taken.body.amount, taken.body.takesBackId], ['-100.00', allocation.id]);
  assert.equal(await outstandingOf(invoice), 100_00n);
  const again = await bookkeeper.post(`/allocations/${allocation.id}/undo`, {});
  assert.equal(again.body.code, 'alreadyReversed', again.text);
  const itself = await bookkeeper.post(`/allocations/${taken.body.id}/undo`, {});
  assert.equal(itself.body.code, 'alreadyReversed', itself.text);
  const read = await bookkeeper.get(`/payments/${payment.id}`);
  assert.equal(read.body.unallocated, '100.00');
  assert.deepEqual(
    read.body.allocations.map((one: { standing: boolean }) => one.standing),
    [false, false],
  );
});

test('a payment that bounced is voided with a reason: everything it paid is outstanding again', async () => {
  const clientId = await newClient();
  const invoices = [
    await newInvoice(clientId, { total: 60_00n }),
    await newInvoice(clientId, { total: 60_00n }),
  ];
  const payment = await paid(clientId, '100.00', { allocate: 'oldest', paidOn: '2026-03-10' });
  const voided = await bookkeeper.post(`/payments/${payment.id}/void`, {
    reason: 'Bounced',
    voidedOn: '2026-03-12',
  });
  assert.equal(voided.status, 200, voided.text);
  assert.deepEqual(
    [voided.body.voidedOn, voided.body.voidReason, voided.body.allocated, voided.body.unallocated],
    ['2026-03-12', 'Bounced', '0.00', '0.00'],
  );
  for (const invoice of invoices) assert.equal(await outstandingOf(invoice), 60_00n);
  const again = await bookkeeper.post(`/payments/${payment.id}/void`, { reason: 'Bounced' });
  assert.equal(again.body.code, 'wrongState', again.text);
  const more = await bookkeeper.post(`/payments/${payment.id}/allocations`, { allocate: 'oldest' });
  assert.equal(more.body.code, 'wrongState', more.text);
});

test('credit is paid back; a payment of which something was paid back is voided only after that was taken back', async () => {
  const clientId = await newClient();
  const payment = await paid(clientId, '80.00');
  const tooMuch = await bookkeeper.post(`/payments/${payment.id}/refunds`, { amount: '80.01' });
  assert.equal(tooMuch.body.code, 'exceedsOutstanding', tooMuch.text);
  const back = await bookkeeper.post(`/payments/${payment.id}/refunds`, { amount: '30.00' });
  assert.deepEqual(
    [back.status, back.body.unallocated, back.body.allocations[0].invoiceId],
    [201, '50.00', null],
  );
  const refused = await bookkeeper.post(`/payments/${payment.id}/void`, { reason: 'Mistake' });
  assert.equal(refused.body.code, 'allocationsPresent', refused.text);
  assert.equal(refused.body.errors[0].field, 'id');
  await bookkeeper.post(`/allocations/${back.body.allocations[0].id}/undo`, {});
  assert.equal((await bookkeeper.post(`/payments/${payment.id}/void`, { reason: 'Mistake' })).status, 200);
});

test('a closed period takes no payment, no allocation and no voiding; the WIP lock does not matter to money', async () => {
  const clientId = await newClient();
  const invoice = await newInvoice(clientId, { total: 100_00n, on: '2026-02-01' });
  const payment = await paid(clientId, '40.00', { paidOn: '2026-02-10' });
  const locked = (wip: string | null, period: string | null) =>
    api.database.inFirm(firm.firmId, (tx) =>
      tx.query('select set_locks($1, $2, $3)', [firm.firmId, wip, period]),
    );
  await locked('2026-03-29', '2026-02-28');
  try {
    assert.equal((await pay(clientId, '10.00', { paidOn: '2026-02-28' })).body.code, 'lockedDate');
    assert.equal((await pay(clientId, '10.00', { paidOn: '2026-03-01' })).status, 201);
    assert.equal((await pay(clientId, '10.00', { paidOn: '2026-04-02' })).body.code, 'futureDate');
    const at = (on: string) =>
      bookkeeper.post(`/payments/${payment.id}/allocations`, {
        invoices: [{ invoiceId: invoice }],
        allocatedOn: on,
      });
    assert.equal((await at('2026-02-11')).body.code, 'lockedDate');
    assert.equal((await at('2026-02-09')).body.code, 'invalidDate');
    const later = await bookkeeper.post(`/payments/${payment.id}/allocations`, { allocate: 'oldest' });
    assert.equal(later.body.allocations[0].allocatedOn, '2026-03-31', later.text);
    const voided = await bookkeeper.post(`/payments/${payment.id}/void`, {
      reason: 'x',
      voidedOn: '2026-02-20',
    });
    assert.equal(voided.body.code, 'lockedDate', voided.text);
  } finally {
    await locked(null, null);
  }
});

test('two payments at once never pay an invoice beyond what is outstanding', async () => {
  for (let round = 0; round < 10; round += 1) {
    const clientId = await newClient();
    const invoice = await newInvoice(clientId, { total: 100_00n });
    const answers = await Promise.all(
      [1, 2, 3].map((by) =>
        pay(clientId, '60.00', by === 3 ? { allocate: 'oldest' } : { invoices: [{ invoiceId: invoice }] }),
      ),
    );
    const statuses = answers.map(({ status }) => status);
    assert.ok(
      statuses.every((status) => status === 201 || status === 422),
      answers.map(({ text }) => text).join(),
    );
    assert.equal(await outstandingOf(invoice), 0n);
    const allocated = answers
      .filter(({ status }) => status === 201)
      .reduce((sum, { body }) => sum + Number(body.allocated), 0);
    assert.equal(allocated, 100);
  }
});

test('a payment sent twice is recorded once', async () => {
  const clientId = await newClient();
  const headers = { 'idempotency-key': 'the-same-payment-0001' };
  const send = () => bookkeeper.post('/payments', { clientId, amount: '25.00' }, headers);
  const [first, second] = await Promise.all([send(), send()]);
  assert.deepEqual(first.body, second.body);
  const list = await bookkeeper.get(`/payments?clientId=${clientId}`);
  assert.equal(list.body.items.length, 1);
});

test('payments are found by client, invoice, days and whether something is left', async () => {
  const clientId = await newClient();
  const invoice = await newInvoice(clientId, { total: 20_00n });
  const a = await paid(clientId, '20.00', { invoices: [{ invoiceId: invoice }], paidOn: '2026-03-02' });
  const b = await paid(clientId, '30.00', { paidOn: '2026-03-04', reference: 'Deposit 77' });
  const found = async (query: string) => {
    const page = await bookkeeper.get(`/payments?clientId=${clientId}&${query}`);
    assert.equal(page.status, 200, page.text);
    return page.body.items.map((one: { id: string }) => one.id);
  };
  assert.deepEqual(await found(''), [b.id, a.id]);
  assert.deepEqual(await found(`invoiceId=${invoice}`), [a.id]);
  assert.deepEqual(await found('unallocated=true'), [b.id]);
  assert.deepEqual(await found('from=2026-03-03'), [b.id]);
  assert.deepEqual(await found('to=2026-03-03'), [a.id]);
  assert.deepEqual(await found('search=deposit'), [b.id]);
  const page = await bookkeeper.get(`/payments?clientId=${clientId}&limit=1`);
  const next = await bookkeeper.get(`/payments?clientId=${clientId}&limit=1&cursor=${page.body.nextCursor}`);
  assert.deepEqual([next.body.items[0].id, next.body.nextCursor], [a.id, null]);
});

test('a payment that was used up is found again once an allocation of it is taken back', async () => {
  const clientId = await newClient();
  const invoice = await newInvoice(clientId, { total: 20_00n });
  const used = await paid(clientId, '20.00', { invoices: [{ invoiceId: invoice }], paidOn: '2026-03-02' });
  const left = await paid(clientId, '30.00', { paidOn: '2026-03-04' });
  await markUsedUpPayments(api.database, firm.firmId);
  const idsOf = async (unallocated: boolean) => {
    const page = await bookkeeper.get(`/payments?clientId=${clientId}&unallocated=${unallocated}`);
    return page.body.items.map((one: { id: string }) => one.id);
  };
  assert.deepEqual([await idsOf(true), await idsOf(false)], [[left.id], [used.id]]);
  await bookkeeper.post(`/allocations/${used.allocations[0].id}/undo`, {});
  assert.deepEqual([await idsOf(true), await idsOf(false)], [[left.id, used.id], []]);
});

test('who may not record payments is told so', async () => {
  const clientId = await newClient();
  const manager = await api.as('projectManager').post('/payments', { clientId, amount: '1.00' });
  assert.equal(manager.body.code, 'notPermitted', manager.text);
  assert.equal((await api.as('auditor').get(`/payments?clientId=${clientId}`)).status, 200);
});

test('a statement leads from what was owed to what is owed, by age', async () => {
  const clientId = await newClient();
  const old = await newInvoice(clientId, { total: 100_00n, on: '2026-01-05', due: '2026-01-25' });
  const recent = await newInvoice(clientId, {
    total: 50_00n,
    tax: 7_50n,
    on: '2026-03-10',
    due: '2026-04-10',
  });
  await newInvoice(clientId, { total: 40_00n, on: '2026-03-12', status: 'draft' });
  await paid(clientId, '30.00', { invoices: [{ invoiceId: old }], paidOn: '2026-02-20' });
  const onAccount = await paid(clientId, '20.00', { paidOn: '2026-03-15', reference: 'On account' });
  const answer = await bookkeeper.get(`/clients/${clientId}/statement?from=2026-03-01&to=2026-03-31`);
  assert.equal(answer.status, 200, answer.text);
  const { opening, closing, entries, ageing } = answer.body;
  assert.deepEqual([opening, closing], ['70.00', '107.50']);
  assert.deepEqual(
    entries.map((one: Record<string, string>) => [one['on'], one['kind'], one['amount'], one['balance']]),
    [
      ['2026-03-10', 'invoice', '57.50', '127.50'],
      ['2026-03-15', 'payment', '-20.00', '107.50'],
    ],
  );
  assert.deepEqual(
    entries.map((one: Record<string, string>) => [one['source'], one['sourceId']]),
    [
      ['invoice', recent],
      ['payment', onAccount.id],
    ],
  );
  assert.deepEqual(ageing, {
    current: '57.50',
    days1To30: '0.00',
    days31To60: '0.00',
    days61To90: '70.00',
    over90Days: '0.00',
    credits: '-20.00',
  });
  const { items } = (
    await bookkeeper.get(`/clients/${clientId}/statement/lines?from=2026-03-01&to=2026-03-31`)
  ).body;
  assert.deepEqual(
    items.map(({ kind, amount, balance }: Answer['body']) => [kind, amount, balance]),
    [
      ['opening', null, answer.body.opening],
      ...answer.body.entries.map(({ kind, amount, balance }: Answer['body']) => [kind, amount, balance]),
      ['closing', null, answer.body.closing],
    ],
  );
  const file = await bookkeeper.get(
    `/clients/${clientId}/statement/lines?from=2026-03-01&to=2026-03-31&format=csv`,
  );
  assert.equal(file.text.trim().split('\r\n').length, items.length + 1);
  const turned = await bookkeeper.get(`/clients/${clientId}/statement?from=2026-03-31&to=2026-03-01`);
  assert.equal(turned.status, 400, turned.text);
  assert.equal((await bookkeeper.get('/clients/999999/statement')).body.code, 'unknownClient');
});

test('what a source says was paid of an imported invoice is a payment: not owed, and owed again when it is voided', async () => {
  const clientId = await newClient();
  const invoiceId = await newInvoice(clientId, { total: 100_00n, tax: 15_00n });
  await api.database.inFirm(firm.firmId, async (tx) => {
    await tx.query(`update invoice set origin = 'imported' where firm_id = $1 and id = $2`, [
      firm.firmId,
      Number(invoiceId),
    ]);
    const author = { actorId: firm.actorId, recordedAt: '2026-03-31T00:00:00Z' };
    const paidOn = civilDate('2026-03-20');
    await insertStandIns(tx, author, [{ invoiceId: Number(invoiceId), paidOn, amountMinor: 115_00n }]);
  });
  const statement = `/clients/${clientId}/statement?from=2026-03-01&to=2026-03-31`;
  const { body } = await bookkeeper.get(statement);
  assert.deepEqual([body.entries.length, body.closing], [2, '0.00']);
  const [payment] = (await bookkeeper.get(`/payments?invoiceId=${invoiceId}`)).body.items;
  assert.deepEqual([payment.method, payment.amount, payment.paidOn], ['imported', '115.00', '2026-03-20']);
  const voiding = { reason: 'Never came', voidedOn: '2026-03-31' };
  const voided = await bookkeeper.post(`/payments/${payment.id}/void`, voiding);
  assert.ok(voided.status < 300, voided.text);
  assert.equal((await bookkeeper.get(statement)).body.closing, '115.00');
  assert.equal(await outstandingOf(invoiceId), 115_00n);
});

test('what is left of a payment is allocated or paid back once, whoever is faster', async () => {
  for (let round = 0; round < 8; round += 1) {
    const clientId = await newClient();
    const invoices = [
      await newInvoice(clientId, { total: 90_00n }),
      await newInvoice(clientId, { total: 90_00n }),
    ];
    const payment = await paid(clientId, '100.00');
    const answers = await Promise.all([
      ...invoices.map((invoiceId) =>
        bookkeeper.post(`/payments/${payment.id}/allocations`, {
          invoices: [{ invoiceId, amount: '90.00' }],
        }),
      ),
      bookkeeper.post(`/payments/${payment.id}/refunds`, { amount: '60.00' }),
      bookkeeper.post(`/payments/${payment.id}/refunds`, { amount: '60.00' }),
    ]);
    assert.deepEqual(
      answers.map(({ status }) => status).toSorted((a, b) => a - b),
      [201, 422, 422, 422],
      answers.map(({ text }) => text).join(),
    );
  }
});
