// A billing run from its rehearsal to its end, and back: what was rehearsed is what is invoiced, nothing stops it, and all
// of it can be undone.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runBillingChunk } from '#actions/billing-runs/run-chunk.ts';
import type { Answer } from './testing.ts';
import { openMonth } from './billing-run-month.ts';

test('what was rehearsed is what the invoices come to, numbered in their order', async () => {
  const { owner, run, made, verified, jobOf, worked, jobs } = await openMonth(8);
  const reason = await made('/adjustment-reasons', { name: 'Too small to bill' });
  const small = await jobOf(jobs[0]!.clientId, 'Phone call');
  await worked(small, 6);
  const treatment = { writeOffBelow: '20.00', writeOffReasonId: reason.id };
  // The second bills the young work that the first has carried.
  for (const [rules, units] of [
    [{ grouping: 'client', treatment: { ...treatment, carryYoungerThanDays: 5 } }, 4],
    [{ grouping: 'job', treatment }, 8],
  ] as const) {
    const rehearsed = await run.rehearsed(rules);
    assert.deepEqual([rehearsed.units, rehearsed.progress.work], [units, null]);
    await run.started(rehearsed);
    const done = await run.finished(rehearsed);
    assert.equal(done.state, 'done');
    const [totals] = rehearsed.totals;
    const { progress } = done;
    assert.deepEqual([progress.units.billed, progress.units.parked, progress.left], [units, 0, 0]);
    assert.equal(progress.writeOffs.writtenOff, totals.toWriteOff);
    assert.deepEqual(progress.invoiced, [
      { currency: 'NZD', invoices: units, total: totals.total, tax: totals.tax },
    ]);
    const numbers: string[] = [];
    for (const unit of await run.units(rehearsed.id)) {
      const invoice = (await owner.get(`/invoices/${unit.invoiceId}`)).body;
      assert.deepEqual([invoice.total, invoice.tax], [unit.total, unit.tax]);
      numbers.push(invoice.number);
    }
    assert.deepEqual(numbers, numbers.toSorted());
    assert.equal(new Set(numbers).size, units);
    await verified();
  }
});

test('two runs of the same work at once bill each item once', async () => {
  const { run, office, api, verified } = await openMonth(6);
  const first = await run.rehearsed({ grouping: 'job' });
  const second = await run.rehearsed({ grouping: 'client' });
  await run.started(first);
  await run.started(second);
  const { firmId } = api.firm;
  const chunks = [first, second].map(async ({ id }) => {
    for (let chunk = 0; chunk < 12; chunk += 1) {
      await runBillingChunk(office, { firmId, id: Number(id) }, { parts: 1 });
    }
  });
  await Promise.all(chunks);
  const [one, other] = [await run.finished(first), await run.finished(second)];
  const billed = [one, other].flatMap(({ progress }) => progress.invoiced);
  const totalOf = (rows: Answer['body'][]) => rows.reduce((sum, { total }) => sum + Number(total), 0);
  // A client of whose jobs one was billed elsewhere is parked: it is not what was rehearsed.
  const parked = (await run.units(second.id)).filter(({ state }) => state === 'parked');
  for (const { refusals } of parked) assert.equal(refusals[0].code, 'previewOutdated');
  const doubled = await api.database.inFirm(firmId, (tx) =>
    tx.query(
      `select e.item_id from invoice_effect e join invoice i on i.firm_id = e.firm_id and i.id = e.invoice_id
       where e.firm_id = $1 and i.status = 'approved' and e.item_id is not null group by 1 having count(*) > 1`,
      [firmId],
    ),
  );
  assert.deepEqual(doubled, []);
  assert.equal(totalOf(billed), Number(first.totals[0].total));
  await verified();
});

test('a run pauses, goes on and is cancelled, and what was not begun stays', async () => {
  const { run, owner, office, api, verified } = await openMonth(6);
  const planned = await run.rehearsed();
  const subject = { firmId: api.firm.firmId, id: Number(planned.id) };
  const { id } = planned;
  const pause = () => owner.post(`/billing-runs/${id}/pause`);
  const resume = () => owner.post(`/billing-runs/${id}/resumption`);
  const cancel = () => owner.post(`/billing-runs/${id}/cancellation`);
  const early = await pause();
  assert.equal(early.status, 409, early.text);
  await run.started(planned);
  await runBillingChunk(office, subject, { parts: 2 });
  const paused = (await pause()).body;
  assert.deepEqual([paused.state, paused.progress.units.billed, paused.progress.left], ['paused', 2, 4]);
  await runBillingChunk(office, subject, { parts: 2 });
  assert.equal((await run.read(planned.id)).progress.units.billed, 2);
  assert.equal((await resume()).body.state, 'running');
  await runBillingChunk(office, subject, { parts: 2 });
  const cancelled = (await cancel()).body;
  assert.deepEqual([cancelled.state, cancelled.progress.units.billed], ['cancelled', 4]);
  assert.equal(cancelled.progress.units.planned, 2);
  await runBillingChunk(office, subject, { parts: 2 });
  assert.equal((await run.read(planned.id)).progress.units.billed, 4);
  const stale = await owner.post(`/billing-runs/${planned.id}/start`, {}, { 'if-match': '"1"' });
  assert.equal(stale.body.code, 'staleVersion');
  await verified();
});

test('whoever repeats a start or an undoing gets the first answer, however far the run is by then', async () => {
  const { owner, run } = await openMonth(3);
  const planned = await run.rehearsed();
  const path = `/billing-runs/${planned.id}`;
  const keys = { start: { 'idempotency-key': 'start-it' }, undo: { 'idempotency-key': 'undo-it' } };
  const start = () => owner.post(`${path}/start`, {}, { ...keys.start, 'if-match': `"${planned.version}"` });
  const undo = () => owner.post(`${path}/undoing`, { reason: 'Once more' }, keys.undo);
  const started = await start();
  assert.deepEqual([started.status, started.body.state, started.body.progress.left], [202, 'running', 3]);
  assert.equal((await run.finished(planned)).state, 'done');
  assert.deepEqual(await start().then(({ status, body }) => [status, body]), [202, started.body]);
  const undoing = await undo();
  assert.equal(undoing.body.progress.work, 'undo');
  await run.finished(planned);
  assert.deepEqual((await undo()).body, undoing.body);
  assert.deepEqual((await start()).body, started.body);
});

test('what has changed is parked with its reason and stops nobody; then it is billed as it is', async () => {
  const { run, worked, jobs, verified } = await openMonth(5);
  const planned = await run.rehearsed();
  await worked(jobs[1]!, 30);
  // After the cut-off, so none of this run's business.
  await worked(jobs[2]!, 30, '2026-04-01');
  await run.started(planned);
  const done = await run.finished(planned, 100);
  assert.deepEqual([done.progress.units.billed, done.progress.units.parked], [4, 1]);
  const [parked] = (await run.units(planned.id)).filter(({ state }) => state === 'parked');
  assert.deepEqual(
    parked.refusals.map(({ code, accepted }: Answer['body']) => [code, accepted]),
    [['previewOutdated', `${parked.total} and tax ${parked.tax}, as rehearsed`]],
  );
  await run.started(done, { whenChanged: 'bill' });
  const again = await run.finished(planned);
  assert.deepEqual([again.progress.units.billed, again.progress.units.parked], [5, 0]);
  const [total] = again.progress.invoiced;
  assert.equal(Number(total.total), Number(planned.totals[0].total) + 75);
  await verified();
});

test('an invoice that fails in an unforeseen way is parked too', async () => {
  const { run, api, jobs, faults, verified } = await openMonth(5);
  const planned = await run.rehearsed();
  await run.started(planned);
  await api.database.pool.query(
    `create function fail() returns trigger language plpgsql as $$ begin raise 'A defect'; end $$;
     create trigger fail before insert on invoice for each row when (new.client_id = ${Number(jobs[2]!.clientId)})
       execute function fail()`,
  );
  const done = await run.finished(planned, 100);
  assert.deepEqual([done.progress.units.billed, done.progress.units.parked], [3, 2]);
  const parked = (await run.units(planned.id)).filter(({ state }) => state === 'parked');
  for (const { place, refusals } of parked) {
    assert.match(refusals[0].detail, /^The program failed at it, and left it as it was\./);
    assert.equal(refusals[0].value, `run-${planned.id}-invoice-${place}`);
    assert.doesNotMatch(refusals[0].detail, /A defect/);
  }
  assert.deepEqual(
    faults.map(({ reference, message }) => [reference, message]),
    parked.map(({ refusals }) => [refusals[0].value, 'A defect']),
  );
  await verified();
});

test('a run whose work failed too often says that it has stopped, and goes on when somebody asks', async () => {
  const { run, owner, api, verified } = await openMonth(3);
  const planned = await run.rehearsed();
  await run.started(planned);
  assert.equal((await run.read(planned.id)).stopped, null);
  const early = await owner.post(`/billing-runs/${planned.id}/resumption`, {});
  assert.equal(early.body.code, 'wrongState');
  const key = `runBillingChunk:${api.firm.firmId}:${planned.id}`;
  await api.database.pool.query(
    `update graphile_worker._private_jobs set attempts = max_attempts, last_error = 'could not extend file: No space left on device'
     where key = $1`,
    [key],
  );
  const { state, stopped } = await run.read(planned.id);
  assert.deepEqual([state, stopped.cause, stopped.attempts], ['running', 'diskFull', 12]);
  const [listed] = (await owner.get('/billing-runs')).body.items;
  assert.deepEqual(listed.stopped, stopped);
  const resumed = await owner.post(`/billing-runs/${planned.id}/resumption`, {});
  assert.deepEqual([resumed.status, resumed.body.stopped], [200, null]);
  assert.equal((await run.finished(planned)).progress.units.billed, 3);
  await verified();
});

test('a job that somebody is recording on is waited for briefly, and done after the others', async () => {
  const { run, api, jobs, office, verified } = await openMonth(3);
  const planned = await run.rehearsed();
  await run.started(planned);
  const { firmId } = api.firm;
  const finishing = await api.database.inFirm(firmId, async (tx) => {
    await tx.query('select lock_jobs($1, $2)', [firmId, [Number(jobs[0]!.id)]]);
    const working = runBillingChunk(office, { firmId, id: Number(planned.id) }, { parts: 3 });
    while ((await run.read(planned.id)).progress.units.billed < 2);
    return { working };
  });
  await finishing.working;
  const done = await run.finished(planned);
  assert.deepEqual([done.progress.units.billed, done.progress.units.parked], [3, 0]);
  await verified();
});

test('undo restores every balance, and says what it could not undo', async () => {
  const { run, owner, made, balances, openItems, verified, jobOf, worked, jobs } = await openMonth(6);
  const reason = await made('/adjustment-reasons', { name: 'Too small to bill' });
  const small = await jobOf(jobs[0]!.clientId, 'Phone call');
  await worked(small, 6);
  await made('/interims', {
    jobId: jobs[3]!.id,
    amount: '40.00',
    description: 'Deposit',
    effectiveOn: '2026-03-01',
  });
  const before = { balances: await balances(), openItems: await openItems() };
  const planned = await run.rehearsed({
    grouping: 'client',
    treatment: { writeOffBelow: '20.00', writeOffReasonId: reason.id },
  });
  await run.started(planned);
  const done = await run.finished(planned);
  assert.notDeepEqual(await balances(), before.balances);
  const [first] = await run.units(planned.id);
  const payment = await made('/payments', {
    clientId: first.clientId,
    amount: '10.00',
    invoices: [{ invoiceId: first.invoiceId }],
  });
  const undo = () => owner.post(`/billing-runs/${planned.id}/undoing`, { reason: 'The wrong month.' });
  assert.equal((await undo()).status, 202);
  const partly = await run.finished(done);
  assert.deepEqual([partly.state, partly.progress.units.billed, partly.progress.refused], ['done', 1, 1]);
  assert.equal((await run.units(planned.id))[0].refusals[0].code, 'allocationsPresent');
  await made(`/payments/${payment.id}/void`, { reason: 'Bounced' });
  await undo();
  const undone = await run.finished(done);
  assert.deepEqual([undone.state, undone.progress.writeOffs.undone], ['undone', 1]);
  assert.deepEqual(undone.progress.invoiced, []);
  assert.deepEqual(await balances(), before.balances);
  assert.deepEqual(await openItems(), before.openItems);
  for (const unit of await run.units(planned.id)) {
    assert.equal(unit.state, 'undone');
    assert.ok(unit.invoiceNumber);
  }
  await verified();
});

test('a run makes drafts, which are approved together, or some of them, or discarded with the run', async () => {
  const { run, owner, balances, verified } = await openMonth(6);
  const before = await balances();
  const planned = await run.rehearsed({ approval: 'afterReview' });
  await run.started(planned);
  const drafted = await run.finished(planned);
  assert.equal(drafted.progress.units.drafted, 6);
  assert.deepEqual(await balances(), before);
  const approve = (body: object) => owner.post(`/billing-runs/${planned.id}/approval`, body);
  const units = await run.units(planned.id);
  await owner.delete(`/invoices/${units[5].invoiceId}`, 1);
  assert.equal((await approve({ units: [1, 2] })).status, 202);
  const some = await run.finished(planned);
  assert.deepEqual([some.progress.units.billed, some.progress.units.drafted], [2, 4]);
  assert.equal((await approve({ units: [1] })).body.code, 'nothingToDo');
  await approve({});
  const all = await run.finished(planned);
  assert.deepEqual([all.progress.units.billed, all.progress.units.undone], [5, 1]);
  await verified();
});

test('progress comes as events until the run ends, and whoever was cut off goes on', async () => {
  const { run, owner } = await openMonth(4);
  const planned = await run.rehearsed();
  await run.started(planned);
  const watching = owner.get(`/billing-runs/${planned.id}/events`);
  const done = await run.finished(planned, 1);
  const watched = await watching;
  assert.equal(watched.status, 200);
  assert.equal(watched.headers['content-type'], 'text/event-stream');
  const events = watched.text
    .trim()
    .split('\n\n')
    .map((text) => {
      const [, id, json] = /^id: (\d+)\ndata: (.+)$/.exec(text)!;
      return { id: id!, progress: JSON.parse(json!) };
    });
  const last = events.at(-1)!;
  assert.deepEqual([last.progress.state, last.progress.units.billed, last.progress.left], ['done', 4, 0]);
  assert.deepEqual(last.progress.step, done.progress.step);
  const again = await owner.get(`/billing-runs/${planned.id}/events`, { 'last-event-id': last.id });
  assert.equal(again.status, 204);
  const earlier = await owner.get(`/billing-runs/${planned.id}/events`, { 'last-event-id': '1' });
  assert.equal(earlier.status, 200);
});
