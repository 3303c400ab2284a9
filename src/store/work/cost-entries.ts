// Cost entries as rows: disbursements, expenses, purchases. An estimated cost stands here and not in the ledger.

import type { CivilDate } from '#core/calendar/civil-date.ts';
import type { CurrencyCode } from '#core/money/currencies.ts';
import type { Tx } from '../database.ts';

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
  readonly deleted: boolean;
  readonly currency: CurrencyCode;
};

const arrays = `unnest($2::date[], $3::bigint[], $4::int[], $5::int[], $6::text[], $7::text[], $8::text[], $9::text[],
  $10::int[], $11::bigint[], $12::bigint[], $13::bigint[], $14::bigint[], $15::boolean[], $16::boolean[])`;

export async function insertCostEntries(tx: Tx, costs: readonly CostEntryRow[]): Promise<void> {
  await tx.query(
    `insert into cost_entry (firm_id, incurred_on, id, job_id, job_task_id, description, code, supplier, note,
       quantity_thousandths, unit_cost_minor, unit_price_minor, amount_minor, cost_minor, billable, actual)
     select $1, * from ${arrays}`,
    [tx.firmId, ...columnsOf(costs)],
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
  c.cost_minor as "costMinor", c.billable, c.actual, c.version, c.deleted, j.currency`;

/** Costs by id, deleted ones too. `lock` keeps them as they are until the transaction ends. */
export async function readCostEntries(
  tx: Tx,
  ids: readonly bigint[],
  options: { lock?: boolean } = {},
): Promise<Map<bigint, StoredCostEntry>> {
  const rows = await tx.query<StoredCostEntry>(
    `select ${costEntryColumns} from cost_entry c join job j on j.firm_id = c.firm_id and j.id = c.job_id
     where c.firm_id = $1 and c.id = any ($2) order by c.id ${options.lock ? 'for no key update of c' : ''}`,
    [tx.firmId, ids],
  );
  return new Map(rows.map((row) => [row.id, row]));
}
