// Entries against what was posted for them: an entry that stands has been recorded once more often than it was taken
// back, at its value and cost; one that was deleted, or a cost that is only estimated, has nothing left. An interim is
// there whole or was taken back. What is open of an item is open on the job that the entry says.

import type { Recount } from './verify.ts';

type Entry = {
  readonly check: string;
  readonly table: string;
  readonly kind: number;
  readonly recorded: number;
  readonly stands: string;
};

/** A line that credits the account of recorded value records; its mirror takes back. A supplier's credit is reversed. */
function recordedAs({ check, table, kind, recorded, stands }: Entry): string {
  const due = (column: string) => `case when ${stands} then e.${column} else 0 end`;
  const sign = `case when l.credit = ${recorded} then 1 else -1 end`;
  const times = `case when l.kind = 10 then -1 else 1 end`;
  return `
    select '${check}' as "check", jsonb_build_object('itemId', e.id) as identity, d."column", d.stored, d.recounted
    from ${table} e
    left join (
      select l.item_id, sum_minor(l.amount_minor * (${sign})) as amount_minor,
        sum_minor(l.cost_minor * (${sign})) as cost_minor, sum(${times})::int as times
      from ledger_line l
      where l.firm_id = $1 and l.item_kind = ${kind} and ${recorded} in (l.debit, l.credit)
      group by l.item_id
    ) p on p.item_id = e.id
    cross join lateral (values
      ('amountMinor', ${due('amount_minor')}, coalesce(p.amount_minor, 0)),
      ('costMinor', ${due('cost_minor')}, coalesce(p.cost_minor, 0)),
      ('timesRecorded', (${stands})::int::bigint, coalesce(p.times, 0)::bigint)
    ) v ("column", stored, recounted)
    cross join lateral (select v."column", v.stored::text, v.recounted::text where v.stored <> v.recounted) d
    where e.firm_id = $1`;
}

const interims = `
  select 'interim' as "check", jsonb_build_object('itemId', e.id) as identity, 'amountMinor' as "column",
    e.amount_minor::text as stored, coalesce(p.amount_minor, 0)::text as recounted
  from interim e
  left join (
    select l.item_id, sum(case when l.kind = 4 then l.amount_minor else -l.amount_minor end)::bigint as amount_minor
    from ledger_line l
    where l.firm_id = $1 and l.item_kind = 3 and (l.kind = 4 or (l.kind = 10 and l.debit = 3 and exists (
      select 1 from journal r join journal o on o.firm_id = $1 and o.id = r.reverses
      where r.firm_id = $1 and r.id = l.journal_id and o.kind = 4)))
    group by l.item_id
  ) p on p.item_id = e.id
  where e.firm_id = $1 and coalesce(p.amount_minor, -1) not in (e.amount_minor, 0)`;

const jobs = `
  select 'itemJob' as "check", jsonb_build_object('itemId', o.item_id) as identity, 'jobId' as "column",
    coalesce(e.job_id, x.job_id, i.job_id)::text as stored, o.job_id::text as recounted
  from open_item o
  left join time_entry e on o.item_kind = 1 and e.firm_id = $1 and e.id = o.item_id
  left join cost_entry x on o.item_kind = 2 and x.firm_id = $1 and x.id = o.item_id
  left join interim i on o.item_kind = 3 and i.firm_id = $1 and i.id = o.item_id
  where o.firm_id = $1 and coalesce(e.job_id, x.job_id, i.job_id) is distinct from o.job_id`;

export const entryRecounts: readonly Recount[] = [
  {
    name: 'time entries',
    sql: recordedAs({
      check: 'timeEntry',
      table: 'time_entry',
      kind: 1,
      recorded: 4,
      stands: 'not e.deleted',
    }),
  },
  {
    name: 'cost entries',
    sql: recordedAs({
      check: 'costEntry',
      table: 'cost_entry',
      kind: 2,
      recorded: 5,
      stands: '(e.actual and not e.deleted)',
    }),
  },
  { name: 'interims', sql: interims },
  { name: 'jobs of open items', sql: jobs },
];
