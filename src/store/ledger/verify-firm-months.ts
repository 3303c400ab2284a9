// Kept months of a firm (reports/firm-months.ts) against the months of its jobs, which lines are held against; and what was
// written for reasons (reports/firm-reasons.ts) against the lines of the actions. Only what is read counts: what was recorded
// before the days that are kept end.

import { compare } from './verify-compare.ts';
import type { Recount } from './recount.ts';

const figures = ['wip_minor', 'interim_minor', 'billed_minor', 'written_off_minor', 'written_on_minor'];

/** Of what came to nothing there need not be a row. */
const isAnything = '(written_off_minor <> 0 or written_on_minor <> 0)';

export const firmMonthRecount: Recount = {
  name: 'months of the firm',
  with: `kept_until as materialized (
    select least(
      (select (max(recorded_month) + interval '1 month')::date from firm_month where firm_id = $1),
      (select max(known_until) from past_day where firm_id = $1)
    ) as month
    where exists (select from firm_month where firm_id = $1) and exists (select from past_day where firm_id = $1)
  )`,
  comparisons: [
    compare({
      check: 'firmMonth',
      kept: `(select f.* from firm_month f join kept_until u on f.recorded_month < u.month where f.firm_id = $1)`,
      recounted: `(
        select m.recorded_month, m.effective_month, m.origin_month, j.currency,
          sum_minor(m.wip_time_minor + m.wip_cost_minor) as wip_minor, sum_minor(m.interim_minor) as interim_minor,
          sum_minor(m.billed_minor) as billed_minor, sum_minor(m.written_off_minor) as written_off_minor,
          sum_minor(m.written_on_minor) as written_on_minor
        from job_month m
        join kept_until u on m.recorded_month < u.month
        join job j on j.firm_id = $1 and j.id = m.job_id
        where m.firm_id = $1 group by 1, 2, 3, 4)`,
      keys: ['recorded_month', 'effective_month', 'origin_month', 'currency'],
      columns: figures,
    }),
    compare({
      check: 'firmReason',
      kept: `(select f.* from firm_reason_month f join kept_until u on f.recorded_month < u.month
        where f.firm_id = $1 and ${isAnything})`,
      recounted: `(
        select * from (
          select date_trunc('month', g.recorded_at at time zone 'UTC')::date as recorded_month,
            date_trunc('month', g.effective_on::timestamp)::date as effective_month, n.reason_id, j.currency,
            sum_minor(case 9 when l.debit then l.amount_minor when l.credit then -l.amount_minor else 0 end) as written_off_minor,
            sum_minor(case 10 when l.debit then l.amount_minor when l.credit then -l.amount_minor else 0 end) as written_on_minor
          from wip_action n
          join journal o on o.firm_id = $1 and o.cause_kind = 5 and o.cause_id = n.id and o.reverses is null
          cross join lateral (
            select o.id, o.recorded_at, o.effective_on
            union all
            select r.id, r.recorded_at, r.effective_on from journal r where r.firm_id = $1 and r.reverses = o.id
          ) g
          join kept_until u on g.recorded_at < u.month::timestamp at time zone 'UTC'
          join ledger_line l on l.firm_id = $1 and l.journal_id = g.id and (l.debit in (9, 10) or l.credit in (9, 10))
          join job j on j.firm_id = $1 and j.id = l.job_id
          where n.firm_id = $1 and n.reason_id is not null group by 1, 2, 3, 4
        ) w where ${isAnything})`,
      keys: ['recorded_month', 'effective_month', 'reason_id', 'currency'],
      columns: ['written_off_minor', 'written_on_minor'],
    }),
  ],
};
