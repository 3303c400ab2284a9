// What is open, entry by entry: as large as the open work. Pages follow the primary key's jobs, so that the first page
// of a firm with a hundred thousand open items reads a hundred.

import { sql, type RawBuilder } from 'kysely';
import { addMonths, monthOf, type CivilDate } from '#core/calendar/civil-date.ts';
import { itemKindCodes, type ItemKind } from '#core/ledger/journal.ts';
import type { CurrencyCode } from '#core/money/currencies.ts';
import type { Tx } from '../database.ts';
import { ofFilter, practiceOfJob, type JobFilter } from './filters.ts';
import type { Position } from './keyset.ts';
import { runSql } from './run.ts';

export type UnbilledDetailRow = {
  itemId: bigint;
  kind: ItemKind;
  jobId: number;
  jobNumber: string;
  jobName: string;
  clientId: number;
  clientName: string;
  currency: CurrencyCode;
  date: CivilDate;
  ageDays: number;
  staffId: number | null;
  staffName: string | null;
  taskName: string | null;
  description: string | null;
  minutes: number | null;
  billableMinutes: number | null;
  quantityThousandths: number | null;
  openQuantity: number;
  billable: boolean;
  rateMinor: bigint | null;
  recordedMinor: bigint;
  openMinor: bigint;
  costMinor: bigint | null;
};

export type UnbilledDetailTotal = {
  currency: CurrencyCode;
  entries: number;
  openMinutes: number;
  timeMinor: bigint;
  costsMinor: bigint;
  interimsMinor: bigint;
  openMinor: bigint;
};

/** How many months ago the work was done. */
const monthsOfAge = { current: 0, oneMonth: 1, twoMonths: 2, threeMonthsPlus: 3 } as const;

export type UnbilledDetailQuestion = {
  readonly filter: JobFilter & {
    readonly jobId?: number | undefined;
    readonly jobIds?: readonly number[] | undefined;
    readonly staffId?: number | undefined;
    readonly kind?: ItemKind | undefined;
    readonly cutOff?: CivilDate | undefined;
    readonly age?: keyof typeof monthsOfAge | undefined;
  };
  /** The day from which age counts. */
  readonly asAt: CivilDate;
  readonly limit: number;
  /** Job, date, item. */
  readonly position: Position | null;
};

type Sql = RawBuilder<unknown>;

export function readUnbilledDetail(tx: Tx, question: UnbilledDetailQuestion): Promise<UnbilledDetailRow[]> {
  const { firmId } = tx;
  const { position, limit, asAt } = question;
  const from =
    position === null
      ? sql``
      : sql` and o.job_id >= ${position[0]}::int
          and (o.job_id, o.origin_on, o.item_id) > (${position[0]}::int, ${position[1]}::date, ${position[2]}::bigint)`;
  return runSql(
    tx,
    sql`
      select o.item_id as "itemId", ${kindOfItem()} as kind, o.job_id as "jobId", o.number as "jobNumber",
        o.name as "jobName", o.client_id as "clientId", o.client_name as "clientName", o.currency,
        o.origin_on as date, ${asAt}::date - o.origin_on as "ageDays", o.staff_id as "staffId", w.name as "staffName",
        t.name as "taskName", coalesce(e.note, x.description, i.description) as description, e.minutes,
        e.billable_minutes as "billableMinutes", x.quantity_thousandths as "quantityThousandths",
        o.open_quantity as "openQuantity", coalesce(e.billable, x.billable, true) as billable,
        coalesce(e.rate_per_hour_minor, x.unit_price_minor) as "rateMinor",
        coalesce(e.amount_minor, x.amount_minor, -i.amount_minor, 0) as "recordedMinor", o.open_minor as "openMinor",
        coalesce(e.cost_minor, x.cost_minor) as "costMinor"
      from (
        select o.*, j.number, j.name, j.client_id, c.name as client_name, j.currency
        ${openItems(firmId, question)}${from}
        order by o.job_id, o.origin_on, o.item_id limit ${limit}
      ) o
      left join time_entry e on o.item_kind = 1 and e.firm_id = ${firmId} and e.id = o.item_id
      left join cost_entry x on o.item_kind = 2 and x.firm_id = ${firmId} and x.id = o.item_id
      left join interim i on o.item_kind = 3 and i.firm_id = ${firmId} and i.id = o.item_id
      left join staff w on w.firm_id = ${firmId} and w.id = o.staff_id
      left join job_task t on t.firm_id = ${firmId} and t.id = o.job_task_id
      order by o.job_id, o.origin_on, o.item_id`,
  );
}

export function sumUnbilledDetail(tx: Tx, question: UnbilledDetailQuestion): Promise<UnbilledDetailTotal[]> {
  const open = (kind: number) =>
    sql`coalesce(sum(o.open_minor) filter (where o.item_kind = ${sql.lit(kind)}), 0)::bigint`;
  return runSql(
    tx,
    sql`
      select j.currency, count(*)::int as entries,
        coalesce(sum(o.open_quantity) filter (where o.item_kind = 1), 0)::int as "openMinutes",
        ${open(1)} as "timeMinor", ${open(2)} as "costsMinor", ${open(3)} as "interimsMinor",
        sum(o.open_minor)::bigint as "openMinor"
      ${openItems(tx.firmId, question)}
      group by 1 order by 1`,
  );
}

function openItems(firmId: number, { filter, asAt }: UnbilledDetailQuestion): Sql {
  const equal = (column: string, value: number | undefined) =>
    value === undefined ? sql`` : sql` and ${sql.ref(column)} = ${value}`;
  const kind = filter.kind === undefined ? undefined : itemKindCodes[filter.kind];
  const among = filter.jobIds === undefined ? sql`` : sql` and o.job_id = any (${[...filter.jobIds]}::int[])`;
  const until = filter.cutOff === undefined ? sql`` : sql` and o.origin_on <= ${filter.cutOff}::date`;
  return sql`
    from open_item o
    join job j on j.firm_id = ${firmId} and j.id = o.job_id
    ${practiceOfJob(firmId)}
    where o.firm_id = ${firmId}${ofFilter(filter)}${equal('o.job_id', filter.jobId)}${among}
      ${equal('o.staff_id', filter.staffId)}${equal('o.item_kind', kind)}${until}${ofAge(filter.age, asAt)}`;
}

/** Interims have no age. What is dated ahead counts as current, as in Estimated Billings. */
function ofAge(age: keyof typeof monthsOfAge | undefined, asAt: CivilDate): Sql {
  if (age === undefined) return sql``;
  const first = addMonths(monthOf(asAt), -monthsOfAge[age]);
  const since = age === 'threeMonthsPlus' ? sql`` : sql` and o.origin_on >= ${first}::date`;
  const before = age === 'current' ? sql`` : sql` and o.origin_on < ${addMonths(first, 1)}::date`;
  return sql` and o.item_kind <> 3${since}${before}`;
}

function kindOfItem(): Sql {
  return sql`case o.item_kind when 1 then 'time' when 2 then 'cost' else 'interim' end`;
}
