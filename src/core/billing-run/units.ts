// Which jobs of a client stand on one invoice. An invoice is of one type and basis, and of no more jobs and open items
// than an invoice takes; a client with more gets several.

import type { InvoiceBasis, InvoiceType } from '../billing/draft.ts';
import type { CurrencyCode } from '../money/currencies.ts';
import { minorOf } from './decide.ts';
import type { RunRules } from './rules.ts';

export type JobToInvoice = {
  readonly currency: CurrencyCode;
  readonly type: InvoiceType;
  readonly basis: InvoiceBasis;
  readonly openItems: number;
  readonly totalMinor: bigint;
  /** A person said that the minimum does not count for it. */
  readonly ignoresMinimum: boolean;
};

export type UnitLimits = { readonly jobsMax: number; readonly itemsMax: number };

export type Grouped<Job> = {
  /** Each an invoice, in the order in which they are made. */
  readonly units: readonly (readonly Job[])[];
  readonly belowMinimum: readonly Job[];
};

/** Groups the jobs of one client. The minimum is one of invoices: jobs that stand together meet it together. */
export function groupJobs<Job extends JobToInvoice>(
  { grouping, filters }: RunRules,
  jobs: readonly Job[],
  limits: UnitLimits,
): Grouped<Job> {
  const together =
    grouping === 'job'
      ? jobs.map((job) => [job])
      : [...Map.groupBy(jobs, ({ type, basis }) => `${basis} ${type}`).values()];
  const units: (readonly Job[])[] = [];
  const belowMinimum: Job[] = [];
  for (const group of together) {
    if (isBelowMinimum(filters.minimumAmount, group)) belowMinimum.push(...group);
    else units.push(...split(group, limits));
  }
  return { units, belowMinimum };
}

function isBelowMinimum(minimum: string | null, jobs: readonly JobToInvoice[]): boolean {
  if (minimum === null || jobs.some(({ ignoresMinimum }) => ignoresMinimum)) return false;
  const totalMinor = jobs.reduce((sum, job) => sum + job.totalMinor, 0n);
  return totalMinor < minorOf(minimum, jobs[0]!.currency);
}

function split<Job extends JobToInvoice>(jobs: readonly Job[], { jobsMax, itemsMax }: UnitLimits): Job[][] {
  const units: Job[][] = [];
  let items = 0;
  for (const job of jobs) {
    const current = units.at(-1);
    if (current === undefined || current.length === jobsMax || items + job.openItems > itemsMax) {
      units.push([job]);
      items = job.openItems;
    } else {
      current.push(job);
      items += job.openItems;
    }
  }
  return units;
}
