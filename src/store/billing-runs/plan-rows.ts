// What a run plans, as rows: written whole, or replaced where a part is planned anew.

import type { PlannedJob, PlannedUnit } from '#core/billing-run/plan.ts';
import { arrayOf, unnested, type Columns } from '../billing/columns.ts';
import { preparedByText } from '../prepared.ts';
import type { Tx } from '../database.ts';
import type { PlanScope } from './candidates.ts';

const rowsPerStatement = 2_000;

export type PlanRows = { readonly jobs: readonly PlannedJob[]; readonly units: readonly PlannedUnit[] };

/** Takes away what was planned of a scope. Its units go with their jobs: a scope holds the jobs of a unit together. */
export async function clearPlan(tx: Tx, runId: number, scope: PlanScope): Promise<void> {
  const jobIds = scope !== null && 'jobIds' in scope ? scope.jobIds : null;
  const clientIds = scope !== null && 'clientIds' in scope ? scope.clientIds : null;
  await tx.query(
    `with gone as (
       delete from billing_run_job
       where firm_id = $1 and run_id = $2 and ($3::int[] is null or job_id = any ($3))
         and ($4::int[] is null or client_id = any ($4))
       returning unit_place)
     delete from billing_run_unit
     where firm_id = $1 and run_id = $2 and place in (select unit_place from gone)`,
    [tx.firmId, runId, jobIds, clientIds],
  );
}

/** The place that the next unit gets. */
export async function nextPlace(tx: Tx, runId: number): Promise<number> {
  const [row] = await tx.query<{ place: number }>(
    `select coalesce(max(place), 0) + 1 as place from billing_run_unit where firm_id = $1 and run_id = $2`,
    [tx.firmId, runId],
  );
  return row!.place;
}

export async function insertPlan(tx: Tx, runId: number, { jobs, units }: PlanRows): Promise<void> {
  await insertRows(tx, 'billing_run_unit', runId, { columns: unitColumns, rows: units });
  await insertRows(tx, 'billing_run_job', runId, { columns: jobColumns, rows: jobs });
}

const unitColumns: Columns<PlannedUnit> = {
  place: ['int', (unit) => unit.place],
  client_id: ['int', (unit) => unit.clientId],
  currency: ['word', (unit) => unit.currency],
  type: ['word', (unit) => unit.type],
  basis: ['word', (unit) => unit.basis],
  total_minor: ['bigint', (unit) => unit.totalMinor],
  tax_minor: ['bigint', (unit) => unit.taxMinor],
  job_count: ['int', (unit) => unit.jobCount],
  item_count: ['int', (unit) => unit.itemCount],
};

const jobColumns: Columns<PlannedJob> = {
  job_id: ['int', (job) => job.jobId],
  client_id: ['int', (job) => job.clientId],
  manager_id: ['int', (job) => job.managerId],
  partner_id: ['int', (job) => job.partnerId],
  category: ['text', (job) => job.category],
  currency: ['word', (job) => job.currency],
  decision: ['word', (job) => job.decision],
  reason: ['word', (job) => job.reason],
  detail: ['text', (job) => job.detail],
  unit_place: ['int', (job) => job.unitPlace],
  balance_version: ['bigint', (job) => job.balanceVersion],
  open_items: ['int', (job) => job.openItems],
  // An array of arrays has to be rectangular, so the codes travel as one text.
  warnings: ['text', (job) => job.warnings.join(' ')],
  total_minor: ['bigint', (job) => job.totalMinor],
  tax_minor: ['bigint', (job) => job.taxMinor],
  before_minor: ['bigint', (job) => job.beforeMinor],
  billed_minor: ['bigint', (job) => job.billedMinor],
  written_on_minor: ['bigint', (job) => job.writtenOnMinor],
  written_off_minor: ['bigint', (job) => job.writtenOffMinor],
  raised_minor: ['bigint', (job) => job.raisedMinor],
  absorbed_minor: ['bigint', (job) => job.absorbedMinor],
  carried_minor: ['bigint', (job) => job.carriedMinor],
  after_minor: ['bigint', (job) => job.afterMinor],
};

async function insertRows<Row>(
  tx: Tx,
  table: string,
  runId: number,
  { columns, rows }: { readonly columns: Columns<Row>; readonly rows: readonly Row[] },
): Promise<void> {
  const ofRun: Columns<Row> = { run_id: ['int', () => runId], ...columns };
  const names = Object.keys(ofRun);
  const values = names.map((name) => (name === 'warnings' ? `string_to_array(warnings, ' ')` : name));
  for (let start = 0; start < rows.length; start += rowsPerStatement) {
    const some = rows.slice(start, start + rowsPerStatement);
    await preparedByText(
      tx,
      `insert into ${table} (firm_id, ${names.join(', ')}) select $1, ${values.join(', ')} from ${unnested(ofRun, 'n')}`,
      [tx.firmId, ...Object.values(ofRun).map((column) => arrayOf(some, column))],
    );
  }
}
