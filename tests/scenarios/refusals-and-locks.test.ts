// What docs/ledger-rules.md section 6 does not allow, what it says instead, and what lock dates do.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { refusalOfError } from '#actions/failures.ts';
import { estimatedBillings } from '#actions/reports/estimated-billings.ts';
import { readPage } from '#actions/reports/reading.ts';
import { accepted, contextOf } from '#actions/testing/practice.ts';
import { civilDate } from '#core/calendar/civil-date.ts';
import { verifyFirm } from '#store/ledger/verify.ts';
import { testDatabase } from '#store/testing/database.ts';
import {
  beginTable,
  changeTheJob,
  cost,
  doAll,
  editCost,
  editTime,
  interim,
  isListed,
  linesOf,
  lockThrough,
  move,
  netWipOf,
  newStory,
  openPractice,
  refusal,
  remove,
  time,
  todayOn,
  undo,
  washUp,
  writeOff,
  writeOn,
  type Step,
} from './story.ts';

const { database } = await testDatabase();
const practice = await openPractice(database);

const twoHours = time('T1', '2:00');

type Refusal = { id: string; given: Step[]; do: Step; codes: string[]; says?: RegExp };

const refusals: Refusal[] = [
  {
    id: 'an entry settled by a wash-up is not edited: the refusal names what settled it',
    given: [twoHours, interim('D1', '300.00'), washUp()],
    do: editTime('T1', { hours: '1:00' }),
    codes: ['alreadyBilled'],
    says: /billed by .*wash-up.* on 2026-03-31.*cancel that first/,
  },
  {
    id: 'an entry settled by a wash-up is not deleted',
    given: [twoHours, interim('D1', '300.00'), washUp()],
    do: remove('T1'),
    codes: ['alreadyBilled'],
  },
  {
    id: 'an entry written off in part is not edited until that is undone',
    given: [twoHours, writeOff({ T1: '10.00' })],
    do: editTime('T1', { hours: '1:00' }),
    codes: ['alreadyAdjusted'],
    says: /written off by .*undo that first/,
  },
  {
    id: 'a cost written on is not deleted',
    given: [cost('C1', 1, '10.00'), writeOn({ C1: '5.00' })],
    do: remove('C1'),
    codes: ['alreadyAdjusted'],
  },
  {
    id: 'a settled entry does not move',
    given: [twoHours, writeOff({ T1: '10.00' })],
    do: move(['T1'], 'J2'),
    codes: ['alreadyAdjusted'],
  },
  {
    id: 'more than is open is not written off',
    given: [twoHours],
    do: writeOff({ T1: '300.01' }),
    codes: ['exceedsOpenAmount'],
  },
  {
    id: 'an interim is not written off',
    given: [interim('D1', '10.00')],
    do: writeOff({ D1: null }),
    codes: ['notAdjustable'],
  },
  {
    id: "nothing is written on to a supplier's credit, also to one that is not billable",
    given: [cost('C1', -1, '40.00', { billable: false })],
    do: writeOn({ C1: '5.00' }),
    codes: ['notAdjustable'],
  },
  {
    id: 'nothing is written on on an excluded job: it would be hidden from Estimated Billings',
    given: [changeTheJob('J1', { excluded: true }), twoHours],
    do: writeOn({ T1: '5.00' }),
    codes: ['excludedFromBilling'],
  },
  {
    id: 'a wash-up is not undone on a job excluded since, also when what comes back adds up to 0',
    given: [
      cost('C1', 1, '40.00'),
      cost('C2', -1, '40.00'),
      washUp(['J1'], { as: 'w' }),
      changeTheJob('J1', { excluded: true }),
    ],
    do: undo('w'),
    codes: ['excludedFromBilling'],
  },
  {
    id: 'a deleted entry is not edited',
    given: [twoHours, remove('T1')],
    do: editTime('T1', { hours: '1:00' }),
    codes: ['alreadyDeleted'],
  },
  {
    id: 'an action is undone once',
    given: [twoHours, washUp(['J1'], { as: 'w' }), undo('w')],
    do: undo('w'),
    codes: ['alreadyReversed'],
  },
  {
    id: 'an interim absorbed since is not undone',
    given: [twoHours, interim('D1', '300.00'), washUp()],
    do: undo('D1'),
    codes: ['alreadyBilled'],
  },
  {
    id: 'a move is not undone while something added since would stay behind on the new job',
    given: [twoHours, move(['T1'], 'J2', { as: 'moved' }), writeOn({ T1: '20.00' })],
    do: undo('moved'),
    codes: ['alreadyAdjusted'],
  },
  {
    id: 'a move to another task is not undone once the entry was settled there',
    given: [twoHours, move(['T1'], 'J1', { as: 'moved', task: 'other' }), writeOff({ T1: null })],
    do: undo('moved'),
    codes: ['alreadyAdjusted'],
  },
  {
    id: 'work is not settled on a day before it was done',
    given: [twoHours],
    do: washUp(['J1'], { on: '2026-03-09' }),
    codes: ['beforeWork'],
  },
  {
    id: 'nothing is dated tomorrow',
    given: [],
    do: time('T1', '1:00', { on: '2026-04-01' }),
    codes: ['futureDate'],
  },
  {
    id: 'nothing is dated in a life before',
    given: [],
    do: time('T1', '1:00', { on: '1989-12-31' }),
    codes: ['dateTooOld'],
  },
  {
    id: 'nobody works 25 hours in one entry',
    given: [],
    do: time('T1', '25:00'),
    codes: ['minutesOutOfRange'],
  },
  {
    id: 'a job with WIP is not excluded from billing until it is washed up',
    given: [twoHours],
    do: changeTheJob('J1', { excluded: true }),
    codes: ['wipPresent'],
    says: /300\.00 of net WIP open; wash it up/,
  },
  {
    id: 'a job whose WIP and interims add up to 0 is not excluded either',
    given: [twoHours, interim('D1', '300.00')],
    do: changeTheJob('J1', { excluded: true }),
    codes: ['wipPresent'],
  },
];

for (const row of refusals) {
  test(row.id, async () => {
    const story = await newStory(practice);
    await doAll(story, row.given);
    await beginTable(story);
    const { codes, detail } = await refusal(story, row.do);
    assert.deepEqual(codes, row.codes, detail);
    if (row.says !== undefined) assert.match(detail, row.says);
    assert.deepEqual(await linesOf(story), [], 'a refusal posts nothing');
  });
}

test('today is allowed', async () => {
  const story = await newStory(practice);
  await doAll(story, [time('T1', '1:00', { on: todayOn })]);
  assert.equal(await netWipOf(story), '150.00');
});

test('25 hours in a day are kept with a warning', async () => {
  const story = await newStory(practice);
  const on = '2026-01-05';
  await doAll(story, [time('T1', '20:00', { on })]);
  const result = await time('T2', '5:00', { on })(story);
  assert.ok(result.ok);
  const [entry] = (result.value as { entries: { warnings: { code: string }[] }[] }).entries;
  assert.deepEqual(
    entry!.warnings.map(({ code }) => code),
    ['dayOverLimit'],
  );
  assert.equal(await netWipOf(story), '3750.00');
});

// A firm of its own: locks hold for the whole firm.
test('behind a lock entries stand; a deletion and an undo take the first open day and point back', async () => {
  const locked = await openPractice(database);
  const story = await newStory(locked);
  await doAll(story, [
    time('T1', '2:00'),
    time('T2', '1:00'),
    cost('C1', 1, '80.00'),
    writeOff({ T2: '20.00' }, { on: '2026-03-11', as: 'off' }),
    lockThrough('2026-03-15'),
  ]);
  for (const step of [
    time('T3', '1:00', { on: '2026-03-15' }),
    editTime('T1', { hours: '1:00' }),
    editCost('C1', { quantity: 2 }),
    writeOff({ T1: null }, { on: '2026-03-15' }),
    washUp(['J1'], { on: '2026-03-12' }),
  ]) {
    assert.deepEqual((await refusal(story, step)).codes, ['lockedDate']);
  }
  await beginTable(story);
  await doAll(story, [time('T4', '1:00', { on: '2026-03-16' }), undo('off'), remove('T1'), remove('C1')]);
  assert.deepEqual(await linesOf(story, { days: true }), [
    'time T4 150.00 2026-03-16',
    'reversed T2 20.00 2026-03-16',
    'reversed T1 -300.00 2026-03-16',
    'reversed C1 -80.00 2026-03-16',
  ]);
  assert.equal(await netWipOf(story), '300.00');
  await doAll(story, [lockThrough(null), editTime('T2', { hours: '2:00' })]);
  assert.equal(await netWipOf(story), '450.00');
  assert.equal(await isListed(story), true);
  assert.deepEqual(await verifyFirm(database, locked.firm.firmId), []);
});

test('a cost that was moved to a task belongs to no task again when that is undone', async () => {
  const story = await newStory(practice);
  await doAll(story, [
    cost('C1', 1, '80.00'),
    move(['C1'], 'J1', { as: 'moved', task: 'other' }),
    undo('moved'),
  ]);
  const rows = await database.inFirm(practice.firm.firmId, (tx) =>
    tx.query('select job_task_id, open_minor from open_item where firm_id = $1 and job_id = $2', [
      practice.firm.firmId,
      story.jobs.J1.jobId,
    ]),
  );
  assert.deepEqual(rows, [{ job_task_id: null, open_minor: 8_000n }]);
});

test("a supplier's credit belongs to the task that it was moved to", async () => {
  const story = await newStory(practice);
  await doAll(story, [cost('C1', -1, '80.00'), move(['C1'], 'J1', { task: 'other' })]);
  const rows = await database.inFirm(practice.firm.firmId, (tx) =>
    tx.query('select job_task_id from open_item where firm_id = $1 and job_id = $2', [
      practice.firm.firmId,
      story.jobs.J1.jobId,
    ]),
  );
  assert.deepEqual(rows, [{ job_task_id: story.jobs.J1.otherJobTaskId }]);
});

test('a lock that is set while time is being recorded refuses it as a locked date', async () => {
  const firm = await openPractice(database);
  const story = await newStory(firm);
  const recorded = await database.inFirm(firm.firm.firmId, async (tx) => {
    await tx.query(`select set_locks($1, '2026-03-20', null)`, [firm.firm.firmId]);
    // It still reads the old lock, and then waits for this transaction at the gate.
    const waiting = time(
      'T1',
      '1:00',
    )(story).then(
      () => 'recorded',
      (error: unknown) => refusalOfError(error)?.refusals[0]?.code,
    );
    await pause(200);
    return { waiting };
  });
  assert.equal(await recorded.waiting, 'lockedDate');
  assert.equal(await netWipOf(story), '0.00');
});

test('Estimated Billings as at a past day keep a job that is washed up and excluded later', async () => {
  const story = await newStory(practice);
  await doAll(story, [time('T1', '2:00')]);
  const asAt = civilDate('2026-03-20');
  const { jobId } = story.jobs.J1;
  const netThen = async () => {
    const question = { asAt, sort: 'jobNumber', order: 'ascending', limit: 500 } as const;
    const { rows } = accepted(
      await readPage(contextOf(database, practice.firm), estimatedBillings, question),
    );
    return rows.find((row) => row.jobId === jobId)?.netWipMinor;
  };
  assert.equal(await netThen(), 30_000n);
  await doAll(story, [washUp(), changeTheJob('J1', { excluded: true })]);
  assert.equal(await netThen(), 30_000n);
});

test('after all of them the ledger agrees with its lines', async () => {
  assert.deepEqual(await verifyFirm(database, practice.firm.firmId), []);
});
