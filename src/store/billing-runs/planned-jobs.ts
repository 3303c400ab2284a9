// The jobs and units of a run as lists.

import { sql } from 'kysely';
import type { Decision, PlannedJob, PlannedUnit, WarningCode } from '#core/billing-run/plan.ts';
import type { Refusal } from '#core/refusal.ts';
import type { Tx } from '../database.ts';
import { contains, readPage, runFragment, when, type Page, type PageWanted } from '../practice/pages.ts';
import type { UnitState, WriteOffState } from './work.ts';

export type ListedRunJob = Omit<
  PlannedJob,
  'jobId' | 'managerId' | 'partnerId' | 'category' | 'balanceVersion'
> & {
  readonly id: number;
  /** Null where the job or the client was removed since. */
  readonly number: string | null;
  readonly name: string | null;
  readonly clientName: string | null;
  /** Something was posted on it since it was planned. */
  readonly hasChanged: boolean;
  /** Of a job that is written off, once the run was started. */
  readonly writeOff: WriteOffState | null;
  readonly wipActionId: number | null;
  readonly refusals: readonly Refusal[] | null;
};

export type RunJobFilter = {
  readonly decision?: Decision | undefined;
  readonly warning?: WarningCode | undefined;
  readonly clientId?: number | undefined;
  readonly unitPlace?: number | undefined;
  readonly changed?: boolean | undefined;
  readonly search?: string | undefined;
};

const selection = {
  columns: sql`r.job_id as id, j.number, j.name, r.client_id as "clientId", c.name as "clientName", r.currency,
    r.decision, r.reason, r.detail, r.unit_place as "unitPlace", r.open_items as "openItems", r.warnings,
    r.total_minor as "totalMinor", r.tax_minor as "taxMinor", r.before_minor as "beforeMinor",
    r.billed_minor as "billedMinor", r.written_on_minor as "writtenOnMinor",
    r.written_off_minor as "writtenOffMinor", r.raised_minor as "raisedMinor", r.absorbed_minor as "absorbedMinor",
    r.carried_minor as "carriedMinor", r.after_minor as "afterMinor",
    coalesce(b.version <> r.balance_version, true) as "hasChanged",
    r.write_off as "writeOff", r.wip_action_id as "wipActionId", r.refusals`,
  from: sql`billing_run_job r
    left join job j on j.firm_id = r.firm_id and j.id = r.job_id
    left join client c on c.firm_id = r.firm_id and c.id = r.client_id
    left join job_balance b on b.firm_id = r.firm_id and b.job_id = r.job_id`,
};

/** By job number. */
export function listRunJobs(
  tx: Tx,
  runId: number,
  filter: RunJobFilter,
  wanted: PageWanted,
): Promise<Page<ListedRunJob>> {
  const where = [
    sql`r.firm_id = ${tx.firmId} and r.run_id = ${runId}`,
    when(filter.decision, (decision) => sql`r.decision = ${decision}`),
    when(filter.warning, (warning) => sql`${warning} = any (r.warnings)`),
    when(filter.clientId, (clientId) => sql`r.client_id = ${clientId}`),
    when(filter.unitPlace, (place) => sql`r.unit_place = ${place}`),
    when(filter.changed, (changed) => sql`coalesce(b.version <> r.balance_version, true) = ${changed}`),
    when(filter.search, (search) => contains(['j.number', 'j.name', 'c.name'], search)),
  ];
  const order = { sortText: sql`coalesce(j.number, '')`, id: sql`r.job_id` };
  return readPage<ListedRunJob>(tx, { selection, where, ...order }, wanted);
}

export type ListedUnit = PlannedUnit & {
  readonly clientName: string | null;
  readonly state: UnitState;
  readonly invoiceId: number | null;
  /** Null until it has one, and of drafts. */
  readonly invoiceNumber: string | null;
  readonly refusals: readonly Refusal[] | null;
};

export type UnitFilter = {
  readonly clientId?: number | undefined;
  readonly states?: readonly UnitState[] | undefined;
};

/** In the order in which invoices are made and numbered. */
export function listUnits(
  tx: Tx,
  runId: number,
  filter: UnitFilter,
  page: { readonly afterPlace: number; readonly limit: number },
): Promise<ListedUnit[]> {
  const client = when(filter.clientId, (clientId) => sql`and u.client_id = ${clientId}`) ?? sql``;
  const states = when(filter.states, (wanted) => sql`and u.state = any (${[...wanted]})`) ?? sql``;
  return runFragment<ListedUnit>(
    tx,
    sql`select u.place, u.client_id as "clientId", c.name as "clientName", u.currency, u.type, u.basis,
          u.total_minor as "totalMinor", u.tax_minor as "taxMinor", u.job_count as "jobCount",
          u.item_count as "itemCount", u.state, u.invoice_id as "invoiceId", i.number as "invoiceNumber", u.refusals
        from billing_run_unit u left join client c on c.firm_id = u.firm_id and c.id = u.client_id
        left join invoice i on i.firm_id = u.firm_id and i.id = u.invoice_id
        where u.firm_id = ${tx.firmId} and u.run_id = ${runId} and u.place > ${page.afterPlace} ${client} ${states}
        order by u.place limit ${page.limit}`,
  );
}

export type PlannedVersion = {
  readonly jobId: number;
  readonly clientId: number;
  readonly balanceVersion: bigint;
};

/** The jobs of a run with what was known of them; of named jobs, or of all jobs of named clients. */
export function readPlanned(
  tx: Tx,
  runId: number,
  only: { readonly jobIds: readonly number[]; readonly clientIds: readonly number[] } | null,
): Promise<PlannedVersion[]> {
  return tx.query<PlannedVersion>(
    `select job_id as "jobId", client_id as "clientId", balance_version as "balanceVersion" from billing_run_job
     where firm_id = $1 and run_id = $2 and ($3::int[] is null or job_id = any ($3) or client_id = any ($4))`,
    [tx.firmId, runId, only?.jobIds ?? null, only?.clientIds ?? null],
  );
}
