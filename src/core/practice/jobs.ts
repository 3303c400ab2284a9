// What holds for the dates and states of jobs and job tasks.

import type { CivilDate } from '#core/calendar/civil-date.ts';
import type { Refusal } from '#core/refusal.ts';
import { isEnded } from './job-states.ts';
import type { JobStateType } from './job-states.ts';

/** Work is due on the day it starts or later. */
export function dueDateRefusals(dates: { startOn: CivilDate | null; dueOn: CivilDate | null }): Refusal[] {
  const { startOn, dueOn } = dates;
  if (startOn === null || dueOn === null || dueOn >= startOn) return [];
  return [
    {
      code: 'invalidDate',
      detail: 'It would be due before it starts.',
      field: 'dueOn',
      value: dueOn,
      accepted: `${startOn} or later`,
    },
  ];
}

/** What has been completed was completed by today. */
export function completionRefusals(completedOn: CivilDate | null | undefined, today: CivilDate): Refusal[] {
  if (completedOn === null || completedOn === undefined || completedOn <= today) return [];
  return [
    {
      code: 'futureDate',
      detail: 'The day of completion is still to come.',
      field: 'completedOn',
      value: completedOn,
      accepted: `${today} or earlier`,
    },
  ];
}

/**
 * When a job in a state was completed: what is said, else what was known, else today. A job that has not ended has no
 * such day. The ledger is not asked; what is open stays open until it is invoiced or washed up.
 */
export function completionDay(
  type: JobStateType,
  days: { said: CivilDate | null | undefined; known: CivilDate | null; today: CivilDate },
): CivilDate | null {
  if (!isEnded(type)) return null;
  return days.said ?? days.known ?? days.today;
}
