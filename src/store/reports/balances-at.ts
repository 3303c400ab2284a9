// The balances of jobs at a moment, without reading the history of entries.
//
// They are reckoned backwards: what a job's row says now, less what is dated later or was recorded later. So the
// common questions (last month-end, last Friday) touch little more than the present rows, and a question about three
// years ago never touches a job that began since or had ended and was settled by then.
//
// The rows that are put together have one shape, a job and a month of the work with signed amounts:
//   present   job_balance, and job_age for the months of the work
//   later     less the whole months of job_month beyond either cut
//   strip     the lines between a cut and the nearer end of its month, each signed by itself (moment.ts)
//
// What must not change: later months are read per job through the primary key (`offset 0` keeps the planner from
// turning that into a scan of all months), and only of jobs with something later.

import { sql, type RawBuilder } from 'kysely';
import { addMonths, type CivilDate } from '#core/calendar/civil-date.ts';
import type { Account } from '#core/ledger/accounts.ts';
import { changeOf, columnOf, accountColumns } from './accounts.ts';
import { signOfLine, type Cuts, type RecordingCut } from './moment.ts';
import { journalOfLine, linesOfDays, linesRecorded, ofJobs, outsideOf, stripsOf } from './strips.ts';

export type BalancesWanted = {
  readonly firmId: number;
  readonly cuts: Cuts;
  readonly accounts: readonly Account[];
  /** The month from which ages count, or null when ages are not wanted. */
  readonly agesFrom: CivilDate | null;
  /** Only these jobs; null: every job that may have something at the moment. */
  readonly jobIds: readonly number[] | null;
};

type Sql = RawBuilder<unknown>;

/** A subquery with job_id, a column per account wanted, and age_0 … age_3 of WIP when ages are wanted. */
export function balancesAt(wanted: BalancesWanted): Sql {
  const sums = wanted.accounts.map((account) => {
    const column = sql.ref(accountColumns[account]);
    return sql`sum(${column})::bigint as ${column}`;
  });
  const parts = [presentRows(wanted), ...presentAges(wanted), ...laterRows(wanted), ...stripRows(wanted)];
  return sql`(
    with candidate as materialized (${candidates(wanted)})
    select job_id, ${sql.join([...sums, ...ageSums(wanted.agesFrom)])}
    from (${sql.join(parts, sql` union all `)}) part
    group by job_id
  )`;
}

/** The ages of `aged_minor` by the month of the work. */
export function ageSums(agesFrom: CivilDate | null): Sql[] {
  if (agesFrom === null) return [];
  const [zero, one, two] = [0, -1, -2].map((months) => addMonths(agesFrom, months));
  const aged = (where: Sql, name: string) =>
    sql`coalesce(sum(aged_minor) filter (where ${where}), 0)::bigint as ${sql.ref(name)}`;
  return [
    aged(sql`origin_month >= ${zero}::date`, 'age_0'),
    aged(sql`origin_month = ${one}::date`, 'age_1'),
    aged(sql`origin_month = ${two}::date`, 'age_2'),
    aged(sql`origin_month < ${two}::date`, 'age_3'),
  ];
}

/** Jobs that may have a balance at the moment, with their newest day. Every other job had nothing then. */
function candidates({ firmId, cuts, jobIds }: BalancesWanted): Sql {
  const columns = sql`select b.job_id, b.last_effective_on from job_balance b where b.firm_id = ${firmId}`;
  if (jobIds !== null) return sql`${columns} and b.job_id = any (${jobIds})`;
  const begun = cuts.days === null ? sql`` : sql` and b.first_effective_on <= ${cuts.days.day}::date`;
  const kinds = [
    sql`${columns} and b.is_listed${begun}`,
    sql`${columns} and b.uninvoiced_quote_minor <> 0${begun}`,
  ];
  if (cuts.days !== null) {
    kinds.push(sql`${columns} and b.last_effective_on > ${cuts.days.day}::date${begun}`);
  }
  if (cuts.recorded !== null) {
    kinds.push(sql`${columns} and b.job_id in (${recordedLater(firmId, cuts.recorded)})${begun}`);
  }
  return sql.join(kinds, sql` union `);
}

/** Jobs that something was recorded on after the cut. What is dated in a later month than it was recorded in counts too. */
function recordedLater(firmId: number, { month, strip }: RecordingCut): Sql {
  return sql`
    select m.job_id from job_month m where m.firm_id = ${firmId} and m.recorded_month > m.effective_month
      and m.recorded_month >= ${month}::date
    union all
    select m.job_id from job_month m where m.firm_id = ${firmId} and m.effective_month >= ${month}::date
      and m.recorded_month >= ${month}::date
    union all
    select l.job_id from journal j join ledger_line l on l.firm_id = j.firm_id and l.journal_id = j.id
    where j.firm_id = ${firmId} and j.recorded_at between ${strip.first}::timestamptz and ${strip.last}::timestamptz`;
}

function presentRows({ firmId, accounts, agesFrom }: BalancesWanted): Sql {
  return sql`
    select c.job_id, ${noAges(agesFrom)} ${list(accounts.map((account) => columnOf('b', account)))}
    from candidate c join job_balance b on b.firm_id = ${firmId} and b.job_id = c.job_id`;
}

function presentAges({ firmId, accounts, agesFrom }: BalancesWanted): Sql[] {
  if (agesFrom === null) return [];
  return [
    sql`select c.job_id, a.origin_month, a.wip_time_minor + a.wip_cost_minor, ${list(accounts.map(() => sql`0`))}
      from candidate c join job_age a on a.firm_id = ${firmId} and a.job_id = c.job_id`,
  ];
}

/** Less the whole months beyond either cut. */
function laterRows(wanted: BalancesWanted): Sql[] {
  const { days, recorded } = wanted.cuts;
  const rows: Sql[] = [];
  if (days !== null) {
    const later = sql`m.effective_month >= ${days.month}::date`;
    rows.push(monthsOfCandidates(wanted, { later, where: sql`c.last_effective_on >= ${days.month}::date` }));
  }
  if (recorded !== null) {
    const within = days === null ? sql`` : sql` and m.effective_month < ${days.month}::date`;
    const recordedSince = sql`m.recorded_month >= ${recorded.month}::date${within}`;
    rows.push(months(wanted, sql`m.recorded_month > m.effective_month and ${recordedSince}`));
    if (days === null || days.month > recorded.month) {
      rows.push(
        months(
          wanted,
          sql`m.recorded_month <= m.effective_month and m.effective_month >= ${recorded.month}::date
            and ${recordedSince}`,
        ),
      );
    }
  }
  return rows;
}

function monthsOfCandidates(
  { firmId, accounts, agesFrom }: BalancesWanted,
  { later, where }: { later: Sql; where: Sql },
): Sql {
  return sql`
    select c.job_id, ${lessAges(agesFrom)} ${list(accounts.map((account) => sql`-${columnOf('m', account)}`))}
    from candidate c cross join lateral (
      select * from job_month m where m.firm_id = ${firmId} and m.job_id = c.job_id and ${later} offset 0
    ) m
    where ${where}`;
}

function months({ firmId, accounts, agesFrom, jobIds }: BalancesWanted, where: Sql): Sql {
  return sql`
    select m.job_id, ${lessAges(agesFrom)} ${list(accounts.map((account) => sql`-${columnOf('m', account)}`))}
    from job_month m where m.firm_id = ${firmId} and ${where}${ofJobs('m', jobIds)}${isCandidate('m')}`;
}

/** The lines between each cut and the nearer end of its month. */
function stripRows(wanted: BalancesWanted): Sql[] {
  const { firmId, cuts, jobIds } = wanted;
  const sign = signOfLine(cuts);
  const strips = stripsOf([cuts.days]);
  const rows = strips.map(
    (strip) => sql`
      select ${lineColumns(wanted, sign)}
      from (${linesOfDays(firmId, strip, sql`${ofJobs('m', jobIds)}${isCandidate('m')}`)}) l
      ${cuts.recorded === null ? sql`` : journalOfLine(firmId)}
      where ${sign} <> 0`,
  );
  if (cuts.recorded !== null) {
    const among = sql`${ofJobs('l', jobIds)}${isCandidate('l')}${outsideOf(strips)}`;
    rows.push(
      sql`select ${lineColumns(wanted, sign)} from ${linesRecorded(firmId, cuts.recorded, among)} and ${sign} <> 0`,
    );
  }
  return rows;
}

function isCandidate(table: string): Sql {
  return sql` and exists (select 1 from candidate c where c.job_id = ${sql.ref(`${table}.job_id`)})`;
}

function lineColumns({ accounts, agesFrom }: BalancesWanted, sign: RawBuilder<number>): Sql {
  const aged = sql`${changeOf('wipTime', sign)} + ${changeOf('wipCost', sign)}`;
  const ages = agesFrom === null ? sql`` : sql`date_trunc('month', l.origin_on)::date, ${aged},`;
  return sql`l.job_id, ${ages} ${list(accounts.map((account) => changeOf(account, sign)))}`;
}

function list(columns: readonly Sql[]): Sql {
  return sql.join([...columns]);
}

function noAges(agesFrom: CivilDate | null): Sql {
  return agesFrom === null ? sql`` : sql`null::date as origin_month, 0::bigint as aged_minor,`;
}

function lessAges(agesFrom: CivilDate | null): Sql {
  return agesFrom === null ? sql`` : sql`m.origin_month, -(m.wip_time_minor + m.wip_cost_minor),`;
}
