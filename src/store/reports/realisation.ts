// Realisation: how much of the work that left WIP was billed. Work leaves WIP by being billed or written off; what was
// written on was billed without having been recorded. So
//
//     billed          what of WIP was billed (interims raised do not count until they are absorbed: that bills the work)
//     written off     what will never be
//     written on      what was billed above its recorded value
//     worked          billed + written off − written on: the recorded value of what left WIP
//     realisation     billed ÷ worked
//
// By job, and whatever a job says of itself, these are changes of accounts and come from the months of jobs: the billed
// account moves by WIP billed + raised − absorbed and the interim account by absorbed − raised, so their sum is what of
// WIP was billed. A reversal takes back what it reverses, on its own day.
//
// Of the whole firm, or by month, they are in the months of the firm (firm-months.ts).
//
// By staff member or task they are sums of lines: those of the period that touch billed, written off or written on, and
// no others, through ledger_line_disposed (or, where a filter leaves few jobs, ledger_line_job). As many as left WIP in
// the period; what was only recorded is never read. What belongs to nobody (costs, amounts typed on an invoice) is a row
// without a name, so that both ways come to the same totals.

import { sql, type RawBuilder } from 'kysely';
import {
  addDays,
  addMonths,
  civilDate,
  lastDayOfMonth,
  monthOf,
  type CivilDate,
} from '#core/calendar/civil-date.ts';
import type { Tx } from '../database.ts';
import { changeOf } from './accounts.ts';
import { ofFilter, type JobFilter } from './filters.ts';
import { firmMonths, readKeptUntil } from './firm-months.ts';
import { byMonth, groupColumns, groupOrder, ofJobs, peopleOfJob, type GroupOfRow } from './grouping.ts';
import type { JobGrouping } from './grouping.ts';
import { dayCut, type DayCut } from './moment.ts';
import { movementsBetween, type Period } from './movements.ts';
import { runSql } from './run.ts';
import { stripsOf } from './strips.ts';

type Sql = RawBuilder<unknown>;

export type RealisationGrouping = JobGrouping | 'month' | 'staff' | 'task';

export type RealisationFigures = {
  billedMinor: bigint;
  writtenOffMinor: bigint;
  writtenOnMinor: bigint;
};

export type RealisationRow = GroupOfRow & RealisationFigures;

export type RealisationQuestion = {
  readonly period: Period;
  readonly now: string;
  readonly filter: JobFilter & {
    readonly staffId?: number | undefined;
    readonly taskId?: number | undefined;
  };
  readonly groupBy: RealisationGrouping;
};

export async function readRealisation(tx: Tx, question: RealisationQuestion): Promise<RealisationRow[]> {
  const figures = isOfLines(question)
    ? ofLines(tx.firmId, question)
    : isOfFirm(question)
      ? ofFirm(tx.firmId, question, await readKeptUntil(tx))
      : ofMonths(tx.firmId, question);
  return runSql(
    tx,
    sql`select r.* from (${figures}) r
      where r."billedMinor" <> 0 or r."writtenOffMinor" <> 0 or r."writtenOnMinor" <> 0
      order by ${groupOrder}`,
  );
}

function isOfLines({ groupBy, filter: { staffId, taskId } }: RealisationQuestion): boolean {
  return groupBy === 'staff' || groupBy === 'task' || staffId !== undefined || taskId !== undefined;
}

/** Whether no job is named, so that the months of the firm say it. */
function isOfFirm({ groupBy, filter, period }: RealisationQuestion): boolean {
  const isAboutAll = Object.values(filter).every((condition) => condition === undefined);
  return isAboutAll && period.knownAt === null && (groupBy === 'none' || groupBy === 'month');
}

/** Whole months of the firm, put right by the lines between each end of the period and the nearer end of its month. */
function ofFirm(
  firmId: number,
  { period, now, groupBy }: RealisationQuestion,
  keptUntil: CivilDate | null,
): Sql {
  const start = dayCut(addDays(period.from, -1));
  const end = dayCutOfEnd(period.to, now);
  const month = groupBy === 'month' ? sql`x.month` : sql`null::date`;
  const isInPeriod = sql`l.effective_on between ${period.from}::date and ${period.to}::date`;
  const isInMonths = sql`l.effective_on >= ${start.month}::date and l.effective_on < ${end.month}::date`;
  const sign = sql<number>`((${isInPeriod})::int - (${isInMonths})::int)`;
  const strips = stripsOf([start, end]).map(
    ({ first, last }) => sql`
      union all
      select j.currency, date_trunc('month', l.effective_on::timestamp)::date,
        ${changeOf('billed', sign)} + ${changeOf('interim', sign)}, ${changeOf('writtenOff', sign)},
        ${changeOf('writtenOn', sign)}
      from ledger_line l join job j on j.firm_id = ${firmId} and j.id = l.job_id
      where l.firm_id = ${firmId} and l.effective_on between ${first}::date and ${last}::date
        and (l.debit between 8 and 10 or l.credit between 8 and 10)`,
  );
  return sql`
    select null::int as id, null::text as number, null::text as name, ${month} as month, x.currency,
      sum_minor(x.billed_minor) as "billedMinor", sum_minor(x.written_off_minor) as "writtenOffMinor",
      -sum_minor(x.written_on_minor) as "writtenOnMinor"
    from (
      select m.currency, m.effective_month as month, m.billed_minor + m.interim_minor as billed_minor,
        m.written_off_minor, m.written_on_minor
      from (${firmMonths(firmId, keptUntil, { from: start.month, until: end.month })}) m
      ${sql.join(strips, sql` `)}
    ) x group by 4, 5`;
}

/** As dayCut, but for a day that is today or later: what is dated after it is little, whatever its place in the month. */
function dayCutOfEnd(day: CivilDate, now: string): DayCut {
  const last = lastDayOfMonth(day);
  if (day === last || day < addDays(civilDate(now.slice(0, 10)), -1)) return dayCut(day);
  return { day, month: addMonths(monthOf(day), 1), strip: { first: addDays(day, 1), last } };
}

function ofMonths(firmId: number, { period, now, filter, groupBy }: RealisationQuestion): Sql {
  const accounts = ['billed', 'interim', 'writtenOff', 'writtenOn'] as const;
  const wanted = {
    firmId,
    period,
    now,
    accounts,
    jobIds: filter.jobId === undefined ? null : [filter.jobId],
  };
  const moved = movementsBetween(groupBy === 'month' ? { ...wanted, byMonth: true } : wanted);
  const group = groupBy === 'month' ? byMonth(sql`d.month`) : ofJobs[groupBy as JobGrouping];
  return sql`
    select ${group}, sum_minor(d.billed_minor + d.interim_minor) as "billedMinor",
      sum_minor(d.written_off_minor) as "writtenOffMinor", -sum_minor(d.written_on_minor) as "writtenOnMinor"
    from ${moved} d
    join job j on j.firm_id = ${firmId} and j.id = d.job_id
    ${peopleOfJob(firmId)}
    where true${ofFilter(filter)}
    group by 1, 2, 3, 4, 5`;
}

function ofLines(firmId: number, { period, filter, groupBy }: RealisationQuestion): Sql {
  const known =
    period.knownAt === null
      ? sql``
      : sql`join journal g on g.firm_id = ${firmId} and g.id = l.journal_id and g.recorded_at <= ${period.knownAt}::timestamptz`;
  const staff = filter.staffId === undefined ? sql`` : sql` and l.staff_id = ${filter.staffId}`;
  const task = filter.taskId === undefined ? sql`` : sql` and t.task_id = ${filter.taskId}`;
  // A line against an interim raises or absorbs it and bills no work.
  const billed = sql`case when l.debit = 8 and l.credit <> 3 then l.amount_minor
    when l.credit = 8 and l.debit <> 3 then -l.amount_minor else 0 end`;
  return sql`
    select ${groupOfLine(groupBy)}, sum_minor(${billed}) as "billedMinor",
      sum_minor(case when l.debit = 9 then l.amount_minor when l.credit = 9 then -l.amount_minor else 0 end) as "writtenOffMinor",
      sum_minor(case when l.credit = 10 then l.amount_minor when l.debit = 10 then -l.amount_minor else 0 end) as "writtenOnMinor"
    from ledger_line l
    ${known}
    join job j on j.firm_id = ${firmId} and j.id = l.job_id
    ${peopleOfJob(firmId)}
    left join job_task t on t.firm_id = ${firmId} and t.id = l.job_task_id
    left join task k on k.firm_id = ${firmId} and k.id = t.task_id
    left join staff w on w.firm_id = ${firmId} and w.id = l.staff_id
    where l.firm_id = ${firmId} and l.effective_on between ${period.from}::date and ${period.to}::date
      and (l.debit between 8 and 10 or l.credit between 8 and 10)${ofFilter(filter)}${staff}${task}
    group by 1, 2, 3, 4, 5`;
}

function groupOfLine(groupBy: RealisationGrouping): Sql {
  switch (groupBy) {
    case 'staff':
      return groupColumns(sql`l.staff_id`, sql`w.name`);
    case 'task':
      return groupColumns(sql`t.task_id`, sql`k.name`);
    case 'month':
      return byMonth(sql`date_trunc('month', l.effective_on::timestamp)::date`);
    default:
      return ofJobs[groupBy];
  }
}
