// Kept days of months that are over (reports/past-balances.ts) against months and lines. A firm has hundreds of them, and each
// month takes as long as its lines; so one month is drawn anew each time and all its kept days are recounted, from what the
// months before it left and from its own lines by their day. Every month has its turn within some seasons of nights.

import { accountCodes } from '#core/ledger/accounts.ts';
import type { Tx } from '../database.ts';
import { accountColumns } from './account-columns.ts';
import type { Recount } from './verify.ts';
import { compare } from './verify-compare.ts';

const accounts = ['wipTime', 'wipCost', 'interim', 'uninvoicedQuote'] as const;
const figures = accounts.map((account) => accountColumns[account]);
const ages = ['age_1_minor', 'age_2_minor', 'age_3_minor'] as const;
const columns = [...figures, ...ages];

const movedBy = accounts
  .map((account) => accountCodes[account])
  .map(
    (code, index) =>
      `l.amount_minor * ((l.debit = ${code})::int - (l.credit = ${code})::int) as ${figures[index]}`,
  )
  .join(', ');
const summed = figures.map((column) => `sum_minor(${column}) as ${column}`).join(', ');

const aged = (origin: string, figure: string) => `
    coalesce(sum_minor(${figure}) filter (where ${origin} >= $2::date - interval '1 month' and ${origin} < $2), 0) as age_1_minor,
    coalesce(sum_minor(${figure}) filter (where ${origin} >= $2::date - interval '2 months'
      and ${origin} < $2::date - interval '1 month'), 0) as age_2_minor,
    coalesce(sum_minor(${figure}) filter (where ${origin} < $2::date - interval '2 months'), 0) as age_3_minor`;

// $2: the month; $3: its kept days. What was recorded after the month is left out of both.
const days = `
  day as materialized (select unnest($3::date[]) as as_at),
  before as materialized (
    select job_id, ${summed}, ${aged('origin_month', 'wip_time_minor + wip_cost_minor')}
    from job_month where firm_id = $1 and effective_month < $2 and recorded_month <= $2 group by 1
  ),
  late as materialized (
    select id from journal
    where firm_id = $1 and effective_on >= $2 and effective_on < $2::date + interval '1 month'
      and (recorded_at at time zone 'UTC') >= date_trunc('month', effective_on::timestamp) + interval '1 month'
  ),
  moved as materialized (
    select effective_on, job_id, ${summed}, ${aged('origin_on', 'wip_time_minor + wip_cost_minor')}
    from (
      select l.effective_on, l.job_id, l.origin_on, ${movedBy}
      from ledger_line l
      where l.firm_id = $1 and l.effective_on >= $2 and l.effective_on < $2::date + interval '1 month'
        and not exists (select from late where late.id = l.journal_id)
    ) line
    group by 1, 2
  ),
  part as (
    select day.as_at, before.* from day cross join before
    union all
    select day.as_at, moved.job_id, ${columns.map((column) => `moved.${column}`).join(', ')}
    from day join moved on moved.effective_on <= day.as_at
  )`;

const recounted = `(
  select as_at, job_id, ${columns.map((column) => `sum_minor(${column}) as ${column}`).join(', ')}
  from part group by as_at, job_id
  having ${figures.map((column) => `sum_minor(${column}) <> 0`).join(' or ')})`;

const kept = `(
  select p.as_at, unnest(p.job_ids) as job_id, ${columns.map((column) => `unnest(p.${column}) as ${column}`).join(', ')}
  from past_balance p where p.firm_id = $1 and p.as_at = any ($3::date[]))`;

async function drawMonth(tx: Tx): Promise<readonly unknown[]> {
  const [drawn] = await tx.query<{ month: string; days: string[] }>(
    `select date_trunc('month', as_at::timestamp)::date::text as month, array_agg(distinct as_at::text) as days
     from past_balance where firm_id = $1 and as_at < date_trunc('month', clock_timestamp())
     group by date_trunc('month', as_at::timestamp)::date order by random() limit 1`,
    [tx.firmId],
  );
  return drawn === undefined ? ['1900-01-01', []] : [drawn.month, drawn.days];
}

export const pastRecount: Recount = {
  name: 'kept days of a month that is over',
  with: days,
  draw: drawMonth,
  comparisons: [compare({ check: 'pastBalance', kept, recounted, keys: ['as_at', 'job_id'], columns })],
};
