// The lists of time and costs, where they are asked for what is open: little beside what was ever recorded, so it is taken
// from open_item, newest first, and each entry looked up. An item stands there under the day on which it was worked or
// incurred and under the job that it is on, as its entry says (core/wip), so that order and page are known before.

import { sql } from 'kysely';
import type { CivilDate } from '#core/calendar/civil-date.ts';
import { when, type Fragment } from '../practice/pages.ts';

export type OpenFilter = {
  readonly from?: CivilDate | undefined;
  readonly to?: CivilDate | undefined;
  readonly jobId?: number | undefined;
  readonly clientId?: number | undefined;
  /** The day at which the page begins. */
  readonly on?: CivilDate | undefined;
};

/** Items with something open, newest first. The order is kept from being put after what is joined to it. */
export function openItems({
  firmId,
  kind,
  filter,
}: {
  firmId: number;
  kind: 1 | 2;
  filter: OpenFilter;
}): Fragment {
  const where = [
    sql`o.firm_id = ${firmId}`,
    sql`o.item_kind = ${kind}`,
    sql`o.open_minor <> 0`,
    when(filter.from, (from) => sql`o.origin_on >= ${from}::date`),
    when(filter.to, (to) => sql`o.origin_on <= ${to}::date`),
    when(filter.on, (on) => sql`o.origin_on <= ${on}::date`),
    when(filter.jobId, (id) => sql`o.job_id = ${id}`),
    when(filter.clientId, (id) => sql`o.job_id = any (array(${jobsOf(firmId, id)}))`),
  ].filter((condition) => condition !== undefined);
  return sql`select o.job_id, o.item_id, o.origin_on from open_item o where ${sql.join(where, sql` and `)}
    order by o.origin_on desc, o.item_id desc offset 0`;
}

export function jobsOf(firmId: number, clientId: number): Fragment {
  return sql`select j.id from job j where j.firm_id = ${firmId} and j.client_id = ${clientId}`;
}
