// The whole practice, as little of each record as importing asks. It is as large as the practice and never as its
// history.

import type { CivilDate } from '#core/calendar/civil-date.ts';
import type { CurrencyCode } from '#core/money/currencies.ts';
import type { JobStateType } from '#core/practice/job-states.ts';
import type { RateBasis, RateRow } from '#core/pricing/rates.ts';
import type { Tx } from '../database.ts';

export function readPracticeStates(tx: Tx): Promise<{ id: number; name: string; type: JobStateType }[]> {
  return tx.query(
    `select id, name, type from job_state where firm_id = $1 and not archived order by position, id`,
    [tx.firmId],
  );
}

export function readPracticeStaff(tx: Tx): Promise<{ id: number; name: string; email: string | null }[]> {
  return tx.query(`select id, name, email from staff where firm_id = $1 order by id`, [tx.firmId]);
}

export function readPracticeClients(tx: Tx): Promise<{ id: number; name: string; currency: CurrencyCode }[]> {
  return tx.query(`select id, name, currency from client where firm_id = $1 order by id`, [tx.firmId]);
}

export function readPracticeTasks(
  tx: Tx,
): Promise<{ id: number; name: string; description: string | null; archived: boolean }[]> {
  return tx.query(`select id, name, description, archived from task where firm_id = $1 order by id`, [
    tx.firmId,
  ]);
}

export type PracticeJob = {
  readonly id: number;
  readonly number: string;
  readonly name: string;
  readonly clientId: number;
  readonly currency: CurrencyCode;
  readonly rateBasis: RateBasis;
  readonly excluded: boolean;
  readonly startOn: CivilDate | null;
  readonly clientOrderNumber: string | null;
};

export function readPracticeJobs(tx: Tx): Promise<PracticeJob[]> {
  return tx.query<PracticeJob>(
    `select id, number, name, client_id as "clientId", currency, rate_basis as "rateBasis", excluded,
       start_on as "startOn", client_order_number as "clientOrderNumber"
     from job where firm_id = $1 order by id`,
    [tx.firmId],
  );
}

export type PracticeJobTask = {
  readonly id: number;
  readonly jobId: number;
  readonly taskId: number;
  readonly name: string;
  readonly label: string | null;
  readonly billable: boolean;
  readonly estimatedMinutes: number;
  readonly completedOn: CivilDate | null;
};

export function readPracticeJobTasks(tx: Tx): Promise<PracticeJobTask[]> {
  return tx.query<PracticeJobTask>(
    `select id, job_id as "jobId", task_id as "taskId", name, label, billable,
       estimated_minutes as "estimatedMinutes", completed_on as "completedOn"
     from job_task where firm_id = $1 order by job_id, position, id`,
    [tx.firmId],
  );
}

/** The whole rate card. */
export function readRates(tx: Tx): Promise<RateRow[]> {
  return tx.query<RateRow>(
    `select id, scope, job_id as "jobId", client_id as "clientId", staff_id as "staffId", task_id as "taskId", currency,
       rate_per_hour_minor as "ratePerHourMinor", effective_from as "effectiveFrom"
     from rate where firm_id = $1`,
    [tx.firmId],
  );
}

export function readCostRates(tx: Tx): Promise<RateRow[]> {
  return tx.query<RateRow>(
    `select r.id, r.scope, r.staff_id as "staffId", r.task_id as "taskId", f.currency,
       r.rate_per_hour_minor as "ratePerHourMinor", r.effective_from as "effectiveFrom"
     from cost_rate r join firm f on f.id = r.firm_id where r.firm_id = $1`,
    [tx.firmId],
  );
}
