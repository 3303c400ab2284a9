// What the rows of a report are about. The tables are job `j`, client `c`, manager `m` and partner `p`.

import { sql, type RawBuilder } from 'kysely';
import type { CivilDate } from '#core/calendar/civil-date.ts';
import type { CurrencyCode } from '#core/money/currencies.ts';
import { practiceOfJob } from './filters.ts';

type Sql = RawBuilder<unknown>;

export type JobGrouping = 'none' | 'client' | 'job' | 'manager' | 'partner' | 'category';

/** What a row is about: the id and name of what it is grouped by, or its month. */
export type GroupOfRow = {
  id: number | null;
  /** Of a job. */
  number: string | null;
  name: string | null;
  month: CivilDate | null;
  currency: CurrencyCode;
};

const noNumber = sql`null::text`;
const noMonth = sql`null::date`;

/** Columns 1 to 4 of a grouped query, and currency as the fifth. */
export function groupColumns(id: Sql, name: Sql, { number = noNumber, month = noMonth } = {}): Sql {
  return sql`${id} as id, ${number} as number, ${name} as name, ${month} as month, j.currency`;
}

export const ofJobs: Readonly<Record<JobGrouping, Sql>> = {
  none: groupColumns(sql`null::int`, sql`null::text`),
  client: groupColumns(sql`j.client_id`, sql`c.name`),
  job: groupColumns(sql`j.id`, sql`j.name`, { number: sql`j.number` }),
  manager: groupColumns(sql`j.manager_id`, sql`m.name`),
  partner: groupColumns(sql`j.partner_id`, sql`p.name`),
  category: groupColumns(sql`null::int`, sql`j.category`),
};

/** By month of the expression. */
export function byMonth(month: Sql): Sql {
  return groupColumns(sql`null::int`, sql`null::text`, { month });
}

/** Everything that the groupings name, as joins to job `j`. */
export function peopleOfJob(firmId: number): Sql {
  return sql`
    ${practiceOfJob(firmId)}
    left join staff m on m.firm_id = ${firmId} and m.id = j.manager_id
    left join staff p on p.firm_id = ${firmId} and p.id = j.partner_id`;
}

export const groupOrder: Sql = sql`month nulls first, number, lower(coalesce(name, '')), id, currency`;
