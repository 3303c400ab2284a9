import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { createApiTest, type ApiCaller } from './testing.ts';

// Tuesday, 31 March 2026, in Auckland; the week began on the 30th.
const api = await createApiTest({ now: '2026-03-31T02:00:00Z' });
const { firm } = api;
const owner = api.as('owner');
const staff = api.as('staff');
const staffId = String(firm.staffId);
const jobId = String(firm.jobId);
const jobTaskId = String(firm.jobTaskId);

const cell = (workedOn: string, minutes: number, more: object = {}) => ({
  jobId,
  jobTaskId,
  workedOn,
  minutes,
  ...more,
});
const save = async (day: string, ...cells: object[]) => {
  const answer = await staff.post(`/timesheets/${staffId}/${day}/cells`, { cells });
  assert.equal(answer.status, 200, answer.text);
  return answer.body.outcomes;
};
const week = async (day: string, caller: ApiCaller = staff) => {
  const answer = await caller.get(`/timesheets/${staffId}/${day}`);
  assert.equal(answer.status, 200, answer.text);
  return answer.body;
};
const secondTask = await api.database.inFirm(firm.firmId, async (tx) => {
  const [row] = await tx.query<{ id: number }>(
    `insert into job_task (firm_id, job_id, task_id, name) values ($1, $2, $3, 'Drawings') returning id`,
    [firm.firmId, firm.jobId, firm.taskId],
  );
  return String(row!.id);
});

test('a week that nobody worked in stands with its days, its target and nothing else', async () => {
  const found = await week('2026-03-12');
  assert.equal(found.weekStart, '2026-03-09');
  assert.equal(found.weekEnd, '2026-03-15');
  assert.equal(found.targetMinutes, 5 * 450);
  assert.equal(found.editable, true);
  assert.deepEqual(found.rows, []);
  assert.deepEqual(
    found.days.map(({ targetMinutes }: { targetMinutes: number }) => targetMinutes),
    [450, 450, 450, 450, 450, 0, 0],
  );
});

test('days to come say that nothing can be dated on them', async () => {
  const { days } = await week('2026-03-31');
  assert.deepEqual(
    days.map(({ reason }: { reason: string | null }) => reason === null),
    [true, true, false, false, false, false, false],
  );
});

test('the target is that of the staff member, where they have a week of their own', async () => {
  const [before] = (await owner.get('/staff')).body.items;
  const set = await owner.patch(
    `/staff/${staffId}`,
    { workingMinutes: [480, 480, 480, 0, 0, 0, 60] },
    before.version,
  );
  assert.equal(set.status, 200, set.text);
  assert.equal((await week('2026-03-12')).targetMinutes, 3 * 480 + 60);
  const back = await owner.patch(`/staff/${staffId}`, { workingMinutes: null }, set.body.version);
  assert.equal(back.body.workingMinutes, null);
});

test('cells are recorded, changed and removed in one batch, each with its outcome', async () => {
  const [monday, tuesday] = await save(
    '2026-03-09',
    cell('2026-03-09', 90),
    cell('2026-03-10', 60, { note: 'Site' }),
  );
  assert.deepEqual([monday.state, tuesday.state], ['saved', 'saved']);
  const outcomes = await save(
    '2026-03-09',
    cell('2026-03-09', 120, { entry: { id: monday.entry.id, version: monday.entry.version } }),
    cell('2026-03-10', 0, { entry: { id: tuesday.entry.id, version: tuesday.entry.version } }),
    cell('2026-03-11', 30, { jobTaskId: secondTask }),
  );
  assert.deepEqual(
    outcomes.map(({ state }: { state: string }) => state),
    ['saved', 'removed', 'saved'],
  );
  const found = await week('2026-03-15');
  assert.deepEqual(
    found.rows.map((row: { taskName: string; entries: { minutes: number; workedOn: string }[] }) => [
      row.taskName,
      row.entries.map(({ minutes, workedOn }) => [workedOn, minutes]),
    ]),
    [
      ['Design', [['2026-03-09', 120]]],
      ['Drawings', [['2026-03-11', 30]]],
    ],
  );
  assert.equal(found.minutes, 150);
  assert.equal(found.days[0].minutes, 120);
});

test('a cell that is refused holds up no other and says what would be accepted', async () => {
  const outcomes = await save(
    '2026-03-16',
    cell('2026-03-16', 60),
    cell('2026-03-17', 60, { jobTaskId: '999999' }),
    cell('2026-03-25', 60),
    cell('2026-03-18', 45),
  );
  assert.deepEqual(
    outcomes.map(({ state, problems }: { state: string; problems: { code: string; field: string }[] }) => [
      state,
      problems.map(({ code, field }) => `${code} ${field}`),
    ]),
    [
      ['saved', []],
      ['refused', ['unknownJobTask jobTaskId']],
      ['refused', ['invalidDate workedOn']],
      ['saved', []],
    ],
  );
  assert.equal((await week('2026-03-16')).minutes, 105);
});

test('a batch sent again finds what it saved and tries only the rest', async () => {
  const key = { 'idempotency-key': randomUUID() };
  const body = { cells: [cell('2026-03-19', 60), cell('2026-03-20', 45, { jobTaskId: secondTask })] };
  const complete = (on: string | null) =>
    api.database.inFirm(firm.firmId, (tx) =>
      tx.query('update job_task set completed_on = $2 where id = $1', [secondTask, on]),
    );
  await complete('2026-03-01');
  const path = `/timesheets/${staffId}/2026-03-16/cells`;
  const first = await staff.post(path, body, key);
  assert.deepEqual(
    first.body.outcomes.map(({ state }: { state: string }) => state),
    ['saved', 'refused'],
  );
  await complete(null);
  const again = await staff.post(path, body, key);
  assert.deepEqual(
    again.body.outcomes.map(({ state }: { state: string }) => state),
    ['saved', 'saved'],
  );
  assert.equal(again.body.outcomes[0].entry.id, first.body.outcomes[0].entry.id);
  assert.equal((await week('2026-03-16')).days[3].minutes, 60);
});

test('cells with keys of their own are written once, in whatever batches they come', async () => {
  const [one, two] = [
    cell('2026-02-16', 60, { key: 'first-cell' }),
    cell('2026-02-17', 45, { key: 'second-cell' }),
  ];
  const [first] = await save('2026-02-16', one);
  const [again, second] = await save('2026-02-16', one, two);
  assert.equal(again.entry.id, first.entry.id);
  assert.equal(second.state, 'saved');
  assert.equal((await week('2026-02-16')).minutes, 105);
  const [other] = await save('2026-02-16', { ...one, minutes: 90 });
  assert.equal(other.problems[0].code, 'requestKeyReused');
});

test('an entry that somebody else changed is not overwritten', async () => {
  const [saved] = await save('2026-03-02', cell('2026-03-02', 60));
  const theirs = await owner.patch(`/time-entries/${saved.entry.id}`, { minutes: 30 }, saved.entry.version);
  assert.equal(theirs.status, 200, theirs.text);
  const [outcome] = await save(
    '2026-03-02',
    cell('2026-03-02', 90, { entry: { id: saved.entry.id, version: saved.entry.version } }),
  );
  assert.equal(outcome.problems[0].code, 'staleVersion');
  assert.equal((await week('2026-03-02')).minutes, 30);
});

test('an entry on a draft says which, and a locked one since when', async () => {
  const [saved] = await save('2026-02-23', cell('2026-02-23', 60), cell('2026-02-24', 30));
  const draft = await owner.post('/invoices', {
    clientId: String(firm.clientId),
    type: 'progress',
    basis: 'actual',
    invoicedOn: '2026-03-31',
    jobs: [{ jobId, select: 'none', entries: [{ itemId: saved.entry.id, treatment: 'bill' }] }],
  });
  const stands = async () =>
    (await week('2026-02-23')).rows[0].entries.map((entry: { state: string; reason: string }) => [
      entry.state,
      entry.reason,
    ]);
  assert.equal(draft.status, 201, draft.text);
  const [[state, reason]] = await stands();
  assert.equal(state, 'onDraft');
  assert.match(reason, /take it off first/);
  await owner.delete(`/invoices/${draft.body.id}`, draft.body.version);
  const { body: locks } = await owner.get('/firm/locks');
  const set = await owner.put('/firm/locks', { wipLockOn: '2026-02-28', periodLockOn: null }, locks.version);
  assert.equal(set.status, 200, set.text);
  assert.deepEqual(
    (await stands()).map(([state, reason]: [string, string]) => `${state} ${reason}`),
    Array(2).fill('locked WIP is locked up to and including 2026-02-28.'),
  );
  assert.match((await week('2026-02-23')).days[0].reason, /locked/);
  await owner.put('/firm/locks', { wipLockOn: null, periodLockOn: null }, set.body.version);
});

test('the rows of last week are offered with their minutes, and those that were completed are not', async () => {
  const { lastWeek } = await week('2026-03-23');
  assert.deepEqual(
    lastWeek.map(({ taskName, minutes }: { taskName: string; minutes: number[] }) => [taskName, minutes]),
    [
      ['Design', [60, 0, 45, 60, 0, 0, 0]],
      ['Drawings', [0, 0, 0, 0, 45, 0, 0]],
    ],
  );
});

test('a week that is done stays as it is until it is reopened', async () => {
  const done = await staff.post(`/timesheets/${staffId}/2026-03-11/submission`);
  assert.equal(done.status, 201, done.text);
  assert.equal(done.body.minutes, 150);
  const found = await week('2026-03-09');
  assert.equal(found.editable, false);
  assert.equal(found.submission.submittedBy, 'staff');
  const [outcome] = await save('2026-03-09', cell('2026-03-12', 60));
  assert.equal(outcome.problems[0].code, 'weekDone');
  const twice = await staff.post(`/timesheets/${staffId}/2026-03-09/submission`);
  assert.deepEqual([twice.status, twice.body.code], [409, 'weekDone']);
  const stale = await staff.delete(`/timesheets/${staffId}/2026-03-09/submission`, 7);
  assert.equal(stale.body.code, 'staleVersion');
  const reopened = await staff.delete(`/timesheets/${staffId}/2026-03-09/submission`, done.body.version);
  assert.equal(reopened.status, 204, reopened.text);
  assert.equal((await week('2026-03-09')).editable, true);
  const ahead = await staff.post(`/timesheets/${staffId}/2026-04-20/submission`);
  assert.equal(ahead.body.code, 'futureDate');
});

test('where the firm wants to hear it, the checklist of a period counts weeks that nobody said are done', async () => {
  const { body: settings } = await owner.get('/firm');
  const set = await owner.patch('/firm', { weeksAreSubmitted: true }, settings.version);
  assert.equal(set.status, 200, set.text);
  const open = async () => {
    const { checks } = (await owner.get('/periods/checklist?end=2026-03-15')).body;
    return checks.find(({ code }: { code: string }) => code === 'openWeeks');
  };
  const before = await open();
  assert.equal(before.state, 'attention');
  const listed = await owner.get(before.link.replace('/api/v1', ''));
  assert.equal(listed.body.items.length, before.count);
  assert.equal((await staff.get('/timesheets?from=2026-01-01&to=2026-03-15&limit=1')).body.items.length, 1);
  await staff.post(`/timesheets/${staffId}/2026-03-09/submission`);
  assert.equal((await open()).count, before.count - 1);
  assert.equal((await week('2026-03-16')).submissionExpected, true);
});

test('a week counts as soon as a day of it that was worked is in the period', async () => {
  // Thursdays, so that a period can end before them in their weeks.
  await save('2026-02-02', cell('2026-02-05', 30));
  await save('2026-02-09', cell('2026-02-12', 30));
  const { items } = (await owner.get('/time-entries?limit=200')).body;
  const monday = (day: string) => {
    const date = Temporal.PlainDate.from(day);
    return date.subtract({ days: date.dayOfWeek - 1 }).toString();
  };
  let ends = Temporal.PlainDate.from('2026-02-05');
  while (ends.toString() < '2026-03-31') {
    const worked = items.filter(({ workedOn }: { workedOn: string }) => workedOn <= ends.toString());
    const weeks = new Set<string>(
      worked.map(
        (entry: { staffId: string; workedOn: string }) => `${entry.staffId}/${monday(entry.workedOn)}`,
      ),
    );
    weeks.delete(`${staffId}/2026-03-09`);
    const { body } = await owner.get(`/periods/checklist?end=${ends.toString()}`);
    const found = body.checks.find(({ code }: { code: string }) => code === 'openWeeks');
    assert.equal(found.count, weeks.size, ends.toString());
    ends = ends.add({ days: 1 });
  }
});

test('staff see and write their own week and nobody else’s; auditors only look', async () => {
  const { body: other } = await owner.post('/staff', { name: 'Bo' });
  for (const answer of [
    await staff.get(`/timesheets/${other.id}/2026-03-09`),
    await staff.post(`/timesheets/${other.id}/2026-03-09/cells`, { cells: [cell('2026-03-09', 60)] }),
    await staff.post(`/timesheets/${other.id}/2026-03-09/submission`),
    await api.asOther().get(`/timesheets/${staffId}/2026-03-09`),
  ]) {
    assert.equal(answer.status, 404, answer.text);
  }
  const seen = await week('2026-03-16', api.as('auditor'));
  assert.equal(seen.editable, false);
  assert.match(seen.reason, /not yours to record/);
  assert.equal((await week('2026-03-16', api.as('projectManager'))).editable, true);
});

test('rows are found by words of client, job and task in any order, the recent first', async () => {
  const find = async (search: string) => {
    const answer = await staff.get(`/timesheet-rows?staffId=${staffId}&search=${encodeURIComponent(search)}`);
    assert.equal(answer.status, 200, answer.text);
    return answer.body.items.map(({ taskName }: { taskName: string }) => taskName);
  };
  assert.deepEqual(await find('draw client'), ['Drawings']);
  assert.deepEqual(await find('J000001'), ['Drawings', 'Design']);
  assert.deepEqual(await find('100%'), []);
  const bare = await staff.get(`/timesheet-rows?staffId=${staffId}`);
  assert.equal(bare.body.items[0].lastWorkedOn, '2026-03-20');
});
