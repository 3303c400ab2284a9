// The clock of a server is set back over midnight while it answers. What nobody dated is dated by the program, and that must
// not be refused as a day to come by a second look at the clock.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Context } from '#actions/context.ts';
import { creditInvoice } from '#actions/credit-notes/credit-invoice.ts';
import { accepted, contextOf } from '#actions/testing/practice.ts';
import { adjustWip } from '#actions/wip/adjust-wip.ts';
import { beginStory } from '../api/credit-notes-story.ts';

const { api, newJob, addTime, invoice } = await beginStory();

/** A clock that is right at every look but the first, which is a day ahead. */
function contextOfDay(day: number): Context {
  const instants = [`2026-03-${day + 1}T02:00:00.000Z`];
  return {
    ...contextOf(api.database, api.firm),
    clock: () => instants.pop() ?? `2026-03-${day}T02:00:00.000Z`,
  };
}

test('a write-off that nobody dated is dated by one look at the clock', async () => {
  const itemId = BigInt(await addTime(await newJob(), 60));
  const command = { kind: 'writeOff', items: [{ itemId, amount: null }] } as const;
  assert.equal(accepted(await adjustWip(contextOfDay(25), command)).effectiveOn, '2026-03-26');
});

test('so is a credit note', async () => {
  const job = await newJob();
  await addTime(job, 60);
  const { id } = await invoice(job, { select: 'all' });
  const terms = { invoiceId: Number(id), lines: { all: 'wip' }, reason: 'Agreed' } as const;
  const { invoice: creditNote } = accepted(await creditInvoice(contextOfDay(25), terms));
  assert.equal(creditNote.invoicedOn, '2026-03-26');
});
