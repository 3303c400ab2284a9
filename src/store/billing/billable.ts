// What could be invoiced, job by job, for whoever draws up an invoice.

import type { CivilDate } from '#core/calendar/civil-date.ts';
import type { CurrencyCode } from '#core/money/currencies.ts';
import type { Tx } from '../database.ts';
import { readByKey } from '../prepared.ts';

export type BillableJob = {
  readonly jobId: number;
  readonly number: string;
  readonly name: string;
  readonly clientId: number;
  readonly clientName: string;
  readonly currency: CurrencyCode;
  readonly wipTimeMinor: bigint;
  readonly wipCostMinor: bigint;
  readonly interimMinor: bigint;
  readonly netWipMinor: bigint;
  readonly uninvoicedQuoteMinor: bigint;
  /** How many items are open, also where not all of them are answered. */
  readonly openItems: number;
};

export type BillableItem = {
  readonly itemId: bigint;
  readonly jobId: number;
  readonly kind: 'time' | 'cost' | 'interim';
  readonly originOn: CivilDate;
  readonly jobTaskId: number | null;
  readonly jobTaskName: string | null;
  readonly staffId: number | null;
  readonly staffName: string | null;
  readonly description: string | null;
  readonly billable: boolean;
  readonly minutes: number | null;
  readonly quantityThousandths: number | null;
  /** Per hour of time, per unit of a cost. */
  readonly priceMinor: bigint;
  readonly openMinor: bigint;
  readonly draftId: number | null;
};

export type BillableFilter = {
  readonly clientId?: number | undefined;
  /** Named jobs are answered whatever is open on them; otherwise, those with something to invoice. */
  readonly jobIds?: readonly number[] | undefined;
};

export function readBillableJobs(
  tx: Tx,
  filter: BillableFilter,
  page: { readonly afterId: number; readonly limit: number },
): Promise<BillableJob[]> {
  return tx.query<BillableJob>(
    `select j.id as "jobId", j.number, j.name, j.client_id as "clientId", c.name as "clientName", j.currency,
       coalesce(b.wip_time_minor, 0) as "wipTimeMinor", coalesce(b.wip_cost_minor, 0) as "wipCostMinor",
       coalesce(b.interim_minor, 0) as "interimMinor",
       coalesce(b.wip_time_minor + b.wip_cost_minor + b.interim_minor, 0) as "netWipMinor",
       coalesce(b.uninvoiced_quote_minor, 0) as "uninvoicedQuoteMinor",
       (select count(*)::int from open_item o where o.firm_id = $1 and o.job_id = j.id) as "openItems"
     from job j
     join client c on c.firm_id = j.firm_id and c.id = j.client_id
     left join job_balance b on b.firm_id = j.firm_id and b.job_id = j.id
     where j.firm_id = $1 and j.id > $2 and not j.excluded
       and ($3::int is null or j.client_id = $3)
       and case when $4::int[] is null then b.is_listed or b.uninvoiced_quote_minor <> 0 else j.id = any ($4) end
     order by j.id limit $5`,
    [tx.firmId, page.afterId, filter.clientId ?? null, filter.jobIds ?? null, page.limit],
  );
}

/** The oldest items of each job, by date then id, up to the limit. One plan serves any number of jobs. */
export function readBillableItems(
  tx: Tx,
  jobIds: readonly number[],
  { itemsPerJob, cutOffOn }: { readonly itemsPerJob: number; readonly cutOffOn: CivilDate | null },
): Promise<BillableItem[]> {
  return readByKey<BillableItem>(
    tx,
    `select o.item_id as "itemId", o.job_id as "jobId",
       case o.item_kind when 1 then 'time' when 2 then 'cost' else 'interim' end as kind,
       o.origin_on as "originOn", o.job_task_id as "jobTaskId", coalesce(t.label, t.name) as "jobTaskName",
       o.staff_id as "staffId", s.name as "staffName", coalesce(e.note, x.description, m.description) as description,
       coalesce(e.billable, x.billable, true) as billable,
       case o.item_kind when 1 then o.open_quantity end as minutes,
       case o.item_kind when 2 then o.open_quantity end as "quantityThousandths",
       coalesce(e.rate_per_hour_minor, x.unit_price_minor, 0) as "priceMinor", o.open_minor as "openMinor",
       d.invoice_id as "draftId"
     from unnest($2::int[]) as w (job_id)
     cross join lateral (
       select * from open_item i
       where i.firm_id = $1 and i.job_id = w.job_id and ($3::date is null or i.origin_on <= $3)
       order by i.origin_on, i.item_id limit $4) o
     left join time_entry e on o.item_kind = 1 and e.firm_id = $1 and e.id = o.item_id
     left join cost_entry x on o.item_kind = 2 and x.firm_id = $1 and x.id = o.item_id
     left join interim m on o.item_kind = 3 and m.firm_id = $1 and m.id = o.item_id
     left join job_task t on t.firm_id = $1 and t.id = o.job_task_id
     left join staff s on s.firm_id = $1 and s.id = o.staff_id
     left join draft_item d on d.firm_id = $1 and d.item_id = o.item_id
     order by o.job_id, o.origin_on, o.item_id`,
    [tx.firmId, jobIds, cutOffOn, itemsPerJob],
  );
}
