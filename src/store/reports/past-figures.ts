// What was open of every job at a day that a kept one serves (past-balances.ts), with the newest days of its work and of an
// invoice: the arrays of the kept day as they stand, and beside them one row for each job that what came since touches. They
// are put together here; PostgreSQL would make a row of each job first.
//
// The newest day of a job follows from that of the kept day and the lines that are added or taken away. Where it may be another
// one, it is not known here and has to be looked up: a line as new as the kept day's newest is taken away, or whole months
// hide which day an invoice has. Whole months know nothing of lines without an amount, so late work and invoices of nothing are
// read by indexes of their own.

import { sql, type RawBuilder } from 'kysely';
import { addDays, addMonths, monthOf, type CivilDate } from '#core/calendar/civil-date.ts';
import { accountCodes, type Account } from '#core/ledger/accounts.ts';
import type { Tx } from '../database.ts';
import { signOfLine, startOf, type Cuts, type KeptDay } from './moment.ts';
import { daysMax, lateLines, lateMonthsUntil, lateMonthsWhere } from './past-balances.ts';
import { preparedOf, runTogether } from './run.ts';
import { journalOfLine, linesOfDays, linesRecorded, outsideOf, stripsOf } from './strips.ts';

type Sql = RawBuilder<unknown>;

/** Undefined: to be looked up. */
export type Newest = CivilDate | null | undefined;

/** A job that had something then. WIP of the month itself is what the ages leave. */
export type OpenThen = {
  readonly jobId: number;
  readonly wipTimeMinor: bigint;
  readonly wipCostMinor: bigint;
  readonly interimsMinor: bigint;
  readonly quoteMinor: bigint;
  readonly one: bigint;
  readonly two: bigint;
  readonly more: bigint;
  readonly activityOn: Newest;
  readonly billedOn: Newest;
};

export type CutsFromKept = Cuts & { readonly kept: KeptDay };

export function isFromKept(cuts: Cuts): cuts is CutsFromKept {
  return cuts.kept !== null;
}

/** By job. */
export async function readOpenThen(tx: Tx, cuts: CutsFromKept): Promise<OpenThen[]> {
  const { asAt, knownUntil } = cuts.kept;
  const [parts, changes] = await runTogether(tx, [
    { name: 'past: kept day', sql: keptDay, parameters: [tx.firmId, asAt, knownUntil] },
    preparedOf(changesSince(tx.firmId, cuts)),
  ]);
  const touched = new Map((changes as Change[]).map((change) => [change.jobId, change]));
  const found: OpenThen[] = [];
  for (const part of parts as KeptPart[]) addPart(found, part, { asAt, touched });
  for (const change of touched.values()) {
    const open = changed(nothing, change);
    if (isOpen(open)) found.push(open);
  }
  return found;
}

/** The arrays of a row, as text. */
type KeptPart = Record<
  | 'jobIds'
  | 'wipTime'
  | 'wipCost'
  | 'interim'
  | 'quote'
  | 'one'
  | 'two'
  | 'more'
  | 'activityDays'
  | 'billedDays',
  string
>;

const keptDay = `
  select job_ids::text as "jobIds", wip_time_minor::text as "wipTime", wip_cost_minor::text as "wipCost",
    interim_minor::text as interim, uninvoiced_quote_minor::text as quote, age_1_minor::text as one,
    age_2_minor::text as two, age_3_minor::text as more, activity_days::text as "activityDays",
    billed_days::text as "billedDays"
  from past_day where firm_id = $1 and as_at = $2 and known_until = $3 order by part`;

type Change = {
  readonly jobId: number;
  readonly wipTimeMinor: bigint;
  readonly wipCostMinor: bigint;
  readonly interimsMinor: bigint;
  readonly quoteMinor: bigint;
  readonly one: bigint;
  readonly two: bigint;
  readonly more: bigint;
  /** The newest day of work among the lines that are added, and among those that are taken away. */
  readonly workAddedOn: CivilDate | null;
  readonly workLessOn: CivilDate | null;
  /** The newest day of an invoice among the lines, and the newest month that something was recorded late in. */
  readonly billedOn: CivilDate | null;
  readonly lateMonth: CivilDate | null;
};

/** A job that the kept day does not have had nothing open; which days it has had, nobody knows here. */
const nothing = {
  wipTimeMinor: 0n,
  wipCostMinor: 0n,
  interimsMinor: 0n,
  quoteMinor: 0n,
  one: 0n,
  two: 0n,
  more: 0n,
  activityOn: undefined,
  billedOn: undefined,
};

type Kept = { readonly asAt: CivilDate; readonly touched: Map<number, Change> };

/** Takes the changes that it has counted out of those that are left. */
function addPart(found: OpenThen[], part: KeptPart, { asAt, touched }: Kept): void {
  const jobIds = elementsOf(part.jobIds);
  const [times, costs, interims, quotes] = [part.wipTime, part.wipCost, part.interim, part.quote].map(
    amountsOf,
  );
  const [ones, twos, mores] = [part.one, part.two, part.more].map(amountsOf);
  const activity = elementsOf(part.activityDays);
  const billed = elementsOf(part.billedDays);
  const dayOf = daysBefore(asAt);
  for (const [place, id] of jobIds.entries()) {
    const kept = {
      jobId: Number(id),
      wipTimeMinor: times![place]!,
      wipCostMinor: costs![place]!,
      interimsMinor: interims![place]!,
      quoteMinor: quotes![place]!,
      one: ones![place]!,
      two: twos![place]!,
      more: mores![place]!,
      activityOn: dayOf(activity[place]!),
      billedOn: dayOf(billed[place]!),
    };
    const change = touched.get(kept.jobId);
    if (change === undefined) {
      found.push(kept);
      continue;
    }
    touched.delete(kept.jobId);
    const open = changed(kept, change);
    if (isOpen(open)) found.push(open);
  }
}

function elementsOf(array: string): string[] {
  return array === '{}' ? [] : array.slice(1, -1).split(',');
}

function amountsOf(array: string): bigint[] {
  // Most are nothing, which need not be made anew each time.
  return elementsOf(array).map((text) => (text === '0' ? 0n : BigInt(text)));
}

/** Few days occur, and each many times. */
function daysBefore(asAt: CivilDate): (days: string) => Newest {
  const known = new Map<string, Newest>([
    ['NULL', null],
    [String(daysMax), undefined],
  ]);
  return (days) => {
    if (!known.has(days)) known.set(days, addDays(asAt, -Number(days)));
    return known.get(days);
  };
}

function isOpen({ wipTimeMinor, wipCostMinor, interimsMinor, quoteMinor }: OpenThen): boolean {
  return wipTimeMinor !== 0n || wipCostMinor !== 0n || interimsMinor !== 0n || quoteMinor !== 0n;
}

function changed(kept: Omit<OpenThen, 'jobId'>, change: Change): OpenThen {
  return {
    jobId: change.jobId,
    wipTimeMinor: kept.wipTimeMinor + change.wipTimeMinor,
    wipCostMinor: kept.wipCostMinor + change.wipCostMinor,
    interimsMinor: kept.interimsMinor + change.interimsMinor,
    quoteMinor: kept.quoteMinor + change.quoteMinor,
    one: kept.one + change.one,
    two: kept.two + change.two,
    more: kept.more + change.more,
    activityOn: newestWork(kept.activityOn, change),
    billedOn: newestInvoice(kept.billedOn, change),
  };
}

function newestWork(kept: Newest, { workAddedOn, workLessOn }: Change): Newest {
  if (kept === undefined) return undefined;
  if (workLessOn !== null && (kept === null || workLessOn >= kept)) return undefined;
  return workAddedOn !== null && (kept === null || workAddedOn > kept) ? workAddedOn : kept;
}

function newestInvoice(kept: Newest, { billedOn, lateMonth }: Change): Newest {
  const mayBeNewer =
    (billedOn !== null && (kept === null || kept === undefined || billedOn >= kept)) ||
    (lateMonth !== null && (kept === null || kept === undefined || lateMonth >= monthOf(kept)));
  return mayBeNewer ? undefined : kept;
}

/** A row for each job that is not as the kept day has it. */
function changesSince(firmId: number, cuts: CutsFromKept): Sql {
  const { kept } = cuts;
  const lines = linesSince(firmId, cuts).map(
    (of) => sql`
      select l.job_id, ${changeOf('wipTime')}, ${changeOf('wipCost')}, ${changeOf('interim')}, ${changeOf('uninvoicedQuote')},
        l.origin_on, case when l.kind in (1, 2) and l.sign > 0 then l.effective_on end,
        case when l.kind in (1, 2) and l.sign < 0 then l.effective_on end,
        case when l.kind in (3, 4) then l.effective_on end, null::date
      from (
        select l.job_id, l.origin_on, l.effective_on, l.kind, l.debit, l.credit, l.sign, l.amount_minor * l.sign as minor
        from (${of}) l where l.sign <> 0 offset 0
      ) l`,
  );
  const months = sql`
    select m.job_id, m.wip_time_minor, m.wip_cost_minor, m.interim_minor, m.uninvoiced_quote_minor, m.origin_month,
      null::date, null::date, null::date, m.effective_month
    from job_month m where m.firm_id = ${firmId} and ${lateMonthsWhere(kept, cuts.recorded)}`;
  const [one, two] = [-1, -2].map((count) => addMonths(monthOf(kept.asAt), count));
  const month = monthOf(kept.asAt);
  const aged = (where: Sql) => sql`coalesce(sum_minor(wip_time + wip_cost) filter (where ${where}), 0)`;
  return sql`
    select job_id as "jobId", sum_minor(wip_time) as "wipTimeMinor", sum_minor(wip_cost) as "wipCostMinor",
      sum_minor(interim) as "interimsMinor", sum_minor(quote) as "quoteMinor",
      ${aged(sql`origin_on >= ${one}::date and origin_on < ${month}::date`)} as one,
      ${aged(sql`origin_on >= ${two}::date and origin_on < ${one}::date`)} as two,
      ${aged(sql`origin_on < ${two}::date`)} as more,
      max(work_added_on) as "workAddedOn", max(work_less_on) as "workLessOn", max(billed_on) as "billedOn",
      max(late_month) as "lateMonth"
    from (${sql.join([months, ...lines, lateWork(firmId, cuts), lateNil(firmId, cuts)], sql` union all `)})
      change (job_id, wip_time, wip_cost, interim, quote, origin_on, work_added_on, work_less_on, billed_on, late_month)
    group by job_id`;
}

function changeOf(account: Account): Sql {
  const code = sql.lit(accountCodes[account]);
  return sql`case ${code} when l.debit then l.minor when l.credit then -l.minor else 0 end`;
}

/** The lines between, each with how often it counts. */
function linesSince(firmId: number, cuts: CutsFromKept): Sql[] {
  const { kept, days, recorded } = cuts;
  const strips = stripsOf([days]);
  const sign = signOfLine(cuts, recorded === null ? null : sql.ref('j.recorded_at'));
  const journal = recorded === null ? sql`` : journalOfLine(firmId);
  const parts = strips.map(
    (strip) => sql`select l.*, ${sign} as sign from (${linesOfDays(firmId, strip, null)}) l ${journal}`,
  );
  const late = lateLines(firmId, kept, recorded);
  if (late !== null) parts.push(sql`select l.*, 1 as sign from (${late}) l`);
  if (recorded !== null) {
    const lines = linesRecorded(firmId, recorded, { until: days?.day ?? null, jobIds: null });
    parts.push(
      sql`select l.*, ${signOfLine(cuts, sql.ref('l.recorded_at'))} as sign from (${lines}) l
        where true${outsideOf(strips)}`,
    );
  }
  return parts;
}

/** Recorded since the kept day was known and within the whole months of the cut, of what whole months say. */
function recordedLate({ kept, recorded }: CutsFromKept): Sql {
  const known = recorded === null ? sql`` : sql` and j.recorded_at < ${startOf(recorded)}::timestamptz`;
  return sql`j.effective_on < ${lateMonthsUntil(kept)}::date
    and j.recorded_at >= ${`${kept.knownUntil}T00:00:00Z`}::timestamptz${known}`;
}

function lateWork(firmId: number, cuts: CutsFromKept): Sql {
  return sql`
    select l.job_id, 0, 0, 0, 0, null::date, l.effective_on, null::date, null::date, null::date
    from journal j
    cross join lateral (
      select l.job_id, l.effective_on from ledger_line l where l.firm_id = ${firmId} and l.journal_id = j.id offset 0
    ) l
    where j.firm_id = ${firmId} and j.kind in (1, 2) and ${recordedLate(cuts)}
      and (j.recorded_at at time zone 'UTC') >= date_trunc('month', j.effective_on::timestamp) + interval '1 month'`;
}

function lateNil(firmId: number, cuts: CutsFromKept): Sql {
  return sql`
    select l.job_id, 0, 0, 0, 0, null::date, null::date, null::date, l.effective_on, null::date
    from ledger_line l join journal j on j.firm_id = ${firmId} and j.id = l.journal_id
    where l.firm_id = ${firmId} and l.kind in (3, 4) and l.amount_minor = 0
      and l.effective_on < ${lateMonthsUntil(cuts.kept)}::date and ${recordedLate(cuts)}`;
}
