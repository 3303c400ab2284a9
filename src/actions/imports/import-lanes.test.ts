import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readImport } from '#store/imports/batches.ts';
import { testDatabase } from '#store/testing/database.ts';
import { applyImport } from './apply-import.ts';
import { importing, stoppingAfter, type Importing } from './testing/importing.ts';
import { inventedFirm, linesOf, taskLine } from './testing/invented-firm.ts';

const { database } = await testDatabase();

const jobs = ['W1', 'W2', 'W3', 'W4', 'W5'];
const entries = 60;
/** Pages on which the jobs are mixed, and an end that fills no page. */
const entriesPerPage = 7;

/** Entries that can be told apart by their hours, each job's spread over all of the file. */
function files(more: { movedTo?: string; hours?: number } = {}) {
  const invented = inventedFirm();
  for (const job of jobs) invented.job(job);
  for (let place = 0; place < entries; place += 1) {
    const job = jobs[(place * 3) % jobs.length]!;
    const isMoved = place === 20 && more.movedTo !== undefined;
    const on = isMoved ? { job: { uuid: more.movedTo, jobNumber: more.movedTo } } : {};
    const task = isMoved ? { jobTask: { uuid: `${more.movedTo}-task`, name: 'Design' } } : {};
    const hours = place === 41 && more.hours !== undefined ? more.hours : 1 + place / 4;
    const id = invented.time(job, place % 2 === 0 ? 'ana' : 'ben', hours, { ...on, ...task });
    if (place !== 1) continue;
    const line = taskLine(job, 100, [[id, 'Yes', 1, 100]]);
    invented.invoice('I1', { amountExTax: 100, jobs: [linesOf(job, [line])] });
  }
  return invented.files();
}

async function ledgers(firm: Importing): Promise<string[][]> {
  return Promise.all(jobs.map((job) => firm.ledger(job)));
}

async function countsOf(firm: Importing, importId: number) {
  const batch = await database.inFirm(firm.firm.firmId, (tx) => readImport(tx, importId));
  assert.deepEqual(batch!.lanes, []);
  return batch!.counts['timeEntry'];
}

test('time on two connections stands in each job as it does from one page, in the order of the files', async () => {
  const onePage = await importing(database);
  await onePage.run(files());
  const pages = await importing(database);
  const batch = await pages.run(files(), { entriesPerPage });
  const expected = await ledgers(onePage);
  assert.deepEqual(await ledgers(pages), expected);
  const hours = expected[0]!.filter((line) => line.includes(' time '));
  assert.equal(hours.length, entries / jobs.length);
  assert.deepEqual(await countsOf(pages, batch.id), { read: entries, created: entries });
  assert.deepEqual(await pages.verify(), []);
});

test('stopped at any transaction, on whichever connection, it ends as if it had not been', async () => {
  const whole = await importing(database);
  await whole.run(files(), { entriesPerPage });
  const expected = await ledgers(whole);
  const stopped = await importing(database);
  const batch = await stopped.read(files());
  const ahead = [0, 0];
  let stops = 0;
  for (; ; stops += 1) {
    const which = stops % 2 === 0 ? 'all' : 'onlyNext';
    const context = { ...stopped.context, database: stoppingAfter(database, 7 + (stops % 3), which) };
    const applied = await applyImport(context, batch.id, { confirm: true, entriesPerPage }).catch(
      (error: Error) => error,
    );
    if (!(applied instanceof Error)) break;
    assert.match(applied.message, /stopped/);
    const { lanes } = (await database.inFirm(stopped.firm.firmId, (tx) => readImport(tx, batch.id)))!;
    const [first = 0, second = 0] = lanes.map(({ place }) => place);
    if (first !== second) ahead[first > second ? 0 : 1]! += 1;
    assert.ok(stops < 200);
  }
  assert.ok(ahead[0]! > 0 && ahead[1]! > 0, `each lane was ahead once at least: ${ahead.join(', ')}`);
  assert.deepEqual(await ledgers(stopped), expected);
  assert.equal(await stopped.count('time_entry'), entries);
  assert.equal(await stopped.count('journal'), await whole.count('journal'));
  assert.deepEqual(await countsOf(stopped, batch.id), { read: entries, created: entries });
  assert.deepEqual(await stopped.verify(), []);
});

test('an entry that moved to a job of the other connection is moved, and stops change nothing about it', async () => {
  const firm = await importing(database);
  await firm.run(files());
  const batch = await firm.read(files({ movedTo: 'W2', hours: 5 }));
  for (let stops = 0; ; stops += 1) {
    const context = { ...firm.context, database: stoppingAfter(database, 4 + (stops % 9)) };
    const applied = await applyImport(context, batch.id, { confirm: true, entriesPerPage }).catch(
      (error: Error) => error,
    );
    if (!(applied instanceof Error)) break;
    assert.match(applied.message, /stopped/);
    assert.ok(stops < 200);
  }
  const anew = await importing(database);
  await anew.run(files({ movedTo: 'W2', hours: 5 }));
  const nets = (one: Importing) => Promise.all(jobs.map((job) => one.netWip(job)));
  assert.deepEqual(await nets(firm), await nets(anew));
  assert.deepEqual(await countsOf(firm, batch.id), { read: entries, unchanged: entries - 2, changed: 2 });
  assert.deepEqual(await firm.verify(), []);
});
