// Write-offs and write-ons: summed by what people ask for, and line by line.

import type { CivilDate } from '#core/calendar/civil-date.ts';
import { done, refuse } from '#core/refusal.ts';
import { fits, type Position, type SortKey } from '#store/reports/keyset.ts';
import {
  readWriteOffLines,
  readWriteOffs,
  sumWriteOffs,
  type WriteOffGrouping,
  type WriteOffLine,
  type WriteOffsQuestion as StoreQuestion,
  type WriteOffsRow,
  type WriteOffTotal,
} from '#store/reports/write-offs.ts';
import type { Page, ReportReader } from './reading.ts';
import { periodTurnedAround } from './wip-control.ts';

type Asked = StoreQuestion['filter'] & {
  readonly from: CivilDate;
  readonly to: CivilDate;
  readonly knownAt?: string | undefined;
};

export type WriteOffsQuestion = Asked & { readonly groupBy: WriteOffGrouping };
export type WriteOffLinesQuestion = Asked & {
  readonly limit: number;
  readonly cursor?: Position | undefined;
};

export type WriteOffs = Page<WriteOffsRow> & {
  readonly question: WriteOffsQuestion;
  readonly totals: readonly WriteOffTotal[];
};

export type WriteOffLines = Page<WriteOffLine> & {
  readonly question: WriteOffLinesQuestion;
  /** Empty on later pages. */
  readonly totals: readonly WriteOffTotal[];
};

export const writeOffs: ReportReader<WriteOffsQuestion, WriteOffs> = {
  permission: 'wip.read',
  async read({ tx }, question) {
    if (question.from > question.to) return periodTurnedAround(question.from, question.to);
    const { groupBy, ...asked } = question;
    const { rows, totals } = await readWriteOffs(tx, askedOf(asked), groupBy);
    return done({ question, rows, totals, next: null });
  },
};

/** The order of the lines. */
const keys: readonly SortKey[] = [
  { field: 'effectiveOn', type: 'date' },
  { field: 'journalId', type: 'bigint' },
  { field: 'lineNumber', type: 'bigint' },
];
const lineNumberMax = 32_767;

export const writeOffLines: ReportReader<WriteOffLinesQuestion, WriteOffLines> = {
  permission: 'wip.read',
  async read({ tx }, question) {
    const { limit, cursor, ...asked } = question;
    const { from, to } = asked;
    if (from > to) return periodTurnedAround(from, to);
    if (cursor !== undefined && (!fits(keys, cursor) || !isWithin(Number(cursor[2]), lineNumberMax))) {
      return refuse('invalidCursor', 'This cursor belongs to another report.', { field: 'cursor' });
    }
    const wanted = askedOf(asked);
    const [found, totals] = await Promise.all([
      readWriteOffLines(tx, wanted, { position: cursor ?? null, limit: limit + 1 }),
      cursor === undefined ? sumWriteOffs(tx, wanted) : [],
    ]);
    const last = found.length > limit ? found[limit - 1] : undefined;
    return done({
      question,
      rows: found.slice(0, limit),
      totals,
      next: last === undefined ? null : [last.effectiveOn, String(last.journalId), last.lineNumber],
    });
  },
};

function isWithin(value: number, most: number): boolean {
  return value >= 0 && value <= most;
}

/** Nothing but what narrows the lines down: whatever else is in the filter is taken for a condition on jobs. */
function askedOf({ from, to, knownAt, ...filter }: Asked): StoreQuestion {
  return { period: { from, to, knownAt: knownAt ?? null }, filter };
}
