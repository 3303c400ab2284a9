// What recording against jobs needs to know of them, for a whole batch in two queries.

import type { CivilDate } from '#core/calendar/civil-date.ts';
import type { CurrencyCode } from '#core/money/currencies.ts';
import type { JobStateType } from '#core/practice/job-states.ts';
import type { RateBasis } from '#core/pricing/rates.ts';
import type { RoundingDirection, RoundingIncrement, RoundingPolicy } from '#core/pricing/rounding.ts';
import type { Tx } from '#store/database.ts';
import { roundingOf } from './rounding-columns.ts';

export type JobContext = {
  readonly id: number;
  readonly number: string;
  readonly clientId: number;
  readonly currency: CurrencyCode;
  readonly stateType: JobStateType;
  readonly rateBasis: RateBasis;
  /** Accrues no WIP: its entries stand at value 0. */
  readonly excluded: boolean;
  /** Null where the job or the client has no policy of its own. */
  readonly rounding: { readonly job: RoundingPolicy | null; readonly client: RoundingPolicy | null };
};

export type JobTaskContext = {
  readonly id: number;
  readonly jobId: number;
  /** The task of the firm's library, by which rates are found. */
  readonly taskId: number;
  readonly name: string;
  readonly billable: boolean;
  /** A completed task takes no new time. */
  readonly completedOn: CivilDate | null;
};

export type JobContexts = {
  readonly jobs: ReadonlyMap<number, JobContext>;
  readonly jobTasks: ReadonlyMap<number, JobTaskContext>;
};

/**
 * The jobs and job tasks of a batch; an id that the firm does not have is absent from its map.
 *
 * `hold` keeps the jobs as they were read until the transaction ends (a shared row lock). Whoever decides the value of a
 * posting asks for it: otherwise a job could be excluded from billing between the decision and the posting, and WIP
 * would stand where none may. Changing a job waits for the holders; holders do not wait for each other.
 */
export async function loadJobContexts(
  tx: Tx,
  jobIds: readonly number[],
  jobTaskIds: readonly number[],
  options: { hold?: boolean } = {},
): Promise<JobContexts> {
  const jobsRead = tx.prepared<JobRow>(
    options.hold ? 'job-contexts-held' : 'job-contexts',
    `select j.id, j.number, j.client_id as "clientId", j.currency, s.type as "stateType",
       j.rate_basis as "rateBasis", j.excluded,
       j.rounding_increment_minutes as "jobIncrement", j.rounding_direction as "jobDirection",
       c.rounding_increment_minutes as "clientIncrement", c.rounding_direction as "clientDirection"
     from job j
     join job_state s on s.firm_id = j.firm_id and s.id = j.state_id
     join client c on c.firm_id = j.firm_id and c.id = j.client_id
     where j.firm_id = $1 and j.id = any ($2)
     ${options.hold ? 'order by j.id for share of j' : ''}`,
    [tx.firmId, jobIds],
  );
  const jobTasksRead = tx.prepared<JobTaskContext>(
    'job-task-contexts',
    `select id, job_id as "jobId", task_id as "taskId", name, billable, completed_on as "completedOn"
     from job_task where firm_id = $1 and id = any ($2)`,
    [tx.firmId, jobTaskIds],
  );
  const [jobs, jobTasks] = await Promise.all([jobsRead, jobTasksRead]);
  return {
    jobs: new Map(jobs.map((row) => [row.id, contextOf(row)])),
    jobTasks: new Map(jobTasks.map((row) => [row.id, row])),
  };
}

type JobRow = Omit<JobContext, 'rounding'> & {
  jobIncrement: RoundingIncrement | null;
  jobDirection: RoundingDirection | null;
  clientIncrement: RoundingIncrement | null;
  clientDirection: RoundingDirection | null;
};

function contextOf(row: JobRow): JobContext {
  const { jobIncrement, jobDirection, clientIncrement, clientDirection, ...job } = row;
  return {
    ...job,
    rounding: {
      job: roundingOf(jobIncrement, jobDirection),
      client: roundingOf(clientIncrement, clientDirection),
    },
  };
}
