import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readUnsettled } from '#store/imports/tie-outs.ts';
import { testDatabase } from '#store/testing/database.ts';
import { undoWipAction } from '../wip/undo-action.ts';
import { applyImport } from './apply-import.ts';
import { fileFromText } from './formats/files.ts';
import { readImportDetails, readTieOut } from './read-imports.ts';
import { assignInvoice, listUnmatchedInvoices } from './unmatched-invoices.ts';
import { importing, stoppingAfter, type Importing } from './testing/importing.ts';
import { inventedFirm, linesOf, taskLine } from './testing/invented-firm.ts';

const { database } = await testDatabase();
async function tieOutOf(firm: Importing, importId: number) {
  const page = await readTieOut(firm.context, importId, { onlyDifferences: false, after: null, limit: 100 });
  assert.ok(page.ok);
  return page.value.jobs.map((job) => ({
    job: job.jobNumber,
    difference: Number(job.differenceMinor) / 100,
    reasons: job.reasons.map(({ code }) => code),
    action: job.wipActionId,
  }));
}

test("a job ties to the source's estimated billings, or the difference is named", async () => {
  const invented = inventedFirm();
  invented.job('W1', { estimatedBillings: 300 });
  invented.time('W1', 'ana', 2);
  invented.job('W2', { estimatedBillings: 0 });
  invented.time('W2', 'ana', 2);
  invented.job('W3', { estimatedBillings: 500 });
  invented.time('W3', 'ben', 1);
  invented.job('W4', { estimatedBillings: 900, quotes: [] });
  invented.quote('W4', 1000);
  invented.invoice('I4', {
    mode: 'quoted',
    amountExTax: 100,
    jobs: [linesOf('W4', [taskLine('W4', 100, [])])],
  });
  const firm = await importing(database);
  const batch = await firm.run(invented.files());
  assert.deepEqual(await tieOutOf(firm, batch.id), [
    { job: 'W1', difference: 0, reasons: [], action: null },
    { job: 'W2', difference: -300, reasons: ['washedUp'], action: null },
    { job: 'W3', difference: 400, reasons: ['notTold'], action: null },
    { job: 'W4', difference: 0, reasons: ['uninvoicedQuote'], action: null },
  ]);
});

test('an opening adjustment brings a job to the figure of the source, and undoing it brings it back', async () => {
  const invented = inventedFirm();
  invented.job('W1', { estimatedBillings: 100 });
  invented.time('W1', 'ana', 2);
  invented.time('W1', 'ben', 3);
  invented.job('W2', { estimatedBillings: 250 });
  invented.job('W3', { estimatedBillings: -50 });
  invented.time('W3', 'ben', 1);
  invented.job('W4', { estimatedBillings: 160 });
  invented.time('W4', 'ana', 1);
  const firm = await importing(database);
  const batch = await firm.run(invented.files(), { adjust: true });
  const kinds = async (job: string) =>
    (await firm.ledger(job)).map((line) => line.slice(11)).filter((line) => !line.startsWith('time'));
  assert.deepEqual(await kinds('W1'), ['written off -250.00', 'written off -250.00']);
  assert.deepEqual(await kinds('W2'), ['cost 0.00', 'written on 250.00']);
  assert.deepEqual(await kinds('W3'), ['written off -100.00', 'interim -50.00']);
  assert.deepEqual(await kinds('W4'), ['written on 10.00']);
  assert.deepEqual(
    [await firm.netWip('W1'), await firm.netWip('W2'), await firm.netWip('W3')],
    ['100.00', '250.00', '-50.00'],
  );
  assert.deepEqual(await firm.verify(), []);
  const actions = (await tieOutOf(firm, batch.id)).map(({ action }) => action!);
  for (const wipActionId of actions) {
    const undone = await undoWipAction(firm.context, { wipActionId });
    assert.ok(undone.ok);
  }
  assert.deepEqual(
    [await firm.netWip('W1'), await firm.netWip('W2'), await firm.netWip('W3')],
    ['600.00', '0.00', '100.00'],
  );
  assert.deepEqual(await firm.verify(), []);
  const unsettled = await database.inFirm(firm.firm.firmId, (tx) => readUnsettled(tx, batch.id, 10));
  assert.equal(unsettled.length, 4);
});

test('only the report of unbilled WIP: jobs are made of it and their balances brought in', async () => {
  const report = fileFromText(
    'unbilled.csv',
    'Job Summary,Ledger Type,Client Name,Staff,Billable,Billable Value,Time Notes\n' +
      'J000777 - Brochure,Time,Kauri,Jun,Yes,225.00,\nJ000777 - Brochure,Cost,Kauri,,Yes,30.00,\n',
  );
  const firm = await importing(database);
  await firm.run([report], { adjust: true });
  assert.equal(await firm.netWip('J000777'), '255.00');
  await firm.run([report], { adjust: true });
  assert.equal(await firm.netWip('J000777'), '255.00');
});

test('an invoice without a job waits without effect until somebody assigns it', async () => {
  const invented = inventedFirm();
  invented.job('W1');
  invented.invoice('LOST', { amountExTax: 500, jobs: [], description: 'Retainer' });
  invented.invoice('ASIDE', { amountExTax: 70, jobs: [], description: 'Other' });
  invented.invoice('NAMED', { amountExTax: 40, jobs: [], description: 'Deposit for W1' });
  const firm = await importing(database);
  await firm.run(invented.files());
  assert.equal(await firm.netWip('W1'), '-40.00');
  const listed = await listUnmatchedInvoices(firm.context, { waiting: true, afterId: 0, limit: 10 });
  assert.ok(listed.ok);
  const [lost, aside] = listed.value;
  assert.deepEqual([lost?.number, aside?.number, listed.value.length], ['LOST', 'ASIDE', 2]);
  const jobId = await jobIdOf(firm, 'W1');
  const assigned = await assignInvoice(firm.context, { invoiceId: lost!.id, jobId });
  assert.ok(assigned.ok);
  assert.equal(await firm.netWip('W1'), '-540.00');
  assert.ok((await assignInvoice(firm.context, { invoiceId: aside!.id, jobId: null })).ok);
  assert.equal(await firm.netWip('W1'), '-540.00');
  const twice = await assignInvoice(firm.context, { invoiceId: lost!.id, jobId });
  assert.equal(twice.ok, false);
});

test('an import that was stopped anywhere goes on, and ends as if it had not been', async () => {
  const make = () => {
    const invented = inventedFirm();
    for (const job of ['W1', 'W2', 'W3']) {
      invented.job(job, { estimatedBillings: 0 });
      const entry = invented.time(job, 'ana', 2);
      invented.cost(job, 1, 50);
      invented.invoice(`I-${job}`, {
        amountExTax: 300,
        jobs: [linesOf(job, [taskLine(job, 300, [[entry, 'Yes', 2, 150]])])],
      });
      invented.payment(`I-${job}`, 345, '2024-07-20');
    }
    invented.quote('W3', 1000);
    return invented.files();
  };
  const whole = await importing(database);
  await whole.run(make());
  const expected = [await whole.ledger('W1'), await whole.ledger('W2'), await whole.ledger('W3')];

  const stopped = await importing(database);
  const batch = await stopped.read(make());
  let stops = 0;
  for (let allowed = 1; ; allowed += 1) {
    const context = { ...stopped.context, database: stoppingAfter(database, allowed) };
    const applied = await applyImport(context, batch.id, { confirm: true }).catch((error: Error) => error);
    if (!(applied instanceof Error)) break;
    assert.match(applied.message, /stopped/);
    stops += 1;
  }
  assert.ok(stops >= 5, `${stops} stops`);
  assert.deepEqual(
    [await stopped.ledger('W1'), await stopped.ledger('W2'), await stopped.ledger('W3')],
    expected,
  );
  for (const table of [
    'time_entry',
    'cost_entry',
    'invoice',
    'payment',
    'quote',
    'job',
    'staff',
    'import_tie_out',
  ]) {
    assert.equal(await stopped.count(table), await whole.count(table), table);
  }
  const details = await readImportDetails(stopped.context, batch.id);
  assert.ok(details.ok && details.value.batch.state === 'applied');
  assert.equal(details.value.batch.counts['timeEntry']?.created, 3);
  assert.equal(await stopped.count('import_record'), 0);
  assert.deepEqual(await stopped.verify(), []);
});

test('what changed in the source since is brought up to date where nothing hangs on it, else named', async () => {
  const invented = (hours: number, more: { name?: string; budget?: number }) => {
    const made = inventedFirm();
    made.job('W1', more);
    const billed = made.time('W1', 'ana', hours);
    made.time('W1', 'ben', hours);
    made.cost('W1', hours, 10);
    made.invoice('I1', {
      amountExTax: 300,
      jobs: [linesOf('W1', [taskLine('W1', 300, [[billed, 'Yes', 2, 150]])])],
    });
    return made.files();
  };
  const firm = await importing(database);
  await firm.run(invented(2, { name: 'Old name' }));
  assert.equal(await firm.netWip('W1'), '220.00');
  const again = await firm.run(invented(3, { name: 'New name' }));
  assert.equal(await firm.netWip('W1'), '330.00');
  assert.deepEqual(again.counts['timeEntry'], { read: 2, changed: 1 });
  const problems = await firm.problems(again.id);
  assert.deepEqual(
    problems.map(({ severity, code }) => `${severity} ${code}`),
    ['difference alreadyBilled'],
  );
  const name = await database.inFirm(firm.firm.firmId, (tx) =>
    tx.query<{ name: string }>(`select name from job where firm_id = $1 and number = 'W1'`, [tx.firmId]),
  );
  assert.equal(name[0]?.name, 'New name');
});

test('a draft that was approved since has its effect; an approved invoice that was cancelled is reversed', async () => {
  const files = (status: string) => {
    const made = inventedFirm();
    made.job('W1');
    const entry = made.time('W1', 'ana', 2);
    made.invoice('I1', {
      status,
      amountExTax: 300,
      jobs: [linesOf('W1', [taskLine('W1', 300, [[entry, 'Yes', 2, 150]])])],
    });
    return made.files();
  };
  const firm = await importing(database);
  await firm.run(files('draft'));
  assert.equal(await firm.netWip('W1'), '300.00');
  await firm.run(files('approved'));
  assert.equal(await firm.netWip('W1'), '0.00');
  await firm.run(files('cancelled'));
  assert.equal(await firm.netWip('W1'), '300.00');
  assert.equal(await firm.count('invoice'), 1);
  assert.deepEqual(await firm.verify(), []);
});

async function jobIdOf(firm: Importing, number: string): Promise<number> {
  const [row] = await database.inFirm(firm.firm.firmId, (tx) =>
    tx.query<{ id: number }>('select id from job where firm_id = $1 and number = $2', [tx.firmId, number]),
  );
  return row!.id;
}
