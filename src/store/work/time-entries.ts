// Time entries as rows. What they are worth, and what is open of them, stands in the ledger.

import { sql } from 'kysely';
import type { CivilDate } from '#core/calendar/civil-date.ts';
import type { CurrencyCode } from '#core/money/currencies.ts';
import type { RateSource } from '#core/pricing/rates.ts';
import type { Tx } from '../database.ts';
import { readByKey } from '../prepared.ts';
import { runFragment, when, type Fragment } from '../practice/pages.ts';
import { plainArray, textArray } from '../values.ts';
import { jobsOf, openItems } from './open-items.ts';

export type TimeEntryRow = {
  readonly id: bigint;
  readonly jobId: number;
  readonly jobTaskId: number;
  readonly staffId: number;
  readonly workedOn: CivilDate;
  readonly minutes: number;
  readonly billableMinutes: number;
  /** Minutes after midnight; the end may lie on the next day. */
  readonly startMinute: number | null;
  readonly endMinute: number | null;
  readonly billable: boolean;
  readonly rateSource: RateSource;
  readonly rateId: number | null;
  readonly ratePerHourMinor: bigint;
  readonly amountMinor: bigint;
  readonly costMinor: bigint;
  readonly note: string | null;
};

export type StoredTimeEntry = TimeEntryRow & {
  readonly version: number;
  readonly deleted: boolean;
  readonly currency: CurrencyCode;
};

export function insertTimeEntries(tx: Tx, entries: readonly TimeEntryRow[]): Promise<void> {
  return insertPackedTimeEntries(tx, packTimeEntries(entries));
}

/** Entries as they are sent, a text for each column: a fraction of the size of the rows. */
type PackedTimeEntries = readonly string[];

export async function insertPackedTimeEntries(tx: Tx, packed: PackedTimeEntries): Promise<void> {
  await tx.prepared(
    'insert-time-entries',
    `insert into time_entry (firm_id, worked_on, id, job_id, job_task_id, staff_id, minutes, billable_minutes,
       start_minute, end_minute, billable, rate_source, rate_id, rate_per_hour_minor, amount_minor, cost_minor, note)
     select $1, unnest($2::date[]), unnest($3::bigint[]), unnest($4::int[]), unnest($5::int[]), unnest($6::int[]),
       unnest($7::int[]), unnest($8::int[]), unnest($9::smallint[]), unnest($10::smallint[]), unnest($11::boolean[]),
       unnest($12::text[]), unnest($13::int[]), unnest($14::bigint[]), unnest($15::bigint[]), unnest($16::bigint[]),
       unnest($17::text[])`,
    [tx.firmId, ...packed],
  );
}

/** Rewrites entries of which the version is still the one read; answers the ids that it found. */
export async function updateTimeEntries(tx: Tx, entries: readonly TimeEntryRow[]): Promise<void> {
  await tx.prepared(
    'update-time-entries',
    `update time_entry e set worked_on = n.worked_on, job_id = n.job_id, job_task_id = n.job_task_id,
       staff_id = n.staff_id, minutes = n.minutes, billable_minutes = n.billable_minutes,
       start_minute = n.start_minute, end_minute = n.end_minute, billable = n.billable,
       rate_source = n.rate_source, rate_id = n.rate_id, rate_per_hour_minor = n.rate_per_hour_minor,
       amount_minor = n.amount_minor, cost_minor = n.cost_minor, note = n.note, version = e.version + 1
     from unnest($2::date[], $3::bigint[], $4::int[], $5::int[], $6::int[], $7::int[], $8::int[],
       $9::smallint[], $10::smallint[], $11::boolean[], $12::text[], $13::int[], $14::bigint[], $15::bigint[],
       $16::bigint[], $17::text[])
       as n (worked_on, id, job_id, job_task_id, staff_id, minutes, billable_minutes, start_minute, end_minute,
         billable, rate_source, rate_id, rate_per_hour_minor, amount_minor, cost_minor, note)
     where e.firm_id = $1 and e.id = n.id`,
    [tx.firmId, ...packTimeEntries(entries)],
  );
}

export function packTimeEntries(entries: readonly TimeEntryRow[]): PackedTimeEntries {
  return [
    plainArray(entries.map((entry) => entry.workedOn)),
    plainArray(entries.map((entry) => entry.id)),
    plainArray(entries.map((entry) => entry.jobId)),
    plainArray(entries.map((entry) => entry.jobTaskId)),
    plainArray(entries.map((entry) => entry.staffId)),
    plainArray(entries.map((entry) => entry.minutes)),
    plainArray(entries.map((entry) => entry.billableMinutes)),
    plainArray(entries.map((entry) => entry.startMinute)),
    plainArray(entries.map((entry) => entry.endMinute)),
    plainArray(entries.map((entry) => entry.billable)),
    plainArray(entries.map((entry) => entry.rateSource)),
    plainArray(entries.map((entry) => entry.rateId)),
    plainArray(entries.map((entry) => entry.ratePerHourMinor)),
    plainArray(entries.map((entry) => entry.amountMinor)),
    plainArray(entries.map((entry) => entry.costMinor)),
    textArray(entries.map((entry) => entry.note)),
  ];
}

export async function deleteTimeEntries(tx: Tx, ids: readonly bigint[]): Promise<void> {
  await tx.prepared(
    'delete-time-entries',
    'update time_entry set deleted = true, version = version + 1 where firm_id = $1 and id = any ($2) and not deleted',
    [tx.firmId, ids],
  );
}

export const timeEntryColumns = `e.id, e.job_id as "jobId", e.job_task_id as "jobTaskId", e.staff_id as "staffId",
  e.worked_on as "workedOn", e.minutes, e.billable_minutes as "billableMinutes", e.start_minute as "startMinute",
  e.end_minute as "endMinute", e.billable, e.rate_source as "rateSource", e.rate_id as "rateId",
  e.rate_per_hour_minor as "ratePerHourMinor", e.amount_minor as "amountMinor", e.cost_minor as "costMinor", e.note,
  e.version, e.deleted, j.currency`;

/** Entries by id, deleted ones too. `lock` keeps them as they are until the transaction ends. */
export async function readTimeEntries(
  tx: Tx,
  ids: readonly bigint[],
  options: { lock?: boolean } = {},
): Promise<Map<bigint, StoredTimeEntry>> {
  const rows = await readByKey<StoredTimeEntry>(
    tx,
    `select ${timeEntryColumns} from time_entry e join job j on j.firm_id = e.firm_id and j.id = e.job_id
     where e.firm_id = $1 and e.id = any ($2) order by e.id ${options.lock ? 'for no key update of e' : ''}`,
    [tx.firmId, ids],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/** What people have recorded on days already, in minutes, by `staff/day`. */
export async function readDayMinutes(
  tx: Tx,
  days: readonly { staffId: number; on: CivilDate }[],
): Promise<Map<string, number>> {
  const rows = await tx.prepared<{ staff: number; on: CivilDate; minutes: number }>(
    'day-minutes',
    // A day at a time through time_entry_staff: as a join, this would be planned by the size that the table has on the
    // day when the connection opens, and a young table is read whole.
    `select d.staff, d.on, (
       select coalesce(sum(e.minutes), 0)::int from time_entry e
       where e.firm_id = $1 and e.staff_id = d.staff and e.worked_on = d.on and not e.deleted) as minutes
     from (select distinct * from unnest($2::int[], $3::date[]) as d (staff, "on")) d`,
    [tx.firmId, days.map((day) => day.staffId), days.map((day) => day.on)],
  );
  return new Map(rows.map((row) => [`${row.staff}/${row.on}`, row.minutes]));
}

export type TimeEntryFilter = {
  readonly from?: CivilDate | undefined;
  readonly to?: CivilDate | undefined;
  readonly staffId?: number | undefined;
  readonly jobId?: number | undefined;
  readonly jobTaskId?: number | undefined;
  readonly clientId?: number | undefined;
  readonly billable?: boolean | undefined;
  /** Only entries of which something is open, or of which nothing is. */
  readonly open?: boolean | undefined;
};

/** An entry as people read it. */
export type ListedTimeEntry = StoredTimeEntry & {
  readonly firmCurrency: CurrencyCode;
  readonly jobNumber: string;
  readonly jobName: string;
  readonly clientName: string;
  readonly taskName: string;
  readonly staffName: string;
  /** What is not invoiced or written off yet. */
  readonly openMinor: bigint;
};

export type TimeEntryPosition = { readonly workedOn: CivilDate; readonly id: bigint };

/**
 * Newest first. The page is found first, through time_entry_day unless a filter leads to fewer, and then named by a statement
 * that is planned once: to plan seven tables anew for each page took longer than to read it.
 */
export async function listTimeEntries(
  tx: Tx,
  filter: TimeEntryFilter,
  page: TimePage,
): Promise<ListedTimeEntry[]> {
  const { open, staffId, jobTaskId, jobId, clientId } = filter;
  const entries = entriesOf(tx.firmId, filter, page.after);
  if (open === undefined) return readListed(tx, sql`${entries} limit ${page.limit}`);
  // Put in order before it is asked what is open of them, so that it is asked only until the page is full.
  const asked = (rows: Fragment) =>
    readListed(
      tx,
      sql`select e.* from (${rows}) e where (${isOpen(tx.firmId)}) = ${open} limit ${page.limit}`,
    );
  if (!open || staffId !== undefined || jobTaskId !== undefined) return asked(sql`${entries} offset 0`);
  if (jobId === undefined && clientId === undefined) {
    const newest = await asked(sql`${entries} limit ${newestMax}`);
    if (newest.length === page.limit) return newest;
  }
  return readListed(tx, openOnes(tx.firmId, filter, page));
}

/** Most of the newest are open: a page is usually full with so many. */
const newestMax = 1_000;

type TimePage = { readonly after: TimeEntryPosition | null; readonly limit: number };

function entriesOf(firmId: number, filter: TimeEntryFilter, after: TimePage['after']): Fragment {
  return sql`select e.* from time_entry e where ${sql.join(conditionsOf(firmId, filter, after), sql` and `)}
    order by e.worked_on desc, e.id desc`;
}

/** What is open is little beside what was ever recorded, and stands under the day on which it was worked. */
function openOnes(firmId: number, filter: TimeEntryFilter, { after, limit }: TimePage): Fragment {
  const conditions = conditionsOf(firmId, filter, after);
  return sql`select e.* from (${openItems({ firmId, kind: 1, filter: { ...filter, on: after?.workedOn } })}) o
    cross join lateral (
      select e.* from time_entry e
      where e.id = o.item_id and e.job_id = o.job_id and ${sql.join(conditions, sql` and `)} offset 0
    ) e order by o.origin_on desc, o.item_id desc limit ${limit}`;
}

function conditionsOf(firmId: number, filter: TimeEntryFilter, after: TimePage['after']): Fragment[] {
  return [
    sql`e.firm_id = ${firmId}`,
    sql`not e.deleted`,
    when(filter.from, (from) => sql`e.worked_on >= ${from}::date`),
    when(filter.to, (to) => sql`e.worked_on <= ${to}::date`),
    when(filter.staffId, (id) => sql`e.staff_id = ${id}`),
    when(filter.jobId, (id) => sql`e.job_id = ${id}`),
    when(filter.clientId, (id) => sql`e.job_id = any (array(${jobsOf(firmId, id)}))`),
    when(filter.billable, (billable) => sql`e.billable = ${billable}`),
    // Entries are found by their job, of which the task is one.
    when(
      filter.jobTaskId,
      (id) => sql`e.job_task_id = ${id}
        and e.job_id = (select t.job_id from job_task t where t.firm_id = ${firmId} and t.id = ${id})`,
    ),
    when(
      after ?? undefined,
      ({ workedOn, id }) => sql`(e.worked_on, e.id) < (${workedOn}::date, ${id}::bigint)`,
    ),
  ].filter((condition) => condition !== undefined);
}

/** As one value, so that each is looked up: PostgreSQL would gather whatever is open to answer for fifty. */
const isOpen = (firmId: number) => sql`coalesce((
  select o.open_minor from open_item o
  where o.firm_id = ${firmId} and o.job_id = e.job_id and o.item_id = e.id), 0) <> 0`;

export async function readListedTimeEntry(tx: Tx, id: bigint): Promise<ListedTimeEntry | undefined> {
  const [row] = await nameEntries(tx, [id]);
  return row;
}

async function readListed(tx: Tx, entries: Fragment): Promise<ListedTimeEntry[]> {
  const found = await runFragment<{ id: bigint }>(tx, sql`select e.id from (${entries}) e`);
  if (found.length === 0) return [];
  return nameEntries(
    tx,
    found.map(({ id }) => id),
  );
}

/** Some entries as people read them, newest first. */
function nameEntries(tx: Tx, ids: readonly bigint[]): Promise<ListedTimeEntry[]> {
  return readByKey<ListedTimeEntry>(
    tx,
    `select ${timeEntryColumns}, f.currency as "firmCurrency", j.number as "jobNumber", j.name as "jobName",
       c.name as "clientName", t.name as "taskName", s.name as "staffName", coalesce(o.open_minor, 0) as "openMinor"
     from time_entry e
     join firm f on f.id = e.firm_id
     join job j on j.firm_id = e.firm_id and j.id = e.job_id
     join client c on c.firm_id = j.firm_id and c.id = j.client_id
     join job_task t on t.firm_id = e.firm_id and t.id = e.job_task_id
     join staff s on s.firm_id = e.firm_id and s.id = e.staff_id
     left join open_item o on o.firm_id = e.firm_id and o.job_id = e.job_id and o.item_id = e.id
     where e.firm_id = $1 and e.id = any ($2)
     order by e.worked_on desc, e.id desc`,
    [tx.firmId, ids],
  );
}
