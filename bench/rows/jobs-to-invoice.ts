// Jobs with work waiting to be invoiced: each of four tasks, with time on them and a few costs, over two months.

import type { Context } from '#actions/context.ts';
import { civilDate, addDays } from '#core/calendar/civil-date.ts';
import type { Journal } from '#core/ledger/journal.ts';
import { recordCost } from '#core/wip/record-cost.ts';
import { recordTime } from '#core/wip/record-time.ts';
import type { Tx } from '#store/database.ts';
import { itemIdsOf } from '#store/ledger/item-ids.ts';
import { post } from '#store/ledger/post.ts';
import { insertCostEntries, type CostEntryRow } from '#store/work/cost-entries.ts';
import { insertTimeEntries, type TimeEntryRow } from '#store/work/time-entries.ts';

export type JobToInvoice = { readonly jobId: number; readonly clientId: number };

type Place = JobToInvoice & { readonly jobTaskIds: readonly number[] };

const tasksPerJob = 4;
const costsPerJob = 4;
const jobsPerClient = 4;
const jobsPerPosting = 200;
const firstDay = civilDate('2025-05-01');
const daysOfWork = 60;

/** Makes jobs with so many open entries each, in a category of their own where one is said. */
export async function layOutJobs(
  { database, principal }: Context,
  count: number,
  itemsPerJob: number,
  category: string | null = null,
): Promise<JobToInvoice[]> {
  const { firmId, actorId } = principal;
  const { places, staffIds } = await database.inFirm(firmId, async (tx) => ({
    places: await makeJobs(tx, count, category),
    staffIds: (
      await tx.query<{ id: number }>('select id from staff where firm_id = $1 order by id', [firmId])
    ).map(({ id }) => id),
  }));
  for (let start = 0; start < places.length; start += jobsPerPosting) {
    const some = places.slice(start, start + jobsPerPosting);
    const itemIds = await itemIdsOf(database).take(some.length * itemsPerJob);
    const work = workOn(some, itemIds, staffIds);
    await database.inFirm(firmId, async (tx) => {
      await insertTimeEntries(tx, work.time);
      await insertCostEntries(tx, work.costs);
      await post(tx, { journals: work.journals, actorId });
    });
  }
  await database.pool.query(
    'vacuum analyze open_item, job_balance, job_age, job_month, time_entry, cost_entry',
  );
  return places.map(({ jobId, clientId }) => ({ jobId, clientId }));
}

async function makeJobs(tx: Tx, count: number, category: string | null): Promise<Place[]> {
  return tx.query<Place>(
    `with model as (
       select state_id, currency from job where firm_id = $1 and not excluded order by id limit 1),
     numbered as (select n, (n - 1) / $3 as client from generate_series(1, $2::int) n),
     clients as (
       insert into client (firm_id, name, currency)
       select $1, 'Bench ' || g, (select currency from model) from generate_series(0, ($2 - 1) / $3) g
       returning id),
     client as (select id, row_number() over (order by id) - 1 as client from clients),
     jobs as (
       insert into job (firm_id, number, name, client_id, currency, state_id, category)
       select $1, 'B-' || client.id || '-' || n, 'Bench ' || n, client.id, model.currency, model.state_id, $5
       from numbered join client using (client), model
       returning id, client_id),
     tasks as (
       insert into job_task (firm_id, job_id, task_id, name, position)
       select $1, jobs.id, t.id, 'Task ' || p, p
       from jobs, (select min(id) as id from task where firm_id = $1) t, generate_series(1, $4::int) p
       returning id, job_id)
     select jobs.id as "jobId", jobs.client_id as "clientId", array_agg(tasks.id order by tasks.id) as "jobTaskIds"
     from jobs join tasks on tasks.job_id = jobs.id group by jobs.id, jobs.client_id order by jobs.id`,
    [tx.firmId, count, jobsPerClient, tasksPerJob, category],
  );
}

type Work = {
  readonly time: TimeEntryRow[];
  readonly costs: CostEntryRow[];
  readonly journals: Journal[];
};

function workOn(places: readonly Place[], itemIds: readonly bigint[], staffIds: readonly number[]): Work {
  const work: Work = { time: [], costs: [], journals: [] };
  const perJob = itemIds.length / places.length;
  for (const [index, itemId] of itemIds.entries()) {
    const { jobId, jobTaskIds } = places[Math.floor(index / perJob)]!;
    const number = index % perJob;
    const on = addDays(firstDay, (number * 7 + index) % daysOfWork);
    const jobTaskId = jobTaskIds[number % jobTaskIds.length]!;
    if (number < Math.min(costsPerJob, perJob / 2)) addCost(work, { id: itemId, jobId, jobTaskId, on });
    else {
      const staffId = staffIds[index % staffIds.length]!;
      addTime(work, { id: itemId, jobId, jobTaskId, staffId, on, minutes: 15 + (number % 20) * 15 });
    }
  }
  return work;
}

type At = { id: bigint; jobId: number; jobTaskId: number; on: TimeEntryRow['workedOn'] };

function addTime(work: Work, { on: workedOn, ...at }: At & { staffId: number; minutes: number }): void {
  const rated = { ratePerHourMinor: 15_000n, billable: true, billableMinutes: at.minutes };
  const entry = { ...at, ...rated, workedOn };
  const { amountMinor, costMinor, journal } = recordTime({
    ...entry,
    itemId: at.id,
    excluded: false,
    costPerHourMinor: 6_000n,
  });
  work.journals.push(journal);
  work.time.push({
    ...entry,
    startMinute: null,
    endMinute: null,
    rateSource: 'given',
    rateId: null,
    amountMinor,
    costMinor,
    note: 'Site visit and report',
  });
}

function addCost(work: Work, { on: incurredOn, ...at }: At): void {
  const priced = { unitPriceMinor: 2_450n, unitCostMinor: 1_900n, billable: true, actual: true };
  const cost = { ...at, ...priced, incurredOn, quantityThousandths: 3_000 };
  const { amountMinor, costMinor, journal } = recordCost({ ...cost, itemId: at.id, excluded: false });
  work.journals.push(journal!);
  work.costs.push({
    ...cost,
    description: 'Plots and prints',
    code: null,
    supplier: null,
    note: null,
    amountMinor,
    costMinor,
  });
}
