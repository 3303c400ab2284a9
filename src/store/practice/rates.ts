// The rates that could price a batch of time, in one query. Every branch asks the index rate_keys (or cost_rate_keys)
// for a scope and its keys, so what is read follows the batch and never the size of the rate card. Which of the rows
// applies is for core/pricing to say.

import type { RateRow } from '#core/pricing/rates.ts';
import type { Tx } from '#store/database.ts';

export type RateKeys = {
  readonly jobIds: readonly number[];
  readonly clientIds: readonly number[];
  readonly staffIds: readonly number[];
  readonly taskIds: readonly number[];
};

const rateColumns = `id, scope, job_id as "jobId", client_id as "clientId", staff_id as "staffId",
  task_id as "taskId", currency, rate_per_hour_minor as "ratePerHourMinor", effective_from as "effectiveFrom"`;

/** The billable rates of these jobs, clients, staff and (library) tasks, in every currency and from every date. */
export function loadRateBook(tx: Tx, keys: RateKeys): Promise<RateRow[]> {
  const { jobIds, clientIds, staffIds, taskIds } = keys;
  return tx.prepared<RateRow>('rate-book', bookByKeys, [tx.firmId, jobIds, staffIds, clientIds, taskIds]);
}

/** What time on these tasks of jobs names: the clients and library tasks follow from it. */
type WorkKeys = {
  readonly jobIds: readonly number[];
  readonly jobTaskIds: readonly number[];
  readonly staffIds: readonly number[];
};

/** The same for time that is only known by its jobs and their tasks, so that nobody need look these up before. */
export function loadRateBookOfWork(tx: Tx, { jobIds, jobTaskIds, staffIds }: WorkKeys): Promise<RateRow[]> {
  return tx.prepared<RateRow>('rate-book-of-work', bookOfWork, [tx.firmId, jobIds, staffIds, jobTaskIds]);
}

function rateBook({ staff, clients, tasks }: Record<'staff' | 'clients' | 'tasks', string>): string {
  const rates = (scope: string) =>
    `select ${rateColumns} from rate where firm_id = $1 and scope = '${scope}'`;
  const isStaff = `staff_id = any (${staff}::int[])`;
  const isTask = `task_id = any (${tasks}::int[])`;
  return `${rates('jobTask')} and job_id = any ($2) and client_id is null and staff_id is null and ${isTask}
     union all ${rates('jobStaff')} and job_id = any ($2) and client_id is null and ${isStaff}
     union all ${rates('clientTask')} and job_id is null and client_id = any (${clients}::int[])
       and staff_id is null and ${isTask}
     union all ${rates('staffTask')} and job_id is null and client_id is null and ${isStaff} and ${isTask}
     union all ${rates('task')} and job_id is null and client_id is null and staff_id is null and ${isTask}
     union all ${rates('staff')} and job_id is null and client_id is null and ${isStaff}`;
}

const costRateColumns = `r.id, r.scope, r.staff_id as "staffId", r.task_id as "taskId", f.currency,
  r.rate_per_hour_minor as "ratePerHourMinor", r.effective_from as "effectiveFrom"`;

/** What an hour of these staff on these tasks costs; the rows carry the firm's currency, in which they stand. */
export function loadCostRateBook(tx: Tx, keys: Pick<RateKeys, 'staffIds' | 'taskIds'>): Promise<RateRow[]> {
  return tx.prepared<RateRow>('cost-rate-book', costBookByKeys, [tx.firmId, keys.staffIds, keys.taskIds]);
}

/** The same for time that is only known by the tasks of its jobs. */
export function loadCostRateBookOfWork(
  tx: Tx,
  { jobTaskIds, staffIds }: Pick<WorkKeys, 'jobTaskIds' | 'staffIds'>,
): Promise<RateRow[]> {
  return tx.prepared<RateRow>('cost-rate-book-of-work', costBookOfWork, [tx.firmId, staffIds, jobTaskIds]);
}

function costRateBook(tasks: string): string {
  const rates = (scope: string) => `select ${costRateColumns} from firm f join cost_rate r on r.firm_id = f.id
       where f.id = $1 and r.firm_id = $1 and r.scope = '${scope}'`;
  const isTask = `r.task_id = any (${tasks}::int[])`;
  return `${rates('staffTask')} and r.staff_id = any ($2) and ${isTask}
     union all ${rates('staff')} and r.staff_id = any ($2)
     union all ${rates('task')} and r.staff_id is null and ${isTask}`;
}

const bookByKeys = rateBook({ staff: '$3', clients: '$4', tasks: '$5' });
const bookOfWork = `with named as materialized (
     select array(select client_id from job where firm_id = $1 and id = any ($2)) as clients,
       array(select task_id from job_task where firm_id = $1 and id = any ($4)) as tasks)
   ${rateBook({ staff: '$3', clients: '(select clients from named)', tasks: '(select tasks from named)' })}`;
const costBookByKeys = costRateBook('$3');
const costBookOfWork = `with named as materialized (
     select array(select task_id from job_task where firm_id = $1 and id = any ($3)) as tasks)
   ${costRateBook('(select tasks from named)')}`;
