// Which jobs a run concerns, and what its rules look at: one row per job from balances, in the order in which invoices
// are numbered, and the clients that they are of.

import type { JobFacts } from '#core/billing-run/decide.ts';
import type { RunFilters } from '#core/billing-run/rules.ts';
import type { ScheduleOfClient } from '#core/billing-run/schedule.ts';
import type { CivilDate } from '#core/calendar/civil-date.ts';
import type { CurrencyCode } from '#core/money/currencies.ts';
import type { Tx } from '../database.ts';

export const jobsPerRunMax = 50_000;

export type Candidate = Pick<
  JobFacts,
  'currency' | 'stateType' | 'isExcluded' | 'hasQuote' | 'quotedMinor' | 'billedMinor' | 'netWipMinor'
> & {
  readonly jobId: number;
  readonly number: string;
  readonly name: string;
  readonly clientId: number;
  readonly managerId: number | null;
  readonly partnerId: number | null;
  readonly category: string | null;
  readonly balanceVersion: bigint;
  /** Open time and costs, without interims. */
  readonly workMinor: bigint;
  /** Null where the job was never invoiced, or schedules do not count. */
  readonly lastCutOffOn: CivilDate | null;
};

/** What is planned anew; null: everything that the filters let in. */
export type PlanScope =
  | { readonly jobIds: readonly number[] }
  | { readonly clientIds: readonly number[] }
  | null;

/** One more than a run may have, so that too many can be told. */
export function readCandidates(tx: Tx, filters: RunFilters, scope: PlanScope): Promise<Candidate[]> {
  return tx.query<Candidate>(
    `select j.id as "jobId", j.number, j.name, j.client_id as "clientId", j.currency, s.type as "stateType",
       j.category, j.manager_id as "managerId", j.partner_id as "partnerId", j.excluded as "isExcluded",
       b.version as "balanceVersion", b.wip_time_minor + b.wip_cost_minor as "workMinor",
       b.wip_time_minor + b.wip_cost_minor + b.interim_minor as "netWipMinor", b.billed_minor as "billedMinor",
       coalesce(q.has_master, false) as "hasQuote", coalesce(q.total_minor, 0) as "quotedMinor",
       case when $2 then (
         select max(coalesce(i.cut_off_on, i.invoiced_on))
         from invoice_job w join invoice i on i.firm_id = w.firm_id and i.id = w.invoice_id
         where w.firm_id = $1 and w.job_id = j.id and i.status = 'approved' and i.document = 'invoice')
       end as "lastCutOffOn"
     from job_balance b
     join job j on j.firm_id = b.firm_id and j.id = b.job_id
     join job_state s on s.firm_id = j.firm_id and s.id = j.state_id
     join client c on c.firm_id = j.firm_id and c.id = j.client_id
     left join (
       select job_id, bool_or(is_master) as has_master, sum_minor(total_minor) as total_minor
       from quote where firm_id = $1 and job_id is not null and (is_master or state = 'accepted')
       group by job_id) q on q.job_id = j.id
     where ${concerned} and ($9::int[] is null or j.id = any ($9)) and ($10::int[] is null or j.client_id = any ($10))
     order by lower(c.name), c.id, j.number, j.id
     limit $8`,
    [...paramsOf(tx, filters), jobsPerRunMax + 1, scopeIds(scope, 'jobIds'), scopeIds(scope, 'clientIds')],
  );
}

/** Jobs with something open, or kept in the WIP manager, that the filters of who and what let in. */
const concerned = `b.firm_id = $1 and (b.is_listed or b.uninvoiced_quote_minor <> 0)
       and ($3::int[] is null or j.client_id = any ($3)) and ($4::int[] is null or j.id = any ($4))
       and ($5::int[] is null or j.manager_id = any ($5)) and ($6::int[] is null or j.partner_id = any ($6))
       and ($7::text[] is null or j.category = any ($7))`;

function paramsOf(tx: Tx, filters: RunFilters): unknown[] {
  const { schedule, clientIds, jobIds, managerIds, partnerIds, categories } = filters;
  return [tx.firmId, schedule === 'due', clientIds, jobIds, managerIds, partnerIds, categories];
}

function scopeIds(scope: PlanScope, kind: 'jobIds' | 'clientIds'): readonly number[] | null {
  if (scope === null || !(kind in scope)) return null;
  return (scope as Record<typeof kind, readonly number[]>)[kind];
}

export type RunClient = ScheduleOfClient & {
  readonly id: number;
  readonly name: string;
  readonly currency: CurrencyCode;
  readonly archived: boolean;
  readonly taxId: number | null;
  readonly taxExempt: boolean;
  /** Whether there is an address, of mail or of a place, that an invoice could go to. */
  readonly hasRecipient: boolean;
};

export async function readRunClients(tx: Tx, ids: readonly number[]): Promise<Map<number, RunClient>> {
  const rows = await tx.query<RunClient>(
    `select c.id, c.name, c.currency, c.archived, c.tax_id as "taxId", c.tax_exempt as "taxExempt",
       c.billing_schedule as schedule, c.billing_anchor_on as "anchorOn",
       coalesce(c.billing_email, c.email, c.postal_address, c.address) is not null or exists (
         select from contact p where p.firm_id = $1 and p.client_id = c.id and p.is_primary
           and p.email is not null) as "hasRecipient"
     from client c where c.firm_id = $1 and c.id = any ($2)`,
    [tx.firmId, [...new Set(ids)]],
  );
  return new Map(rows.map((row) => [row.id, row]));
}
