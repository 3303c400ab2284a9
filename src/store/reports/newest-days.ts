// The newest day of work or of an invoice of a job at a moment, looked up in its lines.

import { sql, type RawBuilder } from 'kysely';
import type { Moment } from './moment.ts';

type Sql = RawBuilder<unknown>;

/** Of a row `r` with "jobId" and the days as they are now: those where they serve, else looked up in the job. */
export function newestDay(firmId: number, { asAt, knownAt }: Moment, of: 'activity' | 'billed'): Sql {
  const kept = sql.ref(of === 'activity' ? 'r.lastActivityOn' : 'r.lastBilledOn');
  const byDay = asAt === null ? sql`` : sql` and l.effective_on <= ${asAt}::date`;
  const kinds =
    of === 'activity'
      ? sql`l.kind in (1, 2)`
      : sql`l.kind in (3, 4) and l.line_number = 1 and g.cause_kind = 3`;
  const journal =
    of === 'activity' && knownAt === null
      ? sql``
      : sql`join journal g on g.firm_id = ${firmId} and g.id = l.journal_id`;
  const known = knownAt === null ? sql`` : sql` and g.recorded_at <= ${knownAt}::timestamptz`;
  const lookedUp = sql`(
    select l.effective_on from ledger_line l ${journal}
    where l.firm_id = ${firmId} and l.job_id = r."jobId"${byDay} and ${kinds}${known}
    order by l.effective_on desc limit 1)`;
  const serves = knownAt === null && asAt !== null ? sql`${kept} <= ${asAt}::date` : sql`false`;
  return sql`case when ${kept} is null or ${serves} then ${kept} else ${lookedUp} end`;
}
