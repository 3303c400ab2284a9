import assert from 'node:assert/strict';
import { test } from 'node:test';
import { civilDate } from '#core/calendar/civil-date.ts';
import { markUsedUpPayments } from '#store/billing/used-up-payments.ts';
import { verifyFirm } from '#store/ledger/verify.ts';
import { testDatabase } from '#store/testing/database.ts';
import type { Context } from '../context.ts';
import { cancelInvoice } from '../invoices/cancel-invoice.ts';
import { allocatePayment } from '../payments/allocate-payment.ts';
import { recordPayment } from '../payments/record-payment.ts';
import { voidPayment } from '../payments/void-payment.ts';
import { accepted } from '../testing/practice.ts';
import { billing } from './billing.ts';
import { debtorDocuments, debtors, type DebtorDocuments } from './debtors.ts';
import { lockUp, type LockUpQuestion } from './lock-up.ts';
import { readPage } from './reading.ts';
import { invoicedFirm } from './testing/invoiced-firm.ts';

const { database } = await testDatabase();
const day = civilDate;

const agesOf = async (context: Context, asAt?: string) => {
  const asked = { asAt: asAt === undefined ? undefined : day(asAt) };
  const { rows, totals } = accepted(await readPage(context, debtors, asked));
  assert.equal(
    rows.reduce((sum, { totalMinor }) => sum + totalMinor, 0n),
    totals.reduce((sum, { totalMinor }) => sum + totalMinor, 0n),
  );
  for (const { clientId } of rows) {
    const ofClient = accepted(await readPage(context, debtors, { ...asked, clientId: clientId! }));
    assert.deepEqual(
      ofClient.rows,
      rows.filter((row) => row.clientId === clientId),
    );
  }
  return rows.map((row) => [
    row.clientName,
    row.currentMinor,
    row.days1To30Minor,
    row.days31To60Minor,
    row.days61To90Minor,
    row.over90DaysMinor,
    row.creditsMinor,
    row.totalMinor,
  ]);
};

test('each invoice is in the column of the days since it was due, and the day itself is current', async () => {
  const { context, addJob, addClient, time, invoice } = await invoicedFirm(database);
  const job = await addJob('A', await addClient('Harbour'));
  // As at 31 March 2026: due that day, and 1, 30, 31, 60, 61, 90 and 91 days before.
  const dueDays = ['2026-03-31', '2026-03-30', '2026-03-01', '2026-02-28', '2026-01-30', '2026-01-29'];
  for (const dueOn of [...dueDays, '2025-12-31', '2025-12-30']) {
    await time(job, '2025-12-01', 1);
    await invoice(job, { invoicedOn: day('2025-12-30'), dueOn: day(dueOn) });
  }
  assert.deepEqual(await agesOf(context), [['Harbour', 15000n, 30000n, 30000n, 30000n, 15000n, 0n, 120000n]]);
  const { rows } = accepted(await readPage(context, debtorDocuments, { limit: 100 }));
  assert.deepEqual(
    rows.map(({ daysOverdue }) => daysOverdue),
    [91, 90, 61, 60, 31, 30, 1, 0],
  );
});

test('as at a past day, what was paid, cancelled or invoiced since does not count', async () => {
  const { context, addJob, addClient, time, invoice } = await invoicedFirm(database);
  const client = await addClient('Harbour');
  const job = await addJob('A', client);
  await time(job, '2026-01-05', 2);
  const first = await invoice(job, { invoicedOn: day('2026-01-10'), dueOn: day('2026-01-20') });
  await time(job, '2026-02-05', 4);
  const second = await invoice(job, { invoicedOn: day('2026-02-10'), dueOn: day('2026-02-28') });
  const pay = (amount: string, paidOn: string, invoiceId: number) =>
    recordPayment(context, {
      clientId: client,
      amount,
      paidOn: day(paidOn),
      invoices: [{ invoiceId }],
    }).then(accepted);
  await pay('100.00', '2026-02-15', first);
  const last = await pay('250.00', '2026-03-10', first);

  assert.deepEqual(await agesOf(context, '2026-01-09'), []);
  assert.deepEqual(await agesOf(context, '2026-01-31'), [['Harbour', 0n, 30000n, 0n, 0n, 0n, 0n, 30000n]]);
  assert.deepEqual(await agesOf(context, '2026-02-14'), [
    ['Harbour', 60000n, 30000n, 0n, 0n, 0n, 0n, 90000n],
  ]);
  assert.deepEqual(await agesOf(context, '2026-02-15'), [
    ['Harbour', 60000n, 20000n, 0n, 0n, 0n, 0n, 80000n],
  ]);
  // 250 was paid where 200 was outstanding: the rest is credit.
  assert.deepEqual(await agesOf(context), [['Harbour', 0n, 0n, 60000n, 0n, 0n, -5000n, 55000n]]);

  accepted(
    await voidPayment(context, { paymentId: last.id, reason: 'Bounced', voidedOn: day('2026-03-20') }),
  );
  assert.deepEqual(await agesOf(context, '2026-03-19'), [
    ['Harbour', 0n, 60000n, 0n, 0n, 0n, -5000n, 55000n],
  ]);
  assert.deepEqual(await agesOf(context), [['Harbour', 0n, 0n, 60000n, 20000n, 0n, 0n, 80000n]]);

  accepted(await cancelInvoice(context, { id: second, reason: 'Wrong client' }));
  assert.deepEqual(await agesOf(context), [['Harbour', 0n, 0n, 0n, 20000n, 0n, 0n, 20000n]]);
  const question = {
    from: day('2026-01-01'),
    to: day('2026-03-31'),
    groupBy: 'none',
    byMonth: true,
  } as const;
  const { rows } = accepted(await readPage(context, billing, question));
  assert.deepEqual(
    rows.map((row) => [row.invoicedMinor, row.cancelledMinor, row.netMinor, row.ledgerMinor]),
    [
      [30000n, 0n, 30000n, 30000n],
      [60000n, 60000n, 0n, 0n],
    ],
  );
});

test('what payments have left stands, whether a worker marked those that are used up or not', async () => {
  const { context, addJob, addClient, time, invoice } = await invoicedFirm(database);
  const client = await addClient('Harbour');
  const job = await addJob('A', client);
  await time(job, '2026-01-05', 2);
  const invoiceId = await invoice(job, { invoicedOn: day('2026-01-10'), dueOn: day('2026-01-20') });
  const pay = (amount: string, paidOn: string, invoices: { invoiceId: number }[]) =>
    recordPayment(context, { clientId: client, amount, paidOn: day(paidOn), invoices }).then(accepted);
  const days = ['2026-01-31', '2026-02-01', '2026-02-28', '2026-03-09', '2026-03-10', '2026-03-30'];
  const both = async () => {
    const read = () =>
      Promise.all(days.map(async (asAt) => (await agesOf(context, asAt)).map((row) => row.slice(-2))));
    const before = await read();
    await markUsedUpPayments(database, context.principal.firmId);
    assert.deepEqual(await read(), before);
    return before.flat();
  };
  const ahead = await pay('120.00', '2026-02-01', []);
  assert.deepEqual(await both(), [[0n, 30000n], ...days.slice(1).map(() => [-12000n, 18000n])]);
  // All of it pays the invoice, but only from March on.
  accepted(
    await allocatePayment(context, {
      paymentId: ahead.id,
      allocatedOn: day('2026-03-01'),
      invoices: [{ invoiceId }],
    }),
  );
  const used = [
    [0n, 30000n],
    [-12000n, 18000n],
    [-12000n, 18000n],
    [0n, 18000n],
  ];
  assert.deepEqual(await both(), [...used, [0n, 18000n], [0n, 18000n]]);
  const { rows: marked } = await database.pool.query('select used_up from payment where firm_id = $1', [
    context.principal.firmId,
  ]);
  assert.deepEqual(marked, [{ used_up: true }]);
  accepted(
    await voidPayment(context, { paymentId: ahead.id, reason: 'Bounced', voidedOn: day('2026-03-10') }),
  );
  assert.deepEqual(await both(), [...used, [0n, 30000n], [0n, 30000n]]);
  assert.deepEqual(await verifyFirm(database, context.principal.firmId), []);
});

test('the documents of debtors come page by page and by column', async () => {
  const { context, addJob, addClient, time, invoice } = await invoicedFirm(database);
  for (const name of ['Beta', 'alpha']) {
    const job = await addJob(name, await addClient(name));
    for (const dueOn of ['2026-03-01', '2026-03-30']) {
      await time(job, '2026-02-01', 1);
      await invoice(job, { invoicedOn: day('2026-02-01'), dueOn: day(dueOn) });
    }
  }
  const whole = accepted(await readPage(context, debtorDocuments, { limit: 100 })).rows;
  assert.deepEqual(
    whole.map(({ clientName, dueOn }) => [clientName, dueOn]),
    [
      ['alpha', '2026-03-01'],
      ['alpha', '2026-03-30'],
      ['Beta', '2026-03-01'],
      ['Beta', '2026-03-30'],
    ],
  );
  const seen: unknown[] = [];
  let cursor: DebtorDocuments['next'] | undefined;
  while (cursor !== null) {
    const page: DebtorDocuments = accepted(await readPage(context, debtorDocuments, { limit: 1, cursor }));
    seen.push(...page.rows);
    cursor = page.next;
  }
  assert.deepEqual(seen, whole);
  const current = accepted(
    await readPage(context, debtorDocuments, { asAt: day('2026-03-30'), age: 'current', limit: 9 }),
  );
  assert.equal(current.rows.length, 2);
});

test('lock-up is net WIP and debtors in days of billing, and nothing where nothing was billed', async () => {
  const { context, addJob, addClient, time, invoice, firm } = await invoicedFirm(database);
  const job = await addJob('A', await addClient('Harbour'));
  const idle = await addJob('B', await addClient('Idle'));
  await time(job, '2026-03-01', 6);
  await invoice(job, { invoicedOn: day('2026-03-10') });
  await time(job, '2026-03-20', 2);
  await time(idle, '2026-03-20', 1);
  const read = async (asked: Partial<LockUpQuestion> = {}) =>
    accepted(await readPage(context, lockUp, { days: 90, groupBy: 'none', ...asked }));

  const { rows, from } = await read();
  assert.equal(from, '2026-01-01');
  // WIP 450 of which 300 on the first job; billed 900 in 90 days, all of it outstanding.
  assert.deepEqual(
    rows.map(({ netWipMinor, debtorsMinor, wipDays, debtorDays, lockUpDays }) => [
      netWipMinor,
      debtorsMinor,
      wipDays,
      debtorDays,
      lockUpDays,
    ]),
    [[45000n, 90000n, '45.0', '90.0', '135.0']],
  );
  const byClient = await read({ groupBy: 'client' });
  assert.deepEqual(
    byClient.rows.map(({ name, wipDays, debtorDays, lockUpDays }) => [name, wipDays, debtorDays, lockUpDays]),
    [
      ['Harbour', '30.0', '90.0', '120.0'],
      ['Idle', null, null, null],
    ],
  );
  assert.deepEqual(byClient.totals, (await read()).totals);
  const byManager = await read({ groupBy: 'manager' });
  assert.deepEqual(
    byManager.rows.map(({ id, debtorsMinor }) => [id, debtorsMinor]),
    [[firm.staffId, 90000n]],
  );
  assert.deepEqual(byManager.totals, (await read()).totals);
  // A year of days makes the same billing last four times as long.
  assert.equal((await read({ days: 360 })).rows[0]!.wipDays, '180.0');
  assert.deepEqual((await read({ asAt: day('2026-03-09') })).rows[0]!.lockUpDays, null);
});

test('an invoice over the jobs of two managers is shared between them to the cent', async () => {
  const { context, addJob, addClient, time, invoice, firm } = await invoicedFirm(database);
  const client = await addClient('Harbour');
  const first = await addJob('A', client);
  const second = await addJob('B', client);
  const manager = await database.inFirm(firm.firmId, async (tx) => {
    const [row] = await tx.query<{ id: number }>(
      `insert into staff (firm_id, name) values ($1, 'Bo') returning id`,
      [firm.firmId],
    );
    await tx.query('update job set manager_id = $3 where firm_id = $1 and id = $2', [
      firm.firmId,
      second.jobId,
      row!.id,
    ]);
    return row!.id;
  });
  await time(first, '2026-03-01', 1);
  await time(second, '2026-03-01', 2);
  const onJob = { select: 'all', entries: [], interims: 'all', lines: [], claims: [] } as const;
  const rest = { rest: 'carryForward', excess: 'writeOn' } as const;
  const id = await invoice(first, {
    jobs: [first, second].map(({ jobId }) => ({ jobId, ...onJob, ...rest })),
    invoicedOn: day('2026-03-10'),
  });
  accepted(
    await recordPayment(context, { clientId: client, amount: '50.01', invoices: [{ invoiceId: id }] }),
  );
  const { rows } = accepted(await readPage(context, lockUp, { days: 90, groupBy: 'manager' }));
  assert.deepEqual(
    rows.map((row) => [row.id, row.debtorsMinor]),
    [
      [firm.staffId, 13333n],
      [manager, 26666n],
    ],
  );
});
