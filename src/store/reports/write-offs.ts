// What was written off and on, and why. The lines are those that touch the accounts written off and written on, through
// ledger_line_adjusted (or, where a filter leaves few jobs, ledger_line_job); both indexes lead to the days asked for. A
// page of lines is taken in the order of the index before anything is named, and sums are of parts (partsWritten), so that
// nothing is looked up line by line. What a line stands under is looked up for it
// (journal_pkey; `offset 0` keeps PostgreSQL from reading all journals instead).
//
// A reversal stands under the reason, author and document of what it reverses, with the opposite sign on its own day.
// So what was taken back nets out in every grouping, and the sums are the changes of the two accounts.

import { sql, type RawBuilder } from 'kysely';
import type { CivilDate } from '#core/calendar/civil-date.ts';
import type { CurrencyCode } from '#core/money/currencies.ts';
import type { Tx } from '../database.ts';
import { ofFilter, practiceOfJob, type JobFilter } from './filters.ts';
import { byMonth, groupColumns, groupOrder, ofJobs, peopleOfJob, type GroupOfRow } from './grouping.ts';
import type { JobGrouping } from './grouping.ts';
import type { Position } from './keyset.ts';
import type { Period } from './movements.ts';
import { runByKey, runSql } from './run.ts';

type Sql = RawBuilder<unknown>;

export type WriteOffGrouping = JobGrouping | 'staff' | 'task' | 'reason' | 'source' | 'author' | 'month';

/** Where a write-off came from: a document, or what somebody did to WIP without one. */
export const writeOffSources = [
  'invoice',
  'creditNote',
  'writeOff',
  'writeOn',
  'washUp',
  'openingAdjustment',
  'other',
] as const;
export type WriteOffSource = (typeof writeOffSources)[number];

export type WriteOffFigures = {
  writtenOffMinor: bigint;
  writtenOnMinor: bigint;
  /** Written off less written on. */
  netMinor: bigint;
};

export type WriteOffsRow = GroupOfRow & WriteOffFigures & { entries: number };
export type WriteOffTotal = WriteOffFigures & { currency: CurrencyCode; entries: number };

export type WriteOffLine = WriteOffFigures & {
  journalId: bigint;
  lineNumber: number;
  effectiveOn: CivilDate;
  jobId: number;
  jobNumber: string;
  jobName: string;
  clientId: number;
  clientName: string;
  currency: CurrencyCode;
  itemId: bigint | null;
  workedOn: CivilDate;
  staffId: number | null;
  staffName: string | null;
  taskId: number | null;
  taskName: string | null;
  source: WriteOffSource;
  documentId: number | null;
  documentNumber: string | null;
  reasonId: number | null;
  reason: string | null;
  note: string | null;
  authorId: number;
  author: string;
  reverses: bigint | null;
};

export type WriteOffsQuestion = {
  readonly period: Period;
  readonly filter: JobFilter & {
    readonly staffId?: number | undefined;
    readonly taskId?: number | undefined;
    readonly reasonId?: number | undefined;
    readonly authorId?: number | undefined;
    readonly source?: WriteOffSource | undefined;
  };
};

const writtenOff = sql`case when l.debit = 9 then l.amount_minor when l.credit = 9 then -l.amount_minor else 0 end`;
const writtenOn = sql`case when l.credit = 10 then l.amount_minor when l.debit = 10 then -l.amount_minor else 0 end`;
/** Of invoice `v` or WIP action `n`. */
const source = sql`case when v.id is not null then v.document
  when n.kind in ('writeOff', 'writeOn', 'washUp', 'openingAdjustment') then n.kind else 'other' end`;

const sums = sql`sum_minor(l.written_off_minor) as "writtenOffMinor", sum_minor(l.written_on_minor) as "writtenOnMinor",
  sum_minor(l.written_off_minor) - sum_minor(l.written_on_minor) as "netMinor",
  (sum(l.entries) + count(distinct l.item_id))::int as entries`;

export type WriteOffs = { readonly rows: WriteOffsRow[]; readonly totals: WriteOffTotal[] };

/** What was written in groups, and in total per currency. */
export async function readWriteOffs(
  tx: Tx,
  question: WriteOffsQuestion,
  groupBy: WriteOffGrouping,
): Promise<WriteOffs> {
  const { firmId } = tx;
  const found = await runSql<WriteOffsRow & { isTotal: boolean }>(
    tx,
    sql`
      ${partsWritten(firmId, question, groupBy)}
      select r.* from (
        select false as "isTotal", ${groupOf(groupBy)}, ${sums} from part l ${tablesOf(groupBy, firmId)}
        group by 2, 3, 4, 5, 6
        union all
        select true, ${ofJobs.none}, ${sums} from part l ${jobOfPart(firmId)} group by j.currency
      ) r
      where r."isTotal" or r."writtenOffMinor" <> 0 or r."writtenOnMinor" <> 0
      order by ${groupOrder}`,
  );
  const rows: WriteOffsRow[] = [];
  const totals: WriteOffTotal[] = [];
  for (const { isTotal, ...row } of found) {
    if (!isTotal) rows.push(row);
    else {
      const { currency, writtenOffMinor, writtenOnMinor, netMinor, entries } = row;
      totals.push({ currency, writtenOffMinor, writtenOnMinor, netMinor, entries });
    }
  }
  return { rows, totals };
}

export async function sumWriteOffs(tx: Tx, question: WriteOffsQuestion): Promise<WriteOffTotal[]> {
  const { totals } = await readWriteOffs(tx, question, 'none');
  return totals;
}

/**
 * The lines added up by job, and by what else the grouping asks of a line: a few parts of many lines, for which alone
 * anything is looked up. Items are counted with them, but for those of several lines, which may be in several parts: these
 * stand in parts of their own, to be counted where they end up together. They are told by 32 items at a time, each a bit,
 * whose sum is more than all of the bits where one came twice: of what was written, a year is millions of items, and very
 * few come twice. That their neighbours get parts of their own as well does no harm.
 */
function partsWritten(firmId: number, question: WriteOffsQuestion, groupBy: WriteOffGrouping): Sql {
  // Found twice where that is a look into an index, and kept where it takes more.
  const found = isOfCause(question) ? sql`materialized` : sql`not materialized`;
  const key = keyOf(groupBy);
  const bit = sql`1::bigint << (item_id & 31)::int`;
  return sql`
    with line as ${found} (${linesFound(firmId, question)}),
    several as materialized (
      select item_id >> 5 as items from line where item_id is not null group by 1
      having sum_minor(${bit}) <> bit_or(${bit})
    ),
    part as materialized (
      select l.job_id, ${key}, case when s.items is not null then l.item_id end as item_id, sum_minor(${writtenOff}) as written_off_minor,
        sum_minor(${writtenOn}) as written_on_minor, count(l.item_id) filter (where s.items is null) as entries
      from line l left join several s on s.items = l.item_id >> 5
      group by 1, 2, 3
    )`;
}

/** What of a line its group follows from, besides its job. */
function keyOf(groupBy: WriteOffGrouping): Sql {
  switch (groupBy) {
    case 'month':
      return sql`date_trunc('month', l.effective_on::timestamp)::date as effective_on`;
    case 'staff':
      return sql`l.staff_id`;
    case 'task':
      return sql`l.job_task_id`;
    case 'author':
    case 'source':
    case 'reason':
      return sql`l.journal_id`;
    default:
      return sql`null::int as nothing`;
  }
}

/** The job of a part, looked up for each: PostgreSQL takes there to be far more of them and would read all jobs. */
function jobOfPart(firmId: number): Sql {
  return sql`cross join lateral (
    select j.id, j.number, j.name, j.client_id, j.manager_id, j.partner_id, j.state_id, j.category, j.currency
    from job j where j.firm_id = ${firmId} and j.id = l.job_id offset 0) j`;
}

/** The next lines by day, journal and line. */
export async function readWriteOffLines(
  tx: Tx,
  question: WriteOffsQuestion,
  { position, limit }: { readonly position: Position | null; readonly limit: number },
): Promise<WriteOffLine[]> {
  const from =
    position === null
      ? sql``
      : sql` and (l.effective_on, l.journal_id, l.line_number)
          > (${position[0]}::date, ${position[1]}::bigint, ${position[2]}::smallint)`;
  const page = linesFound(tx.firmId, question, sql`${from} order by ${lineOrder} limit ${limit}`);
  if (limit > namedApartMax) return runSql(tx, named(tx.firmId, page));
  const found = await runSql<{ journalId: bigint; lineNumber: number }>(
    tx,
    sql`select l.journal_id as "journalId", l.line_number as "lineNumber" from (${page}) l`,
  );
  if (found.length === 0) return [];
  const journalIds = found.map(({ journalId }) => journalId);
  const lineNumbers = found.map(({ lineNumber }) => lineNumber);
  return runByKey(
    tx,
    named(
      tx.firmId,
      sql`select l.* from unnest(${journalIds}::bigint[], ${lineNumbers}::smallint[]) as at (journal_id, line_number)
        join ledger_line l on l.firm_id = ${tx.firmId} and l.journal_id = at.journal_id and l.line_number = at.line_number`,
    ),
  );
}

/** To plan the names of a page of people takes as long as reading them, so one plan serves all; those of files are read at once. */
const namedApartMax = 1_000;

const lineOrder = sql`l.effective_on, l.journal_id, l.line_number`;

/** Lines `l` with everything they are shown with. */
function named(firmId: number, lines: Sql): Sql {
  return sql`
    select l.journal_id as "journalId", l.line_number as "lineNumber", l.effective_on as "effectiveOn",
      l.job_id as "jobId", j.number as "jobNumber", j.name as "jobName", j.client_id as "clientId",
      c.name as "clientName", j.currency, l.item_id as "itemId", l.origin_on as "workedOn",
      l.staff_id as "staffId", w.name as "staffName", t.task_id as "taskId", k.name as "taskName",
      ${writtenOff} as "writtenOffMinor", ${writtenOn} as "writtenOnMinor",
      ${writtenOff} - ${writtenOn} as "netMinor", ${source} as source,
      coalesce(v.id, n.id) as "documentId", v.number as "documentNumber", n.reason_id as "reasonId",
      q.name as reason, n.note, a.id as "authorId", a.name as author, o.reverses
    from (${lines}) l
    ${withNames(firmId)}
    order by ${lineOrder}`;
}

/** The lines of the filter, with no more tables than it asks for; `more` is what follows the conditions. */
function linesFound(firmId: number, question: WriteOffsQuestion, more: Sql = sql``): Sql {
  const { period, filter } = question;
  const { staffId, taskId, reasonId, authorId, source: fromSource, ...ofJob } = filter;
  const isOfJob = Object.values(ofJob).some((condition) => condition !== undefined);
  const equal = (column: string, value: number | undefined) =>
    value === undefined ? sql`` : sql` and ${sql.ref(column)} = ${value}`;
  const joins = [
    isOfJob ? sql`join job j on j.firm_id = ${firmId} and j.id = l.job_id ${practiceOfJob(firmId)}` : sql``,
    isOfCause(question) ? sql`${standsUnder(firmId)} ${causes(firmId)}` : sql``,
    taskId === undefined ? sql`` : sql`join job_task t on t.firm_id = ${firmId} and t.id = l.job_task_id`,
    period.knownAt === null
      ? sql``
      : sql`join journal g on g.firm_id = ${firmId} and g.id = l.journal_id
          and g.recorded_at <= ${period.knownAt}::timestamptz`,
  ];
  return sql`
    select l.* from ledger_line l ${sql.join(joins, sql` `)}
    where l.firm_id = ${firmId} and l.effective_on between ${period.from}::date and ${period.to}::date
      and (l.debit in (9, 10) or l.credit in (9, 10))${ofFilter(ofJob)}
      ${equal('l.staff_id', staffId)}${equal('t.task_id', taskId)}${equal('n.reason_id', reasonId)}
      ${equal('o.actor_id', authorId)}${fromSource === undefined ? sql`` : sql` and ${source} = ${fromSource}`}${more}`;
}

function isOfCause({ filter: { reasonId, authorId, source: from } }: WriteOffsQuestion): boolean {
  return reasonId !== undefined || authorId !== undefined || from !== undefined;
}

/**
 * The journal `o` that line `l` stands under: its own, or the one that it reverses. A case and not coalesce, which
 * PostgreSQL does not trust to be asked of an index under row-level security.
 */
function standsUnder(firmId: number): Sql {
  return sql`cross join lateral (
    select u.actor_id, u.cause_kind, u.cause_id, g.reverses
    from journal g
    join journal u on u.firm_id = ${firmId} and u.id = case when g.reverses is null then g.id else g.reverses end
    where g.firm_id = ${firmId} and g.id = l.journal_id offset 0) o`;
}

function causes(firmId: number): Sql {
  return sql`
    left join invoice v on o.cause_kind = 3 and v.firm_id = ${firmId} and v.id = o.cause_id
    left join wip_action n on o.cause_kind = 5 and n.firm_id = ${firmId} and n.id = o.cause_id`;
}

/** What parts `l` need to be grouped, and no more: with fewer tables there are fewer ways for a plan to go wrong. */
function tablesOf(groupBy: WriteOffGrouping, firmId: number): Sql {
  const job = jobOfPart(firmId);
  switch (groupBy) {
    case 'none':
    case 'month':
      return job;
    case 'staff':
      return sql`${job} left join staff w on w.firm_id = ${firmId} and w.id = l.staff_id`;
    case 'task':
      return sql`${job} ${tasksOfLines(firmId)}`;
    case 'author':
      return sql`
        ${standsUnder(firmId)} ${job} join actor a on a.firm_id = ${firmId} and a.id = o.actor_id`;
    case 'source':
      return sql`${standsUnder(firmId)} ${causes(firmId)} ${job}`;
    case 'reason':
      return sql`
        ${standsUnder(firmId)}
        left join wip_action n on o.cause_kind = 5 and n.firm_id = ${firmId} and n.id = o.cause_id
        left join adjustment_reason q on q.firm_id = ${firmId} and q.id = n.reason_id
        ${job}`;
    default:
      return sql`${job} ${peopleOfJob(firmId)}`;
  }
}

function tasksOfLines(firmId: number): Sql {
  return sql`
    left join job_task t on t.firm_id = ${firmId} and t.id = l.job_task_id
    left join task k on k.firm_id = ${firmId} and k.id = t.task_id`;
}

/** Everything that lines `l` are shown with. */
function withNames(firmId: number): Sql {
  return sql`
    ${standsUnder(firmId)}
    ${causes(firmId)}
    left join adjustment_reason q on q.firm_id = ${firmId} and q.id = n.reason_id
    join actor a on a.firm_id = ${firmId} and a.id = o.actor_id
    join job j on j.firm_id = ${firmId} and j.id = l.job_id
    ${peopleOfJob(firmId)}
    ${tasksOfLines(firmId)}
    left join staff w on w.firm_id = ${firmId} and w.id = l.staff_id`;
}

function groupOf(groupBy: WriteOffGrouping): Sql {
  switch (groupBy) {
    case 'staff':
      return groupColumns(sql`l.staff_id`, sql`w.name`);
    case 'task':
      return groupColumns(sql`t.task_id`, sql`k.name`);
    case 'reason':
      return groupColumns(sql`n.reason_id`, sql`q.name`);
    case 'author':
      return groupColumns(sql`a.id`, sql`a.name`);
    case 'source':
      return groupColumns(sql`null::int`, source);
    case 'month':
      return byMonth(sql`date_trunc('month', l.effective_on::timestamp)::date`);
    default:
      return ofJobs[groupBy];
  }
}
