// Kept days of months that are over (reports/past-balances.ts) against months and lines. A firm has hundreds of them, and each
// takes as long as a month of lines; so a few are drawn anew each time, and every one has its turn within weeks of nights.

import { accountCodes } from '#core/ledger/accounts.ts';
import { accountColumns } from './account-columns.ts';
import type { Recount } from './verify.ts';
import { compare } from './verify-compare.ts';

const drawnMax = 6;
const accounts = ['wipTime', 'wipCost', 'interim', 'uninvoicedQuote'] as const;
const figures = accounts.map((account) => accountColumns[account]);
const ages = ['age_1_minor', 'age_2_minor', 'age_3_minor'] as const;
const columns = [...figures, ...ages];

const movedBy = accounts
  .map((account) => accountCodes[account])
  .map((code) => `l.amount_minor * ((l.debit = ${code})::int - (l.credit = ${code})::int)`)
  .join(', ');

/** Everything dated up to a drawn day and recorded by the end of its month: whole months, then the lines of its own. */
const drawn = `
  drawn as materialized (
    select as_at, date_trunc('month', as_at::timestamp)::date as month,
      (date_trunc('month', as_at::timestamp) + interval '1 month')::date as next_month
    from (
      select distinct as_at from past_balance where firm_id = $1 and as_at < date_trunc('month', clock_timestamp())
    ) kept
    order by random() limit ${drawnMax}
  ),
  part as (
    select d.as_at, d.month, m.job_id, m.origin_month as origin_on, ${figures.map((column) => `m.${column}`).join(', ')}
    from drawn d
    join job_month m on m.firm_id = $1 and m.recorded_month <= d.month
      and (m.effective_month < d.month or m.effective_month = d.month and d.as_at = d.next_month - 1)
    union all
    select d.as_at, d.month, l.job_id, l.origin_on, ${movedBy}
    from drawn d
    join ledger_line l on l.firm_id = $1 and l.effective_on between d.month and d.as_at
    join journal g on g.firm_id = $1 and g.id = l.journal_id and g.recorded_at < d.next_month
    where d.as_at < d.next_month - 1
  )`;

const aged = (from: string, to: string) =>
  `coalesce(sum_minor(wip_time_minor + wip_cost_minor) filter (where ${[from, to].filter(Boolean).join(' and ')}), 0)`;
const before = (months: number) => `month - interval '${months} month'`;

const recounted = `(
  select as_at, job_id, ${figures.map((column) => `sum_minor(${column}) as ${column}`).join(', ')},
    ${aged(`origin_on >= ${before(1)}`, 'origin_on < month')} as age_1_minor,
    ${aged(`origin_on >= ${before(2)}`, `origin_on < ${before(1)}`)} as age_2_minor,
    ${aged('', `origin_on < ${before(2)}`)} as age_3_minor
  from part group by as_at, job_id
  having ${figures.map((column) => `sum_minor(${column}) <> 0`).join(' or ')})`;

const kept = `(
  select p.as_at, unnest(p.job_ids) as job_id, ${columns.map((column) => `unnest(p.${column}) as ${column}`).join(', ')}
  from past_balance p join drawn using (as_at) where p.firm_id = $1)`;

export const pastRecount: Recount = {
  name: 'kept days of months that are over',
  with: drawn,
  comparisons: [compare({ check: 'pastBalance', kept, recounted, keys: ['as_at', 'job_id'], columns })],
};
