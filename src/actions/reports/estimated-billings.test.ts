// What Estimated Billings says of drafts, and why nothing is left where nothing is.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { civilDate } from '#core/calendar/civil-date.ts';
import { testDatabase } from '#store/testing/database.ts';
import type { Context } from '../context.ts';
import { discardDraft } from '../invoices/drafts.ts';
import { accepted } from '../testing/practice.ts';
import { estimatedBillings, type EstimatedBillingsQuestion } from './estimated-billings.ts';
import { readPage } from './reading.ts';
import { invoicedFirm } from './testing/invoiced-firm.ts';

const { database } = await testDatabase();
const day = civilDate;

async function read(context: Context, asked: Partial<EstimatedBillingsQuestion> = {}) {
  const question = { sort: 'jobNumber', order: 'ascending', limit: 100, ...asked } as const;
  const page = accepted(await readPage(context, estimatedBillings, question));
  return {
    ...page,
    shown: page.rows.map((row) => [row.jobNumber, row.netWipMinor, row.onDraftMinor, row.emptyReason]),
  };
}

test('what drafts hold stands beside net WIP, by job, in totals and in groups', async () => {
  const { context, addJob, addClient, time, draft } = await invoicedFirm(database);
  const client = await addClient('Harbour');
  const first = await addJob('A', client);
  const second = await addJob('B', client);
  const held = await time(first, '2026-03-01', 2);
  await time(first, '2026-03-02', 1);
  await time(second, '2026-03-02', 1);
  const before = await read(context);
  assert.deepEqual(before.shown, [
    ['A', 45000n, 0n, null],
    ['B', 15000n, 0n, null],
  ]);
  const entries = [{ itemId: held, treatment: 'bill' }] as const;
  const draftId = await draft(first, {}, { select: 'none', entries });
  for (const limit of [100, 5_000]) {
    for (const groupBy of [undefined, 'client', 'manager'] as const) {
      const { shown, totals, groups } = await read(context, { limit, groupBy });
      assert.deepEqual(shown, [
        ['A', 45000n, 30000n, null],
        ['B', 15000n, 0n, null],
      ]);
      assert.deepEqual(
        totals.map((total) => [total.netWipMinor, total.onDraftMinor]),
        [[60000n, 30000n]],
      );
      if (groups !== null) assert.equal(groups[0]!.onDraftMinor, 30000n);
    }
  }
  const byDraft = await read(context, { sort: 'onDraft', order: 'descending', limit: 1 });
  assert.equal(byDraft.rows[0]!.jobNumber, 'A');
  assert.notEqual(byDraft.next, null);
  const past = await read(context, { asAt: day('2026-03-31') });
  assert.deepEqual(past.shown[0], ['A', 45000n, null, null]);
  assert.equal(past.totals[0]!.onDraftMinor, null);

  accepted(await discardDraft(context, { id: draftId, version: 1 }));
  assert.deepEqual((await read(context)).shown, before.shown);
});

test('a row with nothing left to invoice says why', async () => {
  const { context, addJob, time, draft, invoice, firm } = await invoicedFirm(database);
  const onDraft = await addJob('A on a draft');
  await time(onDraft, '2026-03-01', 2);
  await draft(onDraft);
  const invoiced = await addJob('B all invoiced');
  await time(invoiced, '2026-03-01', 2);
  await invoice(invoiced, { invoicedOn: day('2026-03-10') });
  const waiting = await addJob('C a deposit waits');
  await time(waiting, '2026-03-01', 2);
  await invoice(waiting, { invoicedOn: day('2026-03-10') });
  await draft(waiting, { basis: 'deposit' }, { deposit: { amount: '100.00' } });
  const capped = await addJob('D quote used up');
  await time(capped, '2026-03-01', 2);
  await database.inFirm(firm.firmId, (tx) =>
    tx.query(
      `insert into quote (firm_id, client_id, job_id, state, is_master, currency, total_minor)
       values ($1, $2, $3, 'accepted', true, 'NZD', 50000)`,
      [firm.firmId, capped.clientId, capped.jobId],
    ),
  );
  const open = await addJob('E open');
  await time(open, '2026-03-01', 2);
  assert.deepEqual(
    (await read(context)).rows.map((row) => [row.jobNumber, row.emptyReason]),
    [
      ['A on a draft', 'onDraft'],
      ['B all invoiced', 'allInvoiced'],
      ['C a deposit waits', 'unapproved'],
      ['D quote used up', 'capped'],
      ['E open', null],
    ],
  );
});
