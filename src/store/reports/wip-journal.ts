// The WIP journal: net WIP at the beginning, what moved it by kind, net WIP at the end, month by month or for a period.
//
// As in WIP control, movements are the changes of contra accounts, so that a reversal is shown within the kind that it
// reverses and nothing can be left over. Only the billed account is moved by three kinds:
//
//     billed account  moves by WIP billed + raised − absorbed
//     interim account moves by absorbed − raised
//
// The two together give what of WIP was billed. What was raised, and taken back of it, are lines: those of the period
// between billed and interim, through ledger_line_raised, and a reversal is told by the journal it reverses. Absorbed
// is what remains, so the split can be wrong and the sum cannot.

import { sql, type RawBuilder } from 'kysely';
import { addDays, addMonths, lastDayOfMonth, monthOf, type CivilDate } from '#core/calendar/civil-date.ts';
import type { CurrencyCode } from '#core/money/currencies.ts';
import { wipMovements, type WipJournalFigures } from '#core/periods/wip-journal.ts';
import type { Tx } from '../database.ts';
import { balancesAt } from './balances-at.ts';
import { ofFilter, type JobFilter } from './filters.ts';
import { ofJobs, peopleOfJob, type JobGrouping } from './grouping.ts';
import { cutsFromKept } from './past-balances.ts';
import { movementsBetween, type Period } from './movements.ts';
import { runSql } from './run.ts';

type Sql = RawBuilder<unknown>;

type Group = {
  id: number | null;
  /** Of a job. */
  number: string | null;
  name: string | null;
  currency: CurrencyCode;
};

/** One month or the whole period of one group, in one currency. */
export type WipJournalRow = Group & WipJournalFigures & { from: CivilDate; to: CivilDate };

export type WipJournalQuestion = {
  readonly period: Period;
  readonly now: string;
  readonly filter: JobFilter;
  readonly groupBy: JobGrouping;
  readonly by: 'month' | 'period';
};

type Movements = Omit<WipJournalFigures, 'openingMinor' | 'closingMinor'> & { changeMinor: bigint };
type MovedRow = Group & Movements & { movedIn: CivilDate | null };

/** In the order of their months, then of their groups; a group that has nothing in a month has no row for it. */
export async function readWipJournal(tx: Tx, question: WipJournalQuestion): Promise<WipJournalRow[]> {
  const openings = await readOpenings(tx, question);
  const moved = await readMoved(tx, question);
  const groups = new Map<string, { group: Group; openingMinor: bigint; moved: Map<string, Movements> }>();
  const groupOf = ({ id, number, name, currency }: Group) => {
    const key = JSON.stringify([id, number, name, currency]);
    const known = groups.get(key) ?? {
      group: { id, number, name, currency },
      openingMinor: 0n,
      moved: new Map<string, Movements>(),
    };
    groups.set(key, known);
    return known;
  };
  for (const opening of openings) groupOf(opening).openingMinor = opening.openingMinor;
  for (const row of moved) groupOf(row).moved.set(row.movedIn ?? '', row);
  const inOrder = [...groups.values()].toSorted((a, b) => compareGroups(a.group, b.group));
  return spansOf(question).flatMap(({ month, from, to }) =>
    inOrder.flatMap((of): WipJournalRow[] => {
      const openingMinor = of.openingMinor;
      const { changeMinor, ...movements } = movementsOf(of.moved.get(month));
      of.openingMinor += changeMinor;
      const hasMoved = wipMovements.some((movement) => movements[`${movement}Minor`] !== 0n);
      if (openingMinor === 0n && of.openingMinor === 0n && !hasMoved) return [];
      return [{ from, to, ...of.group, openingMinor, ...movements, closingMinor: of.openingMinor }];
    }),
  );
}

type Span = { readonly month: CivilDate | ''; readonly from: CivilDate; readonly to: CivilDate };

function spansOf({ period: { from, to }, by }: WipJournalQuestion): Span[] {
  if (by === 'period') return [{ month: '', from, to }];
  const spans: Span[] = [];
  for (let month = monthOf(from); month <= to; month = addMonths(month, 1)) {
    const last = lastDayOfMonth(month);
    spans.push({ month, from: month > from ? month : from, to: last < to ? last : to });
  }
  return spans;
}

/** Only the figures: a row says its group besides. */
function movementsOf(row: Movements | undefined): Movements {
  const movements = Object.fromEntries(
    [...wipMovements, 'change' as const].map((movement) => [
      `${movement}Minor`,
      row?.[`${movement}Minor`] ?? 0n,
    ]),
  );
  return movements as Movements;
}

async function readOpenings(
  tx: Tx,
  { period, now, filter, groupBy }: WipJournalQuestion,
): Promise<(Group & { openingMinor: bigint })[]> {
  const { firmId } = tx;
  const opening = balancesAt({
    firmId,
    cuts: await cutsFromKept(tx, { asAt: addDays(period.from, -1), knownAt: period.knownAt }, now),
    accounts: ['wipTime', 'wipCost', 'interim'],
    agesFrom: null,
    jobIds: null,
  });
  return runSql(
    tx,
    sql`select ${ofJobs[groupBy]}, sum_minor(o.wip_time_minor + o.wip_cost_minor + o.interim_minor) as "openingMinor"
      from ${opening} o
      join job j on j.firm_id = ${firmId} and j.id = o.job_id
      ${namesOf(firmId, { filter, groupBy })}
      where true${ofFilter(filter)}
      group by 1, 2, 3, 4, 5`,
  );
}

function readMoved(tx: Tx, { period, now, filter, groupBy, by }: WipJournalQuestion): Promise<MovedRow[]> {
  const { firmId } = tx;
  const accounts = [
    'wipTime',
    'wipCost',
    'interim',
    'recordedTime',
    'recordedCost',
    'revalued',
    'transferred',
    'billed',
    'writtenOff',
    'writtenOn',
  ] as const;
  const byMonth = by === 'month';
  const moved = movementsBetween({ firmId, period, now, accounts, jobIds: null, byMonth });
  const ofMonth = byMonth ? sql` and r.month = d.month` : sql``;
  const raised = sql`coalesce(r.raised_minor, 0)`;
  return runSql(
    tx,
    sql`select ${ofJobs[groupBy]}, ${byMonth ? sql`d.month` : sql`null::date`} as "movedIn",
        sum_minor(d.wip_time_minor + d.wip_cost_minor + d.interim_minor) as "changeMinor",
        -sum_minor(d.recorded_time_minor) as "timeMinor", -sum_minor(d.recorded_cost_minor) as "costsMinor",
        -sum_minor(d.billed_minor + d.interim_minor) as "billedMinor",
        -sum_minor(${raised}) as "interimsRaisedMinor",
        sum_minor(d.interim_minor + ${raised}) as "interimsAbsorbedMinor",
        -sum_minor(d.written_off_minor) as "writtenOffMinor", -sum_minor(d.written_on_minor) as "writtenOnMinor",
        -sum_minor(d.revalued_minor) as "revaluedMinor", -sum_minor(d.transferred_minor) as "movedMinor"
      from ${moved} d
      left join (${raisedOn(firmId, period, byMonth)}) r on r.job_id = d.job_id${ofMonth}
      join job j on j.firm_id = ${firmId} and j.id = d.job_id
      ${namesOf(firmId, { filter, groupBy })}
      where true${ofFilter(filter)}
      group by 1, 2, 3, 4, 5, 6`,
  );
}

/** Whom groups and filters name, where there are any. */
function namesOf(firmId: number, { filter, groupBy }: Pick<WipJournalQuestion, 'filter' | 'groupBy'>): Sql {
  const isFiltered = Object.values(filter).some((condition) => condition !== undefined);
  return groupBy === 'none' && !isFiltered ? sql`` : peopleOfJob(firmId);
}

/** What was raised less what was taken back of it, by job, and by month where that is asked for. */
function raisedOn(firmId: number, { from, to, knownAt }: Period, byMonth: boolean): Sql {
  const known =
    knownAt === null
      ? sql``
      : sql`join journal k on k.firm_id = ${firmId} and k.id = l.journal_id and k.recorded_at <= ${knownAt}::timestamptz`;
  const month = byMonth ? sql`date_trunc('month', l.effective_on::timestamp)::date` : sql`null::date`;
  return sql`
    select l.job_id, ${month} as month,
      sum_minor(case l.kind when 4 then l.amount_minor else -l.amount_minor end) as raised_minor
    from ledger_line l
    ${known}
    where l.firm_id = ${firmId} and l.effective_on between ${from}::date and ${to}::date
      and l.kind in (4, 10) and l.debit in (3, 8) and l.credit in (3, 8)
      and (l.kind = 4 or 4 = (
        select o.kind from journal g join journal o on o.firm_id = ${firmId} and o.id = g.reverses
        where g.firm_id = ${firmId} and g.id = l.journal_id))
    group by 1, 2`;
}

function compareGroups(a: Group, b: Group): number {
  const keys = (group: Group) => [
    group.number ?? '',
    (group.name ?? '').toLowerCase(),
    String(group.id ?? 0).padStart(10, '0'),
    group.currency,
  ];
  const [first, second] = [keys(a), keys(b)];
  for (const [index, key] of first.entries()) {
    if (key !== second[index]) return key < second[index]! ? -1 : 1;
  }
  return 0;
}
