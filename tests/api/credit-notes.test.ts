// Cancelled invoices and credit notes over the API, in the words of the trade.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { beginStory } from './credit-notes-story.ts';

const story = await beginStory();
const { api, bookkeeper, newJob, addTime, addCost, invoice, cancel, credit, credited, cancelCredit } = story;
const { netWip, openOf, balanceOf, read, pay, rows, verified } = story;
const { firm } = api;

const setLocks = (wip: string | null, period: string | null) =>
  api.database.inFirm(firm.firmId, (tx) =>
    tx.query('select set_locks($1, $2, $3)', [firm.firmId, wip, period]),
  );

test('a cancelled invoice gives its work back, with what was written off on it; the number stays', async () => {
  const job = await newJob();
  const [billed, dropped] = [await addTime(job, 120), await addTime(job, 120)];
  const before = await balanceOf(job);
  const made = await invoice(job, {
    entries: [
      { itemId: billed, treatment: 'bill' },
      { itemId: dropped, treatment: 'writeOff' },
    ],
  });
  assert.equal(await netWip(job), 0);
  const cancelled = await cancel(made.id);
  assert.equal(cancelled.status, 200, cancelled.text);
  assert.deepEqual(
    [cancelled.body.state, cancelled.body.number, cancelled.body.cancelledOn, cancelled.body.outstanding],
    ['cancelled', made.number, '2026-03-20', '0.00'],
  );
  assert.equal(await balanceOf(job), before);
  assert.deepEqual(await openOf(job), { [billed]: [300, 120], [dropped]: [300, 120] });
  assert.equal((await cancel(made.id)).body.code, 'wrongState');
  const again = await invoice(job, { select: 'all' });
  assert.equal(again.total, '600.00');
  assert.notEqual(again.number, made.number);
});

test('an invoice in a locked period is cancelled on the first open day', async () => {
  const job = await newJob();
  await addTime(job, 60);
  const made = await invoice(job, { select: 'all' });
  await setLocks('2026-03-25', null);
  try {
    const cancelled = await cancel(made.id);
    assert.equal(cancelled.body.cancelledOn, '2026-03-26', cancelled.text);
    const days = await rows<{ on: string }>(
      `select effective_on as "on" from journal where firm_id = $1 and cause_kind = 3 and cause_id = $2 and kind = 10`,
      Number(made.id),
    );
    assert.deepEqual([...new Set(days.map(({ on }) => on))], ['2026-03-26']);
  } finally {
    await setLocks(null, null);
  }
});

test('an invoice that is paid or credited is cancelled only after that was taken back', async () => {
  const job = await newJob();
  await addTime(job, 60);
  const made = await invoice(job, { select: 'all' });
  const payment = await pay(job.clientId, '10.00', { invoices: [{ invoiceId: made.id }] });
  assert.equal((await cancel(made.id)).body.code, 'allocationsPresent');
  const pays = await bookkeeper.get(`/invoices/${made.id}/allocations`);
  assert.deepEqual(
    pays.body.items.map((one: { amount: string }) => one.amount),
    ['10.00'],
    pays.text,
  );
  assert.equal((await bookkeeper.get('/invoices/999999/allocations')).body.code, 'unknownInvoice');
  await bookkeeper.post(`/payments/${payment.body.id}/void`, { reason: 'Bounced' });
  const note = await credited(made.id, { lines: [{ lineNumber: 1, amount: '20.00' }] });
  assert.equal((await cancel(made.id)).body.code, 'allocationsPresent');
  assert.equal((await cancelCredit(note.id)).status, 200);
  assert.equal((await cancel(made.id)).status, 200);
});

test('a deposit that a later invoice absorbed is not cancelled before that one', async () => {
  const job = await newJob();
  const deposit = await invoice(
    job,
    { deposit: { amount: '100.00' } },
    { basis: 'deposit', invoicedOn: '2026-03-12' },
  );
  await addTime(job, 120);
  const later = await invoice(job, { select: 'all', interims: 'all' });
  assert.equal(later.total, '200.00');
  const refused = await cancel(deposit.id);
  assert.equal(refused.body.code, 'interimAbsorbed', refused.text);
  assert.equal(refused.body.errors[0].field, 'id');
  assert.ok(refused.text.includes(later.number), refused.text);
  assert.equal((await credit(deposit.id)).body.code, 'interimAbsorbed');
  assert.equal((await cancel(later.id)).status, 200);
  assert.equal((await cancel(deposit.id)).status, 200);
  assert.equal(await netWip(job), 300);
});

test('a deposit that waits on a draft to be absorbed is not taken back', async () => {
  const job = await newJob();
  const deposit = await invoice(
    job,
    { deposit: { amount: '100.00' } },
    { basis: 'deposit', invoicedOn: '2026-03-12' },
  );
  await addTime(job, 120);
  const draft = await bookkeeper.post('/invoices', {
    clientId: job.clientId,
    type: 'progress',
    basis: 'actual',
    pricing: 'calculated',
    jobs: [{ jobId: job.jobId, select: 'all', interims: 'all' }],
  });
  assert.equal(draft.status, 201, draft.text);
  assert.equal((await cancel(deposit.id)).body.code, 'onDraft');
  assert.equal((await credit(deposit.id)).body.code, 'onDraft');
});

test('an invoice credited whole: its work is billable again, its debt is gone, its numbers are two', async () => {
  const job = await newJob();
  const [entry, cost] = [await addTime(job, 120), await addCost(job, '50.00')];
  const before = await balanceOf(job);
  const made = await invoice(job, { select: 'all' });
  assert.equal(made.totalWithTax, '402.50');
  const preview = await bookkeeper.post(`/invoices/${made.id}/credit-preview`, { lines: 'all' });
  assert.equal(preview.status, 200, preview.text);
  assert.deepEqual(
    [preview.body.total, preview.body.tax, preview.body.jobs[0].before, preview.body.jobs[0].after],
    ['350.00', '52.50', '0.00', '350.00'],
  );
  const note = await credited(made.id, { fingerprint: preview.body.fingerprint });
  assert.match(note.number, /^CN-\d{4}$/);
  assert.deepEqual(
    [note.document, note.state, note.total, note.tax, note.unallocated, note.creditsInvoiceId, note.note],
    ['creditNote', 'paid', '350.00', '52.50', '0.00', made.id, 'Agreed'],
  );
  assert.deepEqual(
    note.taxes.map((tax: { component: string; base: string; tax: string }) => [
      tax.component,
      tax.base,
      tax.tax,
    ]),
    [['GST', '350.00', '52.50']],
  );
  assert.deepEqual((await bookkeeper.get(`/credit-notes/${note.id}`)).body, note);
  assert.equal((await bookkeeper.get(`/credit-notes/${made.id}`)).body.code, 'unknownInvoice');
  assert.equal(await balanceOf(job), before);
  assert.deepEqual(await openOf(job), { [entry]: [300, 120], [cost]: [50, 1000] });
  const stands = await read(`/invoices/${made.id}`);
  assert.deepEqual([stands.state, stands.outstanding, stands.credited], ['paid', '0.00', '402.50']);
  assert.equal((await credit(made.id)).body.code, 'nothingToDo');
  const tooEarly = await bookkeeper.post('/invoices', {
    clientId: job.clientId,
    type: 'progress',
    basis: 'actual',
    pricing: 'calculated',
    invoicedOn: '2026-03-30',
    jobs: [{ jobId: job.jobId, select: 'all' }],
  });
  assert.equal(tooEarly.body.code, 'beforeWork', tooEarly.text);
  assert.equal((await invoice(job, { select: 'all' }, { invoicedOn: '2026-03-31' })).total, '350.00');
});

test('lines are credited in parts, to WIP or written off, never beyond the line, and tax comes out to the cent', async () => {
  const job = await newJob();
  const [entry, cost] = [await addTime(job, 61), await addCost(job, '33.33')];
  const made = await invoice(job, { select: 'all' });
  const line = (lineNumber: number, amount?: string, destination?: string) => ({
    lines: [{ lineNumber, amount, destination }],
  });
  const first = await credited(made.id, line(1, '50.01'));
  assert.deepEqual(
    [first.total, first.tax, first.jobs[0].billed, first.jobs[0].after],
    ['50.01', '7.50', '-50.01', '50.01'],
  );
  const second = await credited(made.id, line(1, '20.00', 'writtenOff'));
  assert.deepEqual(
    [second.jobs[0].billed, second.jobs[0].writtenOff, second.jobs[0].after],
    ['-20.00', '20.00', '50.01'],
  );
  const tooMuch = await credit(made.id, line(1, '82.50'));
  assert.deepEqual(
    [tooMuch.body.code, tooMuch.body.errors[0].field, tooMuch.body.errors[0].accepted],
    ['exceedsOutstanding', 'lines[0].amount', 'up to 82.49'],
  );
  const third = await credited(made.id, line(1));
  assert.deepEqual([third.total, third.jobs[0].after], ['82.49', '132.50']);
  assert.equal((await credit(made.id, line(1))).body.code, 'exceedsOutstanding');
  assert.equal((await credit(made.id, line(3))).body.code, 'unknownInvoiceLine');
  assert.equal((await credit(made.id, line(2, '-1.00'))).body.code, 'amountOutOfRange');
  await credited(made.id, line(2, '0.01'));
  await credited(made.id);
  const notes = await rows<{ total: bigint; tax: bigint }>(
    `select sum(total_minor)::bigint as total, sum(tax_minor)::bigint as tax from invoice
     where firm_id = $1 and credits_invoice_id = $2`,
    Number(made.id),
  );
  assert.deepEqual(notes, [{ total: 185_83n, tax: BigInt(made.tax.replace('.', '')) }]);
  assert.deepEqual(await openOf(job), { [entry]: [132.5, 53], [cost]: [33.33, 1000] });
});

test('what was written on to bill more than was recorded is not put into WIP', async () => {
  const job = await newJob();
  const entry = await addTime(job, 120);
  const made = await invoice(job, { entries: [{ itemId: entry, treatment: 'bill', amount: '400.00' }] });
  const half = await credited(made.id, { lines: [{ lineNumber: 1, amount: '200.00' }] });
  assert.equal(half.jobs[0].after, '200.00');
  const billedAgain = await invoice(
    job,
    { entries: [{ itemId: entry, treatment: 'bill' }] },
    { invoicedOn: '2026-03-31' },
  );
  assert.equal(billedAgain.total, '200.00');
  await credited(made.id);
  assert.deepEqual(await openOf(job), { [entry]: [100, 60] });
  await credited(billedAgain.id);
  assert.deepEqual(await openOf(job), { [entry]: [300, 120] });
});

test('a part of a deposit is credited: an interim for the rest takes its place, and is absorbed like one', async () => {
  const job = await newJob();
  const deposit = await invoice(
    job,
    { deposit: { amount: '100.00' } },
    { basis: 'deposit', invoicedOn: '2026-03-12' },
  );
  await credited(deposit.id, { lines: [{ lineNumber: 1, amount: '40.00' }] });
  assert.equal(await netWip(job), -60);
  assert.deepEqual(Object.values(await openOf(job)), [[-60, 0]]);
  await addTime(job, 60);
  const later = await invoice(job, { select: 'all', interims: 'all' }, { invoicedOn: '2026-03-31' });
  assert.equal(later.total, '90.00');
  assert.equal((await credit(deposit.id)).body.code, 'interimAbsorbed');
  await credited(later.id, { lines: [{ lineNumber: 2, amount: '-60.00' }, { lineNumber: 1 }] });
  await credited(deposit.id);
  assert.equal(await netWip(job), 150);
});

test('crediting only what reduces an invoice is refused', async () => {
  const job = await newJob();
  await invoice(job, { deposit: { amount: '100.00' } }, { basis: 'deposit', invoicedOn: '2026-03-12' });
  await addTime(job, 120);
  const made = await invoice(job, { select: 'all', interims: 'all' });
  assert.equal((await credit(made.id, { lines: [{ lineNumber: 2 }] })).body.code, 'negativeTotal');
});

test('retention: a part of a line is credited, but not more than was billed of it without what it holds back', async () => {
  const job = await newJob();
  const entry = await addTime(job, 120);
  const made = await invoice(job, { select: 'all', retention: { amount: '30.00' } });
  assert.equal(made.total, '270.00');
  const whole = await credit(made.id, { lines: [{ lineNumber: 1 }] });
  assert.deepEqual([whole.body.code, whole.body.errors[0].field], ['invalidRequest', 'lines[0].amount']);
  await credited(made.id, { lines: [{ lineNumber: 1, amount: '100.00' }] });
  assert.deepEqual(await openOf(job), { [entry]: [130, 52] });
  await credited(made.id);
  assert.deepEqual(await openOf(job), { [entry]: [300, 120] });
});

test('a fixed price, below and above what was recorded, is credited back to what was recorded', async () => {
  for (const fixedTotal of ['100.00', '1000.00']) {
    const job = await newJob();
    await addTime(job, 120);
    await addCost(job, '50.00');
    const before = await balanceOf(job);
    const made = await invoice(job, { select: 'all' }, { pricing: 'fixed', fixedTotal, type: 'final' });
    assert.equal(made.total, fixedTotal);
    assert.equal(await netWip(job), 0);
    await credited(made.id);
    assert.equal(await balanceOf(job), before);
  }
});

test('the credit of a paid invoice is the client’s: it pays the next one, and the rest is paid back', async () => {
  const job = await newJob();
  await addTime(job, 120);
  const made = await invoice(job, { select: 'all' });
  await pay(job.clientId, '345.00', { invoices: [{ invoiceId: made.id }] });
  const note = await credited(made.id, { lines: [{ lineNumber: 1, amount: '200.00' }] });
  assert.deepEqual([note.unallocated, note.state], ['230.00', 'approved']);
  await addTime(job, 40);
  const next = await invoice(job, { select: 'all' }, { invoicedOn: '2026-03-31' });
  assert.equal(next.total, '300.00');
  const allocated = await bookkeeper.post(`/credit-notes/${note.id}/allocations`, {
    invoices: [{ invoiceId: next.id, amount: '30.00' }],
  });
  assert.equal(allocated.status, 201, allocated.text);
  const refund = await bookkeeper.post(`/credit-notes/${note.id}/refunds`, {});
  assert.deepEqual([refund.status, refund.body.unallocated], [201, '0.00'], refund.text);
  const refused = await cancelCredit(note.id);
  assert.equal(refused.body.code, 'allocationsPresent', refused.text);
  for (const { id } of refund.body.allocations) await bookkeeper.post(`/allocations/${id}/undo`, {});
  const stillBilled = await cancelCredit(note.id);
  assert.equal(stillBilled.body.code, 'alreadyBilled', stillBilled.text);
  assert.equal((await cancel(next.id)).status, 200);
  assert.equal((await cancelCredit(note.id)).status, 200);
  assert.equal((await read(`/invoices/${made.id}`)).outstanding, '0.00');
});

test('credit notes are cancelled newest first, and then the invoice stands as it was', async () => {
  const job = await newJob();
  await addTime(job, 120);
  const made = await invoice(job, { select: 'all' }, { type: 'final' });
  const before = await balanceOf(job);
  const first = await credited(made.id, { lines: [{ lineNumber: 1, amount: '100.00' }] });
  const second = await credited(made.id, {
    lines: [{ lineNumber: 1, amount: '50.00', destination: 'writtenOff' }],
  });
  assert.equal((await cancelCredit(first.id)).body.code, 'wrongState');
  assert.equal((await cancelCredit(second.id)).status, 200);
  assert.equal(await netWip(job), 100);
  const cancelled = await cancelCredit(first.id);
  assert.deepEqual([cancelled.body.state, cancelled.body.number], ['cancelled', first.number]);
  assert.equal((await cancelCredit(first.id)).body.code, 'wrongState');
  assert.equal(await balanceOf(job), before);
  assert.equal((await read(`/invoices/${made.id}`)).outstanding, '345.00');
  const [listed] = await rows(
    'select is_listed from job_balance where firm_id = $1 and job_id = $2',
    Number(job.jobId),
  );
  assert.deepEqual(listed, { is_listed: false });
  assert.equal((await cancel(made.id)).status, 200);
});

test('what was seen is what is credited; days before the invoice, locked or ahead are refused', async () => {
  const job = await newJob();
  await addTime(job, 120);
  const made = await invoice(job, { select: 'all' });
  const preview = await bookkeeper.post(`/invoices/${made.id}/credit-preview`, { lines: 'all' });
  await credited(made.id, { lines: [{ lineNumber: 1, amount: '10.00' }] });
  const outdated = await credit(made.id, { fingerprint: preview.body.fingerprint });
  assert.equal(outdated.body.code, 'previewOutdated', outdated.text);
  assert.equal((await credit(made.id, { creditedOn: '2026-03-19' })).body.code, 'invalidDate');
  assert.equal((await credit(made.id, { creditedOn: '2026-04-02' })).body.code, 'futureDate');
  await setLocks('2026-03-30', null);
  try {
    assert.equal((await credit(made.id, { creditedOn: '2026-03-30' })).body.code, 'lockedDate');
  } finally {
    await setLocks(null, null);
  }
  assert.equal(
    (await api.as('projectManager').post(`/invoices/${made.id}/credit-notes`, { lines: 'all', reason: 'x' }))
      .status,
    403,
  );
  assert.equal((await credit('999999')).body.code, 'unknownInvoice');
});

test('a job excluded from estimated billings gets no work back', async () => {
  const job = await newJob();
  await addTime(job, 120);
  const made = await invoice(job, { select: 'all' }, { type: 'final' });
  await rows('update job set excluded = true where firm_id = $1 and id = $2', Number(job.jobId));
  assert.equal((await cancel(made.id)).body.code, 'excludedFromBilling');
  assert.equal((await credit(made.id)).body.code, 'excludedFromBilling');
  const off = await credit(made.id, { destination: 'writtenOff' });
  assert.equal(off.status, 201, off.text);
});

const seen = ({ version }: { version: number }) => ({ 'if-match': `"${version}"` });

/** A job billed by an accepted quote of two lines, 600.00 and 400.00. */
async function quotedJob() {
  const job = await newJob();
  const quote = await bookkeeper.post('/quotes', {
    clientId: job.clientId,
    name: 'Fit-out',
    quotedOn: '2026-03-01',
    lines: [
      { kind: 'task', description: 'Design', amount: '600.00' },
      { kind: 'task', description: 'Drawings', amount: '400.00' },
    ],
  });
  assert.equal(quote.status, 201, quote.text);
  const issued = await bookkeeper.post(`/quotes/${quote.body.id}/issue`, {}, seen(quote.body));
  assert.equal(issued.status, 200, issued.text);
  const terms = { jobId: job.jobId, acceptedOn: '2026-03-02' };
  const accepted = await bookkeeper.post(`/quotes/${quote.body.id}/acceptance`, terms, seen(issued.body));
  assert.ok(accepted.status < 300, accepted.text);
  const lineIds: string[] = quote.body.lines.map((line: { id: string }) => line.id);
  const uninvoiced = async (): Promise<number> => {
    const [row] = await rows<{ minor: bigint }>(
      'select uninvoiced_quote_minor as minor from job_balance where firm_id = $1 and job_id = $2',
      Number(job.jobId),
    );
    return Number(row!.minor) / 100;
  };
  return { job, lineIds, uninvoiced };
}

test('a progress claim credited in part leaves so much more of the quote to claim', async () => {
  const { job, lineIds, uninvoiced } = await quotedJob();
  const claims = lineIds.map((quoteLineId) => ({ quoteLineId, percent: '50' }));
  const made = await invoice(job, { claims }, { basis: 'quoted' });
  assert.equal(made.total, '500.00');
  assert.deepEqual([await uninvoiced(), await netWip(job)], [500, -500]);
  await credited(made.id, { lines: [{ lineNumber: 2, amount: '150.00' }] });
  assert.deepEqual([await uninvoiced(), await netWip(job)], [650, -350]);
  const toDate = lineIds.map((quoteLineId) => ({ quoteLineId, percentToDate: '100' }));
  const rest = await bookkeeper.post('/invoices/preview', {
    clientId: job.clientId,
    type: 'progress',
    basis: 'quoted',
    pricing: 'calculated',
    jobs: [{ jobId: job.jobId, claims: toDate }],
  });
  assert.equal(rest.body.total, '650.00', rest.text);
  await credited(made.id);
  assert.deepEqual([await uninvoiced(), await netWip(job)], [1000, 0]);
});

test('a final invoice by the quote is credited whole, and cancelled, to just before it', async () => {
  for (const undone of ['credit', 'cancel'] as const) {
    const { job, lineIds } = await quotedJob();
    await invoice(
      job,
      { claims: [{ quoteLineId: lineIds[0], amount: '250.00' }] },
      { basis: 'quoted', invoicedOn: '2026-03-12' },
    );
    await addTime(job, 120);
    await addCost(job, '90.00');
    const before = await balanceOf(job);
    const claims = lineIds.map((quoteLineId) => ({ quoteLineId, percentToDate: '100' }));
    const made = await invoice(job, { claims, interims: 'all' }, { basis: 'quoted', type: 'final' });
    assert.equal(await netWip(job), 0, JSON.stringify(made));
    if (undone === 'credit') {
      await credited(made.id);
    } else assert.equal((await cancel(made.id)).status, 200);
    assert.equal(await balanceOf(job), before);
  }
});

test('100 of one line of a final invoice by the quote: open again or written off, and that much of the quote is uninvoiced', async () => {
  const { job, lineIds, uninvoiced } = await quotedJob();
  const deposit = { claims: [{ quoteLineId: lineIds[0], amount: '250.00' }] };
  await invoice(job, deposit, { basis: 'quoted', invoicedOn: '2026-03-12' });
  const entry = await addTime(job, 120);
  const cost = await addCost(job, '90.00');
  const before = await balanceOf(job);
  const claims = lineIds.map((quoteLineId) => ({ quoteLineId, percentToDate: '100' }));
  const made = await invoice(job, { claims, interims: 'all' }, { basis: 'quoted', type: 'final' });
  const after = await balanceOf(job);

  await credited(made.id, { lines: [{ lineNumber: 1, amount: '100.00' }] });
  assert.deepEqual([await netWip(job), await uninvoiced()], [100, 100]);
  const open = await openOf(job);
  assert.deepEqual([open[entry]![0], open[cost]![0]], [91, 9]);

  const note = await credited(made.id, {
    lines: [{ lineNumber: 2, amount: '100.00', destination: 'writtenOff' }],
  });
  assert.deepEqual([await netWip(job), await uninvoiced()], [100, 200]);
  const writtenOff = await rows<{ minor: bigint }>(
    'select sum(written_off_minor)::int8 as minor from job_balance where firm_id = $1 and job_id = $2',
    Number(job.jobId),
  );
  assert.equal(writtenOff[0]!.minor, 100_00n);

  const both = [
    { lineNumber: 1, amount: '50.00' },
    { lineNumber: 2, amount: '50.00', destination: 'writtenOff' },
  ];
  const refused = await credit(made.id, { lines: both });
  assert.equal(refused.status, 400, refused.text);
  const [problem] = refused.body.errors;
  assert.deepEqual([problem.field, problem.accepted], ['lines[1].destination', 'wip']);

  assert.equal((await cancelCredit(note.id)).status, 200);
  assert.deepEqual([await netWip(job), await uninvoiced()], [100, 100]);
  await credited(made.id);
  assert.equal(await balanceOf(job), before);
  assert.notEqual(after, before);
});

test('the ledger of a job names what caused each line, credit notes too', async () => {
  const job = await newJob();
  await addTime(job, 60);
  const made = await invoice(job, { select: 'all' });
  const note = await credited(made.id, {
    lines: [{ lineNumber: 1, amount: '50.00', destination: 'writtenOff' }],
  });
  const ledger = await api.as('owner').get(`/jobs/${job.jobId}/ledger?from=2026-03-01&to=2026-03-31`);
  assert.equal(ledger.status, 200, ledger.text);
  assert.ok(ledger.text.includes(`Invoice ${made.number}`), ledger.text);
  assert.ok(ledger.text.includes(`Credit note ${note.number}`), ledger.text);
});

test('the verifier finds nothing wrong', verified);
