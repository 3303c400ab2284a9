// What documents of some days come to. Those that stand are many, and are added up from the index of their days
// (invoice_dated) without their rows. Those that were cancelled are few (invoice_cancelled); they count on their own day, and
// against it on the day on which they were taken back.

import { sql, type RawBuilder } from 'kysely';
import type { DateSpan } from '#core/calendar/civil-date.ts';

type Sql = RawBuilder<unknown>;

/**
 * The day on which cancelled document `i` was taken back. A cancelled import does not say its day; the ledger does, and one
 * that never stood there goes on its own.
 */
export function takenBackOn(firmId: number): Sql {
  return sql`coalesce(i.cancelled_on, (
    select max(g.effective_on) from journal g
    where g.firm_id = ${firmId} and g.cause_kind = 3 and g.cause_id = i.id and g.kind = 10), i.invoiced_on)`;
}

/**
 * A query with the columns of `key`, which are of a document `d` with its day, client and currency; billed_minor and
 * billed_with_tax_minor, where credit is below zero; and debtors_minor, what was owed for it.
 */
export function documentsOfDays(
  firmId: number,
  { first, last }: DateSpan,
  { key, where = sql`true` }: { readonly key: Sql; readonly where?: Sql },
): Sql {
  const sign = sql`case when i.document = 'creditNote' then -1 else 1 end`;
  const withTax = sql`i.total_minor + coalesce(i.tax_minor, 0)`;
  return sql`
    select ${key}, sum_minor(d.billed_minor) as billed_minor, sum_minor(d.billed_with_tax_minor) as billed_with_tax_minor,
      sum_minor(d.billed_with_tax_minor) as debtors_minor
    from (
      select i.invoiced_on as day, i.client_id, i.currency, ${sign} * i.total_minor as billed_minor,
        ${sign} * (${withTax}) as billed_with_tax_minor
      from invoice i
      where i.firm_id = ${firmId} and i.status = 'approved' and i.invoiced_on between ${first}::date and ${last}::date
    ) d
    where ${where}
    group by ${key}
    union all
    select ${key}, d.billed_minor, d.billed_with_tax_minor, d.debtors_minor
    from (
      select times.day, i.client_id, i.currency, times.sign * ${sign} * i.total_minor as billed_minor,
        times.sign * ${sign} * (${withTax}) as billed_with_tax_minor,
        -- One that was taken back on its own day was never owed.
        case when i.cancelled_on > i.invoiced_on then times.sign * ${sign} * (${withTax}) else 0 end as debtors_minor
      from invoice i
      cross join lateral (values (i.invoiced_on, 1), (${takenBackOn(firmId)}, -1)) as times (day, sign)
      where i.firm_id = ${firmId} and i.status = 'cancelled'
    ) d
    where d.day between ${first}::date and ${last}::date and ${where}`;
}
