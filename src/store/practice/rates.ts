// The rates that could price a batch of time, in one query. Every branch asks the index rate_keys (or cost_rate_keys)
// for a scope and its keys, so what is read follows the batch and never the size of the rate card. Which of the rows
// applies is for core/pricing to say.

import type { RateRow } from '#core/pricing/rates.ts';
import type { Tx } from '#store/database.ts';

export type RateKeys = {
  readonly jobIds: readonly number[];
  readonly clientIds: readonly number[];
  readonly staffIds: readonly number[];
  readonly taskIds: readonly number[];
};

const rateColumns = `id, scope, job_id as "jobId", client_id as "clientId", staff_id as "staffId",
  task_id as "taskId", currency, rate_per_hour_minor as "ratePerHourMinor", effective_from as "effectiveFrom"`;

/** The billable rates of these jobs, clients, staff and (library) tasks, in every currency and from every date. */
export function loadRateBook(tx: Tx, keys: RateKeys): Promise<RateRow[]> {
  return tx.prepared<RateRow>(
    'rate-book',
    `select ${rateColumns} from rate where firm_id = $1 and scope = 'jobTask'
       and job_id = any ($2) and client_id is null and staff_id is null and task_id = any ($5)
     union all
     select ${rateColumns} from rate where firm_id = $1 and scope = 'jobStaff'
       and job_id = any ($2) and client_id is null and staff_id = any ($4)
     union all
     select ${rateColumns} from rate where firm_id = $1 and scope = 'clientTask'
       and job_id is null and client_id = any ($3) and staff_id is null and task_id = any ($5)
     union all
     select ${rateColumns} from rate where firm_id = $1 and scope = 'staffTask'
       and job_id is null and client_id is null and staff_id = any ($4) and task_id = any ($5)
     union all
     select ${rateColumns} from rate where firm_id = $1 and scope = 'task'
       and job_id is null and client_id is null and staff_id is null and task_id = any ($5)
     union all
     select ${rateColumns} from rate where firm_id = $1 and scope = 'staff'
       and job_id is null and client_id is null and staff_id = any ($4)`,
    [tx.firmId, keys.jobIds, keys.clientIds, keys.staffIds, keys.taskIds],
  );
}

const costRateColumns = `r.id, r.scope, r.staff_id as "staffId", r.task_id as "taskId", f.currency,
  r.rate_per_hour_minor as "ratePerHourMinor", r.effective_from as "effectiveFrom"`;

/** What an hour of these staff on these tasks costs; the rows carry the firm's currency, in which they stand. */
export function loadCostRateBook(tx: Tx, keys: Pick<RateKeys, 'staffIds' | 'taskIds'>): Promise<RateRow[]> {
  return tx.prepared<RateRow>(
    'cost-rate-book',
    `select ${costRateColumns} from firm f join cost_rate r on r.firm_id = f.id
     where f.id = $1 and r.firm_id = $1 and r.scope = 'staffTask' and r.staff_id = any ($2) and r.task_id = any ($3)
     union all
     select ${costRateColumns} from firm f join cost_rate r on r.firm_id = f.id
     where f.id = $1 and r.firm_id = $1 and r.scope = 'staff' and r.staff_id = any ($2)
     union all
     select ${costRateColumns} from firm f join cost_rate r on r.firm_id = f.id
     where f.id = $1 and r.firm_id = $1 and r.scope = 'task' and r.staff_id is null and r.task_id = any ($3)`,
    [tx.firmId, keys.staffIds, keys.taskIds],
  );
}
