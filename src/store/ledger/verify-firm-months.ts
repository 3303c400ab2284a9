// Kept months of a firm (reports/firm-months.ts) against the months of its jobs, which lines are held against. Only what is read
// counts: what was recorded before the days that are kept end.

import { compare } from './verify-compare.ts';
import type { Recount } from './verify.ts';

const figures = ['wip_minor', 'interim_minor', 'billed_minor', 'written_off_minor', 'written_on_minor'];

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
  ],
};
