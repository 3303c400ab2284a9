import assert from 'node:assert/strict';
import { test } from 'node:test';
import { civilDate } from '#core/calendar/civil-date.ts';
import { takeOut } from '#core/wip/lines.ts';
import { readOpenItemsById } from '#store/ledger/items.ts';
import { post } from '#store/ledger/post.ts';
import { createApiTest } from './testing.ts';

const api = await createApiTest({ now: '2026-03-31T02:00:00Z' });
const { firm } = api;
const owner = api.as('owner');

const twoHours = {
  jobId: String(firm.jobId),
  jobTaskId: String(firm.jobTaskId),
  staffId: String(firm.staffId),
  workedOn: '2026-03-10',
  minutes: 120,
};

const record = (...entries: object[]) => owner.post('/time-entries', { entries });

async function netWip(): Promise<string> {
  const [row] = await api.database.inFirm(firm.firmId, (tx) =>
    tx.query<{ net: bigint }>(
      'select wip_time_minor + wip_cost_minor + interim_minor as net from job_balance where job_id = $1',
      [firm.jobId],
    ),
  );
  return String(row?.net ?? 0n);
}

test('two hours at 150.00 are worth 300.00 and stand in WIP when the answer comes', async () => {
  const answer = await record(twoHours);
  assert.equal(answer.status, 201, answer.text);
  const [entry] = answer.body.entries;
  assert.equal(entry.amount, '300.00');
  assert.equal(entry.ratePerHour, '150.00');
  assert.equal(entry.rateSource, 'staff');
  assert.deepEqual(entry.warnings, []);
  assert.deepEqual(answer.body.balances, [
    {
      jobId: twoHours.jobId,
      currency: 'NZD',
      wipTime: '300.00',
      wipCost: '0.00',
      interims: '0.00',
      netWip: '300.00',
    },
  ]);
});

test('non-billable time stands at 0', async () => {
  const before = await netWip();
  const answer = await record({ ...twoHours, billable: false });
  assert.equal(answer.body.entries[0].amount, '0.00');
  assert.equal(await netWip(), before);
});

test('changing the hours of an unbilled entry reverses and reposts it on its day', async () => {
  const before = BigInt(await netWip());
  const [entry] = (await record(twoHours)).body.entries;
  const changed = await owner.patch(`/time-entries/${entry.id}`, { minutes: 90 }, entry.version);
  assert.equal(changed.status, 200, changed.text);
  assert.equal(changed.body.amount, '225.00');
  assert.equal(changed.body.version, 2);
  assert.equal(BigInt(await netWip()) - before, 22500n);
  const stale = await owner.patch(`/time-entries/${entry.id}`, { minutes: 60 }, 1);
  assert.equal(stale.status, 412, stale.text);
  assert.equal(stale.body.code, 'staleVersion');
  const deleted = await owner.delete(`/time-entries/${entry.id}`, 2);
  assert.equal(deleted.status, 204, deleted.text);
  assert.equal(BigInt(await netWip()), before);
});

test('changing only the note posts nothing', async () => {
  const [entry] = (await record(twoHours)).body.entries;
  const count = () =>
    api.database.inFirm(firm.firmId, (tx) => tx.query<{ n: bigint }>('select count(*) as n from journal'));
  const [before] = await count();
  const changed = await owner.patch(`/time-entries/${entry.id}`, { note: 'Workshop' }, entry.version);
  assert.equal(changed.body.note, 'Workshop');
  assert.deepEqual(await count(), [before]);
});

test('a batch with one wrong entry records none and names each fault', async () => {
  const before = await netWip();
  const answer = await record(
    twoHours,
    { ...twoHours, jobId: '999999' },
    { ...twoHours, workedOn: '2026-04-02' },
    { ...twoHours, staffId: '999999' },
    { ...twoHours, jobTaskId: '999999' },
  );
  assert.equal(answer.status >= 400, true);
  assert.deepEqual(
    answer.body.errors.map((error: { field: string; code: string }) => [error.field, error.code]),
    [
      ['entries[1].jobId', 'unknownJob'],
      ['entries[2].workedOn', 'futureDate'],
      ['entries[3].staffId', 'unknownStaff'],
      ['entries[4].jobTaskId', 'unknownJobTask'],
    ],
  );
  assert.equal(await netWip(), before);
});

test('minutes that cannot be worked in a day are refused with what is accepted', async () => {
  for (const minutes of [0, -30, 1441, 2_000_000_000]) {
    const answer = await record({ ...twoHours, minutes });
    assert.equal(answer.status, 400, answer.text);
    assert.equal(answer.body.errors[0].field, 'entries[0].minutes');
    assert.match(answer.body.errors[0].accepted, /at (least 1|most 1440)/);
  }
});

test('25 hours on one day are recorded with a warning, or refused where the firm says so', async () => {
  const day = { ...twoHours, workedOn: '2026-03-11', minutes: 1000 };
  assert.deepEqual((await record(day)).body.entries[0].warnings, []);
  const [entry] = (await record({ ...day, minutes: 500 })).body.entries;
  assert.equal(entry.warnings[0].code, 'dayOverLimit');
  await api.database.inFirm(firm.firmId, (tx) => tx.query(`update firm set daily_minutes_action = 'refuse'`));
  const refused = await record({ ...day, minutes: 500 });
  assert.equal(refused.body.code, 'minutesOutOfRange', refused.text);
  await api.database.inFirm(firm.firmId, (tx) => tx.query(`update firm set daily_minutes_action = 'warn'`));
});

test('a locked day takes no time; deleting what is locked reverses it on the first open day', async () => {
  const [entry] = (await record({ ...twoHours, workedOn: '2026-02-10' })).body.entries;
  await api.database.inFirm(firm.firmId, (tx) =>
    tx.query(`select set_locks($1, '2026-02-28', null)`, [firm.firmId]),
  );
  const refused = await record({ ...twoHours, workedOn: '2026-02-28' });
  assert.equal(refused.body.code, 'lockedDate', refused.text);
  const changed = await owner.patch(`/time-entries/${entry.id}`, { minutes: 30 }, entry.version);
  assert.equal(changed.body.code, 'lockedDate', changed.text);
  assert.equal((await owner.delete(`/time-entries/${entry.id}`, entry.version)).status, 204);
  const [reversal] = await api.database.inFirm(firm.firmId, (tx) =>
    tx.query<{ effective_on: string }>('select effective_on from journal where cause_id = $1 and kind = 10', [
      entry.id,
    ]),
  );
  assert.equal(reversal?.effective_on, '2026-03-01');
  await api.database.inFirm(firm.firmId, (tx) => tx.query('select set_locks($1, null, null)', [firm.firmId]));
});

test('the same request key answers the same and records once; with other content it is refused', async () => {
  const before = BigInt(await netWip());
  const headers = { 'idempotency-key': 'week-12' };
  const first = await owner.post('/time-entries', { entries: [twoHours] }, headers);
  const [again, alsoAgain] = await Promise.all([
    owner.post('/time-entries', { entries: [twoHours] }, headers),
    owner.post('/time-entries', { entries: [twoHours] }, headers),
  ]);
  assert.deepEqual(again.body, first.body);
  assert.deepEqual(alsoAgain.body, first.body);
  assert.equal(BigInt(await netWip()) - before, 30000n);
  const other = await owner.post('/time-entries', { entries: [{ ...twoHours, minutes: 60 }] }, headers);
  assert.equal(other.body.code, 'requestKeyReused', other.text);
});

test('one key sent twice at the same moment records once', async () => {
  const before = BigInt(await netWip());
  const headers = { 'idempotency-key': 'double-click' };
  const answers = await Promise.all(
    Array.from({ length: 8 }, () => owner.post('/time-entries', { entries: [twoHours] }, headers)),
  );
  for (const answer of answers) assert.deepEqual(answer.body, answers[0]!.body, answer.text);
  assert.equal(BigInt(await netWip()) - before, 30000n);
});

test('many people recording at once each get their own answer, and the job has it all', async () => {
  const before = BigInt(await netWip());
  const answers = await Promise.all(
    Array.from({ length: 60 }, (_, index) =>
      record(index % 10 === 9 ? { ...twoHours, jobTaskId: '999999' } : { ...twoHours, minutes: index + 1 }),
    ),
  );
  for (const [index, answer] of answers.entries()) {
    if (index % 10 === 9) assert.equal(answer.body.code, 'unknownJobTask');
    else assert.equal(answer.body.entries[0].minutes, index + 1);
  }
  const minutes = Array.from({ length: 60 }, (_, index) => (index % 10 === 9 ? 0 : index + 1)).reduce(
    (a, b) => a + b,
    0,
  );
  assert.equal(BigInt(await netWip()) - before, BigInt(minutes * 250));
});

test('staff record and see only their own time, without values', async () => {
  const staff = api.as('staff');
  const [colleague] = await api.database.inFirm(firm.firmId, (tx) =>
    tx.query<{ id: number }>(`insert into staff (firm_id, name) values ($1, 'Ben') returning id`, [
      firm.firmId,
    ]),
  );
  const colleagues = { ...twoHours, staffId: String(colleague!.id) };
  const [theirs] = (await record(colleagues)).body.entries;
  const own = await staff.post('/time-entries', { entries: [twoHours] });
  assert.equal(own.status, 201, own.text);
  for (const field of ['amount', 'ratePerHour', 'cost', 'currency'])
    assert.equal(field in own.body.entries[0], false, field);
  assert.equal('balances' in own.body, false);
  const refused = await staff.post('/time-entries', { entries: [colleagues] });
  assert.equal(refused.body.code, 'notPermitted', refused.text);
  assert.equal((await staff.delete(`/time-entries/${theirs.id}`, 1)).status, 404);
  const listed = await staff.get('/time-entries?limit=500');
  assert.deepEqual(
    [...new Set(listed.body.items.map((entry: { staffId: string }) => entry.staffId))],
    [String(firm.staffId)],
  );
});

test('the entries of one task of a job are listed without those of its other tasks', async () => {
  const [task] = await api.database.inFirm(firm.firmId, (tx) =>
    tx.query<{ id: number }>(
      `insert into job_task (firm_id, job_id, task_id, name)
       select firm_id, job_id, task_id, 'Second look' from job_task where id = $1 returning id`,
      [firm.jobTaskId],
    ),
  );
  const [entry] = (await record({ ...twoHours, jobTaskId: String(task!.id) })).body.entries;
  const listed = await owner.get(`/time-entries?jobId=${firm.jobId}&jobTaskId=${task!.id}`);
  assert.deepEqual(
    listed.body.items.map(({ id }: { id: string }) => id),
    [entry.id],
  );
});

test('a list is paged newest first without gaps or repeats', async () => {
  const seen: string[] = [];
  let cursor = '';
  do {
    const page = await owner.get(`/time-entries?limit=7&jobId=${firm.jobId}${cursor}`);
    assert.equal(page.status, 200, page.text);
    seen.push(...page.body.items.map((entry: { id: string }) => entry.id));
    cursor = page.body.nextCursor === null ? '' : `&cursor=${page.body.nextCursor}`;
  } while (cursor !== '');
  const [row] = await api.database.inFirm(firm.firmId, (tx) =>
    tx.query<{ n: bigint }>('select count(*) as n from time_entry where not deleted'),
  );
  assert.equal(BigInt(seen.length), row!.n);
  assert.equal(new Set(seen).size, seen.length);
});

test('another firm cannot see, change or delete an entry', async () => {
  const [entry] = (await record(twoHours)).body.entries;
  const other = api.asOther();
  assert.equal((await other.get(`/time-entries/${entry.id}`)).status, 404);
  assert.equal((await other.patch(`/time-entries/${entry.id}`, { minutes: 5 }, 1)).status, 404);
  assert.equal((await other.delete(`/time-entries/${entry.id}`, 1)).status, 404);
});

test('a billed entry is neither changed nor deleted, and the refusal names the invoice by its number', async () => {
  const [entry] = (await record(twoHours)).body.entries;
  await api.database.inFirm(firm.firmId, async (tx) => {
    const [invoice] = await tx.query<{ id: number }>(
      `insert into invoice (firm_id, number, basis, status, invoiced_on, currency, total_minor)
       values ($1, 'INV-0042', 'actual', 'approved', '2026-03-31', 'NZD', 30000) returning id`,
      [firm.firmId],
    );
    const open = await readOpenItemsById(tx, [firm.jobId], [BigInt(entry.id)]);
    const line = takeOut(open.get(BigInt(entry.id))!, 'billed', 30000n, 120);
    const cause = { kind: 'invoice', id: BigInt(invoice!.id) } as const;
    const effectiveOn = civilDate('2026-03-31');
    const journals = [{ kind: 'wipBilled', effectiveOn, cause, reverses: null, lines: [line] } as const];
    await post(tx, { journals, actorId: firm.actorId });
  });
  const changed = await owner.patch(`/time-entries/${entry.id}`, { minutes: 60 }, entry.version);
  const deleted = await owner.delete(`/time-entries/${entry.id}`, entry.version);
  for (const refused of [changed, deleted]) {
    assert.equal(refused.body.code, 'alreadyBilled', refused.text);
    assert.match(refused.body.detail, /invoice INV-0042/);
  }
});

test('what is open is listed newest first, page by page, under the day that it was moved to', async () => {
  const on = (workedOn: string, billable = true) => ({ ...twoHours, workedOn, billable });
  const { entries } = (
    await record(on('2026-02-02'), on('2026-02-03'), on('2026-02-04', false), on('2026-02-05'))
  ).body;
  const [second, , free, fifth] = entries;
  const moved = await owner.patch(`/time-entries/${second.id}`, { workedOn: '2026-02-09' }, second.version);
  assert.equal(moved.status, 200, moved.text);

  const days = '/time-entries?from=2026-02-01&to=2026-02-28';
  const daysOf = (answer: { body: { items: { workedOn: string }[] } }) =>
    answer.body.items.map(({ workedOn }) => workedOn);
  const open = ['2026-02-09', '2026-02-05', '2026-02-03'];
  assert.deepEqual(daysOf(await owner.get(`${days}&open=true`)), open);
  assert.deepEqual(daysOf(await owner.get(`${days}&open=true&jobId=${twoHours.jobId}`)), open);
  assert.deepEqual(daysOf(await owner.get(`${days}&open=true&staffId=${twoHours.staffId}`)), open);
  assert.deepEqual(daysOf(await owner.get(`${days}&open=true&jobTaskId=${twoHours.jobTaskId}`)), open);
  assert.deepEqual(daysOf(await owner.get(`${days}&open=false`)), [free.workedOn]);
  assert.deepEqual(daysOf(await owner.get(`${days}&open=true&billable=false`)), []);

  for (const asked of [`${days}&open=true`, `${days}&open=true&jobId=${twoHours.jobId}`]) {
    const first = await owner.get(`${asked}&limit=1`);
    assert.deepEqual(daysOf(first), open.slice(0, 1));
    const rest = await owner.get(`${asked}&cursor=${first.body.nextCursor}`);
    assert.deepEqual(daysOf(rest), open.slice(1));
  }

  assert.equal((await owner.delete(`/time-entries/${fifth.id}`, fifth.version)).status, 204);
  assert.deepEqual(daysOf(await owner.get(`${days}&open=true`)), ['2026-02-09', '2026-02-03']);
});
