// The lines of a few days, and the lines recorded within part of a month: what puts whole months right (moment.ts).

import { sql, type RawBuilder } from 'kysely';
import { monthOf, type CivilDate } from '#core/calendar/civil-date.ts';
import type { DayCut, RecordingCut } from './moment.ts';

type Sql = RawBuilder<unknown>;

/** Days of one month. */
export type Strip = { readonly first: CivilDate; readonly last: CivilDate };

/** The strips of cuts, none overlapping: two in one month become one. */
export function stripsOf(cuts: readonly (DayCut | null)[]): Strip[] {
  const strips: Strip[] = [];
  for (const cut of cuts) {
    if (cut === null || cut.strip === null) continue;
    const { first, last } = cut.strip;
    const index = strips.findIndex((strip) => monthOf(strip.first) === monthOf(first));
    const other = strips[index];
    if (other === undefined) strips.push({ first, last });
    else
      strips[index] = {
        first: first < other.first ? first : other.first,
        last: last > other.last ? last : other.last,
      };
  }
  return strips;
}

/**
 * A query for the lines of a strip. Lines lie on disk nearly in the order of their days, and a few kilobytes of index
 * (ledger_line_days) tell which pages a strip may be on. `offset 0` keeps PostgreSQL from going there job by job, in as
 * many steps as there are jobs.
 */
export function linesOfDays(firmId: number, { first, last }: Strip, jobIds: readonly number[] | null): Sql {
  return sql`
    select l.job_id, l.journal_id, l.effective_on, l.origin_on, l.amount_minor, l.kind, l.debit, l.credit
    from ledger_line l
    where l.firm_id = ${firmId} and l.effective_on between ${first}::date and ${last}::date${ofJobs('l', jobIds)}
    offset 0`;
}

export function journalOfLine(firmId: number): Sql {
  return sql`join journal j on j.firm_id = ${firmId} and j.id = l.journal_id`;
}

/**
 * A query for the lines of journals recorded in the strip of a cut, with the moment. What is dated after `until` is
 * outside of the report whenever it was recorded. Journals come first and lines one journal at a time (`offset 0`):
 * the other way round would read every line of every job.
 */
export function linesRecorded(
  firmId: number,
  { strip }: RecordingCut,
  { until, jobIds }: { until: CivilDate | null; jobIds: readonly number[] | null },
): Sql {
  const dated = until === null ? sql`` : sql` and j.effective_on <= ${until}::date`;
  return sql`
    select l.*, j.recorded_at
    from journal j
    cross join lateral (
      select l.job_id, l.journal_id, l.effective_on, l.origin_on, l.amount_minor, l.kind, l.debit, l.credit
      from ledger_line l
      where l.firm_id = ${firmId} and l.journal_id = j.id${ofJobs('l', jobIds)}
      offset 0
    ) l
    where j.firm_id = ${firmId}
      and j.recorded_at between ${strip.first}::timestamptz and ${strip.last}::timestamptz${dated}`;
}

/** Lines that no strip of days has counted. */
export function outsideOf(strips: readonly Strip[]): Sql {
  if (strips.length === 0) return sql``;
  const outside = strips.map(
    ({ first, last }) => sql`l.effective_on not between ${first}::date and ${last}::date`,
  );
  return sql` and ${sql.join(outside, sql` and `)}`;
}

export function ofJobs(table: string, jobIds: readonly number[] | null): Sql {
  return jobIds === null ? sql`` : sql` and ${sql.ref(`${table}.job_id`)} = any (${jobIds})`;
}
