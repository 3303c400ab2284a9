// A job is added with its tasks. Its number is the one given or the next of the firm's series; the unique index on
// numbers has the last word, so that jobs added at the same moment never share one: a number that turns out to be taken
// is skipped if it came from the series and refused if it was given.

import type { CivilDate } from '#core/calendar/civil-date.ts';
import { today } from '#core/calendar/civil-date.ts';
import { parseMinor } from '#core/money/money.ts';
import { completionDay, completionRefusals, dueDateRefusals } from '#core/practice/jobs.ts';
import type { JobStateType } from '#core/practice/job-states.ts';
import { isEnded } from '#core/practice/job-states.ts';
import type { RoundingPolicy } from '#core/pricing/rounding.ts';
import type { Refusal, Result } from '#core/refusal.ts';
import { done, refuseAll, within } from '#core/refusal.ts';
import type { Tx } from '#store/database.ts';
import { findFirstJobState, loadPracticeSettings, takeJobNumbers } from '#store/practice/firm.ts';
import type { JobRecord } from '#store/practice/job-records.ts';
import { jobs } from '#store/practice/job-records.ts';
import { jobTasks } from '#store/practice/job-tasks.ts';
import type { Unrecorded } from '#store/practice/records.ts';
import { duplicateOf, insertMissingRecords, insertRecords } from '#store/practice/records.ts';
import type { References } from '#store/practice/references.ts';
import { loadReferences } from '#store/practice/references.ts';
import { roundingColumns } from '#store/practice/rounding-columns.ts';
import { takenJobNumbers } from '#store/practice/taken.ts';
import {
  archivedRefusals,
  authorOf,
  checkEach,
  mayWriteBatch,
  referenceRefusals,
  repeatedPlaces,
  staffRefusals,
} from '../batch.ts';
import type { Context } from '../context.ts';
import { write } from '../request.ts';
import type { JobWithTasks } from './job.ts';
import { loadJobsWithTasks } from './job.ts';
import type { NewTaskOfJob } from './new-job-tasks.ts';
import { newTaskRecord, newTaskRefusals } from './new-job-tasks.ts';

type Optional = Pick<
  JobRecord,
  | 'description'
  | 'category'
  | 'managerId'
  | 'partnerId'
  | 'startOn'
  | 'dueOn'
  | 'completedOn'
  | 'clientOrderNumber'
  | 'rateBasis'
  | 'excluded'
>;

export type NewJob = Partial<Optional> & {
  readonly name: string;
  readonly clientId: number;
  /** The next of the firm's series unless said. */
  readonly number?: string | undefined;
  /** The first of the firm's states unless said. */
  readonly stateId?: number | undefined;
  /** A decimal string in the client's currency. */
  readonly budget?: string | null | undefined;
  readonly rounding?: RoundingPolicy | null | undefined;
  readonly tasks?: readonly NewTaskOfJob[] | undefined;
};

type Basis = {
  readonly known: References;
  readonly firstStateId: number | undefined;
  readonly takenNumbers: ReadonlySet<string>;
  readonly repeatedNumbers: ReadonlySet<number>;
  readonly today: CivilDate;
};

/** Adds jobs, all or none. */
export async function createJobs(
  context: Context,
  commands: readonly NewJob[],
): Promise<Result<JobWithTasks[]>> {
  const permitted = mayWriteBatch(context, 'jobs.edit', commands);
  if (!permitted.ok) return permitted;
  return write(context, async (tx) => {
    const ids = await createJobsIn(tx, context, commands);
    if (!ids.ok) return ids;
    const added = await loadJobsWithTasks(tx, context.principal, ids.value);
    const byId = new Map(added.map((job) => [job.id, job]));
    return done(ids.value.flatMap((id) => byId.get(id) ?? []));
  });
}

/** Adds jobs within a write that does more, for somebody who may; their ids, in the order of the commands. */
export async function createJobsIn(
  tx: Tx,
  context: Context,
  commands: readonly NewJob[],
): Promise<Result<number[]>> {
  const basis = await loadBasis(tx, context, commands);
  const checked = checkEach(commands, (command, index) => refusalsOf(basis, command, index));
  return checked.ok ? insertJobs(tx, context, basis, commands) : checked;
}

async function loadBasis(tx: Tx, context: Context, commands: readonly NewJob[]): Promise<Basis> {
  const firstStateId = await findFirstJobState(tx);
  const { timeZone } = await loadPracticeSettings(tx);
  const numbers = commands.map(({ number }) => number);
  return {
    firstStateId,
    known: await loadReferences(tx, {
      clientIds: commands.map(({ clientId }) => clientId),
      staffIds: commands.flatMap(({ managerId, partnerId }) => [managerId, partnerId]),
      taskIds: commands.flatMap(({ tasks = [] }) => tasks.map(({ taskId }) => taskId)),
      stateIds: [firstStateId, ...commands.map(({ stateId }) => stateId)],
    }),
    takenNumbers: await takenJobNumbers(
      tx,
      numbers.filter((number) => number !== undefined),
    ),
    repeatedNumbers: repeatedPlaces(numbers),
    today: today(context.clock(), timeZone),
  };
}

function refusalsOf(basis: Basis, command: NewJob, index: number): Refusal[] {
  const { known } = basis;
  const { clientId, managerId, partnerId, number, startOn = null, dueOn = null } = command;
  const numberIsTaken =
    number !== undefined && (basis.takenNumbers.has(number) || basis.repeatedNumbers.has(index));
  return [
    ...(numberIsTaken ? [duplicateOf(jobs, 'number', number)] : []),
    ...referenceRefusals(known.clients, {
      field: 'clientId',
      id: clientId,
      noun: 'client',
      code: 'unknownClient',
    }),
    ...archivedRefusals(known.clients.get(clientId), { field: 'clientId', noun: 'client', id: clientId }),
    ...staffRefusals(known.staff, { managerId, partnerId }),
    ...stateRefusals(basis, command),
    ...dueDateRefusals({ startOn, dueOn }),
    ...budgetRefusals(known, command),
    ...(command.tasks ?? []).flatMap(
      (task, place) =>
        within(`tasks[${place}]`, refuseAll(newTaskRefusals(known, task, basis.today))).refusals,
    ),
  ];
}

function stateRefusals(basis: Basis, { stateId = basis.firstStateId, completedOn }: NewJob): Refusal[] {
  if (stateId === undefined) {
    return [{ code: 'unknownJobState', detail: 'This firm has no job states yet.', field: 'stateId' }];
  }
  const state = basis.known.states.get(stateId);
  if (state === undefined) {
    return referenceRefusals(basis.known.states, {
      field: 'stateId',
      id: stateId,
      noun: 'job state',
      code: 'unknownJobState',
    });
  }
  return [
    ...archivedRefusals(state, { field: 'stateId', noun: 'job state', id: stateId }),
    ...completionOfStateRefusals(state, completedOn),
    ...completionRefusals(completedOn, basis.today),
  ];
}

/** Only a job that has ended has a day of completion. */
export function completionOfStateRefusals(
  state: { readonly name: string; readonly type: JobStateType },
  completedOn: CivilDate | null | undefined,
): Refusal[] {
  if (completedOn === null || completedOn === undefined || isEnded(state.type)) return [];
  return [
    {
      code: 'invalidRequest',
      detail: `A job in the state ${state.name} has not ended and has no day of completion.`,
      field: 'completedOn',
      value: completedOn,
      accepted: 'a day together with a state that ends the job, or none',
    },
  ];
}

function budgetRefusals(known: References, { clientId, budget }: NewJob): Refusal[] {
  const client = known.clients.get(clientId);
  if (client === undefined || budget === undefined || budget === null) return [];
  const parsed = parseBudget(budget, client.currency);
  return parsed.ok ? [] : [...parsed.refusals];
}

/** A budget in the job's currency; like every amount, exact. */
export function parseBudget(budget: string, currency: JobRecord['currency']): Result<bigint> {
  const parsed = parseMinor(budget, currency);
  return parsed.ok ? parsed : refuseAll(parsed.refusals.map((refusal) => ({ ...refusal, field: 'budget' })));
}

/** The ids of the new jobs, in the order of the commands. */
async function insertJobs(
  tx: Tx,
  context: Context,
  basis: Basis,
  commands: readonly NewJob[],
): Promise<Result<number[]>> {
  const author = authorOf(context);
  const ids = new Map<number, number>();
  let waiting = [...commands.keys()];
  while (waiting.length > 0) {
    const numbered = await numberJobs(tx, commands, waiting);
    const records = [...numbered].map(([number, index]) => jobRecord(basis, at(commands, index), number));
    const kept = await insertMissingRecords(tx, author, jobs, { records, uniqueColumns: 'firm_id, number' });
    for (const { number, id } of kept) ids.set(numbered.get(number) ?? -1, id);
    waiting = waiting.filter((index) => !ids.has(index));
    // What was free a moment ago and is not any more was taken by somebody else.
    const refused = checkEach(commands, ({ number }, index) =>
      number !== undefined && !ids.has(index) ? [duplicateOf(jobs, 'number', number)] : [],
    );
    if (!refused.ok) return refused;
  }
  const inOrder = commands.map((_, index) => ids.get(index) ?? -1);
  const tasks = commands.flatMap(({ tasks: wanted = [] }, index) =>
    wanted.map((task, place) =>
      newTaskRecord(basis.known, task, { jobId: at(inOrder, index), place: place + 1 }),
    ),
  );
  await insertRecords(tx, author, jobTasks, tasks);
  return done(inOrder);
}

/** The place of each command by its number: given numbers first, so that none of the series stands in their way. */
async function numberJobs(
  tx: Tx,
  commands: readonly NewJob[],
  waiting: readonly number[],
): Promise<Map<string, number>> {
  const numbered = new Map<string, number>();
  const unnumbered: number[] = [];
  for (const index of waiting) {
    const number = commands[index]?.number;
    if (number === undefined) unnumbered.push(index);
    else numbered.set(number, index);
  }
  if (unnumbered.length === 0) return numbered;
  for (const [place, number] of (await takeJobNumbers(tx, unnumbered.length)).entries()) {
    if (!numbered.has(number)) numbered.set(number, at(unnumbered, place));
  }
  return numbered;
}

function at<T>(items: readonly T[], index: number): T {
  const item = items[index];
  if (item === undefined) throw new Error(`nothing stands at ${index}`);
  return item;
}

function jobRecord(basis: Basis, command: NewJob, number: string): Unrecorded<JobRecord> {
  const { known } = basis;
  const client = known.clients.get(command.clientId);
  const stateId = command.stateId ?? basis.firstStateId;
  const state = stateId === undefined ? undefined : known.states.get(stateId);
  if (client === undefined || stateId === undefined || state === undefined) {
    throw new Error('a job is recorded whose client or state was not checked');
  }
  const { budget } = command;
  const budgetMinor = typeof budget === 'string' ? parseBudget(budget, client.currency) : done(null);
  if (!budgetMinor.ok) throw new Error('a job is recorded whose budget was not checked');
  return {
    number,
    name: command.name,
    description: command.description ?? null,
    clientId: command.clientId,
    currency: client.currency,
    stateId,
    category: command.category ?? null,
    managerId: command.managerId ?? null,
    partnerId: command.partnerId ?? null,
    startOn: command.startOn ?? null,
    dueOn: command.dueOn ?? null,
    completedOn: completionDay(state.type, { said: command.completedOn, known: null, today: basis.today }),
    budgetMinor: budgetMinor.value,
    clientOrderNumber: command.clientOrderNumber ?? null,
    rateBasis: command.rateBasis ?? 'staff',
    excluded: command.excluded ?? false,
    roundingIncrementMinutes: null,
    roundingDirection: null,
    ...roundingColumns(command.rounding),
  };
}
