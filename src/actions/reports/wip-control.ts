import type { CivilDate } from '#core/calendar/civil-date.ts';
import type { CurrencyCode } from '#core/money/currencies.ts';
import { done, refuse } from '#core/refusal.ts';
import type { JobFilter } from '#store/reports/filters.ts';
import {
  readWipControl,
  type ControlFigures,
  type ControlGrouping,
  type WipControlRow,
} from '#store/reports/wip-control.ts';
import type { Page, ReportReader } from './reading.ts';

export type WipControlQuestion = JobFilter & {
  readonly from: CivilDate;
  readonly to: CivilDate;
  readonly knownAt?: string | undefined;
  readonly groupBy: ControlGrouping;
};

export type WipControlTotal = ControlFigures & { currency: CurrencyCode; jobs: number };

export type WipControl = Page<WipControlRow> & {
  readonly from: CivilDate;
  readonly to: CivilDate;
  readonly knownAt: string | null;
  readonly totals: readonly WipControlTotal[];
};

export const wipControl: ReportReader<WipControlQuestion, WipControl> = {
  permission: 'wip.read',
  async read({ tx, now }, question) {
    const { from, to, knownAt = null, groupBy } = question;
    if (from > to) return periodTurnedAround(from, to);
    const rows = await readWipControl(tx, { period: { from, to, knownAt }, now, filter: question, groupBy });
    return done({ from, to, knownAt, rows, totals: totalsOf(rows), next: null });
  },
};

export function periodTurnedAround(from: CivilDate, to: CivilDate) {
  return refuse('invalidRequest', 'The period ends before it begins.', {
    field: 'to',
    value: to,
    accepted: `${from} or a later day`,
  });
}

const figures = [
  'openingMinor',
  'timeMinor',
  'costsMinor',
  'revaluedMinor',
  'movedMinor',
  'writtenOnMinor',
  'writtenOffMinor',
  'invoicedMinor',
  'closingMinor',
] as const satisfies readonly (keyof ControlFigures)[];

function totalsOf(rows: readonly WipControlRow[]): WipControlTotal[] {
  const totals = new Map<string, WipControlTotal>();
  for (const row of rows) {
    const total = totals.get(row.currency);
    if (total === undefined) {
      const { id: _id, number: _number, name: _name, ...first } = row;
      totals.set(row.currency, first);
      continue;
    }
    total.jobs += row.jobs;
    for (const figure of figures) total[figure] += row[figure];
  }
  return [...totals.values()].toSorted((a, b) => (a.currency < b.currency ? -1 : 1));
}
