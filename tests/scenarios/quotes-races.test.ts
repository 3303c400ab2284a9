// Quotes when several people are at it at once, when periods are locked, and for jobs that they are not for.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createQuote } from '#actions/quotes/create-quote.ts';
import { issueQuote } from '#actions/quotes/issue-quote.ts';
import { undoAcceptance } from '#actions/quotes/undo-acceptance.ts';
import { accepted, refusedAs } from '#actions/testing/practice.ts';
import { civilDate } from '#core/calendar/civil-date.ts';
import { verifyFirm } from '#store/ledger/verify.ts';
import { testDatabase } from '#store/testing/database.ts';
import { clientOf } from './invoice-steps.ts';
import { accept, bill, contextIn, cost, draw, figures, offer, tryAccepting, work } from './quotes.ts';
import { changeTheJob, doAll, lockThrough, newStory, openPractice } from './story.ts';

const { database } = await testDatabase();
const practice = await openPractice(database);
const story = () => newStory(practice);
const inFirm = <Row extends object>(sql: string, params: unknown[]) =>
  database.inFirm(practice.firm.firmId, (tx) => tx.query<Row>(sql, [practice.firm.firmId, ...params]));

function costsOf(jobId: number) {
  return inFirm<{ description: string; amount: bigint; actual: boolean; deleted: boolean }>(
    `select description, amount_minor as amount, actual, deleted from cost_entry
     where firm_id = $1 and job_id = $2 order by id`,
    [jobId],
  );
}

test('numbers of quotes have no gaps, whoever issues at the same moment and whatever is refused between', async () => {
  const one = await story();
  const drafts = await Promise.all(Array.from({ length: 12 }, () => draw(one, [work('1.00')])));
  const empty = await draw(one, [{ kind: 'text', description: 'Nothing yet' }]);
  const issuing = drafts.flatMap(({ quote }) => [
    issueQuote(contextIn(one), { id: quote.id, version: quote.version }),
    issueQuote(contextIn(one), { id: empty.quote.id, version: empty.quote.version }),
  ]);
  const results = await Promise.all(issuing);
  const numbers = results.flatMap((result) => (result.ok ? [result.value.quote.number!] : []));
  assert.equal(new Set(numbers).size, 12);
  const values = await inFirm<{ value: bigint }>(
    'select series_value as value from quote where firm_id = $1 and series_value is not null order by 1',
    [],
  );
  assert.deepEqual(
    values.map(({ value }) => value),
    values.map((_, index) => BigInt(index + 1)),
  );
  assert.deepEqual(refusedAs(results[1]!), ['invalidRequest lines']);
});

test('a quote that is issued twice at once is issued once', async () => {
  const one = await story();
  const { quote } = await draw(one, [work('1.00')]);
  const results = await Promise.all(
    [1, 2, 3].map(() => issueQuote(contextIn(one), { id: quote.id, version: quote.version })),
  );
  assert.equal(results.filter((result) => result.ok).length, 1);
  assert.ok(results.every((result) => result.ok || refusedAs(result)[0] === 'wrongState state'));
});

test('a quote that is accepted twice at once is accepted once', async () => {
  const one = await story();
  for (let round = 0; round < 4; round += 1) {
    const offered = await offer(one, [work('100.00'), cost('Tiles', 1, '20.00')]);
    const results = await Promise.all(
      [1, 2, 3].map(() => tryAccepting(one, offered, { newJob: { name: 'Once' } })),
    );
    const done = results.filter((result) => result.ok);
    assert.equal(done.length, 1);
    const jobId = done[0]!.ok ? done[0]!.value.document.quote.jobId! : 0;
    assert.equal(await figures(one, jobId), '0.00 / 120.00');
    assert.equal((await costsOf(jobId)).length, 1);
    assert.ok(results.every((result) => result.ok || refusedAs(result)[0] === 'wrongState state'));
  }
});

test('of two quotes accepted for one empty job at once, one becomes its master quote', async () => {
  for (let round = 0; round < 4; round += 1) {
    const one = await story();
    const offers = [await offer(one, [work('100.00')]), await offer(one, [work('200.00')])];
    const results = await Promise.all(offers.map((offered) => tryAccepting(one, offered)));
    assert.equal(results.filter((result) => result.ok).length, 1);
    const refused = results.find((result) => !result.ok)!;
    // Whoever waited, or came just after.
    assert.match(refusedAs(refused).join(), /^(conflict jobId|wrongState replaces)$/);
    const total = results[0]!.ok ? '100.00' : '200.00';
    assert.equal(await figures(one), `0.00 / ${total}`);
  }
});

test('taking back races an invoice: one of the two is refused', async () => {
  for (let round = 0; round < 4; round += 1) {
    const one = await story();
    const { quote } = (await accept(one, await offer(one, [work('500.00')]))).document;
    const [back, deposit] = await Promise.all([
      undoAcceptance(contextIn(one), { id: quote.id, version: quote.version }),
      bill(one, 'deposit', { deposit: { amount: '100.00' } }),
    ]);
    if (back.ok && deposit.ok) assert.match(await figures(one), /^-100\.00 \/ 0\.00$/);
    else assert.ok(back.ok || refusedAs(back)[0] === 'alreadyBilled id');
    assert.match(await figures(one), /^(0\.00 \/ 0\.00|-100\.00 \/ (0|400)\.00)$/);
  }
});

test('nothing is accepted into a locked period, and the undo of what is locked takes the first open day', async () => {
  const one = await story();
  const dated = { quotedOn: civilDate('2026-03-01') };
  const offered = await offer(one, [work('70.00')], dated);
  const { document } = await accept(one, await offer(one, [work('30.00')], dated), {
    acceptedOn: civilDate('2026-03-10'),
  });
  await doAll(one, [lockThrough('2026-03-20')]);
  try {
    const late = { acceptedOn: civilDate('2026-03-20'), adds: true };
    assert.deepEqual(refusedAs(await tryAccepting(one, offered, late)), ['lockedDate acceptedOn']);
    const { id, version } = document.quote;
    accepted(await undoAcceptance(contextIn(one), { id, version }));
    const [row] = await inFirm<{ on: string }>(
      'select max(effective_on) as on from ledger_line where firm_id = $1 and job_id = $2 and kind = 10',
      [one.jobs.J1.jobId],
    );
    assert.equal(row!.on, '2026-03-21');
  } finally {
    await doAll(one, [lockThrough(null)]);
  }
});

test('a lock set while quotes are accepted stops them or comes after them, and never between', async () => {
  const one = await story();
  const offers = await Promise.all(
    Array.from({ length: 6 }, () => offer(one, [work('10.00')], { quotedOn: civilDate('2026-03-01') })),
  );
  try {
    const on = civilDate('2026-03-15');
    const [, ...results] = await Promise.all([
      doAll(one, [lockThrough('2026-03-20')]),
      ...offers.map((offered) => tryAccepting(one, offered, { newJob: { name: 'Raced' }, acceptedOn: on })),
    ]);
    for (const result of results) {
      if (result.ok) continue;
      assert.match(refusedAs(result)[0]!, /^lockedDate/);
    }
  } finally {
    await doAll(one, [lockThrough(null)]);
  }
});

test('a job of another client, another currency, or one that accrues no WIP is refused', async () => {
  const [one, other] = [await story(), await story()];
  const offered = await offer(one, [work('10.00')]);
  const elsewhere = { jobId: other.jobs.J1.jobId };
  assert.deepEqual(refusedAs(await tryAccepting(one, offered, elsewhere)), ['conflict jobId']);
  await inFirm(`update job set currency = 'AUD' where firm_id = $1 and id = $2`, [one.jobs.J2.jobId]);
  const foreign = { jobId: one.jobs.J2.jobId };
  assert.deepEqual(refusedAs(await tryAccepting(one, offered, foreign)), ['currencyMismatch jobId']);
  await doAll(one, [changeTheJob('J3', { excluded: true })]);
  const excluded = { jobId: one.jobs.J3.jobId };
  assert.deepEqual(refusedAs(await tryAccepting(one, offered, excluded)), ['excludedFromBilling']);
  assert.deepEqual(refusedAs(await tryAccepting(one, offered, { jobId: 999_999 })), ['unknownJob jobId']);
  const drafted = await createQuote(contextIn(one), {
    clientId: await clientOf(one),
    jobId: other.jobs.J1.jobId,
    name: 'Elsewhere',
    lines: [],
  });
  assert.deepEqual(refusedAs(drafted), ['conflict jobId']);
});

test('a quote whose client changed its currency is neither issued nor accepted', async () => {
  const one = await story();
  const clientId = await database.inFirm(practice.firm.firmId, async (tx) => {
    const [row] = await tx.query<{ id: number }>(
      `insert into client (firm_id, name, currency) values ($1, 'Harbour', 'NZD') returning id`,
      [practice.firm.firmId],
    );
    return row!.id;
  });
  const issued = await offer(one, [work('10.00')], { clientId });
  const draft = await draw(one, [work('10.00')], { clientId });
  await inFirm(`update client set currency = 'AUD' where firm_id = $1 and id = $2`, [clientId]);
  const { id, version } = draft.quote;
  assert.deepEqual(refusedAs(await issueQuote(contextIn(one), { id, version })), [
    'currencyMismatch currency',
  ]);
  assert.deepEqual(refusedAs(await tryAccepting(one, issued, { newJob: {} })), ['currencyMismatch currency']);
});

test('after all of it, what is kept equals what the ledger says', async () => {
  assert.deepEqual(await verifyFirm(database, practice.firm.firmId), []);
});
