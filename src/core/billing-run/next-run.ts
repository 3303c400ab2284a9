// When rules that are repeated are due again: the cut-off that no run by them has reached yet, and the first day on which
// they come to it.

import { addMonths, monthOf, type CivilDate } from '../calendar/civil-date.ts';
import { resolveDate, type DateRule } from './rules.ts';

export type NextRun = { readonly cutOffOn: CivilDate; readonly dueOn: CivilDate; readonly isDue: boolean };

/** How many months ahead of the last run are looked at; the second has a later cut-off by any rule. */
const monthsLookedAt = 3;

/** `billedTo`: the latest cut-off of a run by them. Null where no day is better than another, or nothing is left. */
export function nextRun(rule: DateRule, billedTo: CivilDate | null, today: CivilDate): NextRun | null {
  if (rule === 'today') return null;
  const isAhead = (cutOffOn: CivilDate) => billedTo === null || cutOffOn > billedTo;
  const begin = monthOf(billedTo !== null && billedTo > today ? billedTo : today);
  for (let months = 0; months < monthsLookedAt; months += 1) {
    const firstDay = addMonths(begin, months);
    const cutOffOn = resolveDate(rule, firstDay);
    const dueOn = cutOffOn === rule || cutOffOn > firstDay ? cutOffOn : firstDay;
    if (isAhead(cutOffOn)) return { cutOffOn, dueOn, isDue: dueOn <= today };
  }
  return null;
}
