// The days of a generated history as a table: a day is a number from 0 (the first) to `last` (today). Ten million entries
// are laid out over days, so nothing in the inner loops computes with dates.

import {
  addDays,
  addMonths,
  civilDate,
  monthOf,
  partsOf,
  weekdayOf,
  type CivilDate,
  type Weekday,
} from '#core/calendar/civil-date.ts';

export type Calendar = {
  readonly dates: readonly CivilDate[];
  readonly last: number;
  /** How much work falls on a day; 0 on days off. */
  readonly weights: readonly number[];
  /** The weight of all days before a day; one longer than the days. */
  readonly weightBefore: readonly number[];
  /** The first working day of each month: when the month before is invoiced. */
  readonly isBillingDay: readonly boolean[];
  /** The last working day of each week: when timesheets are handed in. */
  readonly isTimesheetDay: readonly boolean[];
  readonly isWorkingDay: readonly boolean[];
};

export function calendarOf(
  today: CivilDate,
  months: number,
  weekdayWeights: Readonly<Record<Weekday, number>>,
): Calendar {
  const dates: CivilDate[] = [];
  for (let date = monthOf(addMonths(today, -months)); date <= today; date = addDays(date, 1))
    dates.push(date);
  const weekdays = dates.map(weekdayOf);
  const weights = dates.map((date, day) => (isClosedDown(date) ? 0 : weekdayWeights[weekdays[day]!]));
  const isWorkingDay = dates.map((date, day) => weekdays[day]! <= 5 && !isClosedDown(date));
  const last = dates.length - 1;
  return {
    dates,
    last,
    weights,
    weightBefore: runningSums(weights),
    isBillingDay: dates.map((_, day) => isWorkingDay[day]! && isFirstOfMonth(dates, isWorkingDay, day)),
    isTimesheetDay: dates.map((_, day) => day === last || weekdays[day] === 5),
    isWorkingDay,
  };
}

function runningSums(weights: readonly number[]): number[] {
  const sums = [0];
  for (const weight of weights) sums.push(sums.at(-1)! + weight);
  return sums;
}

function isFirstOfMonth(dates: readonly CivilDate[], isWorkingDay: readonly boolean[], day: number): boolean {
  const month = dates[day]!.slice(0, 7);
  for (let before = day - 1; before >= 0 && dates[before]!.startsWith(month); before -= 1) {
    if (isWorkingDay[before]) return false;
  }
  return day > 0;
}

/** The firm is closed from Christmas to the first days of the year. */
function isClosedDown(date: CivilDate): boolean {
  const [, month, day] = partsOf(date);
  return (month === 12 && day >= 24) || (month === 1 && day <= 4);
}

/** The day with a date, or the nearest within the history. */
export function dayOf(calendar: Calendar, date: CivilDate): number {
  const first = calendar.dates[0]!;
  if (date <= first) return 0;
  let low = 0;
  let high = calendar.last;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (calendar.dates[middle]! <= date) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The day itself when it is worked, else the next that is; the last working day when there is none left. */
export function workingDayFrom(calendar: Calendar, day: number): number {
  const wanted = Math.min(Math.max(day, 0), calendar.last);
  for (let next = wanted; next <= calendar.last; next += 1) if (calendar.isWorkingDay[next]) return next;
  for (let before = wanted; before > 0; before -= 1) if (calendar.isWorkingDay[before]) return before;
  return wanted;
}

/** Days of rate rises: the first of a month, each year, from before the history until today. */
export function risesOf(calendar: Calendar, month: number): CivilDate[] {
  const [firstYear] = partsOf(calendar.dates[0]!);
  const today = calendar.dates[calendar.last]!;
  const rises: CivilDate[] = [];
  for (let year = firstYear - 1; ; year += 1) {
    const date = civilDate(`${year}-${String(month).padStart(2, '0')}-01`);
    if (date > today) return rises;
    rises.push(date);
  }
}
