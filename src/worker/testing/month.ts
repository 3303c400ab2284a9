// A month of work for tests of billing runs on many jobs: quick to make, and with something of everything that a run meets.

import { recordCosts } from '#actions/costs/record-costs.ts';
import type { Context } from '#actions/context.ts';
import { accepted } from '#actions/testing/practice.ts';
import { recordTimeEntries } from '#actions/time/record-time.ts';
import { raiseInterimByHand } from '#actions/wip/raise-interim.ts';
import { civilDate } from '#core/calendar/civil-date.ts';

export type MonthOptions = {
  readonly staffId: number;
  readonly taskId: number;
  readonly jobs: number;
  /** So many jobs have one client. */
  readonly jobsPerClient?: number;
};

export type MonthJob = { readonly jobId: number; readonly jobTaskId: number };

export const monthWorkedOn = civilDate('2026-03-10');

/** Each seventh job has a cost, too, each fortieth an interim; each eleventh has too little work to be worth an invoice. */
export async function recordMonth(context: Context, options: MonthOptions): Promise<MonthJob[]> {
  const jobs = await addJobs(context, options);
  const { staffId } = options;
  const common = { staffId, workedOn: monthWorkedOn, billable: true };
  const entries = jobs.flatMap((job, place) =>
    (place % 11 === 10 ? [6] : [30, 6 + (place % 90)]).map((minutes) => ({ ...job, ...common, minutes })),
  );
  for (const some of inTurns(entries, 1_000)) accepted(await recordTimeEntries(context, some));
  const costs = jobs
    .filter((_, place) => place % 7 === 6 && place % 11 !== 10)
    .map(({ jobId }) => ({
      jobId,
      incurredOn: monthWorkedOn,
      description: 'Plots',
      quantityThousandths: 2_000,
      unitPrice: '12.35',
    }));
  for (const some of inTurns(costs, 500)) accepted(await recordCosts(context, some));
  for (const { jobId } of jobs.filter((_, place) => place % 40 === 39)) {
    const interim = { jobId, amount: '5.00', description: 'Deposit', effectiveOn: monthWorkedOn };
    accepted(await raiseInterimByHand(context, interim));
  }
  return jobs;
}

/** In the firm's first state, currency and language. */
function addJobs({ database, principal }: Context, options: MonthOptions): Promise<MonthJob[]> {
  const { jobs, taskId, jobsPerClient = 4 } = options;
  return database.inFirm(principal.firmId, (tx) =>
    tx.query<MonthJob>(
      `with before as (select count(*) as many from job where firm_id = $1),
       clients as (
         insert into client (firm_id, name, currency)
         select f.id, 'Client ' || lpad((many + n)::text, 6, '0'), f.currency
         from firm f, before, generate_series(0, ($2 - 1) / $3) as n where f.id = $1
         returning id, currency, name),
       added as (
         insert into job (firm_id, number, name, client_id, currency, state_id)
         select $1, 'K' || lpad((many + n)::text, 6, '0'), 'Job ' || (many + n), c.id, c.currency,
           (select id from job_state where firm_id = $1 order by id limit 1)
         from before, generate_series(0, $2 - 1) as n
         join clients c on c.name = 'Client ' || lpad(((select many from before) + n / $3)::text, 6, '0')
         order by n
         returning id),
       tasks as (
         insert into job_task (firm_id, job_id, task_id, name) select $1, id, $4, 'Design' from added
         returning job_id, id)
       select job_id as "jobId", id as "jobTaskId" from tasks order by job_id`,
      [principal.firmId, jobs, jobsPerClient, taskId],
    ),
  );
}

function inTurns<T>(all: readonly T[], many: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / many) }, (_, turn) =>
    all.slice(turn * many, (turn + 1) * many),
  );
}
