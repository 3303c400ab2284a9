import assert from 'node:assert/strict';
import { test } from 'node:test';
import { civilDate } from '#core/calendar/civil-date.ts';
import type { JobStateType } from '#core/practice/job-states.ts';
import { testDatabase } from '#store/testing/database.ts';
import { testFirm } from '#store/testing/firm.ts';
import { createClients } from '../clients/create-clients.ts';
import { accepted, contextOf, refusedAs } from '../testing/practice.ts';
import { recordTimeEntries } from '../time/record-time.ts';
import { undoWipAction } from '../wip/undo-action.ts';
import { raiseInterimByHand } from '../wip/raise-interim.ts';
import { changeJobTask } from './change-job-task.ts';
import { changeJob } from './change-job.ts';
import { createJobTasks } from './create-job-tasks.ts';
import type { NewJob } from './create-jobs.ts';
import { createJobs } from './create-jobs.ts';
import type { JobWithTasks } from './job.ts';
import { getJob, listJobs } from './read-jobs.ts';
import { removeJob } from './remove-job.ts';
import { removeJobTask } from './remove-job-task.ts';

const { database } = await testDatabase();
const firm = await testFirm(database);
const other = await testFirm(database, { name: 'Other Firm' });
const owner = contextOf(database, firm);
const march = (day: number) => civilDate(`2026-03-${String(day).padStart(2, '0')}`);

const states = await addStates();

async function addStates(): Promise<Record<JobStateType, number>> {
  const rows = await database.inFirm(firm.firmId, (tx) =>
    tx.query<{ type: JobStateType; id: number }>(
      `insert into job_state (firm_id, name, type, position)
       values ($1, 'Planned', 'planned', 1), ($1, 'On Hold', 'onHold', 3), ($1, 'Completed', 'completed', 4),
         ($1, 'Cancelled', 'cancelled', 5)
       returning type, id`,
      [firm.firmId],
    ),
  );
  const found = Object.fromEntries(rows.map(({ type, id }) => [type, id]));
  return { ...found, inProgress: firm.stateId } as Record<JobStateType, number>;
}

async function addJob(command: Partial<NewJob> = {}): Promise<JobWithTasks> {
  const [job] = accepted(
    await createJobs(owner, [
      { name: 'Villa', clientId: firm.clientId, stateId: states.inProgress, ...command },
    ]),
  );
  return job!;
}

async function addWorkedJob(): Promise<JobWithTasks> {
  const job = await addJob({ tasks: [{ taskId: firm.taskId }] });
  const [task] = job.tasks;
  accepted(
    await recordTimeEntries(owner, [
      { jobId: job.id, jobTaskId: task!.id, staffId: firm.staffId, workedOn: march(30), minutes: 120 },
    ]),
  );
  return job;
}

const changesOf = (subject: string, subjectId: number) =>
  database.inFirm(firm.firmId, (tx) =>
    tx.query<{ action: string; before: unknown; after: unknown }>(
      `select action, before, after from change
       where firm_id = $1 and subject = $2 and subject_id = $3 order by id`,
      [firm.firmId, subject, subjectId],
    ),
  );

test('a job takes the next number of the firm, the currency of its client and its tasks along', async () => {
  const job = await addJob({
    budget: '2500.00',
    tasks: [{ taskId: firm.taskId, name: 'Concept design', estimatedMinutes: 600 }, { taskId: firm.taskId }],
  });
  assert.equal(job.number, 'J000002', 'the firm has J000001 already, which was given');
  assert.equal(job.currency, 'NZD');
  assert.equal(job.budgetMinor, 250_000n);
  assert.deepEqual(
    job.tasks.map(({ name, position, billable }) => ({ name, position, billable })),
    [
      { name: 'Concept design', position: 1, billable: true },
      { name: 'Design', position: 2, billable: true },
    ],
  );
  assert.deepEqual(
    (await changesOf('job', job.id)).map(({ action }) => action),
    ['created'],
  );
});

test('jobs added at the same moment never share a number, also when one of them is given', async () => {
  const clientId = firm.clientId;
  const batches = Array.from({ length: 8 }, (_, place) =>
    createJobs(owner, [
      { name: 'By number', clientId, number: `J0001${place}0` },
      { name: 'One', clientId },
      { name: 'Two', clientId },
    ]),
  );
  const numbers = (await Promise.all(batches)).flatMap((result) => accepted(result).map((job) => job.number));
  assert.equal(new Set(numbers).size, 24);
});

test('a series that runs into numbers given by hand goes on behind them', async () => {
  await database.inFirm(firm.firmId, (tx) =>
    tx.query(`update firm set next_job_number = 500 where id = $1`, [firm.firmId]),
  );
  const given = ['J000500', 'J000501', 'J000503'].map((number) => ({
    name: 'By hand',
    clientId: firm.clientId,
    number,
  }));
  accepted(await createJobs(owner, given));
  const [first, second] = accepted(
    await createJobs(owner, [
      { name: 'First', clientId: firm.clientId },
      { name: 'Second', clientId: firm.clientId },
    ]),
  );
  assert.deepEqual([first?.number, second?.number], ['J000502', 'J000504']);
});

test('a number that another job has is refused, in the batch and in the firm', async () => {
  const clientId = firm.clientId;
  const result = await createJobs(owner, [
    { name: 'A', clientId, number: 'J000001' },
    { name: 'B', clientId, number: 'X1' },
    { name: 'C', clientId, number: 'X1' },
  ]);
  assert.deepEqual(refusedAs(result), ['duplicate [0].number', 'duplicate [2].number']);
});

test('every fault of a new job is named at once', async () => {
  const result = await createJobs(owner, [
    {
      name: 'Wrong',
      clientId: 999_999,
      managerId: 999_999,
      stateId: 999_999,
      startOn: march(20),
      dueOn: march(19),
      tasks: [{ taskId: 999_999 }],
    },
    { name: 'Wrong too', clientId: firm.clientId, budget: '1.234', completedOn: march(1) },
  ]);
  assert.deepEqual(refusedAs(result), [
    'unknownClient [0].clientId',
    'unknownStaff [0].managerId',
    'unknownJobState [0].stateId',
    'invalidDate [0].dueOn',
    'unknownTask [0].tasks[0].taskId',
    'invalidRequest [1].completedOn',
    'invalidAmount [1].budget',
  ]);
});

test('what another firm has is unknown', async () => {
  const elsewhere = contextOf(database, other);
  assert.deepEqual(refusedAs(await getJob(elsewhere, firm.jobId)), ['unknownJob id']);
  assert.deepEqual(refusedAs(await changeJob(elsewhere, { id: firm.jobId, version: 1, name: 'Taken' })), [
    'unknownJob id',
  ]);
  assert.deepEqual(refusedAs(await removeJob(elsewhere, { id: firm.jobId, version: 1 })), ['unknownJob id']);
  assert.deepEqual(
    refusedAs(
      await createJobs(elsewhere, [{ name: 'Across', clientId: firm.clientId, managerId: firm.staffId }]),
    ),
    ['unknownClient [0].clientId', 'unknownStaff [0].managerId'],
  );
});

test('of two people who change the same version, the second is told', async () => {
  const job = await addJob();
  const results = await Promise.all([
    changeJob(owner, { id: job.id, version: 1, name: 'Villa, north' }),
    changeJob(owner, { id: job.id, version: 1, name: 'Villa, south' }),
  ]);
  assert.equal(results.filter((result) => result.ok).length, 1);
  const refused = results.find((result) => !result.ok);
  assert.deepEqual(refusedAs(refused!), ['staleVersion version']);
});

test('a change keeps what was and what is, and only of what differs', async () => {
  const job = await addJob();
  const { job: changed } = accepted(
    await changeJob(owner, { id: job.id, version: 1, name: job.name, category: 'Housing', budget: '10.00' }),
  );
  assert.equal(changed.version, 2);
  const [, kept] = await changesOf('job', job.id);
  assert.deepEqual(kept, {
    action: 'changed',
    before: { category: null, budgetMinor: null },
    after: { category: 'Housing', budgetMinor: '1000' },
  });
  const same = accepted(await changeJob(owner, { id: job.id, version: 2, category: 'Housing' }));
  assert.equal(same.job.version, 2, 'nothing differs, so nothing is written');
});

test('a job that ends says what WIP it leaves open, and its day of completion', async () => {
  const job = await addWorkedJob();
  const ended = accepted(await changeJob(owner, { id: job.id, version: 1, stateId: states.completed }));
  assert.equal(ended.job.completedOn, '2026-03-31', 'today in the zone of the firm');
  assert.equal(ended.wipOpenMinor, 30_000n);
  const reopened = accepted(await changeJob(owner, { id: job.id, version: 2, stateId: states.onHold }));
  assert.equal(reopened.job.completedOn, null);
  assert.equal(reopened.wipOpenMinor, null);
  const again = accepted(
    await changeJob(owner, { id: job.id, version: 3, stateId: states.cancelled, completedOn: march(15) }),
  );
  assert.equal(again.job.completedOn, '2026-03-15');
});

test('time and an interim that balance still are open when the job ends', async () => {
  const job = await addWorkedJob();
  accepted(
    await raiseInterimByHand(owner, {
      jobId: job.id,
      effectiveOn: march(31),
      amount: '300.00',
      description: 'Deposit',
    }),
  );
  const ended = accepted(await changeJob(owner, { id: job.id, version: 1, stateId: states.completed }));
  assert.equal(ended.wipOpenMinor, 0n);
});

test('a job ends and is washed up in one step, or neither', async () => {
  const job = await addWorkedJob();
  const running = await changeJob(owner, { id: job.id, version: 1, washUp: {} });
  assert.deepEqual(refusedAs(running), ['invalidRequest washUp']);
  const early = await changeJob(owner, {
    id: job.id,
    version: 1,
    stateId: states.completed,
    washUp: { effectiveOn: march(1) },
  });
  assert.deepEqual(refusedAs(early), ['beforeWork washUp.effectiveOn']);
  const ended = accepted(
    await changeJob(owner, { id: job.id, version: 1, stateId: states.completed, washUp: {} }),
  );
  assert.equal(ended.wipOpenMinor, null);
  accepted(await undoWipAction(owner, { wipActionId: ended.washUpId! }));
  const again = accepted(await changeJob(owner, { id: job.id, version: 2, category: 'Housing' }));
  assert.equal(again.wipOpenMinor, 30_000n);
});

test('somebody who may not see WIP is not told of it', async () => {
  const job = await addWorkedJob();
  const key = contextOf(database, firm, { scopes: ['jobs.read', 'jobs.edit'] });
  const ended = accepted(await changeJob(key, { id: job.id, version: 1, stateId: states.completed }));
  assert.ok(!('wipOpenMinor' in ended));
  assert.ok(!('budgetMinor' in ended.job));
});

test('a completion still to come and a completion of a running job are refused', async () => {
  const job = await addJob();
  const change = { id: job.id, version: 1 };
  assert.deepEqual(
    refusedAs(
      await changeJob(owner, { ...change, stateId: states.completed, completedOn: civilDate('2026-04-01') }),
    ),
    ['futureDate completedOn'],
  );
  assert.deepEqual(refusedAs(await changeJob(owner, { ...change, completedOn: march(1) })), [
    'invalidRequest completedOn',
  ]);
});

test('a job with WIP is not excluded from estimated billings', async () => {
  const job = await addWorkedJob();
  assert.deepEqual(refusedAs(await changeJob(owner, { id: job.id, version: 1, excluded: true })), [
    'wipPresent excluded',
  ]);
  const empty = await addJob();
  assert.ok(accepted(await changeJob(owner, { id: empty.id, version: 1, excluded: true })).job.excluded);
});

test('time recorded while a job is being excluded stands at 0 or stops the exclusion', async () => {
  for (let round = 0; round < 6; round += 1) {
    const job = await addJob({ tasks: [{ taskId: firm.taskId }] });
    const [task] = job.tasks;
    const [, excluding] = await Promise.all([
      recordTimeEntries(owner, [
        {
          jobId: job.id,
          jobTaskId: task!.id,
          staffId: firm.staffId,
          workedOn: march(1 + round),
          minutes: 60,
        },
      ]),
      changeJob(owner, { id: job.id, version: 1, excluded: true }),
    ]);
    const [balance] = await database.inFirm(firm.firmId, (tx) =>
      tx.query<{ wip: bigint }>(
        `select wip_time_minor as wip from job_balance where firm_id = $1 and job_id = $2`,
        [firm.firmId, job.id],
      ),
    );
    assert.equal(balance?.wip ?? 0n, excluding.ok ? 0n : 15_000n);
  }
});

test('a job goes to another client only in the same currency', async () => {
  const [sameMoney, otherMoney] = accepted(
    await createClients(owner, [{ name: 'Rimu Ltd' }, { name: 'Wattle Pty', currency: 'AUD' }]),
  );
  const job = await addJob();
  assert.deepEqual(refusedAs(await changeJob(owner, { id: job.id, version: 1, clientId: otherMoney!.id })), [
    'currencyMismatch clientId',
  ]);
  const moved = accepted(await changeJob(owner, { id: job.id, version: 1, clientId: sameMoney!.id }));
  assert.equal(moved.job.clientName, 'Rimu Ltd');
});

test('a job with time stays; one without goes with its tasks', async () => {
  const worked = await addWorkedJob();
  const refused = await removeJob(owner, { id: worked.id, version: 1 });
  assert.deepEqual(refusedAs(refused), ['stillInUse id']);
  assert.match(refused.ok ? '' : refused.refusals[0]!.detail, /still has (time entries|ledger entries)/);
  const empty = await addJob({ tasks: [{ taskId: firm.taskId }] });
  accepted(await removeJob(owner, { id: empty.id, version: 1 }));
  assert.deepEqual(refusedAs(await getJob(owner, empty.id)), ['unknownJob id']);
});

test('a task of a job is added behind the others, completed, and removed while nothing is recorded on it', async () => {
  const job = await addWorkedJob();
  const [worked] = job.tasks;
  const [task] = accepted(
    await createJobTasks(owner, [{ jobId: job.id, taskId: firm.taskId, name: 'Consent' }]),
  );
  assert.equal(task!.position, 2);
  const completed = accepted(
    await changeJobTask(owner, { id: task!.id, version: 1, completedOn: march(20) }),
  );
  assert.equal(completed.completedOn, '2026-03-20');
  const recording = await recordTimeEntries(owner, [
    { jobId: job.id, jobTaskId: task!.id, staffId: firm.staffId, workedOn: march(21), minutes: 30 },
  ]);
  assert.match(refusedAs(recording).join(), /taskCompleted/);
  accepted(await removeJobTask(owner, { id: task!.id, version: 2 }));
  assert.deepEqual(refusedAs(await removeJobTask(owner, { id: worked!.id, version: 1 })), ['stillInUse id']);
});

test('jobs are found by text, client, manager and the type of their state, in any order', async () => {
  const [client] = accepted(await createClients(owner, [{ name: 'Tōtara Trust' }]));
  const add = (name: string, dueOn: string | null, stateId = states.inProgress) =>
    addJob({
      name,
      clientId: client!.id,
      managerId: firm.staffId,
      stateId,
      dueOn: dueOn ? civilDate(dueOn) : null,
    });
  await add('Bridge', '2026-06-01');
  await add('Arch 100%', null);
  await add('Canal', '2026-05-01', states.planned);
  const names = async (query: object) => {
    const page = accepted(
      await listJobs(owner, { clientId: client!.id, sort: 'number', limit: 10, ...query }),
    );
    return page.items.map((job) => job.name);
  };
  assert.deepEqual(await names({ sort: 'name' }), ['Arch 100%', 'Bridge', 'Canal']);
  assert.deepEqual(await names({ sort: 'dueOn' }), ['Canal', 'Bridge', 'Arch 100%']);
  assert.deepEqual(await names({ search: '100%' }), ['Arch 100%']);
  assert.deepEqual(await names({ search: 'tōtara', stateTypes: ['planned'] }), ['Canal']);
  assert.deepEqual(await names({ managerId: firm.staffId, sort: 'name', descending: true }), [
    'Canal',
    'Bridge',
    'Arch 100%',
  ]);
  assert.deepEqual(await names({ withOpenTasks: true }), []);
});

test('only those who may edit jobs do', async () => {
  const staff = contextOf(database, firm, { role: 'staff' });
  assert.deepEqual(refusedAs(await createJobs(staff, [{ name: 'No', clientId: firm.clientId }])), [
    'notPermitted',
  ]);
  const auditor = contextOf(database, firm, { role: 'auditor' });
  assert.deepEqual(refusedAs(await changeJob(auditor, { id: firm.jobId, version: 1, name: 'No' })), [
    'notPermitted',
  ]);
});
