// Months and the age of work. Ageing counts calendar months between the month that a value dates from and the month
// of the as-at date, so that every entry of one month has one age and a report can be read from month balances
// without looking at entries.

import type { CivilDate } from './civil-date.ts';
import { addMonths, monthOf, partsOf } from './civil-date.ts';

export const ageBuckets = ['current', 'oneMonth', 'twoMonths', 'threeMonthsPlus'] as const;

export type AgeBucket = (typeof ageBuckets)[number];

/** Whole calendar months from the month of one date to the month of another; negative when `to` is the earlier one. */
export function monthsBetween(from: CivilDate, to: CivilDate): number {
  const [fromYear, fromMonth] = partsOf(from);
  const [toYear, toMonth] = partsOf(to);
  return (toYear - fromYear) * 12 + (toMonth - fromMonth);
}

/** Every month from the month of `from` to the month of `to`, both included, in order; none when `to` is earlier. */
export function* eachMonth(from: CivilDate, to: CivilDate): Generator<CivilDate> {
  const count = monthsBetween(from, to) + 1;
  const first = monthOf(from);
  for (let index = 0; index < count; index += 1) yield addMonths(first, index);
}

/**
 * The age bucket of a value that dates from one month, seen from another. Any day of a month stands for the month.
 * What dates from after the as-at month counts as current.
 */
export function ageBucket(originMonth: CivilDate, asAtMonth: CivilDate): AgeBucket {
  const months = Math.min(Math.max(monthsBetween(originMonth, asAtMonth), 0), ageBuckets.length - 1);
  return ageBuckets[months] as AgeBucket;
}
