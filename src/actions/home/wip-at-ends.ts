// Net WIP and its ages at the ends of months: what stands now, less what moved after each end.

import { addMonths, compareDates, monthOf, type CivilDate } from '#core/calendar/civil-date.ts';
import type { CurrencyCode } from '#core/money/currencies.ts';
import type { FirmMonth } from '#store/reports/firm-months.ts';
import type { WipByOrigin } from '#store/reports/home.ts';

export type WipPoint = {
  readonly asAt: CivilDate;
  readonly currency: CurrencyCode;
  readonly netWipMinor: bigint;
  readonly interimsMinor: bigint;
  readonly ageCurrentMinor: bigint;
  readonly ageOneMonthMinor: bigint;
  readonly ageTwoMonthsMinor: bigint;
  readonly ageThreeMonthsPlusMinor: bigint;
};

type Read = {
  readonly now: readonly WipByOrigin[];
  readonly moved: readonly FirmMonth[];
  /** Dated after the last of the days, in its month. */
  readonly ahead: readonly WipByOrigin[];
};

/** A point per day and currency; the last day may be within a month, the others are ends of months. */
export function wipAtEnds(days: readonly CivilDate[], { now, moved, ahead }: Read): WipPoint[] {
  const currencies = [...new Set([...now, ...moved].map(({ currency }) => currency))].toSorted(byText);
  const last = days.at(-1);
  return days.flatMap((day) => {
    const month = monthOf(day);
    const later = moved.filter(({ effectiveMonth }) => compareDates(effectiveMonth, month) > 0);
    const taken = day === last ? [...later, ...ahead] : later;
    return currencies.map((currency) => pointOf(day, currency, { now, taken }));
  });
}

function pointOf(
  asAt: CivilDate,
  currency: CurrencyCode,
  { now, taken }: { readonly now: readonly WipByOrigin[]; readonly taken: readonly WipByOrigin[] },
): WipPoint {
  const ages = [0n, 0n, 0n, 0n];
  let interimsMinor = 0n;
  const add = (rows: readonly WipByOrigin[], sign: bigint) => {
    for (const row of rows) {
      if (row.currency !== currency) continue;
      ages[ageOf(row.originMonth, asAt)]! += sign * row.wipMinor;
      interimsMinor += sign * row.interimMinor;
    }
  };
  add(now, 1n);
  add(taken, -1n);
  const [ageCurrentMinor, ageOneMonthMinor, ageTwoMonthsMinor, ageThreeMonthsPlusMinor] = ages as [
    bigint,
    bigint,
    bigint,
    bigint,
  ];
  const netWipMinor = ages.reduce((sum, age) => sum + age, interimsMinor);
  return {
    asAt,
    currency,
    netWipMinor,
    interimsMinor,
    ageCurrentMinor,
    ageOneMonthMinor,
    ageTwoMonthsMinor,
    ageThreeMonthsPlusMinor,
  };
}

/** Calendar months between the month of the work and that of the day; three stands for more. */
function ageOf(originMonth: CivilDate, asAt: CivilDate): number {
  const month = monthOf(asAt);
  const age = [0, -1, -2].findIndex((months) => compareDates(originMonth, addMonths(month, months)) >= 0);
  return age === -1 ? 3 : age;
}

function byText(a: string, b: string): number {
  return a < b ? -1 : 1;
}
