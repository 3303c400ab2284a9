// When an invoice is due: so many days after its own, or on a day of the month after it. A day that a month does not
// have is its last.

import type { CivilDate } from '../calendar/civil-date.ts';
import { addDays, addMonths, lastDayOfMonth, monthOf } from '../calendar/civil-date.ts';

export const dueRules = ['daysAfter', 'dayOfNextMonth'] as const;

export type DueRule = (typeof dueRules)[number];

/** Under 'dayOfNextMonth', `days` is the day of the month. */
export type DueTerms = { readonly rule: DueRule; readonly days: number };

export function dueDate(invoicedOn: CivilDate, terms: DueTerms): CivilDate {
  if (terms.rule === 'daysAfter') return addDays(invoicedOn, terms.days);
  const first = addMonths(monthOf(invoicedOn), 1);
  const last = lastDayOfMonth(first);
  const wanted = addDays(first, Math.max(1, terms.days) - 1);
  return wanted < last ? wanted : last;
}
