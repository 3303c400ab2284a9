// What of the work that left WIP was billed, month by month, as the report of realisation says it.

import { compareDates, type CivilDate, type DateSpan } from '#core/calendar/civil-date.ts';
import type { CurrencyCode } from '#core/money/currencies.ts';
import { percentOf } from '#core/money/ratio.ts';
import type { FirmMonth } from '#store/reports/firm-months.ts';
import type { RealisationFigures } from '#store/reports/realisation.ts';

export type MonthRealised = RealisationFigures & {
  readonly month: CivilDate;
  readonly currency: CurrencyCode;
  readonly workedMinor: bigint;
  readonly realisation: string | null;
};

/** By month and currency; what is dated ahead is taken from its month again. */
export function realisedByMonth(
  year: DateSpan,
  { moved, ahead }: { readonly moved: readonly FirmMonth[]; readonly ahead: readonly FirmMonth[] },
): MonthRealised[] {
  const sums = new Map<string, RealisationFigures & { month: CivilDate; currency: CurrencyCode }>();
  const add = (row: FirmMonth, sign: bigint) => {
    const { currency, effectiveMonth: month } = row;
    if (compareDates(month, year.first) < 0 || compareDates(month, year.last) > 0) return;
    const key = `${month} ${currency}`;
    let sum = sums.get(key);
    if (sum === undefined)
      sums.set(key, (sum = { month, currency, billedMinor: 0n, writtenOffMinor: 0n, writtenOnMinor: 0n }));
    sum.billedMinor += sign * (row.billedMinor + row.interimMinor);
    sum.writtenOffMinor += sign * row.writtenOffMinor;
    sum.writtenOnMinor -= sign * row.writtenOnMinor;
  };
  for (const row of moved) add(row, 1n);
  for (const row of ahead) add(row, -1n);
  return [...sums]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .filter(([, sum]) => sum.billedMinor !== 0n || sum.writtenOffMinor !== 0n || sum.writtenOnMinor !== 0n)
    .map(([, { month, currency, billedMinor, writtenOffMinor, writtenOnMinor }]) => {
      const workedMinor = billedMinor + writtenOffMinor - writtenOnMinor;
      const figures = { workedMinor, billedMinor, writtenOffMinor, writtenOnMinor };
      return { month, currency, ...figures, realisation: percentOf(billedMinor, workedMinor) };
    });
}
