// Changing a job never touches its ledger, unless it is asked to wash up. Ending it (a state of the type completed or
// cancelled) leaves WIP where it is; the answer says what is open, so that a wash-up can be offered, and whoever knows
// already asks for it in the same step: then both are done, or neither. Excluding it from estimated billings
// is refused while anything is open: a job that accrues no WIP has none.

import type { CivilDate } from '#core/calendar/civil-date.ts';
import { today } from '#core/calendar/civil-date.ts';
import { may, requirePermission } from '#core/access/principal.ts';
import { formatMinor } from '#core/money/money.ts';
import { completionDay, completionRefusals, dueDateRefusals } from '#core/practice/jobs.ts';
import { isEnded } from '#core/practice/job-states.ts';
import type { Refusal, Result } from '#core/refusal.ts';
import { done, refuse, refuseAll, within } from '#core/refusal.ts';
import type { Tx } from '#store/database.ts';
import { lockJobs } from '#store/ledger/items.ts';
import { loadPracticeSettings } from '#store/practice/firm.ts';
import type { JobRecord, OpenWip } from '#store/practice/job-records.ts';
import { findOpenWip, jobs } from '#store/practice/job-records.ts';
import type { Recorded } from '#store/practice/records.ts';
import { claimRecord, duplicateOf, updateRecord } from '#store/practice/records.ts';
import type { References } from '#store/practice/references.ts';
import { loadReferences } from '#store/practice/references.ts';
import { roundingColumns } from '#store/practice/rounding-columns.ts';
import { takenJobNumbers } from '#store/practice/taken.ts';
import { archivedRefusals, authorOf, referenceRefusals, staffRefusals } from '../batch.ts';
import type { Context } from '../context.ts';
import { write } from '../request.ts';
import type { ActionTerms } from '../wip/act.ts';
import { washUpIn } from '../wip/wash-up.ts';
import { completionOfStateRefusals, parseBudget } from './create-jobs.ts';
import type { NewJob } from './create-jobs.ts';
import type { JobWithTasks } from './job.ts';
import { loadJobWithTasks, netWipOf } from './job.ts';

export type JobChange = Recorded &
  Partial<Omit<NewJob, 'tasks'>> & {
    /** Washes the job up as it ends. */
    readonly washUp?: ActionTerms | null | undefined;
  };

export type ChangedJob = {
  readonly job: JobWithTasks;
  /**
   * Net WIP of a job that has ended and has something open, also when time and interims add up to 0; null when nothing
   * is open or the job has not ended. Absent for those who may not see WIP.
   */
  readonly wipOpenMinor?: bigint | null;
  /** The wash-up that was asked for, by which it can be undone; absent where nothing was open or none was asked for. */
  readonly washUpId?: number;
};

/** What the change is judged by. */
type Basis = {
  readonly job: JobRecord;
  /** Only what differs from how the job stands. */
  readonly said: JobChange;
  readonly known: References;
  readonly openWip: OpenWip | undefined;
  readonly today: CivilDate;
};

export async function changeJob(context: Context, command: JobChange): Promise<Result<ChangedJob>> {
  const { principal } = context;
  const permitted = requirePermission(principal, 'jobs.edit');
  if (!permitted.ok) return permitted;
  const { washUp, ...change } = command;
  return write(context, async (tx) => {
    if (washUp) await lockJobs(tx, [command.id]);
    const claimed = await claimRecord(tx, jobs, command);
    if (!claimed.ok) return claimed;
    const basis = await loadBasis(tx, context, claimed.value, change);
    const refusals = [...refusalsOf(basis), ...(await numberRefusals(tx, basis))];
    if (refusals.length > 0) return refuseAll(refusals);
    const to = recordChange(basis);
    if (!to.ok) return to;

    await updateRecord(tx, authorOf(context), jobs, { record: basis.job, to: to.value });
    const washed = washUp ? await washUpEnded(tx, context, basis, washUp) : done({});
    if (!washed.ok) return washed;
    const job = await loadJobWithTasks(tx, principal, command.id);
    if (!may(principal, 'wip.read')) return done({ job, ...washed.value });
    const open = isEnded(job.stateType) ? await findOpenWip(tx, command.id) : undefined;
    return done({ job, wipOpenMinor: open === undefined ? null : netWipOf(open), ...washed.value });
  });
}

async function washUpEnded(
  tx: Tx,
  context: Context,
  { job, said, known, openWip }: Basis,
  terms: ActionTerms,
): Promise<Result<{ washUpId?: number }>> {
  const state = known.states.get(said.stateId ?? job.stateId);
  if (state === undefined || !isEnded(state.type)) {
    return refuse('invalidRequest', `Job ${job.number} is washed up in one step only as it ends.`, {
      field: 'washUp',
      accepted: 'a state that ends the job, or no wash-up',
    });
  }
  if (openWip === undefined) return done({});
  const washed = await washUpIn(tx, context, { ...terms, jobIds: [job.id] });
  return washed.ok ? done({ washUpId: washed.value.wipActionId }) : within('washUp', washed);
}

async function loadBasis(tx: Tx, context: Context, job: JobRecord, command: JobChange): Promise<Basis> {
  const { timeZone } = await loadPracticeSettings(tx);
  const said = differing(job, command);
  return {
    job,
    said,
    known: await loadReferences(tx, {
      clientIds: [said.clientId],
      staffIds: [said.managerId, said.partnerId],
      stateIds: [said.stateId, job.stateId],
    }),
    openWip: await findOpenWip(tx, job.id),
    today: today(context.clock(), timeZone),
  };
}

/** Without what stands already: a manager who has left may stay, and is refused only when newly named. */
function differing(job: JobRecord, command: JobChange): JobChange {
  const entries = Object.entries(command).filter(
    ([name, value]) => name === 'id' || name === 'version' || value !== job[name as keyof JobRecord],
  );
  return Object.fromEntries(entries) as JobChange;
}

function refusalsOf(basis: Basis): Refusal[] {
  const { job, said, known } = basis;
  return [
    ...clientRefusals(basis),
    ...staffRefusals(known.staff, { managerId: said.managerId, partnerId: said.partnerId }),
    ...stateRefusals(basis),
    ...dueDateRefusals({
      startOn: said.startOn === undefined ? job.startOn : said.startOn,
      dueOn: said.dueOn === undefined ? job.dueOn : said.dueOn,
    }),
    ...exclusionRefusals(basis),
  ];
}

async function numberRefusals(tx: Tx, { said }: Basis): Promise<Refusal[]> {
  if (said.number === undefined) return [];
  const taken = await takenJobNumbers(tx, [said.number]);
  return taken.size === 0 ? [] : [duplicateOf(jobs, 'number', said.number)];
}

/** A job may go to another client in the same currency; its ledger, budget and rates are in that currency. */
function clientRefusals({ job, said, known }: Basis): Refusal[] {
  const { clientId } = said;
  if (clientId === undefined) return [];
  const client = known.clients.get(clientId);
  if (client === undefined) {
    return referenceRefusals(known.clients, {
      field: 'clientId',
      id: clientId,
      noun: 'client',
      code: 'unknownClient',
    });
  }
  if (client.currency === job.currency) {
    return archivedRefusals(client, { field: 'clientId', noun: 'client', id: clientId });
  }
  return [
    {
      code: 'currencyMismatch',
      detail: `Job ${job.number} is in ${job.currency} and ${client.name} is invoiced in ${client.currency}.`,
      field: 'clientId',
      value: clientId.toString(),
      accepted: `a client in ${job.currency}`,
    },
  ];
}

function stateRefusals({ job, said, known, today: day }: Basis): Refusal[] {
  const stateId = said.stateId ?? job.stateId;
  const state = known.states.get(stateId);
  if (state === undefined) {
    return referenceRefusals(known.states, {
      field: 'stateId',
      id: stateId,
      noun: 'job state',
      code: 'unknownJobState',
    });
  }
  return [
    ...(said.stateId === undefined
      ? []
      : archivedRefusals(state, { field: 'stateId', noun: 'job state', id: stateId })),
    ...completionOfStateRefusals(state, said.completedOn),
    ...completionRefusals(said.completedOn, day),
  ];
}

function exclusionRefusals({ job, said, openWip }: Basis): Refusal[] {
  if (!said.excluded || openWip === undefined) return [];
  const net = formatMinor(netWipOf(openWip), job.currency);
  const { refusals } = refuse(
    'wipPresent',
    `Job ${job.number} has ${job.currency} ${net} of net WIP open; wash it up before excluding it from estimated billings.`,
    { field: 'excluded', value: 'true', accepted: 'a job with nothing open' },
  );
  return [...refusals];
}

/** What of the record changes. */
function recordChange({ job, said, known, today: day }: Basis): Result<Partial<JobRecord>> {
  const { id: _, version: __, rounding, budget, completedOn, ...plain } = said;
  const budgetMinor = typeof budget === 'string' ? parseBudget(budget, job.currency) : done(budget);
  if (!budgetMinor.ok) return budgetMinor;
  const state = known.states.get(said.stateId ?? job.stateId);
  if (state === undefined) throw new Error('a job changes to a state that was not checked');
  const isAsked = said.stateId !== undefined || completedOn !== undefined;
  return done({
    ...plain,
    ...roundingColumns(rounding),
    budgetMinor: budgetMinor.value,
    completedOn: isAsked
      ? completionDay(state.type, { said: completedOn, known: job.completedOn, today: day })
      : undefined,
  } as Partial<JobRecord>);
}
