import assert from 'node:assert/strict';
import { test } from 'node:test';
import { civilDate } from '#core/calendar/civil-date.ts';
import { testDatabase } from '#store/testing/database.ts';
import { cancelCreditNote } from '../credit-notes/cancel-credit-note.ts';
import { creditInvoice } from '../credit-notes/credit-invoice.ts';
import { importing } from '../imports/testing/importing.ts';
import { inventedFirm, linesOf, taskLine } from '../imports/testing/invented-firm.ts';
import type { Context } from '../context.ts';
import { accepted } from '../testing/practice.ts';
import { raiseInterimByHand } from '../wip/raise-interim.ts';
import { washUpJobs } from '../wip/wash-up.ts';
import { billing, type BillingQuestion } from './billing.ts';
import { readPage } from './reading.ts';
import { invoicedFirm } from './testing/invoiced-firm.ts';

const { database } = await testDatabase();
const day = civilDate;

async function billed(context: Context, asked: Partial<BillingQuestion> = {}) {
  const question: BillingQuestion = {
    from: day('2026-01-01'),
    to: day('2026-03-31'),
    groupBy: 'none',
    byMonth: true,
    ...asked,
  };
  return accepted(await readPage(context, billing, question));
}

test('each month has what its documents invoiced, and the ledger says the same', async () => {
  const { context, addJob, time, invoice, addClient } = await invoicedFirm(database);
  const client = await addClient('Harbour');
  const a = await addJob('A', client);
  const b = await addJob('B', client);
  await time(a, '2026-01-10', 2);
  await invoice(a, { invoicedOn: day('2026-01-31') });
  await time(a, '2026-02-10', 4);
  await invoice(a, { invoicedOn: day('2026-02-28'), pricing: 'fixed', fixedTotal: '500.00' });
  await invoice(b, { invoicedOn: day('2026-02-28'), basis: 'deposit' }, { deposit: { amount: '400.00' } });
  await time(b, '2026-03-02', 6);
  await invoice(b, { invoicedOn: day('2026-03-20'), type: 'final' });
  const lines = [{ kind: 'cost', description: 'Printing', amount: '70.00' }] as const;
  await invoice(null, { invoicedOn: day('2026-03-20'), basis: 'miscellaneous', clientId: client, lines });
  accepted(await raiseInterimByHand(context, { jobId: a.jobId, amount: '50.00', description: 'By hand' }));

  const { rows, totals } = await billed(context);
  assert.deepEqual(
    rows.map((row) => [row.month, row.invoicedMinor, row.outsideWipMinor, row.ledgerMinor, row.otherMinor]),
    [
      ['2026-01-01', 30000n, 0n, 30000n, 0n],
      ['2026-02-01', 90000n, 0n, 90000n, 0n],
      ['2026-03-01', 57000n, 7000n, 50000n, 5000n],
    ],
  );
  for (const row of [...rows, ...totals]) assert.equal(row.differenceMinor, 0n);

  for (const groupBy of ['client', 'job', 'manager', 'partner', 'category', 'basis'] as const) {
    for (const byMonth of [true, false]) {
      const grouped = await billed(context, { groupBy, byMonth });
      assert.deepEqual(grouped.totals, totals, groupBy);
      for (const row of grouped.rows) assert.equal(row.differenceMinor, 0n, `${groupBy} ${row.name}`);
    }
  }
  const byJob = await billed(context, { groupBy: 'job', byMonth: false });
  assert.deepEqual(
    byJob.rows.map((row) => [row.number, row.netMinor]),
    [
      ['A', 80000n],
      ['B', 90000n],
      [null, 7000n],
    ],
  );
  const ofA = await billed(context, { jobId: a.jobId, byMonth: false });
  assert.deepEqual(
    ofA.rows.map((row) => [row.netMinor, row.ledgerMinor, row.otherMinor]),
    [[80000n, 80000n, 5000n]],
  );
});

test('days inside of months cut off what lies outside, in documents and ledger alike', async () => {
  const { context, addJob, time, invoice } = await invoicedFirm(database);
  const job = await addJob('A');
  for (const on of ['2026-01-05', '2026-01-20', '2026-02-10', '2026-03-05']) {
    await time(job, on, 1);
    await invoice(job, { invoicedOn: day(on) });
  }
  const { rows } = await billed(context, { from: day('2026-01-10'), to: day('2026-03-01') });
  assert.deepEqual(
    rows.map((row) => [row.month, row.netMinor, row.ledgerMinor]),
    [
      ['2026-01-01', 15000n, 15000n],
      ['2026-02-01', 15000n, 15000n],
    ],
  );
});

test('credit notes count against what was invoiced, in documents and ledger alike, until they are cancelled', async () => {
  const { context, addJob, time, invoice } = await invoicedFirm(database);
  const job = await addJob('A');
  await time(job, '2026-01-05', 4);
  const invoiceId = await invoice(job, { invoicedOn: day('2026-01-31') });
  const credit = async (amount: string, destination: 'wip' | 'writtenOff') =>
    accepted(
      await creditInvoice(context, {
        invoiceId,
        creditedOn: day('2026-03-10'),
        reason: 'Agreed',
        lines: [{ lineNumber: 1, amount, destination }],
      }),
    );
  await credit('100.00', 'wip');
  const last = await credit('50.00', 'writtenOff');
  const shown = async () => {
    const { rows } = await billed(context, { groupBy: 'job' });
    for (const row of rows) assert.equal(row.differenceMinor, 0n);
    return rows.map((row) => [
      row.month,
      row.invoicedMinor,
      row.creditedMinor,
      row.cancelledMinor,
      row.ledgerMinor,
    ]);
  };
  assert.deepEqual(await shown(), [
    ['2026-01-01', 60000n, 0n, 0n, 60000n],
    ['2026-03-01', 0n, 15000n, 0n, -15000n],
  ]);
  accepted(await cancelCreditNote(context, { creditNoteId: last.invoice.id, reason: 'Paid after all' }));
  assert.deepEqual(await shown(), [
    ['2026-01-01', 60000n, 0n, 0n, 60000n],
    ['2026-03-01', 0n, 15000n, -5000n, -10000n],
  ]);
});

test('tax is that of the documents, and by job that of their lines', async () => {
  const { context, firm, addJob, addClient, time, invoice } = await invoicedFirm(database);
  await database.inFirm(firm.firmId, async (tx) => {
    const [tax] = await tx.query<{ id: number }>(
      `insert into tax (firm_id, name) values ($1, 'GST') returning id`,
      [firm.firmId],
    );
    await tx.query(
      `insert into tax_rate (firm_id, tax_id, effective_from, component, rate_millionths)
       values ($1, $2, '2020-01-01', 'GST', 125500)`,
      [firm.firmId, tax!.id],
    );
    await tx.query(
      `update billing_settings set default_tax_id = $2, tax_rounding = 'total' where firm_id = $1`,
      [firm.firmId, tax!.id],
    );
  });
  const client = await addClient('Harbour');
  const jobs = [await addJob('A', client), await addJob('B', client), await addJob('C', client)];
  for (const job of jobs) await time(job, '2026-02-01', 1);
  await invoice(jobs[0]!, {
    invoicedOn: day('2026-02-10'),
    pricing: 'fixed',
    fixedTotal: '100.01',
    jobs: jobs.map(({ jobId }) => ({
      jobId,
      select: 'all',
      entries: [],
      interims: 'all',
      lines: [],
      claims: [],
      rest: 'carryForward',
      excess: 'writeOn',
    })),
  });
  const [whole] = (await billed(context)).totals;
  assert.equal(whole!.netMinor, 10001n);
  // 100.01 at 12.55 % is 12.551255.
  assert.equal(whole!.taxMinor, 1255n);
  assert.equal(whole!.grossMinor, 11256n);
  const byJob = await billed(context, { groupBy: 'job' });
  assert.equal(byJob.rows.length, 3);
  assert.deepEqual(byJob.totals, [whole]);
});

test('a wash-up across jobs bills in the ledger and is no document', async () => {
  const { context, addJob, addClient, time, invoice } = await invoicedFirm(database);
  const client = await addClient('Harbour');
  const a = await addJob('A', client);
  const b = await addJob('B', client);
  await invoice(a, { invoicedOn: day('2026-02-01'), basis: 'deposit' }, { deposit: { amount: '300.00' } });
  await time(b, '2026-02-10', 2);
  accepted(
    await washUpJobs(context, {
      jobIds: [a.jobId, b.jobId],
      effectiveOn: day('2026-02-20'),
      acrossJobs: true,
    }),
  );
  const byJob = await billed(context, { groupBy: 'job', byMonth: false });
  assert.deepEqual(
    byJob.rows.map((row) => [row.number, row.netMinor, row.ledgerMinor, row.otherMinor, row.differenceMinor]),
    [
      ['A', 30000n, 30000n, -30000n, 0n],
      ['B', 0n, 0n, 30000n, 0n],
    ],
  );
});

test('imported invoices count by their lines, and what waits for its job is outside of WIP', async () => {
  const invented = inventedFirm();
  invented.job('W1');
  invented.time('W1', 'ana', 4);
  invented.invoice('I1', { amountExTax: 600, jobs: [linesOf('W1', [taskLine('W1', 600, [])])] });
  const imported = await importing(database);
  await imported.run(invented.files());
  const { rows, totals } = await billed(imported.context, {
    from: day('2020-01-01'),
    to: day('2026-12-31'),
    groupBy: 'job',
    byMonth: false,
  });
  assert.ok(rows.length > 0);
  assert.equal(totals[0]!.invoicedMinor, 60000n);
  for (const row of rows) assert.equal(row.differenceMinor, 0n);
});
