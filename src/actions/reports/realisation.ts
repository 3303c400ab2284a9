import { percentOf } from '#core/money/ratio.ts';
import type { CurrencyCode } from '#core/money/currencies.ts';
import type { CivilDate } from '#core/calendar/civil-date.ts';
import { done } from '#core/refusal.ts';
import {
  readRealisation,
  type RealisationFigures,
  type RealisationGrouping,
  type RealisationQuestion as StoreQuestion,
  type RealisationRow as StoreRow,
} from '#store/reports/realisation.ts';
import type { Page, ReportReader } from './reading.ts';
import { periodTurnedAround } from './wip-control.ts';

export type RealisationQuestion = StoreQuestion['filter'] & {
  readonly from: CivilDate;
  readonly to: CivilDate;
  readonly knownAt?: string | undefined;
  readonly groupBy: RealisationGrouping;
};

/** What follows from the figures: the recorded value that left WIP, and what part of it was billed. */
type Realised = RealisationFigures & { readonly workedMinor: bigint; readonly realisation: string | null };

export type RealisationRow = StoreRow & Realised;
export type RealisationTotal = Realised & { readonly currency: CurrencyCode };

export type Realisation = Page<RealisationRow> & {
  readonly question: RealisationQuestion;
  readonly totals: readonly RealisationTotal[];
};

export const realisation: ReportReader<RealisationQuestion, Realisation> = {
  permission: 'wip.read',
  async read({ tx, now }, question) {
    const { from, to, knownAt = null, groupBy, ...filter } = question;
    if (from > to) return periodTurnedAround(from, to);
    const period = { from, to, knownAt };
    const found = await readRealisation(tx, { period, now, filter, groupBy });
    return done({
      question,
      rows: found.map((row) => ({ ...row, ...realised(row) })),
      totals: totalsOf(found),
      next: null,
    });
  },
};

function realised({ billedMinor, writtenOffMinor, writtenOnMinor }: RealisationFigures): Realised {
  const workedMinor = billedMinor + writtenOffMinor - writtenOnMinor;
  return {
    workedMinor,
    writtenOffMinor,
    writtenOnMinor,
    billedMinor,
    realisation: percentOf(billedMinor, workedMinor),
  };
}

function totalsOf(rows: readonly StoreRow[]): RealisationTotal[] {
  const byCurrency = Map.groupBy(rows, ({ currency }) => currency);
  const sum = (of: readonly StoreRow[], figure: keyof RealisationFigures) =>
    of.reduce((total, row) => total + row[figure], 0n);
  return [...byCurrency]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([currency, of]) => ({
      currency,
      ...realised({
        billedMinor: sum(of, 'billedMinor'),
        writtenOffMinor: sum(of, 'writtenOffMinor'),
        writtenOnMinor: sum(of, 'writtenOnMinor'),
      }),
    }));
}
