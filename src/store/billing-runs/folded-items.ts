// The open items of jobs, folded for a plan: entries of time that a plan cannot tell apart become one, with their value
// and quantity summed and the day and id of the first. They are alike in task, whether they are billable, whether a draft
// holds them, and on which side of the cut-off and of the rule for young work they lie. A plan bills items whole, so that
// what it comes to is the same. At which price time was recorded decides only how a line reads, and a plan prints none.
//
// Costs and interims stay as they are, for each has a line of its own. So does billable time without value that has a
// price: it is billed at its price, rounded entry by entry.

import type { BookItem } from '#core/billing/draft.ts';
import type { CivilDate } from '#core/calendar/civil-date.ts';
import type { Tx } from '../database.ts';
import { itemKindOf } from '../ledger/items.ts';

export type FoldedItem = BookItem & {
  /** How many items it stands for, and how many of them have no rate. */
  readonly itemCount: number;
  readonly withoutRate: number;
};

export type FoldBounds = {
  readonly offeredUpTo: CivilDate;
  /** Null: no work is carried for being young. */
  readonly carriedAfter: CivilDate | null;
};

type Row = Omit<FoldedItem, 'kind' | 'staffId' | 'onDraft' | 'description'> & {
  itemKind: number;
  isHeld: boolean;
  description: string | null;
};

/** By job; by date then id. */
export async function readFoldedItems(
  tx: Tx,
  jobIds: readonly number[],
  { offeredUpTo, carriedAfter }: FoldBounds,
): Promise<Map<number, FoldedItem[]>> {
  const rows = await tx.query<Row>(
    `select job_id as "jobId", min(item_id) as "itemId", item_kind as "itemKind", min(origin_on) as "originOn",
       sum(open_minor)::bigint as "openMinor", sum(open_quantity)::int as "openQuantity",
       job_task_id as "jobTaskId", min(price) as "priceMinor", billable, is_held as "isHeld",
       min(description) as description, count(*)::int as "itemCount",
       (count(*) filter (where without_rate))::int as "withoutRate"
     from (
       select o.*, coalesce(e.billable, x.billable, true) as billable,
         coalesce(e.rate_per_hour_minor, x.unit_price_minor, 0) as price,
         coalesce(e.rate_source = 'missing', false) as without_rate,
         coalesce(x.description, m.description) as description, d.item_id is not null as is_held,
         o.origin_on > $3::date as is_later, coalesce(o.origin_on > $4::date, false) as is_young,
         case when o.item_kind = 1 and (o.open_minor <> 0 or not e.billable or e.rate_per_hour_minor = 0) then 0
           else o.item_id end as own
       from open_item o
       left join time_entry e on o.item_kind = 1 and e.firm_id = $1 and e.id = o.item_id
       left join cost_entry x on o.item_kind = 2 and x.firm_id = $1 and x.id = o.item_id
       left join interim m on o.item_kind = 3 and m.firm_id = $1 and m.id = o.item_id
       left join draft_item d on d.firm_id = $1 and d.item_id = o.item_id
       where o.firm_id = $1 and o.job_id = any ($2)
     ) i
     group by job_id, item_kind, own, job_task_id, billable, is_held, is_later, is_young, open_minor <> 0
     order by 1, 4, 2`,
    [tx.firmId, jobIds, offeredUpTo, carriedAfter],
  );
  const items = rows.map(({ itemKind, isHeld, description, ...row }): FoldedItem => ({
    ...row,
    kind: itemKindOf(itemKind),
    staffId: null,
    description: description ?? '',
    onDraft: isHeld ? 'another draft' : null,
  }));
  return Map.groupBy(items, ({ jobId }) => jobId);
}
