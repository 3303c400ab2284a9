// What people type into invoices, credit notes and payments that cannot be meant: each is refused at its field, with a
// sentence that says what to do, and nothing of it is kept.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { beginStory, type Job } from './credit-notes-story.ts';
import type { Answer } from './testing.ts';

const story = await beginStory();
const { api, bookkeeper, newJob, addTime, addCost, invoice, credit, pay, read, rows, verified } = story;

type Problem = { code: string; field?: string; value?: string; accepted?: string; detail: string };

/** The one error of an answer that refuses. */
function refusalOf(answer: Answer): Problem {
  assert.ok(answer.status >= 400 && answer.status < 500, answer.text);
  assert.equal(answer.body.errors.length, 1, answer.text);
  assert.equal(answer.body.code, answer.body.errors[0].code);
  return answer.body.errors[0];
}

const headOf = (job: Job) => ({
  clientId: job.clientId,
  type: 'progress',
  basis: 'actual',
  invoicedOn: '2026-03-20',
});
const contentOf = (job: Job, ofJob: object, head: object = {}) => ({
  ...headOf(job),
  ...head,
  jobs: [{ jobId: job.jobId, ...ofJob }],
});
const preview = (content: object) => bookkeeper.post('/invoices/preview', content);
const draft = (content: object) => bookkeeper.post('/invoices', content);

const job = await newJob();
const entryId = await addTime(job, 120);
const costId = await addCost(job, '100.00', '2');

const typedLine = (more: object) => ({ lines: [{ kind: 'cost', description: 'Plots', ...more }] });

const unreadable: readonly [text: string, says: RegExp][] = [
  ['10,000.00', /without commas/],
  ['10,50', /without commas/],
  ['1 000', /without spaces/],
  ['1\u00a0000', /without spaces/],
  ["1'000", /without separators/],
  ['$5', /without a currency sign/],
  ['€ 5', /without spaces/],
  ['NZD5', /without letters/],
  ['1e3', /without letters/],
  ['ten', /without letters/],
  ['1.000.00', /one point/],
  ['', /plain decimal number/],
  ['.5', /plain decimal number/],
  ['5.', /plain decimal number/],
  ['+5', /plain decimal number/],
  ['--5', /plain decimal number/],
  ['1'.repeat(30), /plain decimal number/],
];

test('an amount that is no plain number is refused everywhere by the same code, and told why', async () => {
  const made = await invoice(job, { lines: [{ kind: 'cost', description: 'Plots', amount: '80.00' }] });
  for (const [text, says] of unreadable) {
    const places: [string, Answer][] = [
      ['jobs[0].entries[0].amount', await preview(contentOf(job, { entries: [decided({ amount: text })] }))],
      ['jobs[0].lines[0].amount', await draft(contentOf(job, typedLine({ amount: text })))],
      [
        'jobs[0].lines[0].unitPrice',
        await draft(contentOf(job, typedLine({ unitPrice: text, quantity: '1' }))),
      ],
      ['fixedTotal', await draft(contentOf(job, { select: 'all' }, { pricing: 'fixed', fixedTotal: text }))],
      [
        'jobs[0].deposit.amount',
        await draft(contentOf(job, { deposit: { amount: text } }, { basis: 'deposit' })),
      ],
      [
        'jobs[0].retention.amount',
        await draft(contentOf(job, { select: 'all', retention: { amount: text } })),
      ],
      ['lines[0].amount', await credit(made.id, { lines: [{ lineNumber: 1, amount: text }] })],
      ['amount', await pay(job.clientId, text)],
      [
        'invoices[0].amount',
        await pay(job.clientId, '5.00', { invoices: [{ invoiceId: made.id, amount: text }] }),
      ],
    ];
    for (const [field, answer] of places) {
      const refused = refusalOf(answer);
      assert.deepEqual(
        [answer.status, refused.code, refused.field],
        [400, 'invalidAmount', field],
        answer.text,
      );
      assert.match(refused.detail, says, `${field} ${text}`);
      assert.match(refused.accepted ?? '', /1234\.50/);
    }
  }
});

const decided = (more: object) => ({ itemId: entryId, treatment: 'bill', ...more });

test('quantities and percentages are read as strictly', async () => {
  for (const [text, says] of unreadable.filter(([text]) => text !== '+5')) {
    const ofCost = { entries: [{ itemId: costId, treatment: 'bill', quantity: text }] };
    const quantity = refusalOf(await preview(contentOf(job, ofCost)));
    assert.deepEqual([quantity.code, quantity.field], ['invalidAmount', 'jobs[0].entries[0].quantity']);
    assert.match(quantity.detail, says);
    const held = refusalOf(await preview(contentOf(job, { select: 'all', retention: { percent: text } })));
    assert.deepEqual([held.code, held.field], ['invalidAmount', 'jobs[0].retention.percent']);
    assert.match(held.detail, says);
  }
  const sign = refusalOf(await preview(contentOf(job, { select: 'all', retention: { percent: '5%' } })));
  assert.match(sign.detail, /without a percent sign/);
});

test('a percentage is at most 100', async () => {
  for (const percent of ['100.0001', '101', '1000']) {
    const refused = refusalOf(await preview(contentOf(job, { select: 'all', retention: { percent } })));
    assert.deepEqual([refused.code, refused.field], ['amountOutOfRange', 'jobs[0].retention.percent']);
    assert.match(refused.accepted ?? '', /0 to 100/);
    const tax = refusalOf(await bookkeeper.post('/taxes', taxOf(percent)));
    assert.equal(tax.field, 'rates[0].components[0].percent');
    assert.equal(tax.code, 'amountOutOfRange');
  }
  assert.match(refusalOf(await bookkeeper.post('/taxes', taxOf('12,5'))).detail, /without commas/);
});

const taxOf = (percent: string) => ({
  name: 'Another tax',
  rates: [{ effectiveFrom: '2020-01-01', components: [{ component: 'VAT', percent }] }],
});

test('more decimals than the currency has are refused, not rounded', async () => {
  for (const amount of ['1.005', '0.001']) {
    const refused = refusalOf(await draft(contentOf(job, typedLine({ amount }))));
    assert.deepEqual([refused.code, refused.field], ['invalidAmount', 'jobs[0].lines[0].amount']);
    assert.match(refused.detail, /NZD .* at most 2 decimals/);
    assert.equal(refusalOf(await pay(job.clientId, amount)).code, 'invalidAmount');
  }
});

test('an amount is text, and no number that a computer may have rounded', async () => {
  const refused = refusalOf(await draft(contentOf(job, typedLine({ amount: 10.1 }))));
  assert.deepEqual([refused.field, refused.accepted], ['jobs[0].lines[0].amount', 'text']);
});

test('days that the calendar does not have are refused at their field', async () => {
  for (const day of ['2026-02-30', '2026-13-01', '20260320', '20/03/2026', '2026-03-20T00:00:00Z', '']) {
    for (const field of ['invoicedOn', 'dueOn', 'cutOffOn', 'periodFrom', 'periodTo']) {
      const refused = refusalOf(await preview(contentOf(job, { select: 'all' }, { [field]: day })));
      assert.deepEqual([refused.code, refused.field], ['invalidDate', field], day);
    }
    assert.equal(refusalOf(await pay(job.clientId, '1.00', { paidOn: day })).field, 'paidOn');
  }
});

test('days in the wrong order, too long ago and too far ahead are refused', async () => {
  const refused = async (head: object) => {
    const { code, field } = refusalOf(await preview(contentOf(job, { select: 'all' }, head)));
    return [code, field];
  };
  assert.deepEqual(await refused({ dueOn: '2026-03-19' }), ['invalidDate', 'dueOn']);
  assert.deepEqual(await refused({ periodFrom: '2026-03-02', periodTo: '2026-03-01' }), [
    'invalidDate',
    'periodTo',
  ]);
  assert.deepEqual(await refused({ invoicedOn: '2016-03-30' }), ['dateTooOld', 'invoicedOn']);
  assert.deepEqual(await refused({ invoicedOn: '2027-04-01' }), ['futureDate', 'invoicedOn']);
});

test('an invoice that comes to less than nothing is refused, with what it comes to', async () => {
  const below = refusalOf(await draft(contentOf(job, typedLine({ amount: '-5.00' }))));
  assert.deepEqual([below.code, below.field], ['amountOutOfRange', 'jobs[0].lines[0].amount']);
  const own = await newJob();
  await addTime(own, 60);
  const ahead = await bookkeeper.post('/interims', {
    jobId: own.jobId,
    amount: '150.01',
    description: 'Ahead',
    effectiveOn: '2026-03-12',
  });
  assert.equal(ahead.status, 201, ahead.text);
  const absorbing = refusalOf(await draft(contentOf(own, { select: 'all', interims: 'all' })));
  assert.deepEqual([absorbing.code, absorbing.value], ['negativeTotal', '-0.01']);
  assert.match(absorbing.detail, /absorb less/);
  const held = refusalOf(await draft(contentOf(job, { select: 'all', retention: { amount: '500.01' } })));
  assert.equal(held.code, 'retentionTooLarge');
});

test('an invoice of nothing is made only where it settles work, and asks first', async () => {
  const nothing = refusalOf(await draft(contentOf(job, {})));
  assert.equal(nothing.code, 'nothingToDo');
  const own = await newJob();
  await addTime(own, 60);
  const made = await draft(contentOf(own, { select: 'all' }, { pricing: 'fixed', fixedTotal: '0.00' }));
  assert.equal(made.status, 201, made.text);
  assert.equal(made.body.total, '0.00');
  assert.equal(made.body.jobs[0].writtenOff, '150.00');
});

test('currencies and clients do not mix', async () => {
  const foreign = await api.as('owner').post('/clients', { name: 'Abroad', currency: 'AUD' });
  const other = await newJob();
  await api.database.inFirm(api.firm.firmId, (tx) =>
    tx.query('update job set client_id = $2 where firm_id = $1 and id = $3', [
      api.firm.firmId,
      Number(foreign.body.id),
      Number(other.jobId),
    ]),
  );
  const mixed = refusalOf(
    await draft({ ...contentOf(other, typedLine({ amount: '5' })), clientId: foreign.body.id }),
  );
  assert.deepEqual([mixed.code, mixed.field], ['currencyMismatch', 'jobs[0].jobId']);
  assert.match(mixed.detail, /NZD .* AUD/);
  const stranger = await newJob();
  const ofAnother = refusalOf(
    await draft({ ...contentOf(stranger, typedLine({ amount: '5' })), clientId: job.clientId }),
  );
  assert.deepEqual([ofAnother.code, ofAnother.field], ['unknownJob', 'jobs[0].jobId']);
  const paid = refusalOf(await pay(job.clientId, '5.00', { currency: 'AUD' }));
  assert.deepEqual([paid.code, paid.field, paid.accepted], ['currencyMismatch', 'currency', 'NZD']);
});

test('a tax that is not the firm’s, or that the mode does not allow, is refused at its line', async () => {
  const unknown = refusalOf(await draft(contentOf(job, typedLine({ amount: '5', taxId: '999999' }))));
  assert.deepEqual([unknown.code, unknown.field], ['unknownTax', 'jobs[0].lines[0].taxId']);
  const [tax] = (await read('/taxes')).items;
  const untaxed = await draft(contentOf(job, typedLine({ amount: '5', taxId: tax.id }), { taxMode: 'none' }));
  if (untaxed.status === 201) assert.equal(untaxed.body.tax, '0.00');
  else assert.equal(refusalOf(untaxed).field, 'jobs[0].lines[0].taxId');
});

test('a typed line is of a task of its own job, and a line of no job has none', async () => {
  const { jobTaskId } = await newJob();
  const line = typedLine({ kind: 'task', amount: '5', jobTaskId });
  for (const asked of [preview, draft]) {
    const refused = refusalOf(await asked(contentOf(job, line)));
    assert.deepEqual([refused.code, refused.field], ['unknownJobTask', 'jobs[0].lines[0].jobTaskId']);
  }
  const loose = refusalOf(await preview({ ...headOf(job), basis: 'miscellaneous', ...line }));
  assert.deepEqual([loose.code, loose.field], ['unknownJobTask', 'lines[0].jobTaskId']);
});

test('the same job or entry twice, and an unknown one, are refused at the second place', async () => {
  const twice = refusalOf(await preview(contentOf(job, { entries: [decided({}), decided({})] })));
  assert.equal(twice.field, 'jobs[0].entries[1].itemId');
  const unknown = refusalOf(
    await preview(contentOf(job, { entries: [{ itemId: '99999999', treatment: 'bill' }] })),
  );
  assert.deepEqual([unknown.code, unknown.field], ['unknownEntry', 'jobs[0].entries[0].itemId']);
  const content = contentOf(job, { select: 'all' });
  const jobs = refusalOf(await preview({ ...content, jobs: [...content.jobs, ...content.jobs] }));
  assert.equal(jobs.field, 'jobs[1].jobId');
});

test('more than an entry has is not written off, credited or paid', async () => {
  const own = await newJob();
  await addTime(own, 60);
  const made = await invoice(own, { select: 'all' });
  const over = refusalOf(await credit(made.id, { lines: [{ lineNumber: 1, amount: '150.01' }] }));
  assert.equal(over.field, 'lines[0].amount');
  assert.match(`${over.detail} ${over.accepted}`, /150\.00/);
  const negative = refusalOf(await credit(made.id, { lines: [{ lineNumber: 1, amount: '-1.00' }] }));
  assert.equal(negative.field, 'lines[0].amount');
  const noLine = refusalOf(await credit(made.id, { lines: [{ lineNumber: 7 }] }));
  assert.deepEqual([noLine.code, noLine.field], ['unknownInvoiceLine', 'lines[0].lineNumber']);
  const paid = refusalOf(
    await pay(own.clientId, '999.00', { invoices: [{ invoiceId: made.id, amount: '172.51' }] }),
  );
  assert.deepEqual([paid.code, paid.field], ['exceedsOutstanding', 'invoices[0].amount']);
  assert.match(`${paid.detail} ${paid.accepted}`, /172\.50/);
  assert.equal(refusalOf(await pay(own.clientId, '0.00')).field, 'amount');
});

test('nothing that was refused left anything behind', async () => {
  const [kept] = await rows<{ drafts: number; payments: number; held: number }>(
    `select (select count(*)::int from invoice where firm_id = $1 and status = 'draft' and client_id = $2) as drafts,
       (select count(*)::int from payment where firm_id = $1) as payments,
       (select count(*)::int from draft_item d where d.firm_id = $1 and d.job_id = $3) as held`,
    Number(job.clientId),
    Number(job.jobId),
  );
  assert.ok(kept!.drafts <= 1, 'at most the draft of the mode without taxes');
  assert.deepEqual([kept!.payments, kept!.held], [0, 0]);
});

test('the verifier finds nothing wrong', verified);
