import { addMonths, type CivilDate } from '#core/calendar/civil-date.ts';
import type { CurrencyCode } from '#core/money/currencies.ts';
import {
  entryLinesOf,
  wipMovements,
  type JournalEntryLine,
  type WipJournalFigures,
} from '#core/periods/wip-journal.ts';
import { done, refuse, type Result } from '#core/refusal.ts';
import { loadJournalAccounts } from '#store/periods/journal-accounts.ts';
import type { JobFilter } from '#store/reports/filters.ts';
import type { JobGrouping } from '#store/reports/grouping.ts';
import { readWipJournal, type WipJournalRow } from '#store/reports/wip-journal.ts';
import type { Page, ReportReader, Scope } from './reading.ts';
import { periodTurnedAround } from './wip-control.ts';

export type { WipJournalRow } from '#store/reports/wip-journal.ts';

export type WipJournalQuestion = JobFilter & {
  readonly from: CivilDate;
  readonly to: CivilDate;
  readonly knownAt?: string | undefined;
  readonly by: 'month' | 'period';
  readonly groupBy: JobGrouping;
};

export type WipJournalTotal = WipJournalFigures & { readonly currency: CurrencyCode };

export type WipJournal = Page<WipJournalRow> & {
  readonly question: WipJournalQuestion;
  readonly totals: readonly WipJournalTotal[];
};

/** Ten years: as many rows as anybody reads. */
const monthsMax = 120;

export const wipJournal: ReportReader<WipJournalQuestion, WipJournal> = {
  permission: 'wip.read',
  async read(scope, question) {
    const rows = await readRows(scope, question);
    if (!rows.ok) return rows;
    return done({ question, rows: rows.value, totals: totalsOf(rows.value, question), next: null });
  },
};

export type WipJournalLine = Pick<WipJournalRow, 'id' | 'number' | 'name' | 'currency'> &
  JournalEntryLine & {
    /** The last day that the line is of. */
    readonly postedOn: CivilDate;
    readonly reference: string;
  };

export type WipJournalLines = Page<WipJournalLine> & {
  readonly question: WipJournalQuestion;
  /** Debits are as much as credits. */
  readonly totals: readonly {
    readonly currency: CurrencyCode;
    readonly debitMinor: bigint;
    readonly creditMinor: bigint;
  }[];
};

export const wipJournalLines: ReportReader<WipJournalQuestion, WipJournalLines> = {
  permission: 'wip.read',
  async read(scope, question) {
    const found = await readRows(scope, question);
    if (!found.ok) return found;
    const accounts = await loadJournalAccounts(scope.tx);
    const rows = found.value.flatMap((row): WipJournalLine[] => {
      const { id, number, name, currency, to } = row;
      const head = { postedOn: to, reference: `WIP ${to}`, id, number, name, currency };
      return entryLinesOf(row, accounts).map((line) => ({ ...head, ...line }));
    });
    const totals = [...Map.groupBy(rows, ({ currency }) => currency)]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([currency, lines]) => ({
        currency,
        debitMinor: sumOf(lines, ({ debitMinor }) => debitMinor),
        creditMinor: sumOf(lines, ({ creditMinor }) => creditMinor),
      }));
    return done({ question, rows, totals, next: null });
  },
};

async function readRows({ tx, now }: Scope, question: WipJournalQuestion): Promise<Result<WipJournalRow[]>> {
  const { from, to, knownAt = null, by, groupBy } = question;
  if (from > to) return periodTurnedAround(from, to);
  if (by === 'month' && addMonths(from, monthsMax) <= to) {
    return refuse('invalidRequest', `At most ${monthsMax} months are answered at a time.`, {
      field: 'to',
      value: to,
      accepted: `a day before ${addMonths(from, monthsMax)}, or by=period`,
    });
  }
  return done(
    await readWipJournal(tx, { period: { from, to, knownAt }, now, filter: question, groupBy, by }),
  );
}

/** Of the whole period: openings of its first month, closings of its last one. */
function totalsOf(rows: readonly WipJournalRow[], { from, to }: WipJournalQuestion): WipJournalTotal[] {
  return [...Map.groupBy(rows, ({ currency }) => currency)]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([currency, of]) => {
      const moved = wipMovements.map(
        (movement) => [`${movement}Minor`, sumOf(of, (row) => row[`${movement}Minor`])] as const,
      );
      return {
        currency,
        openingMinor: sumOf(of, (row) => (row.from === from ? row.openingMinor : 0n)),
        ...(Object.fromEntries(moved) as Omit<WipJournalFigures, 'openingMinor' | 'closingMinor'>),
        closingMinor: sumOf(of, (row) => (row.to === to ? row.closingMinor : 0n)),
      };
    });
}

function sumOf<Row>(rows: readonly Row[], figure: (row: Row) => bigint): bigint {
  return rows.reduce((sum, row) => sum + figure(row), 0n);
}
