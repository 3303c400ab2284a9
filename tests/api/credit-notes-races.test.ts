// Several people at one invoice at once, and random trade that is undone again: whatever the order, what is outstanding,
// what is open and what the verifier recounts agree.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { beginStory } from './credit-notes-story.ts';
import type { Answer } from './testing.ts';

const story = await beginStory();
const { bookkeeper, newJob, addTime, addCost, invoice, cancel, credit, cancelCredit } = story;
const { netWip, balanceOf, read, pay, rows, verified } = story;

const rounds = 6;

/** Each was done or refused with a sentence; nothing broke. */
function settled(answers: readonly Answer[]): boolean[] {
  for (const { status, text } of answers) assert.ok(status < 500, text);
  return answers.map(({ status }) => status < 300);
}

async function sumsOf(invoiceId: string) {
  const [sums] = await rows<
    Record<'paid' | 'credited' | 'allocatedPaid' | 'allocatedCredit' | 'outstanding', bigint>
  >(
    `select i.paid_minor as paid, i.credited_minor as credited, i.outstanding_minor as outstanding,
       coalesce(sum(a.amount_minor) filter (where a.payment_id is not null), 0)::bigint as "allocatedPaid",
       coalesce(sum(a.amount_minor) filter (where a.credit_note_id is not null), 0)::bigint as "allocatedCredit"
     from invoice i left join allocation a on a.firm_id = i.firm_id and a.invoice_id = i.id
     where i.firm_id = $1 and i.id = $2 group by i.firm_id, i.id`,
    Number(invoiceId),
  );
  return sums!;
}

test('crediting and cancelling at once: one of them is done', async () => {
  for (let round = 0; round < rounds; round += 1) {
    const job = await newJob();
    await addTime(job, 60);
    const made = await invoice(job, { select: 'all' });
    const done = settled(await Promise.all([credit(made.id), cancel(made.id)]));
    assert.deepEqual(done.filter(Boolean), [true]);
    assert.equal(await netWip(job), 150);
  }
});

test('two whole credit notes at once: one of them is done, and the work comes back once', async () => {
  for (let round = 0; round < rounds; round += 1) {
    const job = await newJob();
    await addTime(job, 60);
    const made = await invoice(job, { select: 'all' });
    const done = settled(await Promise.all([credit(made.id), credit(made.id), credit(made.id)]));
    assert.deepEqual(done.filter(Boolean), [true]);
    assert.equal(await netWip(job), 150);
  }
});

test('crediting and paying at once: never more than was outstanding', async () => {
  for (let round = 0; round < rounds; round += 1) {
    const job = await newJob();
    await addTime(job, 60);
    const made = await invoice(job, { select: 'all' });
    settled(
      await Promise.all([
        credit(made.id, { lines: [{ lineNumber: 1, amount: '100.00' }] }),
        pay(job.clientId, '150.00', { invoices: [{ invoiceId: made.id }] }),
        pay(job.clientId, '150.00', { allocate: 'oldest' }),
      ]),
    );
    const sums = await sumsOf(made.id);
    assert.equal(sums.paid, sums.allocatedPaid);
    assert.equal(sums.credited, sums.allocatedCredit);
    assert.ok(sums.outstanding >= 0n);
  }
});

test('cancelling and paying at once: a cancelled invoice is paid by nothing', async () => {
  for (let round = 0; round < rounds; round += 1) {
    const job = await newJob();
    await addTime(job, 60);
    const made = await invoice(job, { select: 'all' });
    const [cancelled] = settled(
      await Promise.all([
        cancel(made.id),
        pay(job.clientId, '150.00', { invoices: [{ invoiceId: made.id }] }),
      ]),
    );
    const sums = await sumsOf(made.id);
    assert.equal(sums.paid, cancelled ? 0n : 150_00n);
  }
});

test('cancelling a credit note while its work is billed again: one of them is done', async () => {
  for (let round = 0; round < rounds; round += 1) {
    const job = await newJob();
    await addTime(job, 60);
    const made = await invoice(job, { select: 'all' });
    const note = await credit(made.id);
    const content = {
      clientId: job.clientId,
      type: 'progress',
      basis: 'actual',
      pricing: 'calculated',
      invoicedOn: '2026-03-31',
    };
    const draft = await bookkeeper.post('/invoices', {
      ...content,
      jobs: [{ jobId: job.jobId, select: 'all' }],
    });
    await bookkeeper.delete(`/invoices/${draft.body.id}`, draft.body.version);
    const done = settled(
      await Promise.all([
        cancelCredit(note.body.id),
        bookkeeper.post('/invoices', { ...content, jobs: [{ jobId: job.jobId, select: 'all' }] }),
      ]),
    );
    assert.ok(done[0] || done[1]);
    if (done[0]) assert.equal(await netWip(job), 0);
  }
});

test('money goes round: payments voided, allocations taken back and credit given at once', async () => {
  const job = await newJob();
  await addTime(job, 240);
  const made = await invoice(job, { select: 'all' });
  const payments = await Promise.all(
    [1, 2, 3].map(() => pay(job.clientId, '100.00', { allocate: 'oldest' })),
  );
  settled(payments);
  const [first, second, third] = payments.map(({ body }) => body);
  settled(
    await Promise.all([
      bookkeeper.post(`/payments/${first.id}/void`, { reason: 'Bounced' }),
      bookkeeper.post(`/allocations/${second.allocations[0].id}/undo`, {}),
      bookkeeper.post(`/payments/${second.id}/refunds`, {}),
      bookkeeper.post(`/payments/${third.id}/void`, { reason: 'Bounced' }),
      credit(made.id),
    ]),
  );
  const sums = await sumsOf(made.id);
  assert.deepEqual([sums.paid, sums.credited], [sums.allocatedPaid, sums.allocatedCredit]);
});

const deed = fc.oneof(
  fc.record({
    what: fc.constant('bill' as const),
    minutes: fc.integer({ min: 1, max: 400 }),
    percent: fc.integer({ min: 10, max: 150 }),
  }),
  fc.record({ what: fc.constant('deposit' as const), cents: fc.integer({ min: 1, max: 50_000 }) }),
  fc.record({
    what: fc.constant('credit' as const),
    which: fc.nat(),
    percent: fc.integer({ min: 1, max: 100 }),
    destination: fc.constantFrom('wip', 'writtenOff'),
  }),
  fc.record({ what: fc.constant('pay' as const), cents: fc.integer({ min: 1, max: 80_000 }) }),
  fc.record({ what: fc.constant('cancel' as const), which: fc.nat() }),
);
type Deed = typeof deed extends fc.Arbitrary<infer D> ? D : never;

const decimal = (cents: number): string => (cents / 100).toFixed(2);

/** What was billed again goes before the credit note that gave it back, whichever of the two that is. */
async function undoAll(notes: readonly string[], invoices: readonly string[]): Promise<void> {
  let left = [
    ...invoices.map((id) => ({ id, undo: () => cancel(id), path: `/invoices/${id}` })),
    ...notes.map((id) => ({ id, undo: () => cancelCredit(id), path: `/credit-notes/${id}` })),
  ].toSorted((a, b) => Number(b.id) - Number(a.id));
  while (left.length > 0) {
    const still: typeof left = [];
    for (const one of left) {
      if ((await read(one.path)).state === 'cancelled') continue;
      if (!settled([await one.undo()])[0]) still.push(one);
    }
    assert.ok(
      still.length < left.length,
      `nothing of ${still.map(({ path }) => path).join(', ')} can be undone`,
    );
    left = still;
  }
}

test('whatever is approved, credited, paid and cancelled: when all of it is undone, every balance is back', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(deed, { minLength: 1, maxLength: 8 }), async (deeds: Deed[]) => {
      const job = await newJob();
      await addTime(job, 600, '2026-02-10');
      await addCost(job, '77.77', '3');
      const before = await balanceOf(job);
      const invoices: string[] = [];
      const notes: string[] = [];
      const payments: string[] = [];
      const head = {
        clientId: job.clientId,
        invoicedOn: '2026-03-31',
        pricing: 'calculated',
        type: 'progress',
      };
      for (const one of deeds) {
        if (one.what === 'pay') {
          const paid = await pay(job.clientId, decimal(one.cents), { allocate: 'oldest' });
          assert.equal(paid.status, 201, paid.text);
          payments.push(paid.body.id);
        } else if (one.what === 'cancel') {
          const id = invoices[one.which % (invoices.length || 1)];
          if (id !== undefined) settled([await cancel(id)]);
        } else if (one.what === 'credit') {
          const id = invoices[one.which % (invoices.length || 1)];
          if (id === undefined) continue;
          const { lines } = await read(`/invoices/${id}`);
          const cents = Math.floor((Number(lines[0]?.amount ?? 0) * one.percent) / 1);
          const { destination } = one;
          const wanted = one.percent > 80 ? 'all' : [{ lineNumber: 1, amount: decimal(cents), destination }];
          const note = await credit(id, { lines: wanted, destination });
          if (settled([note])[0]) notes.push(note.body.id);
        } else {
          const { items } = await read(`/billable?jobIds=${job.jobId}`);
          const entry = items[0]?.items?.find((item: { kind: string }) => item.kind === 'time');
          if (one.what === 'bill' && entry === undefined) continue;
          const amount =
            one.what === 'bill' ? decimal(Math.floor((Number(entry.open) * one.percent) / 1)) : '';
          const ofJob =
            one.what === 'deposit'
              ? { deposit: { amount: decimal(one.cents) } }
              : { entries: [{ itemId: entry.itemId, treatment: 'bill', amount, rest: 'carryForward' }] };
          const basis = one.what === 'deposit' ? 'deposit' : 'actual';
          const draft = await bookkeeper.post('/invoices', {
            ...head,
            basis,
            jobs: [{ jobId: job.jobId, ...ofJob }],
          });
          if (!settled([draft])[0]) continue;
          const approved = await bookkeeper.post(`/invoices/${draft.body.id}/approval`, {
            fingerprint: draft.body.fingerprint,
          });
          assert.equal(approved.status, 200, approved.text);
          invoices.push(approved.body.id);
        }
      }
      await verified();
      for (const id of payments.toReversed()) {
        const voided = await bookkeeper.post(`/payments/${id}/void`, { reason: 'Undone' });
        assert.equal(voided.status, 200, voided.text);
      }
      await undoAll(notes, invoices);
      assert.equal(await balanceOf(job), before);
      const open = await rows<{ minor: bigint }>(
        'select outstanding_minor as minor from invoice where firm_id = $1 and client_id = $2',
        Number(job.clientId),
      );
      assert.ok(open.every(({ minor }) => minor === 0n));
    }),
    { numRuns: 20 },
  );
});

test('the verifier finds nothing wrong', verified);
