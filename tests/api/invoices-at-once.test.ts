// Several people at one invoice, and invoices of many entries: whatever happens at the same moment, nothing is billed twice
// and no number is missing.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { approveInvoice } from '#actions/invoices/approve-invoice.ts';
import type { InvoiceContent } from '#actions/invoices/content.ts';
import { createDraft, type SavedDraft } from '#actions/invoices/drafts.ts';
import { accepted, contextOf } from '#actions/testing/practice.ts';
import { changeTimeEntries } from '#actions/time/change-time.ts';
import { recordTimeEntries } from '#actions/time/record-time.ts';
import { civilDate } from '#core/calendar/civil-date.ts';
import type { Result } from '#core/refusal.ts';
import { verifyFirm } from '#store/ledger/verify.ts';
import { testDatabase } from '#store/testing/database.ts';
import { testFirm } from '#store/testing/firm.ts';

const { database } = await testDatabase();
const firm = await testFirm(database);
const owner = contextOf(database, firm);
const rounds = 12;

async function record(count: number): Promise<bigint[]> {
  const ids: bigint[] = [];
  for (let done = 0; done < count; done += 1000) {
    const batch = Array.from({ length: Math.min(1000, count - done) }, (_, place) => ({
      jobId: firm.jobId,
      jobTaskId: firm.jobTaskId,
      staffId: firm.staffId,
      workedOn: civilDate(
        `2026-${place % 2 === 0 ? '02' : '03'}-${String((place % 28) + 1).padStart(2, '0')}`,
      ),
      minutes: 6,
    }));
    ids.push(...accepted(await recordTimeEntries(owner, batch)).entries.map(({ id }) => id));
  }
  return ids;
}

function contentOf(itemIds: readonly bigint[], more: Partial<InvoiceContent> = {}): InvoiceContent {
  return {
    clientId: firm.clientId,
    type: 'progress',
    basis: 'actual',
    pricing: 'calculated',
    jobs: [
      {
        jobId: firm.jobId,
        select: 'none',
        entries: itemIds.map((itemId) => ({ itemId, treatment: 'bill' })),
        interims: [],
        lines: [],
        claims: [],
        rest: 'carryForward',
        excess: 'writeOn',
      },
    ],
    lines: [],
    lineSettings: [],
    ...more,
  };
}

const approve = ({ invoice }: SavedDraft) =>
  approveInvoice(owner, { id: invoice.id, fingerprint: invoice.fingerprint! });
const codesOf = (results: readonly Result<unknown>[]): string[] =>
  results.map((result) => (result.ok ? 'done' : result.refusals[0]!.code)).toSorted();

test('of two drafts of the same entries made at once, one has them', async () => {
  for (let round = 0; round < rounds; round += 1) {
    const ids = await record(3);
    const made = await Promise.all([
      createDraft(owner, contentOf(ids)),
      createDraft(owner, contentOf(ids.toReversed())),
      createDraft(owner, contentOf(ids.slice(1))),
    ]);
    assert.deepEqual(codesOf(made), ['done', 'onDraft', 'onDraft']);
  }
});

test('of several approvals of one draft at once, one posts', async () => {
  for (let round = 0; round < rounds; round += 1) {
    const draft = accepted(await createDraft(owner, contentOf(await record(2))));
    const approved = await Promise.all([approve(draft), approve(draft), approve(draft), approve(draft)]);
    assert.deepEqual(codesOf(approved), ['done', 'wrongState', 'wrongState', 'wrongState']);
  }
});

test('an entry is not edited while its invoice is approved, nor after', async () => {
  for (let round = 0; round < rounds; round += 1) {
    const ids = await record(1);
    const draft = accepted(await createDraft(owner, contentOf(ids)));
    const edit = () => changeTimeEntries(owner, [{ id: ids[0]!, version: 1, minutes: 60 }]);
    const [approved, ...edited] = await Promise.all([approve(draft), edit(), edit()]);
    assert.ok(approved.ok);
    for (const code of codesOf(edited)) assert.ok(code === 'onDraft' || code === 'alreadyBilled', code);
  }
});

test('an entry that is edited while a draft takes it is on the draft as it is then', async () => {
  for (let round = 0; round < rounds; round += 1) {
    const ids = await record(1);
    const [edited, drafted] = await Promise.all([
      changeTimeEntries(owner, [{ id: ids[0]!, version: 1, minutes: 60 }]),
      createDraft(owner, contentOf(ids)),
    ]);
    const { invoice } = accepted(drafted);
    assert.equal(invoice.totalMinor, edited.ok ? 15000n : 1500n);
    assert.ok((await approve(accepted(drafted))).ok);
  }
});

test('numbers have no gaps, however many approve at once and are refused in between', async () => {
  const before = await numbers();
  const drafts = await Promise.all(
    Array.from({ length: 12 }, async () => accepted(await createDraft(owner, contentOf(await record(1))))),
  );
  const results = await Promise.all(
    drafts.flatMap((draft, place) => [
      approve(draft),
      ...(place % 3 === 0 ? [approveInvoice(owner, { id: draft.invoice.id, fingerprint: 'another' })] : []),
    ]),
  );
  assert.equal(results.filter((result) => result.ok).length, 12);
  const values = await numbers();
  assert.equal(values.length, before.length + 12);
  assert.deepEqual(
    values,
    values.map((_, place) => BigInt(place + 1)),
  );
});

async function numbers(): Promise<bigint[]> {
  const rows = await database.inFirm(firm.firmId, (tx) =>
    tx.query<{ value: bigint }>(
      'select series_value as value from invoice where firm_id = $1 and series_value is not null order by 1',
      [firm.firmId],
    ),
  );
  return rows.map((row) => row.value);
}

test('an invoice of 2,000 entries at a fixed price is drawn up and approved', async () => {
  const ids = await record(2_000);
  const draft = accepted(
    await createDraft(owner, contentOf(ids, { pricing: 'fixed', fixedTotal: '29999.99', type: 'progress' })),
  );
  assert.equal(draft.invoice.totalMinor, 2999999n);
  const approved = accepted(await approve(draft));
  assert.equal(approved.jobs[0]!.writtenOffMinor, 1n);
  assert.equal(approved.jobs[0]!.billedMinor, 2999999n);
});

test('only drafts hold entries, and the verifier finds nothing wrong', async () => {
  const held = await database.inFirm(firm.firmId, (tx) =>
    tx.query(
      `select d.item_id from draft_item d join invoice i on i.firm_id = d.firm_id and i.id = d.invoice_id
       where d.firm_id = $1 and i.status <> 'draft'`,
      [firm.firmId],
    ),
  );
  assert.deepEqual(held, []);
  assert.deepEqual(await verifyFirm(database, firm.firmId), []);
});
