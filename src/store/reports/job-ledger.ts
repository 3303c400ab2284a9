// The running ledger of a job. A page may begin anywhere: the balances before its first line are whole months plus the
// lines of that line's own month, so nothing before the page is read again. Running balances are always those of the
// job, whatever a filter hides; without one, nothing lies between the lines of a page, and they add up as they are.

import { sql, type RawBuilder } from 'kysely';
import { monthOf, type CivilDate } from '#core/calendar/civil-date.ts';
import { accountCodes, type Account } from '#core/ledger/accounts.ts';
import { journalKinds, type JournalKind } from '#core/ledger/kinds.ts';
import type { Tx } from '../database.ts';
import { changeOf, columnOf } from './accounts.ts';
import { nameLines, type LedgerLine, type LinePosition } from './ledger-lines.ts';
import { runByKey, runSql } from './run.ts';

type Sql = RawBuilder<unknown>;

export type LedgerFilter = {
  readonly from?: CivilDate | undefined;
  readonly to?: CivilDate | undefined;
  readonly kind?: JournalKind | undefined;
  readonly account?: Account | undefined;
  readonly itemId?: bigint | undefined;
  readonly staffId?: number | undefined;
};

export type LedgerPageQuestion = {
  readonly jobId: number;
  readonly filter: LedgerFilter;
  readonly limit: number;
  /** Lines after it, or before it; null: from that end. */
  readonly position: LinePosition | null;
  readonly direction: 'after' | 'before';
};

export type RunningBalances = { wipTimeMinor: bigint; wipCostMinor: bigint; interimsMinor: bigint };

export type RunningLine = LedgerLine & { running: RunningBalances };

export type FilteredSums = {
  lines: number;
  debitsMinor: bigint;
  creditsMinor: bigint;
  netWipChangeMinor: bigint;
  accountChangeMinor: bigint | null;
};

const keyColumns = sql`l.effective_on, l.journal_id, l.line_number`;
const one = sql<number>`1`;

/** Where at most so many lines stand, oldest first, in either direction from a position. */
export async function findLedgerLines(tx: Tx, question: LedgerPageQuestion): Promise<LinePosition[]> {
  const { position, direction, limit } = question;
  const isAfter = direction === 'after';
  const beyond =
    position === null
      ? sql``
      : isAfter
        ? sql` and ${afterLine(position)}`
        : sql` and ${beforeLine(position)}`;
  const way = isAfter ? sql`asc` : sql`desc`;
  const found = await runSql<LinePosition>(
    tx,
    sql`select l.effective_on as "effectiveOn", l.journal_id as "journalId", l.line_number as "lineNumber"
      from ledger_line l where ${ofJob(tx.firmId, question.jobId)}${ofLedgerFilter(question.filter)}${beyond}
      order by l.effective_on ${way}, l.journal_id ${way}, l.line_number ${way} limit ${limit}`,
  );
  return isAfter ? found : found.toReversed();
}

export type LedgerPage = { readonly opening: RunningBalances; readonly lines: RunningLine[] };

/** The lines at these positions, which are in the ledger's order, with the balances of the job before and after them. */
export async function readLedgerPage(
  tx: Tx,
  jobId: number,
  { positions, isFiltered }: { positions: readonly LinePosition[]; isFiltered: boolean },
): Promise<LedgerPage | null> {
  const [first, last] = [positions[0], positions.at(-1)];
  if (first === undefined || last === undefined) return null;
  const [lines, opening, hidden] = await Promise.all([
    nameLines(tx, positions),
    readBalancesBefore(tx, jobId, first),
    isFiltered ? readChanges(tx, jobId, { first, last, positions }) : null,
  ]);
  const changes = hidden ?? changesOf(lines);
  return {
    opening,
    lines: lines.map((line, index) => ({ ...line, running: plus(opening, changes[index]!) })),
  };
}

/** The balances of the job just before a line. */
async function readBalancesBefore(tx: Tx, jobId: number, line: LinePosition): Promise<RunningBalances> {
  const month = monthOf(line.effectiveOn);
  const [row] = await runByKey<RunningBalances>(
    tx,
    sql`
      select coalesce(sum(t), 0)::bigint as "wipTimeMinor", coalesce(sum(c), 0)::bigint as "wipCostMinor",
        coalesce(sum(i), 0)::bigint as "interimsMinor"
      from (
        select ${columnOf('m', 'wipTime')}, ${columnOf('m', 'wipCost')}, ${columnOf('m', 'interim')}
        from job_month m
        where m.firm_id = ${tx.firmId} and m.job_id = ${jobId} and m.effective_month < ${month}::date
        union all
        select ${changeOf('wipTime', one)}, ${changeOf('wipCost', one)}, ${changeOf('interim', one)}
        from ledger_line l
        where ${ofJob(tx.firmId, jobId)} and l.effective_on >= ${month}::date and ${beforeLine(line)}
      ) part (t, c, i)`,
  );
  return row!;
}

/** What lines add up to after each, when nothing lies between them. */
function changesOf(lines: readonly LedgerLine[]): RunningBalances[] {
  const change = ({ debit, credit, amountMinor }: LedgerLine, account: Account): bigint =>
    debit === account ? amountMinor : credit === account ? -amountMinor : 0n;
  let sum: RunningBalances = { wipTimeMinor: 0n, wipCostMinor: 0n, interimsMinor: 0n };
  return lines.map(
    (line) =>
      (sum = plus(sum, {
        wipTimeMinor: change(line, 'wipTime'),
        wipCostMinor: change(line, 'wipCost'),
        interimsMinor: change(line, 'interim'),
      })),
  );
}

/** What the ledger adds up to after each of the positions, counted from the first, with the lines that a filter hides. */
function readChanges(
  tx: Tx,
  jobId: number,
  { first, last, positions }: { first: LinePosition; last: LinePosition; positions: readonly LinePosition[] },
): Promise<RunningBalances[]> {
  const total = (account: Account) => sql`(sum(${changeOf(account, one)}) over line_order)::bigint`;
  return runSql<RunningBalances>(
    tx,
    sql`
      select w.t as "wipTimeMinor", w.c as "wipCostMinor", w.i as "interimsMinor"
      from (
        select ${keyColumns}, ${total('wipTime')} as t, ${total('wipCost')} as c, ${total('interim')} as i
        from ledger_line l
        where ${ofJob(tx.firmId, jobId)} and not ${beforeLine(first)} and not ${afterLine(last)}
          and l.effective_on between ${first.effectiveOn}::date and ${last.effectiveOn}::date
        window line_order as (order by ${keyColumns} rows unbounded preceding)
      ) w
      join unnest(${positions.map((at) => at.journalId)}::bigint[], ${positions.map((at) => at.lineNumber)}::smallint[])
        as p (journal_id, line_number) on p.journal_id = w.journal_id and p.line_number = w.line_number
      order by w.effective_on, w.journal_id, w.line_number`,
  );
}

function plus(a: RunningBalances, b: RunningBalances): RunningBalances {
  return {
    wipTimeMinor: a.wipTimeMinor + b.wipTimeMinor,
    wipCostMinor: a.wipCostMinor + b.wipCostMinor,
    interimsMinor: a.interimsMinor + b.interimsMinor,
  };
}

/** Sums of every line that the filter finds. */
export async function sumLedgerLines(tx: Tx, jobId: number, filter: LedgerFilter): Promise<FilteredSums> {
  const account = filter.account === undefined ? null : accountCodes[filter.account];
  const side = (column: 'debit' | 'credit') =>
    account === null
      ? sql`coalesce(sum(l.amount_minor), 0)::bigint`
      : sql`coalesce(sum(l.amount_minor) filter (where ${sql.ref(`l.${column}`)} = ${sql.lit(account)}), 0)::bigint`;
  const net = (['wipTime', 'wipCost', 'interim'] as const).map((wip) => changeOf(wip, one));
  const [row] = await runSql<Omit<FilteredSums, 'accountChangeMinor'>>(
    tx,
    sql`
      select count(*)::int as lines, ${side('debit')} as "debitsMinor", ${side('credit')} as "creditsMinor",
        coalesce(sum(${sql.join(net, sql` + `)}), 0)::bigint as "netWipChangeMinor"
      from ledger_line l where ${ofJob(tx.firmId, jobId)}${ofLedgerFilter(filter)}`,
  );
  return { ...row!, accountChangeMinor: account === null ? null : row!.debitsMinor - row!.creditsMinor };
}

function ofJob(firmId: number, jobId: number): Sql {
  return sql`l.firm_id = ${firmId} and l.job_id = ${jobId}`;
}

function ofLedgerFilter({ from, to, kind, account, itemId, staffId }: LedgerFilter): Sql {
  const conditions: Sql[] = [];
  if (from !== undefined) conditions.push(sql` and l.effective_on >= ${from}::date`);
  if (to !== undefined) conditions.push(sql` and l.effective_on <= ${to}::date`);
  if (kind !== undefined) conditions.push(sql` and l.kind = ${journalKinds[kind].code}`);
  if (account !== undefined) conditions.push(sql` and ${accountCodes[account]} in (l.debit, l.credit)`);
  if (itemId !== undefined) conditions.push(sql` and l.item_id = ${itemId}`);
  if (staffId !== undefined) conditions.push(sql` and l.staff_id = ${staffId}`);
  return conditions.length === 0 ? sql`` : sql.join(conditions, sql``);
}

function keyOf({ effectiveOn, journalId, lineNumber }: LinePosition): Sql {
  return sql`(${effectiveOn}::date, ${journalId}::bigint, ${lineNumber}::smallint)`;
}

function afterLine(position: LinePosition): Sql {
  return sql`(l.effective_on >= ${position.effectiveOn}::date and (${keyColumns}) > ${keyOf(position)})`;
}

function beforeLine(position: LinePosition): Sql {
  return sql`(l.effective_on <= ${position.effectiveOn}::date and (${keyColumns}) < ${keyOf(position)})`;
}
