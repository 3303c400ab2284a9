// The jobs that a staff member answers for, as manager or partner, with what has been worked on each beside its budget.

import { sql } from 'kysely';
import type { CivilDate } from '#core/calendar/civil-date.ts';
import type { CurrencyCode } from '#core/money/currencies.ts';
import type { Tx } from '../database.ts';
import { runSql } from './run.ts';

export type MyJob = {
  jobId: number;
  jobNumber: string;
  jobName: string;
  clientId: number;
  clientName: string;
  stateName: string;
  currency: CurrencyCode;
  dueOn: CivilDate | null;
  budgetMinor: bigint | null;
  /** Time and costs at their values of now, with what was moved here and away, billed or not. */
  workedMinor: bigint;
  netWipMinor: bigint;
  lastBilledOn: CivilDate | null;
};

/** Jobs that are not over, and those that are and still have WIP; the most net WIP first. */
export function readMyJobs(tx: Tx, staffId: number, countMax: number): Promise<MyJob[]> {
  return runSql(
    tx,
    sql`
      select k.id as "jobId", k.number as "jobNumber", k.name as "jobName", c.id as "clientId",
        c.name as "clientName", s.name as "stateName", k.currency, k.due_on as "dueOn",
        k.budget_minor as "budgetMinor", x.worked as "workedMinor", x.net_wip as "netWipMinor",
        b.last_billed_on as "lastBilledOn"
      from job k
      join client c on c.firm_id = ${tx.firmId} and c.id = k.client_id
      join job_state s on s.firm_id = ${tx.firmId} and s.id = k.state_id
      left join job_balance b on b.firm_id = ${tx.firmId} and b.job_id = k.id
      cross join lateral (
        select coalesce(b.wip_time_minor + b.wip_cost_minor + b.interim_minor, 0) as net_wip,
          coalesce(-(b.recorded_time_minor + b.recorded_cost_minor + b.revalued_minor
            + b.transferred_minor), 0) as worked
      ) x
      where k.firm_id = ${tx.firmId} and ${staffId} in (k.manager_id, k.partner_id)
        and (s.type in ('planned', 'inProgress', 'onHold') or x.net_wip <> 0)
      order by x.net_wip desc, k.number limit ${countMax}`,
  );
}
