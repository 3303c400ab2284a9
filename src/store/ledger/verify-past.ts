// Kept days of months that are over (reports/past-balances.ts) against months and lines. A firm has hundreds of them, and each
// month takes as long as its lines; so one month is drawn anew each time and all its kept days are recounted, from what the
// months before it left and from its own lines by their day; newest days before it are looked up in the lines. Every month
// has its turn within some seasons of nights.

import { accountCodes } from '#core/ledger/accounts.ts';
import type { Tx } from '../database.ts';
import { isOver } from '../reports/past-balances.ts';
import { accountColumns } from './account-columns.ts';
import type { Recount } from './recount.ts';
import { compare } from './verify-compare.ts';

const accounts = ['wipTime', 'wipCost', 'interim', 'uninvoicedQuote'] as const;
const figures = accounts.map((account) => accountColumns[account]);
const ages = ['age_1_minor', 'age_2_minor', 'age_3_minor'] as const;
const columns = [...figures, ...ages];
const keptColumns = [...columns, 'activity_days', 'billed_days'];

const movedBy = accounts
  .map((account) => accountCodes[account])
  .map(
    (code, index) =>
      `l.amount_minor * ((l.debit = ${code})::int - (l.credit = ${code})::int) as ${figures[index]}`,
  )
  .join(', ');
const summed = figures.map((column) => `sum_minor(${column}) as ${column}`).join(', ');

/** By the month of the work, seen from a month. */
const aged = (origin: string, figure: string, month: string) => `
    coalesce(sum_minor(${figure}) filter (where ${origin} >= ${month} - interval '1 month' and ${origin} < ${month}), 0)
      as age_1_minor,
    coalesce(sum_minor(${figure}) filter (where ${origin} >= ${month} - interval '2 months'
      and ${origin} < ${month} - interval '1 month'), 0) as age_2_minor,
    coalesce(sum_minor(${figure}) filter (where ${origin} < ${month} - interval '2 months'), 0) as age_3_minor`;

const beforeMonth = (month: string) => `
    select job_id, ${summed}, ${aged('origin_month', 'wip_time_minor + wip_cost_minor', month)}
    from job_month where firm_id = $1 and effective_month < $2 and recorded_month <= $2 group by 1`;

/** The newest day before the month and as known at its end, of the job of `t`. */
const newestBefore = (kinds: string) => `(
    select l.effective_on from ledger_line l join journal g on g.firm_id = $1 and g.id = l.journal_id
    where l.firm_id = $1 and l.job_id = t.job_id and l.effective_on < $2 and ${kinds}
      and g.recorded_at < ($2::date + interval '1 month') at time zone 'UTC'
    order by l.effective_on desc limit 1)`;

const daysAgo = (day: string) => `case when ${day} is not null then least(t.as_at - ${day}, 32767) end`;

// $2: the month; $3: its kept days, and the last day before it, which is kept as known by its end too. What was recorded after
// the month is left out of all.
const days = `
  day as materialized (select as_at from unnest($3::date[]) as as_at where as_at >= $2),
  before as materialized (${beforeMonth('$2::date')}),
  late as materialized (
    select id from journal
    where firm_id = $1 and effective_on >= $2 and effective_on < $2::date + interval '1 month'
      and (recorded_at at time zone 'UTC') >= date_trunc('month', effective_on::timestamp) + interval '1 month'
  ),
  moved as materialized (
    select effective_on, job_id, ${summed}, ${aged('origin_on', 'wip_time_minor + wip_cost_minor', '$2::date')},
      max(effective_on) filter (where kind in (1, 2)) as activity_on, max(effective_on) filter (where is_invoice) as billed_on
    from (
      select l.effective_on, l.job_id, l.origin_on, l.kind, g.id is not null as is_invoice, ${movedBy}
      from ledger_line l
      left join journal g on l.kind in (3, 4) and g.firm_id = $1 and g.id = l.journal_id and g.cause_kind = 3
      where l.firm_id = $1 and l.effective_on >= $2 and l.effective_on < $2::date + interval '1 month'
        and not exists (select from late where late.id = l.journal_id)
    ) line
    group by 1, 2
  ),
  part as (
    select day.as_at, before.*, null::date as activity_on, null::date as billed_on from day cross join before
    union all
    select day.as_at, moved.job_id, ${columns.map((column) => `moved.${column}`).join(', ')}, moved.activity_on, moved.billed_on
    from day join moved on moved.effective_on <= day.as_at
    union all
    select e.as_at, b.*, null, null
    from (select as_at from unnest($3::date[]) as as_at where as_at < $2) e
    cross join (${beforeMonth(`($2::date - interval '1 month')`)}) b
  ),
  total as materialized (
    select as_at, job_id, ${columns.map((column) => `sum_minor(${column}) as ${column}`).join(', ')},
      max(activity_on) as activity_on, max(billed_on) as billed_on
    from part group by as_at, job_id
    having ${figures.map((column) => `sum_minor(${column}) <> 0`).join(' or ')}
  ),
  newest as materialized (
    select t.job_id, ${newestBefore('l.kind in (1, 2)')} as activity_on,
      ${newestBefore('l.kind in (3, 4) and g.cause_kind = 3')} as billed_on
    from (select distinct job_id from total) t
  ),
  -- Apart, because few differences are asked for, and for few rows PostgreSQL would go through all jobs for each.
  recounted as materialized (
    select t.as_at, t.job_id, ${columns.map((column) => `t.${column}`).join(', ')},
      ${daysAgo('greatest(t.activity_on, n.activity_on)')} as activity_days,
      ${daysAgo('greatest(t.billed_on, n.billed_on)')} as billed_days
    from total t join newest n on n.job_id = t.job_id
  )`;

const recounted = '(select * from recounted)';

const kept = `(
  select p.as_at, unnest(p.job_ids) as job_id, ${keptColumns.map((column) => `unnest(p.${column}) as ${column}`).join(', ')}
  from past_day p
  where p.firm_id = $1 and p.as_at = any ($3::date[]) and p.known_until = ($2::date + interval '1 month')::date)`;

async function drawMonth(tx: Tx): Promise<readonly unknown[]> {
  const [drawn] = await tx.query<{ month: string; days: string[] }>(
    `select (known_until - interval '1 month')::date::text as month, array_agg(distinct as_at::text) as days
     from past_day where firm_id = $1 and ${isOver}
     group by known_until order by random() limit 1`,
    [tx.firmId],
  );
  return drawn === undefined ? ['1900-01-01', []] : [drawn.month, drawn.days];
}

export const pastRecount: Recount = {
  name: 'kept days of a month that is over',
  with: days,
  draw: drawMonth,
  comparisons: [
    compare({ check: 'pastBalance', kept, recounted, keys: ['as_at', 'job_id'], columns: keptColumns }),
  ],
};
