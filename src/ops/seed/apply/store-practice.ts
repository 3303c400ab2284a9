// Stores a planned practice and answers which real id each planned one became.

import type { Tx } from '#store/database.ts';
import type { PlannedJobTask, Practice } from '../plan/practice.ts';
import { insertRows, insertRowsWithoutIds } from './rows.ts';

/** Real ids by planned id; planned ids count from 1, so the first place is empty. */
export type PracticeIds = {
  readonly actors: readonly number[];
  readonly people: readonly number[];
  readonly clients: readonly number[];
  readonly jobs: readonly number[];
  readonly tasks: readonly number[];
  readonly jobTasks: readonly number[];
  readonly rates: readonly number[];
  readonly reasons: readonly number[];
};

export async function storePractice(tx: Tx, practice: Practice, ownerActorId: number): Promise<PracticeIds> {
  await storeSettings(tx, practice);
  const actors = [0, ownerActorId, ...(await storeActors(tx, practice))];
  const people = [0, ...(await storePeople(tx, practice))];
  const tasks = [0, ...(await storeTasks(tx, practice))];
  const clients = [0, ...(await storeClients(tx, practice, people))];
  const states = [0, ...(await storeStates(tx, practice))];
  const reasons = [0, ...(await insertRows(tx, 'adjustment_reason', [['name', 'text', practice.reasons]]))];
  const jobs = [0, ...(await storeJobs(tx, practice, { people, clients, states }))];
  const jobTasks = [0, ...(await storeJobTasks(tx, practice, { jobs, tasks }))];
  const rates = [0, ...(await storeRates(tx, practice, { jobs, clients, people, tasks }))];
  await storeCostRates(tx, practice, people);
  return { actors, people, clients, jobs, tasks, jobTasks, rates, reasons };
}

type Ids = readonly number[];

async function storeSettings(tx: Tx, { scenario, jobs }: Practice): Promise<void> {
  const { firm } = scenario;
  await tx.query(
    `update firm set rounding_increment_minutes = $2, rounding_direction = $3, project_managers_see_costs = true,
       project_manager_write_off_limit_minor = $4, job_number_prefix = $5, next_job_number = $6
     where id = $1`,
    [
      tx.firmId,
      firm.rounding.incrementMinutes,
      firm.rounding.direction,
      BigInt(firm.writeOffLimit) * 100n,
      firm.jobNumberPrefix,
      jobs.length + 1,
    ],
  );
  const { letterhead } = firm;
  await tx.query(
    `update billing_settings set legal_name = $2, address = $3, email = $4, phone = $5, tax_number = $6,
       payment_details = $7 where firm_id = $1`,
    [
      tx.firmId,
      letterhead.legalName,
      letterhead.address,
      letterhead.email,
      letterhead.phone,
      letterhead.taxNumber,
      letterhead.paymentDetails,
    ],
  );
}

/** The owner is an actor since the firm was founded. */
function storeActors(tx: Tx, { people, office }: Practice): Promise<number[]> {
  const actors = [...people.slice(1), office.bookkeeper, office.auditor];
  return insertRows(tx, 'actor', [
    ['kind', 'text', actors.map(() => 'member')],
    ['name', 'text', actors.map((actor) => actor.name)],
  ]);
}

function storePeople(tx: Tx, { people }: Practice): Promise<number[]> {
  return insertRows(tx, 'staff', [
    ['name', 'text', people.map((person) => person.name)],
    ['email', 'text', people.map((person) => person.email)],
    ['code', 'text', people.map((person) => person.code)],
  ]);
}

function storeTasks(tx: Tx, { tasks }: Practice): Promise<number[]> {
  return insertRows(tx, 'task', [
    ['name', 'text', tasks.map((task) => task.name)],
    ['billable', 'boolean', tasks.map((task) => task.billable)],
  ]);
}

async function storeClients(tx: Tx, { clients, scenario }: Practice, people: Ids): Promise<number[]> {
  const ids = await insertRows(tx, 'client', [
    ['name', 'text', clients.map((client) => client.name)],
    ['currency', 'text', clients.map((client) => client.currency)],
    ['email', 'text', clients.map((client) => client.email)],
    ['address', 'text', clients.map((client) => client.address)],
    // What is done for clients abroad is not taxed.
    ['tax_exempt', 'boolean', clients.map((client) => client.currency !== scenario.firm.currency)],
    ['account_manager_id', 'int', clients.map((client) => people[client.accountManagerId])],
  ]);
  const contacts = clients.flatMap((client, index) =>
    client.contacts.map((contact, place) => ({ ...contact, clientId: ids[index], isPrimary: place === 0 })),
  );
  await insertRows(tx, 'contact', [
    ['client_id', 'int', contacts.map((contact) => contact.clientId)],
    ['name', 'text', contacts.map((contact) => contact.name)],
    ['email', 'text', contacts.map((contact) => contact.email)],
    ['position', 'text', contacts.map((contact) => contact.position)],
    ['is_primary', 'boolean', contacts.map((contact) => contact.isPrimary)],
  ]);
  return ids;
}

function storeStates(tx: Tx, { states }: Practice): Promise<number[]> {
  return insertRows(tx, 'job_state', [
    ['name', 'text', states.map((state) => state.name)],
    ['type', 'text', states.map((state) => state.type)],
    ['position', 'int', states.map((_, index) => index)],
  ]);
}

function storeJobs(
  tx: Tx,
  { jobs }: Practice,
  ids: Record<'people' | 'clients' | 'states', Ids>,
): Promise<number[]> {
  return insertRows(tx, 'job', [
    ['number', 'text', jobs.map((job) => job.number)],
    ['name', 'text', jobs.map((job) => job.name)],
    ['description', 'text', jobs.map((job) => job.description)],
    ['client_id', 'int', jobs.map((job) => ids.clients[job.clientId])],
    ['currency', 'text', jobs.map((job) => job.currency)],
    ['state_id', 'int', jobs.map((job) => ids.states[job.stateId])],
    ['category', 'text', jobs.map((job) => job.category)],
    ['manager_id', 'int', jobs.map((job) => ids.people[job.managerId])],
    ['partner_id', 'int', jobs.map((job) => ids.people[job.partnerId])],
    ['start_on', 'date', jobs.map((job) => job.startOn)],
    ['due_on', 'date', jobs.map((job) => job.dueOn)],
    ['completed_on', 'date', jobs.map((job) => job.completedOn)],
    ['budget_minor', 'bigint', jobs.map((job) => job.budgetMinor)],
    ['client_order_number', 'text', jobs.map((job) => job.clientOrderNumber)],
    ['rate_basis', 'text', jobs.map((job) => job.rateBasis)],
    ['excluded', 'boolean', jobs.map((job) => job.course === 'internal')],
  ]);
}

function storeJobTasks(tx: Tx, { jobs }: Practice, ids: Record<'jobs' | 'tasks', Ids>): Promise<number[]> {
  const all = jobs.flatMap((job) => job.tasks.map((task, index) => ({ job, task, index })));
  const each = (valueOf: (task: PlannedJobTask) => unknown) => all.map(({ task }) => valueOf(task));
  return insertRows(tx, 'job_task', [
    ['job_id', 'int', all.map(({ job }) => ids.jobs[job.id])],
    ['task_id', 'int', each((task) => ids.tasks[task.taskId])],
    ['name', 'text', each((task) => task.name)],
    ['billable', 'boolean', each((task) => task.billable)],
    ['estimated_minutes', 'int', each((task) => task.estimatedMinutes)],
    ['position', 'int', all.map(({ index }) => index)],
  ]);
}

function storeRates(
  tx: Tx,
  { rates }: Practice,
  ids: Record<'jobs' | 'clients' | 'people' | 'tasks', Ids>,
): Promise<number[]> {
  const realOf = (real: Ids, planned: number | null | undefined) =>
    planned === null || planned === undefined ? null : real[planned];
  return insertRows(tx, 'rate', [
    ['scope', 'text', rates.map((rate) => rate.scope)],
    ['job_id', 'int', rates.map((rate) => realOf(ids.jobs, rate.jobId))],
    ['client_id', 'int', rates.map((rate) => realOf(ids.clients, rate.clientId))],
    ['staff_id', 'int', rates.map((rate) => realOf(ids.people, rate.staffId))],
    ['task_id', 'int', rates.map((rate) => realOf(ids.tasks, rate.taskId))],
    ['currency', 'text', rates.map((rate) => rate.currency)],
    ['rate_per_hour_minor', 'bigint', rates.map((rate) => rate.ratePerHourMinor)],
    ['effective_from', 'date', rates.map((rate) => rate.effectiveFrom)],
  ]);
}

function storeCostRates(tx: Tx, { costRates }: Practice, people: Ids): Promise<void> {
  return insertRowsWithoutIds(tx, 'cost_rate', [
    ['scope', 'text', costRates.map(() => 'staff')],
    ['staff_id', 'int', costRates.map((rate) => people[rate.staffId])],
    ['rate_per_hour_minor', 'bigint', costRates.map((rate) => rate.ratePerHourMinor)],
    ['effective_from', 'date', costRates.map((rate) => rate.effectiveFrom)],
  ]);
}
