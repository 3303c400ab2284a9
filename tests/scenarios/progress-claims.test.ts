// A contract claimed in parts: progress invoices raise interims, and the final invoice states the whole, takes the
// interims off again, and leaves nothing to claim and nothing of the quote uninvoiced.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { approveInvoice } from '#actions/invoices/approve-invoice.ts';
import { cancelInvoice } from '#actions/invoices/cancel-invoice.ts';
import type { InvoiceContent, JobContent } from '#actions/invoices/content.ts';
import { createDraft } from '#actions/invoices/drafts.ts';
import { readDocument } from '#actions/documents/read-document.ts';
import type { QuoteDocument } from '#actions/quotes/read-quotes.ts';
import { accepted, refusedAs } from '#actions/testing/practice.ts';
import { civilDate } from '#core/calendar/civil-date.ts';
import { formatMinor } from '#core/money/money.ts';
import { testDatabase } from '#store/testing/database.ts';
import { clientOf, contentOf, invoice as bill } from './invoice-steps.ts';
import { contextIn, figures, offer, again, tryAccepting, work } from './quotes.ts';
import { newStory, openPractice, time, type Story } from './story.ts';

const { database, close } = await testDatabase();
after(close);
const practice = await openPractice(database);

const money = (minor: bigint) => formatMinor(minor, 'NZD');

/** A contract of 3,000 for design and 2,000 for drawings on a job where 4,000 worth of work has been done. */
async function contract() {
  const story = await newStory(practice);
  accepted(await time('T1', '10:00')(story));
  accepted(await time('T2', '10:00')(story));
  accepted(await time('T3', '06:40')(story));
  const offered = await offer(story, [
    work('3000.00', { description: 'Design' }),
    work('2000.00', { description: 'Drawings' }),
  ]);
  accepted(await tryAccepting(story, offered));
  return { story, offered, lineIds: offered.lines.map((line) => line.id) };
}

type Head = Partial<Pick<InvoiceContent, 'type' | 'layout' | 'basis' | 'invoicedOn'>>;

async function draft(story: Story, head: Head, job: Partial<JobContent>) {
  const content = await contentOf(story, { basis: 'quoted', clientId: await clientOf(story), ...head });
  const jobs = [{ ...content.jobs[0]!, ...job }];
  return accepted(await createDraft(contextIn(story), { ...content, jobs }));
}

const approve = (story: Story, { invoice: { id, fingerprint } }: Awaited<ReturnType<typeof draft>>) =>
  approveInvoice(contextIn(story), { id, fingerprint: fingerprint! });

async function invoice(story: Story, head: Head, job: Partial<JobContent>) {
  return accepted(await approve(story, await draft(story, head, job)));
}

/** Net WIP / uninvoiced quote, then what is claimed of each line. */
async function standing(story: Story, offered: QuoteDocument): Promise<string[]> {
  const { lines } = await again(story, offered);
  return [await figures(story), ...lines.map((line) => money(line.claimedMinor))];
}

const toDate = (lineIds: number[], ...percents: string[]) =>
  percents.map((percentToDate, place) => ({ quoteLineId: lineIds[place]!, percentToDate }));

test('claims to date are less what was claimed before', async () => {
  const { story, offered, lineIds } = await contract();
  const first = await invoice(story, { type: 'progress' }, { claims: toDate(lineIds, '50', '10') });
  assert.equal(money(first.invoice.totalMinor), '1700.00');
  const second = await invoice(story, { type: 'progress' }, { claims: toDate(lineIds, '80', '10') });
  assert.equal(money(second.invoice.totalMinor), '900.00');
  assert.deepEqual(await standing(story, offered), ['1400.00 / 2400.00', '2400.00', '200.00']);
});

test('the final invoice states the whole contract, takes the claims off, and asks for the rest', async () => {
  const { story, offered, lineIds } = await contract();
  await invoice(story, { type: 'progress' }, { claims: toDate(lineIds, '50', '10') });
  const last = await invoice(story, { type: 'final' }, { claims: 'all', interims: 'all' });
  assert.deepEqual(
    last.lines.map((line) => [line.kind, money(line.amountMinor)]),
    [
      ['quote', '3000.00'],
      ['quote', '2000.00'],
      ['interim', '-1700.00'],
    ],
  );
  assert.equal(money(last.invoice.totalMinor), '3300.00');
  assert.deepEqual(await standing(story, offered), ['0.00 / 0.00', '3000.00', '2000.00']);

  const context = contextIn(story);
  accepted(await cancelInvoice(context, { id: last.invoice.id, reason: 'Sent too early' }));
  assert.deepEqual(await standing(story, offered), ['2300.00 / 3300.00', '1500.00', '200.00']);
});

test('an interim of a line typed beside the claims states no claim again', async () => {
  const { story, offered, lineIds } = await contract();
  const typed = { kind: 'task' as const, description: 'A model', amount: '5000.00' };
  await invoice(story, { type: 'progress' }, { claims: toDate(lineIds, '50', '10'), lines: [typed] });
  const last = await invoice(story, { type: 'final' }, { claims: 'all', interims: 'all' });
  assert.deepEqual(
    last.lines.map((line) => [line.kind, money(line.amountMinor)]),
    [
      ['quote', '3000.00'],
      ['quote', '2000.00'],
      ['interim', '-1000.00'],
      ['interim', '-1700.00'],
    ],
  );
  assert.deepEqual(await standing(story, offered), ['0.00 / 0.00', '3000.00', '2000.00']);
});

test('a deposit of before the quote counts as invoiced of it when the final invoice absorbs it', async () => {
  const story = await newStory(practice);
  accepted(await bill('D1', { basis: 'deposit', deposit: { amount: '500.00' } })(story));
  const offered = await offer(story, [work('3000.00')]);
  accepted(await tryAccepting(story, offered));
  assert.equal(await figures(story), '-500.00 / 3000.00');
  const last = await invoice(story, { type: 'final' }, { claims: 'all', interims: 'all' });
  assert.equal(money(last.invoice.totalMinor), '2500.00');
  assert.deepEqual(await standing(story, offered), ['0.00 / 0.00', '3000.00']);
});

test('whatever is left of a quote is no more than a deposit leaves', async () => {
  const { story, offered } = await contract();
  accepted(await bill('D1', { basis: 'deposit', deposit: { percentOfQuote: '50' } })(story));
  const rest = await invoice(story, { type: 'progress' }, { claims: 'all' });
  assert.deepEqual(
    rest.lines.map((line) => money(line.amountMinor)),
    ['1500.00', '1000.00'],
  );
  assert.equal(await figures(story), '-1000.00 / 0.00');
  const last = await invoice(story, { type: 'final' }, { claims: 'all', interims: 'all' });
  assert.equal(money(last.invoice.totalMinor), '0.00');
  assert.deepEqual(await standing(story, offered), ['0.00 / 0.00', '3000.00', '2000.00']);
});

test('percentages that a deposit leaves no room for are asked about; amounts are what their author says', async () => {
  const { story, lineIds } = await contract();
  accepted(await bill('D1', { basis: 'deposit', deposit: { percentOfQuote: '50' } })(story));
  const whole = await draft(story, { type: 'progress' }, { claims: toDate(lineIds, '100', '100') });
  assert.deepEqual(
    whole.notices.map(({ code, isQuestion }) => [code, isQuestion]),
    [['quoteExceeded', true]],
  );
  assert.deepEqual(refusedAs(await approve(story, whole)), [`questionOpen quote:${lineIds[0]}`]);
  const half = await draft(story, { type: 'progress' }, { claims: toDate(lineIds, '50', '50') });
  assert.deepEqual(half.notices, []);
  const amounts = ['3000.00', '2000.00'];
  const claims = amounts.map((amount, place) => ({ quoteLineId: lineIds[place]!, amount }));
  const meant = await draft(story, { type: 'progress' }, { claims });
  assert.deepEqual(
    meant.notices.map(({ code, isQuestion }) => [code, isQuestion]),
    [['quoteExceeded', false]],
  );
  accepted(await approve(story, meant));
  assert.equal(await figures(story), '-3500.00 / -2500.00');
});

test('a draft of whatever is left, of which another took everything, says what is gone', async () => {
  const { story, lineIds } = await contract();
  const [first, second] = [
    await draft(story, { type: 'progress' }, { claims: 'all' }),
    await draft(story, { type: 'progress' }, { claims: 'all' }),
  ];
  accepted(await approve(story, first));
  const refused = await approve(story, second);
  assert.deepEqual(refusedAs(refused), [
    'previewOutdated total',
    ...lineIds.map((id) => `previewOutdated lines[quote:${id}]`),
    `previewOutdated jobs[${story.jobs.J1.jobId}]`,
  ]);
});

test('every interim was meant: one of a later day than the invoice is told of', async () => {
  const { story, lineIds } = await contract();
  const progress = { type: 'progress', invoicedOn: civilDate('2026-03-31') } as const;
  await invoice(story, progress, { claims: toDate(lineIds, '10') });
  const before = { type: 'progress', basis: 'actual', invoicedOn: civilDate('2026-03-30') } as const;
  const told = await draft(story, before, { select: 'all', interims: 'all' });
  const [notice, ...others] = told.notices;
  assert.deepEqual(others, []);
  assert.equal(notice!.code, 'interimOpen');
  assert.match(notice!.detail, /is left out, for it is of 2026-03-31/);
});

test('what was held back of a final invoice is left of the quote, and released with the work behind it', async () => {
  const { story } = await contract();
  const retention = { percent: '10' };
  const held = await invoice(story, { type: 'final' }, { claims: 'all', retention });
  assert.equal(money(held.invoice.totalMinor), '4500.00');
  const released = await invoice(story, { type: 'final' }, { claims: 'all' });
  assert.equal(money(released.invoice.totalMinor), '500.00');
  assert.equal(money(released.jobs[0]!.writtenOffMinor), '0.00');
  assert.equal(await figures(story), '0.00 / 0.00');
});

test('of an interim that is absorbed in part before, only what is open is stated again', async () => {
  const { story, offered, lineIds } = await contract();
  const first = await invoice(story, { type: 'progress' }, { claims: toDate(lineIds, '50') });
  assert.equal(money(first.invoice.totalMinor), '1500.00');
  const [raised] = await database.inFirm(practice.firm.firmId, (tx) =>
    tx.query<{ id: bigint }>('select id from interim where firm_id = $1 and job_id = $2', [
      tx.firmId,
      story.jobs.J1.jobId,
    ]),
  );
  story.items.set('D1', raised!.id);
  accepted(await bill('I1', { entries: ['T1'], interims: { D1: '600.00' } })(story));
  const last = await invoice(story, { type: 'final' }, { claims: 'all', interims: 'all' });
  assert.deepEqual(
    last.lines.map((line) => [line.kind, money(line.amountMinor)]),
    [
      ['quote', '2400.00'],
      ['quote', '2000.00'],
      ['interim', '-900.00'],
    ],
  );
  assert.deepEqual(await standing(story, offered), ['0.00 / 0.00', '3000.00', '2000.00']);
});

test('as a progress claim it prints what was claimed before, what is claimed now, and no claim twice', async () => {
  const { story, lineIds } = await contract();
  await invoice(story, { type: 'progress' }, { claims: toDate(lineIds, '50', '10') });
  const last = await invoice(
    story,
    { type: 'final', layout: 'progressClaim' },
    { claims: 'all', interims: 'all' },
  );
  const { printed } = accepted(
    await readDocument(contextIn(story), { document: 'invoice', id: last.invoice.id }),
  );
  const rows = printed.tables[0]!.rows.map((row) => row.cells);
  assert.deepEqual(rows, [
    ['Design', '3,000.00', '1,500.00', '1,500.00', '3,000.00', '100'],
    ['Drawings', '2,000.00', '200.00', '1,800.00', '2,000.00', '100'],
    ['Contract to date', '5,000.00', '1,700.00', '3,300.00', '5,000.00', '100'],
  ]);
});
