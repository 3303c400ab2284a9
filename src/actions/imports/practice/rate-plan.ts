// Rates as effective-dated rows. A source gives the rate of today, and for tasks of the library the rates before it with
// the last day of each; the first of them applies from the beginning of time.

import { addDays, civilDate, type CivilDate } from '#core/calendar/civil-date.ts';
import type { CurrencyCode } from '#core/money/currencies.ts';
import type { RateScope } from '#core/pricing/rates.ts';
import type { DecimalText, ImportedTask } from '../model.ts';
import type { ClientNode, Directory, JobNode, JobTaskNode, StaffNode, TaskNode } from './directory.ts';

/** Before all work. */
export const alwaysFrom = civilDate('1900-01-01');

export type PlannedRate = {
  readonly isCost: boolean;
  readonly scope: RateScope;
  readonly job?: JobNode | undefined;
  readonly client?: ClientNode | undefined;
  readonly staff?: StaffNode | undefined;
  readonly task?: TaskNode | undefined;
  readonly currency: CurrencyCode;
  readonly rate: DecimalText;
  readonly from: CivilDate;
};

type Owners = Pick<PlannedRate, 'job' | 'client' | 'staff' | 'task'>;

/** A billable rate, if there is one. */
export function billable(
  scope: RateScope,
  owners: Owners,
  currency: CurrencyCode,
  rate: DecimalText | undefined,
): PlannedRate[] {
  return rate === undefined ? [] : [{ isCost: false, scope, ...owners, currency, rate, from: alwaysFrom }];
}

/** A cost rate, if there is one; in the firm's currency. */
export function cost(
  directory: Directory,
  scope: 'staff' | 'staffTask' | 'task',
  owners: Owners,
  rate: DecimalText | undefined,
): PlannedRate[] {
  const { currency } = directory.firm;
  return rate === undefined ? [] : [{ isCost: true, scope, ...owners, currency, rate, from: alwaysFrom }];
}

/** The default rates of a library task through time. */
export function taskHistory(task: TaskNode, record: ImportedTask, currency: CurrencyCode): PlannedRate[] {
  const past = record.historicRates.toSorted((a, b) => (a.appliedUpTo < b.appliedUpTo ? -1 : 1));
  const rows: PlannedRate[] = [];
  let from: CivilDate = alwaysFrom;
  for (const { billableRate, appliedUpTo } of past) {
    if (appliedUpTo < from) continue;
    rows.push({ isCost: false, scope: 'task', task, currency, rate: billableRate, from });
    from = addDays(appliedUpTo, 1);
  }
  if (record.billableRate !== undefined) {
    rows.push({ isCost: false, scope: 'task', task, currency, rate: record.billableRate, from });
  }
  return rows;
}

/** The one rate of a job, as the rate of each of its tasks. */
export function jobWide(jobTask: JobTaskNode): PlannedRate[] {
  const { job, task } = jobTask;
  return billable('jobTask', { job, task }, job.currency, job.billableRate);
}
