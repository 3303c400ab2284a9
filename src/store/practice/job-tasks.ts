import { sql } from 'kysely';
import type { CivilDate } from '#core/calendar/civil-date.ts';
import type { Tx } from '#store/database.ts';
import type { Page, PageWanted } from './pages.ts';
import { columnsOf, contains, readItems, readPage, runFragment, when } from './pages.ts';
import type { RecordKind } from './records.ts';

export type JobTaskRecord = {
  readonly id: number;
  readonly version: number;
  readonly jobId: number;
  /** The task of the library it was made from; its rates apply whatever it is called here. */
  readonly taskId: number;
  readonly name: string;
  readonly label: string | null;
  readonly billable: boolean;
  readonly estimatedMinutes: number;
  readonly startOn: CivilDate | null;
  readonly dueOn: CivilDate | null;
  readonly completedOn: CivilDate | null;
  readonly position: number;
};

export const jobTasks: RecordKind<JobTaskRecord> = {
  table: 'job_task',
  subject: 'jobTask',
  noun: 'job task',
  unknown: 'unknownJobTask',
  columns: {
    id: 'id',
    version: 'version',
    jobId: 'job_id',
    taskId: 'task_id',
    name: 'name',
    label: 'label',
    billable: 'billable',
    estimatedMinutes: 'estimated_minutes',
    startOn: 'start_on',
    dueOn: 'due_on',
    completedOn: 'completed_on',
    position: 'position',
  },
};

export type JobTask = JobTaskRecord & { readonly jobNumber: string; readonly taskName: string };

export type JobTaskFilter = {
  readonly jobId?: number | undefined;
  readonly taskId?: number | undefined;
  readonly search?: string | undefined;
  readonly billable?: boolean | undefined;
  readonly completed?: boolean | undefined;
};

const selection = {
  columns: sql`${columnsOf(jobTasks, 'k')}, j.number as "jobNumber", t.name as "taskName"`,
  from: sql`job_task k
    join job j on j.firm_id = k.firm_id and j.id = k.job_id
    join task t on t.firm_id = k.firm_id and t.id = k.task_id`,
};

const id = sql`k.id`;

/** In the order of the job's own list, job by job. */
const sortText = sql`j.number || ' ' || lpad(k.position::text, 10, '0')`;

export function listJobTasks(tx: Tx, filter: JobTaskFilter, wanted: PageWanted): Promise<Page<JobTask>> {
  const where = [
    sql`k.firm_id = ${tx.firmId}`,
    when(filter.jobId, (jobId) => sql`k.job_id = ${jobId}`),
    when(filter.taskId, (taskId) => sql`k.task_id = ${taskId}`),
    when(filter.search, (search) => contains(['k.name', 'k.label', 'j.number'], search)),
    when(filter.billable, (billable) => sql`k.billable = ${billable}`),
    when(filter.completed, (completed) => sql`(k.completed_on is not null) = ${completed}`),
  ];
  return readPage<JobTask>(tx, { selection, where, sortText, id }, wanted);
}

export function loadJobTasks(tx: Tx, ids: readonly number[]): Promise<JobTask[]> {
  return readItems<JobTask>(tx, { selection, where: [sql`k.firm_id = ${tx.firmId}`], id }, ids);
}

/** The tasks of jobs, each job's in its own order. */
export function findTasksOfJobs(tx: Tx, jobIds: readonly number[]): Promise<JobTask[]> {
  return runFragment<JobTask>(
    tx,
    sql`select ${selection.columns} from ${selection.from}
        where k.firm_id = ${tx.firmId} and k.job_id = any (${jobIds}::int[]) order by k.job_id, k.position, k.id`,
  );
}

/** Every task of a job, to go when the job goes. */
export function findTasksOfJob(tx: Tx, jobId: number): Promise<JobTaskRecord[]> {
  return runFragment<JobTaskRecord>(
    tx,
    sql`select ${columnsOf(jobTasks, 'k')} from job_task k
        where k.firm_id = ${tx.firmId} and k.job_id = ${jobId} order by k.id`,
  );
}

/** The last place taken in each job's list of tasks. */
export async function lastPositions(tx: Tx, jobIds: readonly number[]): Promise<Map<number, number>> {
  const rows = await tx.query<{ jobId: number; position: number }>(
    `select job_id as "jobId", max(position) as position from job_task
     where firm_id = $1 and job_id = any ($2) group by job_id`,
    [tx.firmId, jobIds],
  );
  return new Map(rows.map((row) => [row.jobId, row.position]));
}
