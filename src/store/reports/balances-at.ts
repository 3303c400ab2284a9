// The balances of jobs at a moment, without reading the history of entries.
//
// Each job is reckoned from its nearer end: backwards from what its row says now, less what is dated later or was
// recorded later, or forwards from nothing. So the common questions (last month-end, last Friday) touch little more than
// the present rows, and a question about three years ago never touches a job that began since or had ended and was
// settled by then.
//
//   candidate  the jobs that may have had something then, with their present balances and the way they are reckoned
//   part       signed amounts that lead to the moment, each of a job and a month of the work:
//              ages      job_age, when ages are wanted, of jobs reckoned backwards
//              later     for those, less the whole months of job_month beyond either cut
//              earlier   for the others, the whole months within both cuts
//              strip     the lines between a cut and the nearer end of its month, each signed by itself (moment.ts)
//
// Where the days of the month are kept, none of this is needed: past-balances.ts.
//
// What must not change:
// - The months of a job are read through its key, job by job (`offset 0` keeps the planner from reading all months of
//   the firm instead), and only of jobs that the moment needs.
// - `part` is joined to `candidate` and not the other way round: PostgreSQL cannot guess how many jobs a union has and
//   would walk through them one by one.
// - Lines of a recording strip are reached from their journals (strips.ts).

import { sql, type RawBuilder } from 'kysely';
import { addMonths, type CivilDate } from '#core/calendar/civil-date.ts';
import { accountCodes, type Account } from '#core/ledger/accounts.ts';
import { accountColumns } from '../ledger/account-columns.ts';
import { columnOf } from './accounts.ts';
import { signOfLine, type Cuts, type KeptDay, type RecordingCut } from './moment.ts';
import { keptFigures, lateLines, lateMonthsWhere } from './past-balances.ts';
import { journalOfLine, linesOfDays, linesRecorded, ofJobs, outsideOf, stripsOf } from './strips.ts';

export type BalancesWanted = {
  readonly firmId: number;
  readonly cuts: Cuts;
  readonly accounts: readonly Account[];
  /** The month from which ages count, or null when ages are not wanted. */
  readonly agesFrom: CivilDate | null;
  /** Only these jobs; null: every job that may have something at the moment. */
  readonly jobIds: readonly number[] | null;
  /** The newest days of work and of an invoice besides, as they are now. */
  readonly newestDays?: true;
};

type Sql = RawBuilder<unknown>;

/** A subquery with job_id, a column per account wanted, and age_0 … age_3 of WIP when ages are wanted. */
export function balancesAt(wanted: BalancesWanted): Sql {
  const { accounts, agesFrom, cuts } = wanted;
  if (cuts.kept !== null) return balancesFromKept(wanted, cuts.kept);
  const recordedLines = recordedLinesOf(wanted);
  const names = accounts.map((account) => sql.ref(accountColumns[account]));
  const balances = accounts.map((account) => {
    const column = sql.ref(accountColumns[account]);
    return sql`case when c.is_forward then 0 else ${columnOf('c', account)} end + coalesce(${columnOf('p', account)}, 0) as ${column}`;
  });
  const ages =
    agesFrom === null
      ? []
      : ageNames.map((name) => sql`coalesce(${sql.ref(`p.${name}`)}, 0) as ${sql.ref(name)}`);
  const sums = names.map((name) => sql`sum_minor(${name}) as ${name}`);
  const parts = [...agesNow(wanted), ...laterMonths(wanted), ...earlierMonths(wanted), ...strips(wanted)];
  // The present, without ages, needs nothing put back.
  if (parts.length === 0) return sql`(${candidates(wanted)})`;
  const columns = agesFrom === null ? sql`` : sql`origin_month, aged_minor, `;
  return sql`(
    with ${recordedLines}candidate as materialized (${candidates(wanted)})
    select c.job_id, c.last_activity_on, c.last_billed_on, ${sql.join([...balances, ...ages])}
    from candidate c
    left join (
      select job_id, ${sql.join([...sums, ...ageSums(agesFrom)])}
      from (${sql.join(parts, sql` union all `)}) part (job_id, ${columns}${sql.join(names)})
      group by job_id
    ) p on p.job_id = c.job_id
  )`;
}

/** The same, from a kept day: its figures, what was recorded of it later, and the strips (past-balances.ts). */
function balancesFromKept(wanted: BalancesWanted, kept: KeptDay): Sql {
  const { firmId, accounts, agesFrom, cuts } = wanted;
  const names = accounts.map((account) => sql.ref(accountColumns[account]));
  const ages = agesFrom === null ? [] : ageNames.map((name) => sql.ref(name));
  const sums = names.map((name) => sql`sum_minor(${name}) as ${name}`);
  const columns = agesFrom === null ? sql`` : sql`origin_month, aged_minor, `;
  const late = lateLines(firmId, kept, cuts.recorded);
  const parts = [monthsFrom(wanted, lateMonthsWhere(kept, cuts.recorded)), ...strips(wanted, false)];
  if (late !== null) parts.push(linesOnce(wanted, late));
  return sql`(
    with ${recordedLinesOf(wanted)}figure as materialized (
      select job_id, ${sql.join([...names, ...ages])} from (${keptFigures(wanted, kept)}) k
      union all
      select job_id, ${sql.join([...sums, ...ageSums(agesFrom)])}
      from (${sql.join(parts, sql` union all `)}) part (job_id, ${columns}${sql.join(names)})
      group by job_id
    )
    select f.* ${wanted.newestDays ? sql`, b.last_activity_on, b.last_billed_on` : sql``}
    from (
      select job_id, ${sql.join([...sums, ...ages.map((age) => sql`sum_minor(${age}) as ${age}`)])}
      from figure group by job_id
    ) f
    ${wanted.newestDays ? sql`join job_balance b on b.firm_id = ${firmId} and b.job_id = f.job_id` : sql``}
  )`;
}

function monthsFrom({ firmId, accounts, agesFrom }: BalancesWanted, where: Sql): Sql {
  const ages = agesFrom === null ? sql`` : sql`m.origin_month, m.wip_time_minor + m.wip_cost_minor,`;
  return sql`select m.job_id, ${ages} ${sql.join(accounts.map((account) => columnOf('m', account)))}
    from job_month m where m.firm_id = ${firmId} and ${where}`;
}

/** Lines that count in full. */
function linesOnce(wanted: BalancesWanted, lines: Sql): Sql {
  return sql`select ${lineColumns(wanted)}
    from (select l.job_id, l.origin_on, l.debit, l.credit, l.amount_minor as signed_minor from (${lines}) l) l`;
}

const ageNames = ['age_0', 'age_1', 'age_2', 'age_3'] as const;

/** The ages of `aged_minor` by the month of the work. */
export function ageSums(agesFrom: CivilDate | null): Sql[] {
  if (agesFrom === null) return [];
  const [zero, one, two] = [0, -1, -2].map((months) => addMonths(agesFrom, months));
  // As ranges, so that a day of work serves as well as its month.
  const wheres = [
    sql`origin_month >= ${zero}::date`,
    sql`origin_month >= ${one}::date and origin_month < ${zero}::date`,
    sql`origin_month >= ${two}::date and origin_month < ${one}::date`,
    sql`origin_month < ${two}::date`,
  ];
  return wheres.map(
    (where, age) =>
      sql`coalesce(sum_minor(aged_minor) filter (where ${where}), 0) as ${sql.ref(`age_${age}`)}`,
  );
}

/** Jobs that may have a balance at the moment, as they stand now. Every other job had nothing then. */
function candidates({ firmId, cuts, accounts, jobIds }: BalancesWanted): Sql {
  const columns = accounts.map((account) => columnOf('b', account));
  const jobs = sql`
    select b.job_id, b.last_effective_on, b.last_activity_on, b.last_billed_on, ${isForward(cuts)} as is_forward,
      ${sql.join(columns)}
    from job_balance b where b.firm_id = ${firmId}`;
  if (jobIds !== null) return sql`${jobs} and b.job_id = any (${jobIds})`;
  const begun = cuts.days === null ? sql`` : sql` and b.first_effective_on <= ${cuts.days.day}::date`;
  const kinds = [
    sql`${jobs} and b.is_listed${begun}`,
    sql`${jobs} and not b.is_listed and b.uninvoiced_quote_minor <> 0${begun}`,
  ];
  const settled = sql`not b.is_listed and b.uninvoiced_quote_minor = 0`;
  if (cuts.days !== null) {
    kinds.push(sql`${jobs} and b.last_effective_on > ${cuts.days.day}::date and ${settled}${begun}`);
  }
  if (cuts.recorded !== null) {
    const ended = cuts.days === null ? sql`` : sql` and b.last_effective_on <= ${cuts.days.day}::date`;
    const later = recordedLater(firmId, cuts, cuts.recorded);
    kinds.push(sql`${jobs} and ${settled}${begun}${ended} and b.job_id in (${later})`);
  }
  return sql.join(kinds, sql` union all `);
}

/** Whether the beginning of the job is nearer to the cut by days than its newest day. */
function isForward({ days }: Cuts): Sql {
  if (days === null) return sql`false`;
  return sql`(${days.day}::date - b.first_effective_on < b.last_effective_on - ${days.day}::date)`;
}

/** Jobs on which something that is dated within the cut by days was recorded after the cut by recording. */
function recordedLater(firmId: number, { days }: Cuts, { month }: RecordingCut): Sql {
  const within = days === null ? sql`` : sql` and m.effective_month < ${days.month}::date`;
  const jobs = [
    sql`select m.job_id from job_month m where m.firm_id = ${firmId} and m.recorded_month > m.effective_month
      and m.recorded_month >= ${month}::date${within}`,
    sql`select r.job_id from recorded_line r`,
  ];
  if (days === null || days.month > month) {
    jobs.push(sql`select m.job_id from job_month m where m.firm_id = ${firmId}
      and m.effective_month >= ${month}::date and m.recorded_month >= ${month}::date${within}`);
  }
  return sql.join(jobs, sql` union all `);
}

/** The lines of the recording strip, read once: they tell candidates and put months right. */
function recordedLinesOf({ firmId, cuts: { days, recorded }, jobIds }: BalancesWanted): Sql {
  if (recorded === null) return sql``;
  const lines = linesRecorded(firmId, recorded, { until: days?.day ?? null, jobIds });
  return sql`recorded_line as materialized (${lines}), `;
}

function agesNow({ firmId, accounts, agesFrom, jobIds }: BalancesWanted): Sql[] {
  if (agesFrom === null) return [];
  const none = accounts.map(() => sql`0::bigint`);
  return [
    sql`select c.job_id, a.origin_month, a.wip_time_minor + a.wip_cost_minor, ${sql.join(none)}
      from candidate c join job_age a on a.firm_id = ${firmId} and a.job_id = c.job_id
      where not c.is_forward${ofJobs('a', jobIds)}`,
  ];
}

/** Less the whole months beyond either cut. */
function laterMonths(wanted: BalancesWanted): Sql[] {
  const { days, recorded } = wanted.cuts;
  const rows: Sql[] = [];
  if (days !== null) {
    rows.push(
      months(wanted, {
        where: sql`m.effective_month >= ${days.month}::date`,
        ofCandidate: sql`not c.is_forward and c.last_effective_on >= ${days.month}::date`,
      }),
    );
  }
  if (recorded !== null) {
    const within = days === null ? sql`` : sql` and m.effective_month < ${days.month}::date`;
    const since = sql`m.recorded_month >= ${recorded.month}::date${within}`;
    rows.push(monthsRecorded(wanted, sql`m.recorded_month > m.effective_month and ${since}`));
    if (days === null || days.month > recorded.month) {
      const where = sql`m.recorded_month <= m.effective_month and m.effective_month >= ${recorded.month}::date
        and ${since}`;
      rows.push(monthsRecorded(wanted, where));
    }
  }
  return rows;
}

/** The whole months within both cuts, of jobs that are reckoned from their beginning. */
function earlierMonths(wanted: BalancesWanted): Sql[] {
  const { days, recorded } = wanted.cuts;
  if (days === null) return [];
  const known = recorded === null ? sql`` : sql` and m.recorded_month < ${recorded.month}::date`;
  const where = sql`m.effective_month < ${days.month}::date${known}`;
  return [months(wanted, { where, ofCandidate: sql`c.is_forward`, adds: true })];
}

function months(
  { firmId, accounts, agesFrom, jobIds }: BalancesWanted,
  {
    where,
    ofCandidate = sql`not c.is_forward`,
    adds = false,
  }: { where: Sql; ofCandidate?: Sql; adds?: boolean },
): Sql {
  const sign = adds ? sql`` : sql`-`;
  const ages = agesFrom === null ? sql`` : sql`m.origin_month, ${sign}(m.wip_time_minor + m.wip_cost_minor),`;
  const amounts = accounts.map((account) => sql`${sign}${columnOf('m', account)}`);
  return sql`
    select c.job_id, ${ages} ${sql.join(amounts)}
    from candidate c
    cross join lateral (
      select * from job_month m where m.firm_id = ${firmId} and m.job_id = c.job_id and ${where} offset 0
    ) m
    where ${ofCandidate}${ofJobs('m', jobIds)}`;
}

/** Less what was recorded later: few months, found by their own index. */
function monthsRecorded({ firmId, accounts, agesFrom, jobIds }: BalancesWanted, where: Sql): Sql {
  const ages = agesFrom === null ? sql`` : sql`m.origin_month, -(m.wip_time_minor + m.wip_cost_minor),`;
  return sql`
    select c.job_id, ${ages} ${sql.join(accounts.map((account) => sql`-${columnOf('m', account)}`))}
    from candidate c join job_month m on m.firm_id = ${firmId} and m.job_id = c.job_id
    where not c.is_forward and ${where}${ofJobs('m', jobIds)}`;
}

/** The lines between each cut and the nearer end of its month. */
function strips(wanted: BalancesWanted, ofCandidates = true): Sql[] {
  const { firmId, cuts, jobIds } = wanted;
  const isWanted = ofCandidates ? isCandidate('l') : sql``;
  const ofDays = stripsOf([cuts.days]);
  const sign = signOfLine(cuts, cuts.recorded === null ? null : sql.ref('j.recorded_at'));
  const rows = ofDays.map(
    (strip) => sql`
      select ${lineColumns(wanted)}
      from (
        select ${signedColumns(sign)}
        from (${linesOfDays(firmId, strip, jobIds)}) l
        ${cuts.recorded === null ? sql`` : journalOfLine(firmId)}
        where ${sign} <> 0${isWanted} offset 0
      ) l`,
  );
  if (cuts.recorded !== null) {
    const signRecorded = signOfLine(cuts, sql.ref('l.recorded_at'));
    rows.push(
      sql`
        select ${lineColumns(wanted)}
        from (
          select ${signedColumns(signRecorded)} from recorded_line l
          where ${signRecorded} <> 0${outsideOf(ofDays)}${isWanted} offset 0
        ) l`,
    );
  }
  return rows;
}

function isCandidate(table: string): Sql {
  return sql` and exists (select 1 from candidate c where c.job_id = ${sql.ref(`${table}.job_id`)})`;
}

/** A line with what it counts for, reckoned once (`offset 0`) and not again for each account. */
function signedColumns(sign: RawBuilder<number>): Sql {
  return sql`l.job_id, l.origin_on, l.debit, l.credit, l.amount_minor * ${sign} as signed_minor`;
}

function lineColumns({ accounts, agesFrom }: BalancesWanted): Sql {
  const change = (account: Account) => {
    const code = sql.lit(accountCodes[account]);
    return sql`case ${code} when l.debit then l.signed_minor when l.credit then -l.signed_minor else 0 end`;
  };
  const ages = agesFrom === null ? sql`` : sql`l.origin_on, ${change('wipTime')} + ${change('wipCost')},`;
  return sql`l.job_id, ${ages} ${sql.join(accounts.map(change))}`;
}
