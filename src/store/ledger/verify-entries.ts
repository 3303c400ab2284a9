// Entries against what was posted for them: an entry that stands has been recorded once more often than it was taken
// back, at its value and cost; one that was deleted, or a cost that is only estimated, has nothing left. An interim is
// there whole or was taken back. What is open of an item is open on the job that the entry says.
//
// Lines, open items and entries go into one sum per item and job, what should be with the opposite sign: where all is
// well, nothing remains. Only items of which something remains are then compared one by one.

import type { Recount } from './recount.ts';
import { compare } from './verify-compare.ts';

/** A line that credits the account of recorded value (4, or 5 of a cost) records; its mirror takes back. */
const recordingAccount = 'item_kind + 3';
const recorded = (column: string) =>
  `case ${recordingAccount} when credit then ${column} when debit then -${column} end`;
const opened = (column: string) => `case when debit <= 3 then ${column} else -${column} end`;

// An entry that was moved is recorded on one job and stands on another: over its jobs nothing may remain.
const remains = `
  remaining as materialized (
    select item_id, job_id, min(item_kind) as item_kind, max(item_kind) as other_kind,
      sum_minor(open_minor) as open_minor, sum_minor(open_quantity) as open_quantity,
      sum_minor(amount_minor) as amount_minor, sum_minor(cost_minor) as cost_minor, sum_minor(times) as times
    from (
      select item_id, job_id, item_kind, ${opened('amount_minor')} as open_minor,
        ${opened('quantity')}::bigint as open_quantity, ${recorded('amount_minor')} as amount_minor,
        ${recorded('cost_minor')} as cost_minor,
        case when ${recordingAccount} in (debit, credit) then case when kind = 10 then -1::bigint else 1::bigint end end as times
      from ledger_line where firm_id = $1 and item_id is not null
      union all
      select item_id, job_id, item_kind, -open_minor, -open_quantity::bigint, null, null, null
      from open_item where firm_id = $1
      union all
      select id, job_id, 1::smallint, null, null, -amount_minor, -cost_minor, -1::bigint
      from time_entry where firm_id = $1 and not deleted
      union all
      select id, job_id, 2::smallint, null, null, -amount_minor, -cost_minor, -1::bigint
      from cost_entry where firm_id = $1 and actual and not deleted
    ) part
    group by 1, 2
    having sum_minor(open_minor) <> 0 or sum_minor(open_quantity) <> 0 or sum_minor(amount_minor) <> 0
      or sum_minor(cost_minor) <> 0 or sum_minor(times) <> 0 or min(item_kind) <> max(item_kind)
  ),
  open_to_compare as materialized (
    select job_id, item_id from remaining where open_minor <> 0 or open_quantity <> 0 or item_kind <> other_kind
    union
    select job_id, item_id from open_item where firm_id = $1 and open_minor = 0 and open_quantity = 0
  ),
  entry_to_compare as materialized (
    select item_id from remaining group by 1
    having sum(amount_minor) <> 0 or sum(cost_minor) <> 0 or sum(times) <> 0 or bool_or(item_kind <> other_kind)
  )`;

const isOpenToCompare = `exists (select from open_to_compare)
  and (job_id, item_id) in (select job_id, item_id from open_to_compare)`;

const openItems = `(
  select * from (
    select job_id, item_id, min(item_kind) as item_kind, sum_minor(${opened('amount_minor')}) as open_minor,
      sum(${opened('quantity')})::int as open_quantity
    from ledger_line where firm_id = $1 and item_id is not null and ${isOpenToCompare}
    group by 1, 2
  ) item where open_minor <> 0 or open_quantity <> 0)`;

type Entry = {
  readonly check: string;
  readonly table: string;
  readonly kind: number;
  readonly stands: string;
};

function recordedAs({ check, table, kind, stands }: Entry): string {
  const due = (column: string) => `case when ${stands} then e.${column} else 0 end`;
  const isToCompare = (id: string) =>
    `exists (select from entry_to_compare) and ${id} in (select item_id from entry_to_compare)`;
  return `
    select '${check}' as "check", jsonb_build_object('itemId', e.id) as identity, d."column", d.stored, d.recounted
    from ${table} e
    left join (
      select item_id, sum_minor(${recorded('amount_minor')}) as amount_minor, sum_minor(${recorded('cost_minor')}) as cost_minor,
        sum(case when kind = 10 then -1 else 1 end)::int as times
      from ledger_line
      where firm_id = $1 and item_kind = ${kind} and ${recordingAccount} in (debit, credit) and ${isToCompare('item_id')}
      group by item_id
    ) p on p.item_id = e.id
    cross join lateral (values
      ('amountMinor', ${due('amount_minor')}, coalesce(p.amount_minor, 0)),
      ('costMinor', ${due('cost_minor')}, coalesce(p.cost_minor, 0)),
      ('timesRecorded', (${stands})::int::bigint, coalesce(p.times, 0)::bigint)
    ) v ("column", stored, recounted)
    cross join lateral (select v."column", v.stored::text, v.recounted::text where v.stored <> v.recounted) d
    where e.firm_id = $1 and ${isToCompare('e.id')}`;
}

const interims = `
  select 'interim' as "check", jsonb_build_object('itemId', e.id) as identity, 'amountMinor' as "column",
    e.amount_minor::text as stored, coalesce(p.amount_minor, 0)::text as recounted
  from interim e
  left join (
    select l.item_id, sum(case when l.kind = 4 then l.amount_minor else -l.amount_minor end)::bigint as amount_minor
    from ledger_line l
    where l.firm_id = $1 and l.item_kind = 3 and (l.kind = 4 or (l.kind = 10 and l.debit = 3 and l.journal_id = any (array(
      select r.id from journal r join journal o on o.firm_id = $1 and o.id = r.reverses
      where r.firm_id = $1 and r.reverses is not null and o.kind = 4))))
    group by l.item_id
  ) p on p.item_id = e.id
  where e.firm_id = $1 and coalesce(p.amount_minor, -1) not in (e.amount_minor, 0)`;

/** Each kind by itself, so that an item is looked for in one table only. */
const standsOn = (table: string, kind: number) => `
    select o.item_id, o.job_id, e.job_id as stands_on
    from open_item o left join ${table} e on e.firm_id = $1 and e.id = o.item_id
    where o.firm_id = $1 and o.item_kind = ${kind}`;

const jobs = `
  select 'itemJob' as "check", jsonb_build_object('itemId', o.item_id) as identity, 'jobId' as "column",
    o.stands_on::text as stored, o.job_id::text as recounted
  from (
    ${standsOn('time_entry', 1)} union all ${standsOn('cost_entry', 2)} union all ${standsOn('interim', 3)}
  ) o
  where o.stands_on is distinct from o.job_id`;

export const itemRecount: Recount = {
  name: 'open items, time and costs',
  with: remains,
  comparisons: [
    compare({
      check: 'openItem',
      kept: `(select * from open_item where firm_id = $1 and ${isOpenToCompare})`,
      recounted: openItems,
      keys: ['job_id', 'item_id'],
      columns: ['item_kind', 'open_minor', 'open_quantity'],
    }),
    recordedAs({ check: 'timeEntry', table: 'time_entry', kind: 1, stands: 'not e.deleted' }),
    recordedAs({
      check: 'costEntry',
      table: 'cost_entry',
      kind: 2,
      stands: '(e.actual and not e.deleted)',
    }),
  ],
};

export const entryRecounts: readonly Recount[] = [
  itemRecount,
  { name: 'interims', comparisons: [interims] },
  { name: 'jobs of open items', comparisons: [jobs] },
];
