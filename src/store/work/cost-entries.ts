// Cost entries as rows: disbursements, expenses, purchases. An estimated cost stands here and not in the ledger.

import { sql } from 'kysely';
import type { CivilDate } from '#core/calendar/civil-date.ts';
import type { CurrencyCode } from '#core/money/currencies.ts';
import type { Tx } from '../database.ts';
import { readByKey } from '../prepared.ts';
import { contains, namesOne, patternOf, runFragment, when, type Fragment } from '../practice/pages.ts';
import { jobsOf, openItems } from './open-items.ts';

export type CostEntryRow = {
  readonly id: bigint;
  readonly jobId: number;
  readonly jobTaskId: number | null;
  readonly incurredOn: CivilDate;
  readonly description: string;
  readonly code: string | null;
  readonly supplier: string | null;
  readonly note: string | null;
  readonly quantityThousandths: number;
  /** Per unit, the firm's currency. */
  readonly unitCostMinor: bigint;
  /** Per unit, the job's currency. */
  readonly unitPriceMinor: bigint;
  readonly amountMinor: bigint;
  readonly costMinor: bigint;
  readonly billable: boolean;
  readonly actual: boolean;
};

export type StoredCostEntry = CostEntryRow & {
  readonly version: number;
  /** Who recorded it, as the ledger knows authors; null where nobody noted it. */
  readonly recordedBy: number | null;
  readonly deleted: boolean;
  readonly currency: CurrencyCode;
};

const arrays = `unnest($2::date[], $3::bigint[], $4::int[], $5::int[], $6::text[], $7::text[], $8::text[], $9::text[],
  $10::int[], $11::bigint[], $12::bigint[], $13::bigint[], $14::bigint[], $15::boolean[], $16::boolean[])`;

export async function insertCostEntries(
  tx: Tx,
  costs: readonly CostEntryRow[],
  recordedBy: number | null = null,
): Promise<void> {
  await tx.query(
    `insert into cost_entry (firm_id, incurred_on, id, job_id, job_task_id, description, code, supplier, note,
       quantity_thousandths, unit_cost_minor, unit_price_minor, amount_minor, cost_minor, billable, actual, recorded_by)
     select $1, *, $17::int from ${arrays}`,
    [tx.firmId, ...columnsOf(costs), recordedBy],
  );
}

export async function updateCostEntries(tx: Tx, costs: readonly CostEntryRow[]): Promise<void> {
  await tx.query(
    `update cost_entry c set incurred_on = n.incurred_on, job_id = n.job_id, job_task_id = n.job_task_id,
       description = n.description, code = n.code, supplier = n.supplier, note = n.note,
       quantity_thousandths = n.quantity_thousandths, unit_cost_minor = n.unit_cost_minor,
       unit_price_minor = n.unit_price_minor, amount_minor = n.amount_minor, cost_minor = n.cost_minor,
       billable = n.billable, actual = n.actual, version = c.version + 1
     from ${arrays} as n (incurred_on, id, job_id, job_task_id, description, code, supplier, note,
       quantity_thousandths, unit_cost_minor, unit_price_minor, amount_minor, cost_minor, billable, actual)
     where c.firm_id = $1 and c.id = n.id`,
    [tx.firmId, ...columnsOf(costs)],
  );
}

function columnsOf(costs: readonly CostEntryRow[]): unknown[] {
  return [
    costs.map((cost) => cost.incurredOn),
    costs.map((cost) => cost.id),
    costs.map((cost) => cost.jobId),
    costs.map((cost) => cost.jobTaskId),
    costs.map((cost) => cost.description),
    costs.map((cost) => cost.code),
    costs.map((cost) => cost.supplier),
    costs.map((cost) => cost.note),
    costs.map((cost) => cost.quantityThousandths),
    costs.map((cost) => cost.unitCostMinor),
    costs.map((cost) => cost.unitPriceMinor),
    costs.map((cost) => cost.amountMinor),
    costs.map((cost) => cost.costMinor),
    costs.map((cost) => cost.billable),
    costs.map((cost) => cost.actual),
  ];
}

export async function deleteCostEntries(tx: Tx, ids: readonly bigint[]): Promise<void> {
  await tx.query(
    'update cost_entry set deleted = true, version = version + 1 where firm_id = $1 and id = any ($2) and not deleted',
    [tx.firmId, ids],
  );
}

export const costEntryColumns = `c.id, c.job_id as "jobId", c.job_task_id as "jobTaskId", c.incurred_on as "incurredOn",
  c.description, c.code, c.supplier, c.note, c.quantity_thousandths as "quantityThousandths",
  c.unit_cost_minor as "unitCostMinor", c.unit_price_minor as "unitPriceMinor", c.amount_minor as "amountMinor",
  c.cost_minor as "costMinor", c.billable, c.actual, c.version, c.deleted,
  c.recorded_by as "recordedBy", j.currency`;

/** Costs by id, deleted ones too. `lock` keeps them as they are until the transaction ends. */
export async function readCostEntries(
  tx: Tx,
  ids: readonly bigint[],
  options: { lock?: boolean } = {},
): Promise<Map<bigint, StoredCostEntry>> {
  const rows = await readByKey<StoredCostEntry>(
    tx,
    `select ${costEntryColumns} from cost_entry c join job j on j.firm_id = c.firm_id and j.id = c.job_id
     where c.firm_id = $1 and c.id = any ($2) order by c.id ${options.lock ? 'for no key update of c' : ''}`,
    [tx.firmId, ids],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

export type CostEntryFilter = {
  readonly from?: CivilDate | undefined;
  readonly to?: CivilDate | undefined;
  readonly jobId?: number | undefined;
  readonly clientId?: number | undefined;
  readonly actual?: boolean | undefined;
  readonly billable?: boolean | undefined;
  /** Only costs of which something is open, or of which nothing is. */
  readonly open?: boolean | undefined;
  /** Part of what was bought, of the supplier, of the code or of the job's number. */
  readonly search?: string | undefined;
  /** Only what this actor recorded. */
  readonly recordedBy?: number | undefined;
};

/** A cost as people read it. */
export type ListedCostEntry = StoredCostEntry & {
  readonly firmCurrency: CurrencyCode;
  readonly jobNumber: string;
  readonly jobName: string;
  readonly clientName: string;
  readonly recordedByName: string | null;
  /** How many files there are of it, such as its receipt. */
  readonly fileCount: number;
  /** What is not invoiced or written off yet. */
  readonly openMinor: bigint;
};

export type CostEntryPosition = { readonly incurredOn: CivilDate; readonly id: bigint };

/** Newest first. The page is found first and then named, as the list of time is (time-entries.ts). */
export async function listCostEntries(
  tx: Tx,
  filter: CostEntryFilter,
  page: CostPage,
): Promise<ListedCostEntry[]> {
  const found = await runFragment<{ id: bigint }>(
    tx,
    sql`select c.id from (${pageOf(tx.firmId, filter, page)}) c`,
  );
  return found.length === 0
    ? []
    : nameCosts(
        tx,
        found.map(({ id }) => id),
      );
}

type CostPage = { readonly after: CostEntryPosition | null; readonly limit: number };

function pageOf(firmId: number, filter: CostEntryFilter, { after, limit }: CostPage): Fragment {
  const { search, open, recordedBy } = filter;
  const where = [
    sql`c.firm_id = ${firmId}`,
    sql`not c.deleted`,
    when(filter.from, (from) => sql`c.incurred_on >= ${from}::date`),
    when(filter.to, (to) => sql`c.incurred_on <= ${to}::date`),
    when(filter.jobId, (id) => sql`c.job_id = ${id}`),
    when(filter.clientId, (id) => sql`c.job_id = any (array(${jobsOf(firmId, id)}))`),
    when(filter.actual, (actual) => sql`c.actual = ${actual}`),
    when(filter.billable, (billable) => sql`c.billable = ${billable}`),
    when(recordedBy, (actorId) => sql`c.recorded_by = ${actorId}`),
    when(search, (text) => says(firmId, text)),
    when(
      after ?? undefined,
      ({ incurredOn, id }) => sql`(c.incurred_on, c.id) < (${incurredOn}::date, ${id}::bigint)`,
    ),
  ].filter((condition) => condition !== undefined);
  const job =
    search?.includes(' ') !== true ? sql`` : sql`join job j on j.firm_id = c.firm_id and j.id = c.job_id`;
  const costs = sql`select c.* from cost_entry c ${job} where ${sql.join(where, sql` and `)}
    order by c.incurred_on desc, c.id desc`;
  if (open === undefined) return sql`${costs} limit ${limit}`;
  if (!open || recordedBy !== undefined)
    return sql`select c.* from (${costs} offset 0) c where (${isOpen(firmId)}) = ${open} limit ${limit}`;
  const openOnes = openItems({ firmId, kind: 2, filter: { ...filter, on: after?.incurredOn } });
  return sql`select c.* from (${openOnes}) o
    cross join lateral (
      select c.* from cost_entry c ${job}
      where c.id = o.item_id and c.job_id = o.job_id and ${sql.join(where, sql` and `)} offset 0
    ) c order by o.origin_on desc, o.item_id desc limit ${limit}`;
}

/** In any of the texts, or from one into the next where there is a space in what is searched for. */
function says(firmId: number, search: string): Fragment {
  if (search.includes(' '))
    return sql`concat_ws(' ', c.description, c.supplier, c.code, j.number) ilike ${patternOf(search)}`;
  return sql`(${contains(['c.description', 'c.supplier', 'c.code'], search)}
    or ${namesOne(firmId, 'c.job_id', { table: 'job', text: 'number', search })})`;
}

/** As one value, so that each is looked up: PostgreSQL would gather whatever is open to answer for fifty. */
const isOpen = (firmId: number) => sql`coalesce((
  select o.open_minor from open_item o
  where o.firm_id = ${firmId} and o.job_id = c.job_id and o.item_id = c.id), 0) <> 0`;

export async function readListedCostEntry(tx: Tx, id: bigint): Promise<ListedCostEntry | undefined> {
  const [row] = await nameCosts(tx, [id]);
  return row;
}

/** Some costs as people read them, newest first. */
function nameCosts(tx: Tx, ids: readonly bigint[]): Promise<ListedCostEntry[]> {
  return readByKey<ListedCostEntry>(
    tx,
    `select ${costEntryColumns}, f.currency as "firmCurrency", j.number as "jobNumber", j.name as "jobName",
       k.name as "clientName", coalesce(o.open_minor, 0) as "openMinor", a.name as "recordedByName",
       (select count(*) from attachment t where t.firm_id = $1 and t.cost_entry_id = c.id)::int as "fileCount"
     from cost_entry c
     join firm f on f.id = c.firm_id
     join job j on j.firm_id = c.firm_id and j.id = c.job_id
     join client k on k.firm_id = j.firm_id and k.id = j.client_id
     left join actor a on a.firm_id = c.firm_id and a.id = c.recorded_by
     left join open_item o on o.firm_id = c.firm_id and o.job_id = c.job_id and o.item_id = c.id
     where c.firm_id = $1 and c.id = any ($2)
     order by c.incurred_on desc, c.id desc`,
    [tx.firmId, ids],
  );
}
