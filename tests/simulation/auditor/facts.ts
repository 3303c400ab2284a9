// What was in force while something was done: lock dates, rates, which jobs are excluded from billing. One after the
// other there is one answer. At the same time a change may have come before or after: then each answer that some order
// gives is possible, and no other.

import type { SimFirm, SimRate } from '../practice.ts';
import { halfUp, later, roundedMinutes } from './arithmetic.ts';

export type Span = { readonly began: number; readonly ended: number };
type Dated<T> = Span & { readonly value: T };

export type Locks = { wipLockOn: string | null; periodLockOn: string | null };
export type Facts = {
  readonly firm: SimFirm;
  /** In the order in which they came into force. */
  readonly locks: Dated<Locks>[];
  readonly excluded: Map<number, Dated<boolean>[]>;
  readonly rates: Dated<SimRate>[];
};

const always: Span = { began: -1, ended: -1 };

export function factsOf(firm: SimFirm): Facts {
  return {
    firm,
    locks: [{ ...always, value: { wipLockOn: null, periodLockOn: null } }],
    excluded: new Map(firm.jobs.map((job) => [job.id, [{ ...always, value: false }]])),
    rates: firm.rates.map((value) => ({ ...always, value })),
  };
}

/** Of values that came one after the other, those that may have been in force during the span. */
function possible<T>(values: readonly Dated<T>[], span: Span): T[] {
  const first = values.findLastIndex(({ ended }) => ended < span.began);
  return values
    .slice(Math.max(0, first))
    .filter(({ began }) => began < span.ended)
    .map(({ value }) => value);
}

/** The last locked days that may have been in force; null: nothing was locked. */
export function locksDuring({ locks }: Facts, span: Span): (string | null)[] {
  return [
    ...new Set(possible(locks, span).map(({ wipLockOn, periodLockOn }) => later(wipLockOn, periodLockOn))),
  ];
}

export function periodLocksDuring({ locks }: Facts, span: Span): (string | null)[] {
  return possible(locks, span).map(({ periodLockOn }) => periodLockOn);
}

export function excludedDuring({ excluded }: Facts, job: number, span: Span): boolean[] {
  return [...new Set(possible(excluded.get(job)!, span))];
}

export type Priced = { job: number; jobTask: number; staff: number; on: string };

/** The prices per hour that may have applied; null: there was none. */
export function pricesDuring(facts: Facts, priced: Priced, span: Span): (bigint | null)[] {
  const sure = facts.rates.filter(({ ended }) => ended < span.began).map(({ value }) => value);
  const unsure = facts.rates
    .filter(({ began, ended }) => ended >= span.began && began < span.ended)
    .map(({ value }) => value);
  const choices = unsure
    .slice(0, 8)
    .reduce<SimRate[][]>((sets, rate) => sets.flatMap((set) => [set, [...set, rate]]), [sure]);
  return [...new Set(choices.map((rates) => priceBy(facts.firm, rates, priced)))];
}

/** Most specific first: the job's own, the client's for the task, the person's for the task, then the defaults. */
function priceBy(
  firm: SimFirm,
  rates: readonly SimRate[],
  { job: jobId, jobTask, staff: staffId, on }: Priced,
): bigint | null {
  const job = firm.jobs.find(({ id }) => id === jobId)!;
  const taskId = job.taskIds[job.jobTaskIds.indexOf(jobTask)]!;
  const byTask = {
    jobTask: { jobId, taskId },
    clientTask: { clientId: job.clientId, taskId },
    staffTask: { staffId, taskId },
    task: { taskId },
  };
  const keys = { ...byTask, jobStaff: { jobId, staffId }, staff: { staffId } };
  const order: SimRate['scope'][] =
    job.rateBasis === 'staff'
      ? ['jobStaff', 'jobTask', 'clientTask', 'staffTask', 'staff', 'task']
      : ['jobTask', 'jobStaff', 'clientTask', 'staffTask', 'task', 'staff'];
  for (const scope of order) {
    const wanted = Object.entries(keys[scope]);
    const found = rates
      .filter(
        (rate) =>
          rate.scope === scope &&
          rate.from <= on &&
          wanted.every(([name, value]) => rate[name as 'jobId'] === value),
      )
      .toSorted((a, b) => (a.from < b.from ? 1 : -1))[0];
    if (found !== undefined) return found.perHourMinor;
  }
  return null;
}

export function billableOf(firm: SimFirm, jobId: number, minutes: number): number {
  const { clientId } = firm.jobs.find(({ id }) => id === jobId)!;
  return roundedMinutes(minutes, firm.roundingOfClient.get(clientId) ?? firm.firmRounding);
}

export function worthOfTime(minutes: number, perHourMinor: bigint): bigint {
  return halfUp(BigInt(minutes) * perHourMinor, 60n);
}

export function worthOfCost(quantityThousandths: number, unitPriceMinor: bigint): bigint {
  return halfUp(BigInt(quantityThousandths) * unitPriceMinor, 1000n);
}
