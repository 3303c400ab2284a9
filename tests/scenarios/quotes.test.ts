// Quotes as people live with them: offered, chosen from, accepted, revised, added to, invoiced and taken back; and what
// the ledger says of them all the while.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changeCosts } from '#actions/costs/change-costs.ts';
import { recordTimeEntries } from '#actions/time/record-time.ts';
import { cancelInvoice } from '#actions/invoices/cancel-invoice.ts';
import { archiveQuote, declineQuote } from '#actions/quotes/close-quote.ts';
import { duplicateQuote, reviseQuote } from '#actions/quotes/copy-quote.ts';
import { createQuote } from '#actions/quotes/create-quote.ts';
import { undoAcceptance } from '#actions/quotes/undo-acceptance.ts';
import { estimatedBillings } from '#actions/reports/estimated-billings.ts';
import { readPage } from '#actions/reports/reading.ts';
import { accepted, refusedAs } from '#actions/testing/practice.ts';
import { civilDate } from '#core/calendar/civil-date.ts';
import { verifyFirm } from '#store/ledger/verify.ts';
import { testDatabase } from '#store/testing/database.ts';
import { clientOf } from './invoice-steps.ts';
import {
  accept,
  again,
  bill,
  contextIn,
  cost,
  figures,
  issue,
  offer,
  revise,
  task,
  tryAccepting,
  work,
} from './quotes.ts';
import { changeTheJob, doAll, newStory, openPractice, type Story } from './story.ts';

const { database } = await testDatabase();
const practice = await openPractice(database);
const story = () => newStory(practice);
const inFirm = <Row extends object>(sql: string, params: unknown[]) =>
  database.inFirm(practice.firm.firmId, (tx) => tx.query<Row>(sql, [practice.firm.firmId, ...params]));

function tasksOf(jobId: number) {
  return inFirm<{ name: string; minutes: number }>(
    'select name, estimated_minutes as minutes from job_task where firm_id = $1 and job_id = $2 order by position, id',
    [jobId],
  );
}

function costsOf(jobId: number) {
  return inFirm<{ description: string; amount: bigint; actual: boolean; deleted: boolean }>(
    `select description, amount_minor as amount, actual, deleted from cost_entry
     where firm_id = $1 and job_id = $2 order by id`,
    [jobId],
  );
}

async function cancelled(one: Story, id: number) {
  accepted(await cancelInvoice(contextIn(one), { id, reason: 'Wrong job' }));
}

test('S22 an accepted quote of 5,000 is uninvoiced; half of it invoiced leaves 2,500 of it', async () => {
  const one = await story();
  const { document } = await accept(one, await offer(one, [work('5000.00')]));
  assert.equal(document.quote.state, 'accepted');
  assert.ok(document.quote.isMaster);
  assert.equal(await figures(one), '0.00 / 5000.00');
  accepted(await bill(one, 'deposit', { deposit: { percentOfQuote: '50' } }));
  assert.equal(await figures(one), '-2500.00 / 2500.00');
});

test('Estimated Billings shows net WIP and the uninvoiced quote side by side', async () => {
  const one = await story();
  await accept(one, await offer(one, [work('3000.00')]));
  accepted(await bill(one, 'deposit', { deposit: { amount: '1000.00' } }));
  const page = accepted(
    await readPage(contextIn(one), estimatedBillings, {
      jobIds: [one.jobs.J1.jobId],
      sort: 'jobNumber',
      order: 'ascending',
      limit: 10,
    } as never),
  );
  const row = page.rows.find(({ jobId }) => jobId === one.jobs.J1.jobId)!;
  assert.deepEqual([row.netWipMinor, row.uninvoicedQuoteMinor], [-100_000n, 200_000n]);
});

test('a line that is claimed says so, and is free again when the invoice is cancelled', async () => {
  const one = await story();
  const { document } = await accept(one, await offer(one, [work('800.00'), cost('Tiles', 2, '100.00')]));
  const quoteLineId = document.lines[0]!.id;
  const id = accepted(await bill(one, 'quoted', { claims: [{ quoteLineId, amount: '300.00' }] }));
  const claims = async () => (await again(one, document)).lines.map((line) => line.claimedMinor);
  assert.deepEqual(await claims(), [30_000n, 0n]);
  assert.equal((await again(one, document)).uninvoicedMinor, 70_000n);
  await cancelled(one, id);
  assert.deepEqual(await claims(), [0n, 0n]);
  assert.equal(await figures(one), '0.00 / 1000.00');
});

test('a new job gets the tasks, estimates and estimated costs that were quoted, and no WIP of them', async () => {
  const one = await story();
  const offered = await offer(one, [
    task('Design', 120, '150.00', { taskId: practice.firm.taskId }),
    task('Design again', 60, '150.00', { taskId: practice.firm.taskId }),
    task(`Paperwork of ${practice.made}`, 30, '90.00'),
    cost('Tiles', 3, '200.00', { unitCost: '150.00' }),
    { kind: 'text', description: 'Thank you for asking us.' },
  ]);
  const { document } = await accept(one, offered, { newJob: { name: 'The house' } });
  const jobId = document.quote.jobId!;
  assert.equal(document.quote.jobName, 'The house');
  assert.deepEqual(await tasksOf(jobId), [
    { name: 'Design', minutes: 180 },
    { name: `Paperwork of ${practice.made}`, minutes: 30 },
  ]);
  assert.deepEqual(await costsOf(jobId), [
    { description: 'Tiles', amount: 60_000n, actual: false, deleted: false },
  ]);
  assert.equal(await figures(one, jobId), '0.00 / 1095.00');
  const [design, more, paperwork, tiles, thanks] = document.lines;
  assert.equal(design!.jobTaskId, more!.jobTaskId);
  assert.notEqual(paperwork!.jobTaskId, null);
  assert.notEqual(tiles!.costEntryId, null);
  assert.deepEqual([thanks!.jobTaskId, thanks!.costEntryId], [null, null]);
});

test("a free-text task becomes the firm's task of that name, once, whatever its case", async () => {
  const one = await story();
  const name = `Site visit ${practice.made}`;
  const lines = [task(name, 60, '100.00'), task(name.toUpperCase(), 30, '100.00')];
  const first = await accept(one, await offer(one, lines), { newJob: {} });
  const second = await accept(one, await offer(one, lines), { newJob: {} });
  const [row] = await inFirm<{ count: number }>(
    'select count(*)::int as count from task where firm_id = $1 and lower(name) = lower($2)',
    [name],
  );
  assert.equal(row!.count, 1);
  assert.equal((await tasksOf(first.document.quote.jobId!))[0]!.minutes, 90);
  assert.notEqual(first.document.quote.jobId, second.document.quote.jobId);
});

test('a quote with options is accepted with those the client chose', async () => {
  const one = await story();
  const offered = await offer(one, [
    work('1000.00'),
    work('200.00', { isOption: true, isChosen: true }),
    work('50.00', { isOption: true }),
    cost('Sauna', 1, '400.00', { isOption: true }),
  ]);
  assert.equal(offered.quote.totalMinor, 120_000n);
  const [, , third, sauna] = offered.lines;
  assert.deepEqual(refusedAs(await tryAccepting(one, offered, { options: [offered.lines[0]!.id] })), [
    'unknownQuoteLine options[0]',
  ]);
  const { document } = await accept(one, offered, { options: [third!.id, sauna!.id] });
  assert.deepEqual(
    document.lines.map((line) => [line.isChosen, line.isProposed]),
    [
      [true, true],
      [false, true],
      [true, false],
      [true, false],
    ],
  );
  assert.equal(document.quote.totalMinor, 145_000n);
  assert.equal(await figures(one), '0.00 / 1450.00');
  assert.equal((await costsOf(one.jobs.J1.jobId)).length, 1);
  const back = accepted(
    await undoAcceptance(contextIn(one), { id: document.quote.id, version: document.quote.version }),
  );
  assert.deepEqual([back.quote.totalMinor, back.quote.state], [120_000n, 'issued']);
});

test('a fixed price of cents that do not divide is accepted to the cent', async () => {
  const one = await story();
  const lines = [task('A', 60, '100.00'), task('B', 60, '100.00'), task('C', 60, '100.00')];
  const offered = await offer(one, lines, { pricing: 'fixed', fixedTotal: '100.00' });
  assert.deepEqual(
    offered.lines.map((line) => line.amountMinor),
    [3_334n, 3_333n, 3_333n],
  );
  await accept(one, offered);
  assert.equal(await figures(one), '0.00 / 100.00');
});

test('an offer that has run out is accepted with a warning, and an ended job too', async () => {
  const one = await story();
  const offered = await offer(one, [work('10.00')], {
    quotedOn: civilDate('2026-01-05'),
    validUntil: civilDate('2026-01-31'),
  });
  await doAll(one, [changeTheJob('J1', { state: 'completed' })]);
  const { warnings } = await accept(one, offered);
  assert.deepEqual(
    warnings.map(({ code }) => code),
    ['quoteExpired', 'jobClosed'],
  );
});

test("a quote is valid for the firm's days unless it says otherwise, and taxed at the rates of its day", async () => {
  const one = await story();
  const tax = await database.inFirm(practice.firm.firmId, async (tx) => {
    const [row] = await tx.query<{ id: number }>(
      `insert into tax (firm_id, name) values ($1, $2) returning id`,
      [practice.firm.firmId, `GST ${practice.made}`],
    );
    await tx.query(
      `insert into tax_rate (firm_id, tax_id, effective_from, component, rate_millionths)
       values ($1, $2, '2020-01-01', 'GST', 125000), ($1, $2, '2026-03-01', 'GST', 150000)`,
      [practice.firm.firmId, row!.id],
    );
    return row!.id;
  });
  const offered = await offer(one, [work('100.00', { taxId: tax })]);
  assert.deepEqual([offered.quote.quotedOn, offered.quote.validUntil], ['2026-03-31', '2026-04-30']);
  assert.deepEqual(
    offered.taxes.map(({ component, rateMillionths, taxMinor }) => [component, rateMillionths, taxMinor]),
    [['GST', 150_000, 1_500n]],
  );
  const before = await offer(one, [work('100.00', { taxId: tax })], { quotedOn: civilDate('2026-02-28') });
  assert.equal(before.quote.taxMinor, 1_250n);
  const gross = await offer(one, [work('115.00', { taxId: tax })], { taxMode: 'inclusive' });
  assert.deepEqual([gross.quote.totalMinor, gross.quote.taxMinor], [10_000n, 1_500n]);
  const early = { quotedOn: civilDate('2019-12-31') };
  assert.deepEqual(
    refusedAs(
      await createQuote(contextIn(one), {
        clientId: await clientOf(one),
        name: 'Early',
        lines: [work('1.00'), work('1.00', { taxId: tax })],
        ...early,
      }),
    ),
    ['unknownTax lines[1].taxId'],
  );
});

test('a second quote either replaces the first, keeping what was invoiced, or adds to it', async () => {
  const one = await story();
  const first = (await accept(one, await offer(one, [work('5000.00')]))).document;
  accepted(await bill(one, 'deposit', { deposit: { amount: '2000.00' } }));
  const second = await offer(one, [work('6000.00')]);
  const refused = await tryAccepting(one, second);
  assert.deepEqual(refusedAs(refused), ['wrongState replaces']);
  assert.ok(!refused.ok && refused.refusals[0]!.detail.includes(first.quote.number!));
  assert.deepEqual(refusedAs(await tryAccepting(one, second, { adds: true, replaces: true })), [
    'invalidRequest adds',
  ]);
  await accept(one, second, { replaces: true });
  assert.equal(await figures(one), '-2000.00 / 4000.00');
  assert.deepEqual(
    await Promise.all([first, second].map(async (quote) => (await again(one, quote)).quote.state)),
    ['revised', 'accepted'],
  );
  const extra = (await accept(one, await offer(one, [work('300.00')]), { adds: true })).document;
  assert.ok(!extra.quote.isMaster);
  assert.equal(await figures(one), '-2000.00 / 4300.00');
});

test('as at the days before, a quote that was replaced still stands', async () => {
  const one = await story();
  const dated = { quotedOn: civilDate('2026-03-02') };
  await accept(one, await offer(one, [work('5000.00')], dated), { acceptedOn: civilDate('2026-03-05') });
  const second = await offer(one, [work('6000.00')], dated);
  assert.deepEqual(
    refusedAs(await tryAccepting(one, second, { replaces: true, acceptedOn: civilDate('2026-03-04') })),
    ['invalidDate acceptedOn'],
  );
  await accept(one, second, { replaces: true, acceptedOn: civilDate('2026-03-20') });
  const asAt = async (day: string) => {
    const [row] = await inFirm<{ minor: bigint }>(
      `select sum(case when debit = 11 then amount_minor else -amount_minor end)::bigint as minor
       from ledger_line where firm_id = $1 and job_id = $2 and effective_on <= $3`,
      [one.jobs.J1.jobId, day],
    );
    return row!.minor;
  };
  assert.deepEqual(await Promise.all(['2026-03-05', '2026-03-19', '2026-03-20'].map(asAt)), [
    500_000n,
    500_000n,
    600_000n,
  ]);
});

test('a revision takes the place of an offer when it is issued', async () => {
  const one = await story();
  const first = await offer(one, [work('100.00'), work('10.00', { isOption: true })]);
  const revision = await revise(one, first);
  assert.equal(revision.quote.revisesQuoteId, first.quote.id);
  assert.equal((await again(one, first)).quote.state, 'issued');
  const twice = await reviseQuote(contextIn(one), { id: first.quote.id, version: first.quote.version });
  assert.deepEqual(refusedAs(twice), ['conflict id']);
  const issued = await issue(one, revision);
  assert.equal((await again(one, first)).quote.state, 'revised');
  assert.notEqual(issued.quote.number, first.quote.number);
  const late = await tryAccepting(one, await again(one, first));
  assert.deepEqual(refusedAs(late), ['wrongState state']);
});

test('a quote that is revised while its job is billed by it stays until the revision is accepted', async () => {
  const one = await story();
  const first = (await accept(one, await offer(one, [work('1000.00')]))).document;
  const revision = await issue(one, await revise(one, first));
  assert.equal((await again(one, first)).quote.state, 'accepted');
  assert.equal(await figures(one), '0.00 / 1000.00');
  assert.deepEqual(refusedAs(await tryAccepting(one, revision)), ['wrongState replaces']);
  await accept(one, revision, { replaces: true });
  assert.equal((await again(one, first)).quote.state, 'revised');
  assert.equal(await figures(one), '0.00 / 1000.00');
});

test('a replaced quote takes its estimates with it; what became a real cost stays', async () => {
  const one = await story();
  const lines = (minutes: number, tiles: string) => [
    task('Design', minutes, '100.00', { taskId: practice.firm.taskId }),
    cost('Tiles', 1, tiles),
    cost('Crane', 1, '50.00'),
  ];
  const { document } = await accept(one, await offer(one, lines(300, '10.00')));
  const crane = { id: document.lines[2]!.costEntryId!, version: 1, actual: true };
  accepted(await changeCosts(contextIn(one), [crane]));
  await accept(one, await offer(one, lines(200, '12.00')), { replaces: true });
  assert.equal((await tasksOf(one.jobs.J1.jobId))[0]!.minutes, 200);
  const costs = await costsOf(one.jobs.J1.jobId);
  assert.deepEqual(
    costs.map(({ description, amount, deleted }) => `${description} ${amount}${deleted ? ' gone' : ''}`),
    ['Tiles 1000 gone', 'Crane 5000', 'Tiles 1200', 'Crane 5000'],
  );
});

test('the first quote says what tasks are estimated at, a variation adds, and taking it back takes off', async () => {
  const one = await story();
  const { jobId, jobTaskId } = one.jobs.J1;
  await inFirm('update job_task set estimated_minutes = 1000 where firm_id = $1 and id = $2', [jobTaskId]);
  const design = (minutes: number) => [task('Design', minutes, '100.00', { taskId: practice.firm.taskId })];
  await accept(one, await offer(one, design(600)));
  const estimate = async () => (await tasksOf(jobId))[0]!.minutes;
  assert.equal(await estimate(), 600);
  const { document } = await accept(one, await offer(one, design(60)), { adds: true });
  assert.equal(await estimate(), 660);
  const { id, version } = document.quote;
  accepted(await undoAcceptance(contextIn(one), { id, version }));
  assert.equal(await estimate(), 600);
  assert.equal(await figures(one), '0.00 / 1000.00');
});

test('an acceptance is taken back while nothing is invoiced, and not the master before what adds to it', async () => {
  const one = await story();
  const first = (await accept(one, await offer(one, [work('500.00')]))).document;
  const extra = (await accept(one, await offer(one, [work('50.00')]), { adds: true })).document;
  const takeBack = async (document: typeof first) => {
    const { quote } = await again(one, document);
    return undoAcceptance(contextIn(one), { id: quote.id, version: quote.version });
  };
  assert.deepEqual(refusedAs(await takeBack(first)), ['conflict id']);
  const deposit = accepted(await bill(one, 'deposit', { deposit: { amount: '100.00' } }));
  accepted(await takeBack(extra));
  assert.deepEqual(refusedAs(await takeBack(first)), ['alreadyBilled id']);
  await cancelled(one, deposit);
  const back = accepted(await takeBack(first));
  assert.deepEqual([back.quote.state, back.quote.isMaster, back.uninvoicedMinor], ['issued', false, null]);
  assert.equal(await figures(one), '0.00 / 0.00');
  await accept(one, back);
  assert.equal(await figures(one), '0.00 / 500.00');
});

test('a variation whose line is invoiced is not taken back', async () => {
  const one = await story();
  await accept(one, await offer(one, [work('500.00')]));
  const extra = (await accept(one, await offer(one, [work('50.00')]), { adds: true })).document;
  const claims = [{ quoteLineId: extra.lines[0]!.id, amount: '20.00' }];
  accepted(await bill(one, 'quoted', { claims }));
  const { id, version } = extra.quote;
  assert.deepEqual(refusedAs(await undoAcceptance(contextIn(one), { id, version })), ['alreadyBilled id']);
});

test('a quote is declined with a reason, and revised from there', async () => {
  const one = await story();
  const { quote } = await offer(one, [work('10.00')], { quotedOn: civilDate('2026-03-10') });
  const decline = (declinedOn: string) =>
    declineQuote(contextIn(one), {
      id: quote.id,
      version: quote.version,
      declinedOn: civilDate(declinedOn),
      reason: 'Too dear',
    });
  assert.deepEqual(refusedAs(await decline('2026-03-09')), ['invalidDate declinedOn']);
  assert.deepEqual(refusedAs(await decline('2026-04-01')), ['futureDate declinedOn']);
  const declined = accepted(await decline('2026-03-12'));
  assert.deepEqual([declined.quote.state, declined.quote.declineReason], ['declined', 'Too dear']);
  await issue(one, await revise(one, declined));
  assert.equal((await again(one, declined)).quote.state, 'revised');
});

test('an accepted quote is not archived; a duplicate is a new draft with what was typed', async () => {
  const one = await story();
  const lines = [task('A', 60, '100.00'), work('40.00', { isOption: true })];
  const { document } = await accept(one, await offer(one, lines, { pricing: 'fixed', fixedTotal: '77.00' }));
  const { id, version } = document.quote;
  assert.deepEqual(refusedAs(await archiveQuote(contextIn(one), { id, version })), ['wrongState state']);
  const copy = accepted(await duplicateQuote(contextIn(one), id));
  assert.deepEqual(
    [copy.quote.state, copy.quote.number, copy.quote.revisesQuoteId, copy.quote.fixedTotalMinor],
    ['draft', null, null, 7_700n],
  );
  assert.deepEqual(
    copy.lines.map((line) => [line.typedMinor, line.amountMinor, line.jobTaskId]),
    [
      [10_000n, 7_700n, null],
      [4_000n, 4_000n, null],
    ],
  );
});

test('time may be recorded on what was quoted, and moves net WIP alone', async () => {
  const one = await story();
  const { document } = await accept(one, await offer(one, [task('Design', 60, '100.00')]), { newJob: {} });
  const [line] = document.lines;
  accepted(
    await recordTimeEntries(contextIn(one), [
      {
        jobId: document.quote.jobId!,
        jobTaskId: line!.jobTaskId!,
        staffId: practice.staff.A,
        workedOn: civilDate('2026-03-10'),
        minutes: 60,
      },
    ]),
  );
  assert.equal(await figures(one, document.quote.jobId!), '150.00 / 100.00');
});

test('after all of it, what is kept equals what the ledger says', async () => {
  assert.deepEqual(await verifyFirm(database, practice.firm.firmId), []);
});
