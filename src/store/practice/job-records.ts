// Jobs as they are kept and shown. What recording time needs to know of a job is in jobs.ts.

import { sql } from 'kysely';
import type { CivilDate } from '#core/calendar/civil-date.ts';
import type { CurrencyCode } from '#core/money/currencies.ts';
import type { JobStateType } from '#core/practice/job-states.ts';
import type { RateBasis } from '#core/pricing/rates.ts';
import type { RoundingDirection, RoundingIncrement } from '#core/pricing/rounding.ts';
import type { Tx } from '#store/database.ts';
import type { ListQuery, Page, PageWanted } from './pages.ts';
import { columnsOf, contains, namesOne, readItems, readPage, when } from './pages.ts';
import type { RecordKind } from './records.ts';

export type JobRecord = {
  readonly id: number;
  readonly version: number;
  readonly number: string;
  readonly name: string;
  readonly description: string | null;
  readonly clientId: number;
  readonly currency: CurrencyCode;
  readonly stateId: number;
  readonly category: string | null;
  readonly managerId: number | null;
  readonly partnerId: number | null;
  readonly startOn: CivilDate | null;
  readonly dueOn: CivilDate | null;
  readonly completedOn: CivilDate | null;
  readonly budgetMinor: bigint | null;
  readonly clientOrderNumber: string | null;
  readonly rateBasis: RateBasis;
  readonly excluded: boolean;
  readonly roundingIncrementMinutes: RoundingIncrement | null;
  readonly roundingDirection: RoundingDirection | null;
};

export const jobs: RecordKind<JobRecord> = {
  table: 'job',
  subject: 'job',
  noun: 'job',
  unknown: 'unknownJob',
  columns: {
    id: 'id',
    version: 'version',
    number: 'number',
    name: 'name',
    description: 'description',
    clientId: 'client_id',
    currency: 'currency',
    stateId: 'state_id',
    category: 'category',
    managerId: 'manager_id',
    partnerId: 'partner_id',
    startOn: 'start_on',
    dueOn: 'due_on',
    completedOn: 'completed_on',
    budgetMinor: 'budget_minor',
    clientOrderNumber: 'client_order_number',
    rateBasis: 'rate_basis',
    excluded: 'excluded',
    roundingIncrementMinutes: 'rounding_increment_minutes',
    roundingDirection: 'rounding_direction',
  },
};

/** A job as it is shown: with the names of what it refers to. */
export type Job = JobRecord & {
  readonly clientName: string;
  readonly stateName: string;
  readonly stateType: JobStateType;
  readonly managerName: string | null;
  readonly partnerName: string | null;
  readonly wipTimeMinor: bigint;
  readonly wipCostMinor: bigint;
  readonly interimMinor: bigint;
  /** Null where no quote is accepted. */
  readonly uninvoicedQuoteMinor: bigint | null;
  readonly lastBilledOn: CivilDate | null;
};

export const jobSorts = ['number', 'name', 'clientName', 'dueOn', 'netWip'] as const;

export type JobSort = (typeof jobSorts)[number];

export type JobFilter = {
  readonly search?: string | undefined;
  readonly number?: string | undefined;
  readonly clientId?: number | undefined;
  readonly managerId?: number | undefined;
  readonly partnerId?: number | undefined;
  readonly stateId?: number | undefined;
  readonly stateTypes?: readonly JobStateType[] | undefined;
  readonly category?: string | undefined;
  readonly excluded?: boolean | undefined;
  /** Only jobs with a task that is not completed, to record time against. */
  readonly withOpenTasks?: boolean | undefined;
};

const selection = {
  columns: sql`${columnsOf(jobs, 'j')}, c.name as "clientName", s.name as "stateName", s.type as "stateType",
    m.name as "managerName", p.name as "partnerName",
    coalesce(b.wip_time_minor, 0) as "wipTimeMinor", coalesce(b.wip_cost_minor, 0) as "wipCostMinor",
    coalesce(b.interim_minor, 0) as "interimMinor", b.last_billed_on as "lastBilledOn",
    case when b.quoted_minor <> 0 then b.uninvoiced_quote_minor end as "uninvoicedQuoteMinor"`,
  from: sql`job j
    join client c on c.firm_id = j.firm_id and c.id = j.client_id
    join job_state s on s.firm_id = j.firm_id and s.id = j.state_id
    left join staff m on m.firm_id = j.firm_id and m.id = j.manager_id
    left join staff p on p.firm_id = j.firm_id and p.id = j.partner_id
    left join job_balance b on b.firm_id = j.firm_id and b.job_id = j.id`,
};

const id = sql`j.id`;

type Sorting = Pick<ListQuery, 'sortText' | 'sortValue' | 'found'>;

const net = (balance: string) =>
  sql.raw(
    `(coalesce(${balance}.wip_time_minor, 0) + coalesce(${balance}.wip_cost_minor, 0) + coalesce(${balance}.interim_minor, 0))`,
  );

/** Each order with the tables that it asks besides the job's. */
const sortings: Readonly<Record<JobSort, Sorting>> = {
  number: { sortText: sql`j.number`, found: sql`job j` },
  name: { sortText: sql`lower(j.name)`, found: sql`job j` },
  clientName: {
    sortText: sql`lower(c.name)`,
    found: sql`job j join client c on c.firm_id = j.firm_id and c.id = j.client_id`,
  },
  // Jobs without a due date come after all that have one.
  dueOn: {
    sortText: sql`coalesce(j.due_on, 'infinity')::text`,
    sortValue: { of: sql`coalesce(j.due_on, 'infinity')`, type: 'date' },
    found: sql`job j`,
  },
  // In minor units, as Estimated Billings sorts; what is added makes no number shorter than another. A job that has anything open is listed, so that the balances of the others,
  // most of them long done, need not be read.
  netWip: {
    sortText: sql`(500000000000000000 + ${net('b')})::text`,
    sortValue: { of: sql`(500000000000000000 + ${net('b')})`, type: 'bigint' },
    found: sql`job j left join job_balance b on b.firm_id = j.firm_id and b.job_id = j.id and b.is_listed`,
  },
};

export function listJobs(
  tx: Tx,
  filter: JobFilter,
  wanted: PageWanted & { readonly sort: JobSort },
): Promise<Page<Job>> {
  const where = [
    sql`j.firm_id = ${tx.firmId}`,
    when(
      filter.search,
      (search) => sql`(${contains(['j.number', 'j.name', 'j.client_order_number'], search)}
        or ${namesOne(tx.firmId, 'j.client_id', { table: 'client', text: 'name', search })})`,
    ),
    when(filter.number, (number) => sql`j.number = ${number}`),
    when(filter.clientId, (clientId) => sql`j.client_id = ${clientId}`),
    when(filter.managerId, (managerId) => sql`j.manager_id = ${managerId}`),
    when(filter.partnerId, (partnerId) => sql`j.partner_id = ${partnerId}`),
    when(filter.stateId, (stateId) => sql`j.state_id = ${stateId}`),
    when(
      filter.stateTypes,
      (types) => sql`j.state_id = any (array(
        select k.id from job_state k where k.firm_id = ${tx.firmId} and k.type = any (${types}::text[])))`,
    ),
    when(filter.category, (category) => sql`j.category = ${category}`),
    when(filter.excluded, (excluded) => sql`j.excluded = ${excluded}`),
    filter.withOpenTasks
      ? sql`exists (select from job_task t
          where t.firm_id = ${tx.firmId} and t.job_id = j.id and t.completed_on is null)`
      : undefined,
    // That the order begins with the client's name is not seen in the condition of the page, which ends with the job.
    when(wanted.sort === 'clientName' ? wanted.after : undefined, ([clientName]) =>
      wanted.descending ? sql`lower(c.name) <= ${clientName}` : sql`lower(c.name) >= ${clientName}`,
    ),
  ];
  return readPage<Job>(tx, { selection, where, ...sortings[wanted.sort], id }, wanted);
}

export type JobCategory = { readonly name: string; readonly jobs: number };

export function listCategories(tx: Tx): Promise<JobCategory[]> {
  return tx.query<JobCategory>(
    `select category as name, count(*)::int as jobs from job
     where firm_id = $1 and category is not null group by category order by lower(category), category`,
    [tx.firmId],
  );
}

export function loadJobs(tx: Tx, ids: readonly number[]): Promise<Job[]> {
  return readItems<Job>(tx, { selection, where: [sql`j.firm_id = ${tx.firmId}`], id }, ids);
}

export type OpenWip = {
  readonly wipTimeMinor: bigint;
  readonly wipCostMinor: bigint;
  readonly interimMinor: bigint;
};

/** What is open on a job; undefined when nothing is. Costs and interims that cancel each other out are still open. */
export async function findOpenWip(tx: Tx, jobId: number): Promise<OpenWip | undefined> {
  const [open] = await tx.query<OpenWip>(
    `select wip_time_minor as "wipTimeMinor", wip_cost_minor as "wipCostMinor", interim_minor as "interimMinor"
     from job_balance b
     where firm_id = $1 and job_id = $2
       and (wip_time_minor <> 0 or wip_cost_minor <> 0 or interim_minor <> 0
         or exists (select from open_item o where o.firm_id = $1 and o.job_id = $2 and o.open_minor <> 0))`,
    [tx.firmId, jobId],
  );
  return open;
}
