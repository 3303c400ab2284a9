import type { CivilDate } from '#core/calendar/civil-date.ts';
import { isItemAccount, type Account } from '#core/ledger/accounts.ts';
import { journalKinds } from '#core/ledger/kinds.ts';
import type { CurrencyCode } from '#core/money/currencies.ts';
import { done, refuse, type Result } from '#core/refusal.ts';
import {
  findLedgerLines,
  readLedgerPage,
  sumLedgerLines,
  type FilteredSums,
  type LedgerFilter,
  type RunningBalances,
  type RunningLine,
} from '#store/reports/job-ledger.ts';
import { readJournalLines, type LedgerLine, type LinePosition } from '#store/reports/ledger-lines.ts';
import { fits, type SortKey } from '#store/reports/keyset.ts';
import { live } from '#store/reports/moment.ts';
import { readBalancesOfJob, readJobHead, type JobHead } from '#store/reports/receipt.ts';
import { causeLabel } from './cause-label.ts';
import type { Page, ReportReader } from './reading.ts';

export type JobLedgerQuestion = LedgerFilter & {
  readonly jobId: number;
  /** Which end the first page shows. */
  readonly start: 'oldest' | 'newest';
  readonly limit: number;
  /** Direction, effective date, journal, line. */
  readonly cursor?: readonly (string | number)[] | undefined;
  readonly knownAt?: undefined;
};

type Described = { kindLabel: string; netWipChangeMinor: bigint; causeLabel: string };
export type DescribedLine = LedgerLine & Described;
export type JobLedgerRow = RunningLine & Described;

export type JobLedger = Page<JobLedgerRow> &
  JobHead & {
    readonly firmCurrency: CurrencyCode;
    readonly opening: RunningBalances;
    /** Null without a filter. */
    readonly filtered: FilteredSums | null;
    readonly current: RunningBalances;
    readonly previous: readonly (string | number)[] | null;
  };

export const jobLedger: ReportReader<JobLedgerQuestion, JobLedger> = {
  permission: 'ledger.read',
  async read({ tx, now, firmCurrency }, question): Promise<Result<JobLedger>> {
    const { jobId, limit, cursor, start, ...filter } = question;
    const at = positionOf(cursor);
    const direction = at?.direction ?? (start === 'oldest' ? 'after' : 'before');
    const wanted = { jobId, filter, limit: limit + 1, position: at?.line ?? null, direction };
    const [job, present, found] = await Promise.all([
      readJobHead(tx, jobId),
      readBalancesOfJob(tx, jobId, live, now),
      findLedgerLines(tx, wanted),
    ]);
    if (job === undefined)
      return refuse('unknownJob', 'There is no such job.', { field: 'id', value: `${jobId}` });
    if (at === undefined)
      return refuse('invalidCursor', 'This cursor is not one of a ledger.', { field: 'cursor' });
    const isMore = found.length > limit;
    const positions = direction === 'after' ? found.slice(0, limit) : found.slice(-limit);
    const isFiltered = hasFilter(filter);
    const [page, filtered] = await Promise.all([
      readLedgerPage(tx, jobId, { positions, isFiltered }),
      isFiltered ? sumLedgerLines(tx, jobId, filter) : null,
    ]);
    const rows = page?.lines.map(describe) ?? [];
    const current = {
      wipTimeMinor: present.wipTime,
      wipCostMinor: present.wipCost,
      interimsMinor: present.interim,
    };
    const hasLater = direction === 'after' ? isMore : at.line !== null;
    const hasEarlier = direction === 'before' ? isMore : at.line !== null;
    return done({
      ...job,
      firmCurrency,
      rows,
      opening: page?.opening ?? current,
      filtered,
      current,
      next: hasLater && rows.length > 0 ? cursorAt('after', rows.at(-1)!) : null,
      previous: hasEarlier && rows.length > 0 ? cursorAt('before', rows[0]!) : null,
    });
  },
};

/** A journal with its lines, its cause, what it reverses and what reversed it. */
export const journal: ReportReader<
  { journalId: bigint; knownAt?: undefined },
  Page<DescribedLine> & { firmCurrency: CurrencyCode }
> = {
  permission: 'ledger.read',
  async read({ tx, firmCurrency }, { journalId }) {
    const lines = await readJournalLines(tx, journalId);
    if (lines.length === 0) {
      return refuse('unknownJournal', 'There is no such journal.', { field: 'id', value: `${journalId}` });
    }
    return done({ rows: lines.map(describe), firmCurrency, next: null });
  },
};

function describe<Line extends LedgerLine>(line: Line): Line & Described {
  return {
    ...line,
    kindLabel: journalKinds[line.kind].sentence,
    netWipChangeMinor: netWipChange(line),
    causeLabel: causeLabel(line.cause),
  };
}

function netWipChange({ debit, credit, amountMinor }: LedgerLine): bigint {
  const signOf = (account: Account): bigint => (isItemAccount(account) ? 1n : 0n);
  return amountMinor * (signOf(debit) - signOf(credit));
}

function hasFilter(filter: LedgerFilter): boolean {
  return Object.values(filter).some((value) => value !== undefined);
}

function cursorAt(direction: 'after' | 'before', line: LinePosition): (string | number)[] {
  return [direction, line.effectiveOn, line.journalId.toString(), line.lineNumber];
}

type At = { direction: 'after' | 'before' | null; line: LinePosition | null };

function positionOf(cursor: JobLedgerQuestion['cursor']): At | undefined {
  if (cursor === undefined) return { direction: null, line: null };
  const [direction, effectiveOn, journalId, lineNumber] = cursor;
  if (direction !== 'after' && direction !== 'before') return undefined;
  if (!fits(positionKeys, [effectiveOn ?? '', journalId ?? '', lineNumber ?? ''])) return undefined;
  return {
    direction,
    line: {
      effectiveOn: effectiveOn as CivilDate,
      journalId: BigInt(journalId!),
      lineNumber: Number(lineNumber),
    },
  };
}

const positionKeys: readonly SortKey[] = [
  { field: 'effectiveOn', type: 'date' },
  { field: 'journalId', type: 'bigint' },
  { field: 'lineNumber', type: 'bigint' },
];
