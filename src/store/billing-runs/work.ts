// What a run still has to do, and what has become of its parts. A part that awaits something is claimed by one transaction,
// which does it and says what became of it before it commits. So whoever dies in between leaves the part as it was.

import type { Role } from '#core/access/roles.ts';
import type { RunRules } from '#core/billing-run/rules.ts';
import type { JobFigures } from '#core/billing-run/plan.ts';
import type { InvoiceBasis, InvoiceType } from '#core/billing/draft.ts';
import type { Refusal } from '#core/refusal.ts';
import type { Tx } from '../database.ts';
import type { RunState } from './runs.ts';

export type RunWork = 'bill' | 'approve' | 'undo';

/** What becomes of a job that comes to something else than was planned. */
export type WhenChanged = 'park' | 'bill';

/** For whom routines act. */
export type ActingFor = {
  readonly actorId: number;
  readonly role: Role;
  readonly writeOffLimitMinor: bigint | null;
};

export type WorkingRun = {
  readonly id: number;
  readonly name: string;
  readonly state: RunState;
  readonly rules: RunRules;
  readonly work: RunWork | null;
  readonly whenChanged: WhenChanged;
  readonly undoReason: string | null;
  readonly actingId: number | null;
  readonly actingRole: Role | null;
  readonly actingLimitMinor: bigint | null;
};

const workingRun = `select id, name, state, rules, work, when_changed as "whenChanged", undo_reason as "undoReason",
       acting_id as "actingId", acting_role as "actingRole", acting_limit_minor as "actingLimitMinor"
     from billing_run where firm_id = $1 and id = $2`;

/** Holds a run: what became of its parts is said by one transaction at a time. */
export async function holdRun(tx: Tx, id: number): Promise<WorkingRun | undefined> {
  const [run] = await tx.query<WorkingRun>(`${workingRun} for no key update`, [tx.firmId, id]);
  return run;
}

/** A run as it was a moment ago, for whoever holds it later. */
export async function lookAtRun(tx: Tx, id: number): Promise<WorkingRun | undefined> {
  const [run] = await tx.query<WorkingRun>(workingRun, [tx.firmId, id]);
  return run;
}

export type Beginning = {
  readonly work: RunWork;
  readonly at: string;
  readonly actingFor: ActingFor;
  readonly whenChanged?: WhenChanged;
  readonly undoReason?: string;
};

/** Notes that a run begins with what its parts await. */
export async function beginWork(tx: Tx, id: number, beginning: Beginning): Promise<void> {
  const { work, at, actingFor, whenChanged, undoReason } = beginning;
  await tx.query(
    `update billing_run set state = 'running', work = $3, when_changed = coalesce($4, when_changed),
       undo_reason = coalesce($5, undo_reason), acting_id = $6, acting_role = $7, acting_limit_minor = $8, began_at = $9,
       began_left = $10, ended_at = null, progress = progress + 1, version = version + 1
     where firm_id = $1 and id = $2`,
    [
      tx.firmId,
      id,
      work,
      whenChanged ?? null,
      undoReason ?? null,
      actingFor.actorId,
      actingFor.role,
      actingFor.writeOffLimitMinor,
      at,
      await countLeft(tx, id),
    ],
  );
}

/** A run goes on after a break; the rate counts from now. */
export async function goOn(tx: Tx, id: number, at: string): Promise<void> {
  await tx.query(
    `update billing_run set state = 'running', began_at = $3, began_left = $4, progress = progress + 1,
       version = version + 1
     where firm_id = $1 and id = $2`,
    [tx.firmId, id, at, await countLeft(tx, id)],
  );
}

/** Where a run has come to: it pauses, or it has ended. */
export async function setRunState(
  tx: Tx,
  id: number,
  to: { readonly state: RunState; readonly endedAt: string | null },
): Promise<void> {
  await tx.query(
    `update billing_run set state = $3, ended_at = $4, progress = progress + 1, version = version + 1
     where firm_id = $1 and id = $2`,
    [tx.firmId, id, to.state, to.endedAt],
  );
}

/** Something was done, so whoever watches has something to look at. */
export async function noteProgress(tx: Tx, id: number): Promise<void> {
  await tx.query('update billing_run set progress = progress + 1 where firm_id = $1 and id = $2', [
    tx.firmId,
    id,
  ]);
}

/** What was planned is to be billed and written off, or only what was parked of it. */
export async function awaitBilling(tx: Tx, id: number, of: 'planned' | 'parked'): Promise<void> {
  const params = [tx.firmId, id, of];
  await tx.query(
    `update billing_run_unit set awaits = 'bill', refusals = null, postponed = 0
     where firm_id = $1 and run_id = $2 and state = $3`,
    params,
  );
  await tx.query(
    `update billing_run_job set write_off = 'planned', awaits = 'bill', refusals = null, postponed = 0
     where firm_id = $1 and run_id = $2 and decision = 'writeOff' and coalesce(write_off, 'planned') = $3`,
    params,
  );
}

/** Drafts of the run are to be approved: all, or those at places. Answers how many. */
export async function awaitApproval(tx: Tx, id: number, places: readonly number[] | null): Promise<number> {
  const rows = await tx.query(
    `update billing_run_unit set awaits = 'approve', refusals = null, postponed = 0
     where firm_id = $1 and run_id = $2 and state = 'drafted' and ($3::int[] is null or place = any ($3))
     returning 1`,
    [tx.firmId, id, places],
  );
  return rows.length;
}

export async function awaitUndoing(tx: Tx, id: number): Promise<void> {
  await tx.query(
    `update billing_run_unit set awaits = 'undo', refusals = null, postponed = 0
     where firm_id = $1 and run_id = $2 and state in ('drafted', 'billed')`,
    [tx.firmId, id],
  );
  await tx.query(
    `update billing_run_job set awaits = 'undo', refusals = null, postponed = 0
     where firm_id = $1 and run_id = $2 and write_off = 'writtenOff'`,
    [tx.firmId, id],
  );
}

/** Nothing is done any more; what was not begun stays as it is. */
export async function awaitNothing(tx: Tx, id: number): Promise<void> {
  for (const table of ['billing_run_unit', 'billing_run_job']) {
    await tx.query(
      `update ${table} set awaits = null where firm_id = $1 and run_id = $2 and awaits is not null`,
      [tx.firmId, id],
    );
  }
}

export async function countLeft(tx: Tx, id: number): Promise<number> {
  const [row] = await tx.query<{ count: number }>(
    `select ((select count(*) from billing_run_unit where firm_id = $1 and run_id = $2 and awaits is not null)
       + (select count(*) from billing_run_job where firm_id = $1 and run_id = $2 and awaits is not null))::int as count`,
    [tx.firmId, id],
  );
  return row!.count;
}

/** Whether anything of a run was never begun. */
export async function isAnythingPlanned(tx: Tx, id: number): Promise<boolean> {
  const rows = await tx.query(
    `select 1 from billing_run_unit where firm_id = $1 and run_id = $2 and state = 'planned'
     union all
     select 1 from billing_run_job where firm_id = $1 and run_id = $2 and write_off = 'planned' limit 1`,
    [tx.firmId, id],
  );
  return rows.length > 0;
}

/** Of parts that the run made and that are to be undone: whether any still stands. */
export async function isAnythingLeftToUndo(tx: Tx, id: number): Promise<boolean> {
  const rows = await tx.query(
    `select 1 from billing_run_unit where firm_id = $1 and run_id = $2 and state in ('drafted', 'billed')
     union all
     select 1 from billing_run_job where firm_id = $1 and run_id = $2 and write_off = 'writtenOff' limit 1`,
    [tx.firmId, id],
  );
  return rows.length > 0;
}

export type ClaimedUnit = {
  readonly place: number;
  readonly state: UnitState;
  readonly clientId: number;
  readonly type: InvoiceType;
  readonly basis: InvoiceBasis;
  readonly invoiceId: number | null;
  readonly totalMinor: bigint;
  readonly taxMinor: bigint;
  readonly jobs: readonly UnitJob[];
};

export type UnitJob = JobFigures & { readonly jobId: number; readonly clientId: number };

const unitColumns = `place, state, client_id as "clientId", type, basis, invoice_id as "invoiceId",
    total_minor as "totalMinor", tax_minor as "taxMinor"`;

/**
 * The next invoices, in the order in which they are numbered; what is undone is undone from its end. Those at `except` are
 * in the hands of another transaction.
 */
export async function claimUnits(
  tx: Tx,
  { id: runId, work }: Pick<WorkingRun, 'id' | 'work'>,
  count: number,
  except: readonly number[] = [],
): Promise<ClaimedUnit[]> {
  const units = await tx.query<Omit<ClaimedUnit, 'jobs'>>(
    `select ${unitColumns} from billing_run_unit
     where firm_id = $1 and run_id = $2 and awaits is not null and place <> all ($4)
     order by postponed, place ${work === 'undo' ? 'desc' : ''} limit $3`,
    [tx.firmId, runId, count, except],
  );
  const jobs = await readJobsOf(tx, runId, units);
  return units.map((unit) => ({ ...unit, jobs: jobs.get(unit.place) ?? [] }));
}

/** An invoice of a run by its place, whatever became of it. */
export async function readPlannedUnit(
  tx: Tx,
  runId: number,
  place: number,
): Promise<ClaimedUnit | undefined> {
  const [unit] = await tx.query<Omit<ClaimedUnit, 'jobs'>>(
    `select ${unitColumns} from billing_run_unit where firm_id = $1 and run_id = $2 and place = $3`,
    [tx.firmId, runId, place],
  );
  if (unit === undefined) return undefined;
  const jobs = await readJobsOf(tx, runId, [unit]);
  return { ...unit, jobs: jobs.get(place) ?? [] };
}

async function readJobsOf(
  tx: Tx,
  runId: number,
  units: readonly { readonly place: number }[],
): Promise<Map<number, UnitJob[]>> {
  type Row = UnitJob & { readonly place: number };
  const rows = await tx.query<Row>(
    `select r.unit_place as place, r.job_id as "jobId", r.client_id as "clientId", ${figures}
     from billing_run_job r left join job j on j.firm_id = r.firm_id and j.id = r.job_id
     where r.firm_id = $1 and r.run_id = $2 and r.unit_place = any ($3) order by r.unit_place, j.number, r.job_id`,
    [tx.firmId, runId, units.map(({ place }) => place)],
  );
  return Map.groupBy(rows, ({ place }) => place);
}

const figures = `r.total_minor as "totalMinor", r.tax_minor as "taxMinor", r.before_minor as "beforeMinor",
       r.billed_minor as "billedMinor", r.written_on_minor as "writtenOnMinor",
       r.written_off_minor as "writtenOffMinor", r.raised_minor as "raisedMinor", r.absorbed_minor as "absorbedMinor",
       r.carried_minor as "carriedMinor", r.after_minor as "afterMinor"`;

export type UnitState = 'planned' | 'drafted' | 'billed' | 'nothing' | 'parked' | 'undone';
export type WriteOffState = 'planned' | 'writtenOff' | 'nothing' | 'parked' | 'undone';

export type SettledUnit = {
  readonly place: number;
  readonly state: UnitState;
  readonly invoiceId: number | null;
  readonly refusals: readonly Refusal[] | null;
};

/** Somebody else did what was to be done, or took it back. */
export class NoLongerAwaited extends Error {}

/** What became of invoices; they await nothing any more. */
export async function settleUnits(tx: Tx, runId: number, settled: readonly SettledUnit[]): Promise<void> {
  const rows = await tx.query(
    `update billing_run_unit u set awaits = null, state = n.state, invoice_id = n.invoice_id, refusals = n.refusals
     from unnest($3::int[], $4::text[], $5::int[], $6::jsonb[]) as n (place, state, invoice_id, refusals)
     where u.firm_id = $1 and u.run_id = $2 and u.place = n.place and u.awaits is not null returning 1`,
    [
      tx.firmId,
      runId,
      settled.map((one) => one.place),
      settled.map((one) => one.state),
      settled.map((one) => one.invoiceId),
      settled.map((one) => one.refusals && JSON.stringify(one.refusals)),
    ],
  );
  if (rows.length < settled.length) throw new NoLongerAwaited();
}

export type ClaimedWriteOff = {
  readonly jobId: number;
  readonly clientId: number;
  readonly writtenOffMinor: bigint;
  readonly wipActionId: number | null;
};

export function claimWriteOffs(tx: Tx, runId: number, count: number): Promise<ClaimedWriteOff[]> {
  return tx.query<ClaimedWriteOff>(
    `select job_id as "jobId", client_id as "clientId", written_off_minor as "writtenOffMinor",
       wip_action_id as "wipActionId"
     from billing_run_job where firm_id = $1 and run_id = $2 and awaits is not null
     order by postponed, job_id limit $3`,
    [tx.firmId, runId, count],
  );
}

export type SettledWriteOff = {
  readonly jobId: number;
  readonly state: WriteOffState;
  readonly wipActionId: number | null;
  readonly refusals: readonly Refusal[] | null;
};

export async function settleWriteOffs(
  tx: Tx,
  runId: number,
  settled: readonly SettledWriteOff[],
): Promise<void> {
  await tx.query(
    `update billing_run_job j set awaits = null, write_off = n.state, wip_action_id = n.wip_action_id,
       refusals = n.refusals
     from unnest($3::int[], $4::text[], $5::int[], $6::jsonb[]) as n (job_id, state, wip_action_id, refusals)
     where j.firm_id = $1 and j.run_id = $2 and j.job_id = n.job_id`,
    [
      tx.firmId,
      runId,
      settled.map((one) => one.jobId),
      settled.map((one) => one.state),
      settled.map((one) => one.wipActionId),
      settled.map((one) => one.refusals && JSON.stringify(one.refusals)),
    ],
  );
}

/** The part that is next is put off behind the others; answers whether it may be, for it is not for ever. */
export async function postponeUnit(tx: Tx, runId: number, place: number, timesMax: number): Promise<boolean> {
  const rows = await tx.query(
    `update billing_run_unit set postponed = postponed + 1
     where firm_id = $1 and run_id = $2 and place = $3 and postponed < $4 returning 1`,
    [tx.firmId, runId, place, timesMax],
  );
  return rows.length > 0;
}

export async function postponeWriteOff(
  tx: Tx,
  runId: number,
  jobId: number,
  timesMax: number,
): Promise<boolean> {
  const rows = await tx.query(
    `update billing_run_job set postponed = postponed + 1
     where firm_id = $1 and run_id = $2 and job_id = $3 and postponed < $4 returning 1`,
    [tx.firmId, runId, jobId, timesMax],
  );
  return rows.length > 0;
}
