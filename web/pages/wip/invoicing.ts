// Drafts of invoices for many jobs at once: which there will be, and what is asked for each.

import type { BillingRow } from '../../api/estimated-billings.ts';
import { isZero, sumOf } from '../../util/sums.ts';

export type DraftsPer = 'job' | 'client';

export type PlannedDraft = {
  key: string;
  clientId: string;
  clientName: string;
  currency: string;
  jobs: readonly BillingRow[];
  /** What is there to bill as the list has it; the draft says what it came to. */
  netWip: string;
};

/** What an invoice holds at most. */
const jobsPerInvoiceMax = 100;

/** An invoice has one client and one currency. */
export function plannedDrafts(rows: readonly BillingRow[], per: DraftsPer): PlannedDraft[] {
  const keyOf = (row: BillingRow) => (per === 'job' ? row.jobId : `${row.clientId} ${row.currency}`);
  return [...Map.groupBy(rows, keyOf)].flatMap(([key, members]) =>
    chunksOf(members).map((jobs, place): PlannedDraft => {
      const { clientId, clientName, currency } = jobs[0] as BillingRow;
      const netWip = sumOf(jobs.map((job) => job.netWip));
      return { key: `${per} ${key} ${place}`, clientId, clientName, currency, jobs, netWip };
    }),
  );
}

/** Jobs of which drafts hold everything, or nothing is left, have nothing that another draft could take. */
export function hasNothing({ emptyReason, netWip, interims }: BillingRow): boolean {
  return emptyReason !== null || (isZero(netWip) && isZero(interims));
}

export function contentOf({ clientId, jobs }: PlannedDraft, cutOffOn: string) {
  return {
    clientId,
    type: 'progress',
    basis: 'actual',
    cutOffOn,
    jobs: jobs.map(({ jobId }) => ({ jobId, select: 'all', interims: 'all' })),
  };
}

function chunksOf(rows: readonly BillingRow[]): BillingRow[][] {
  const count = Math.ceil(rows.length / jobsPerInvoiceMax);
  return Array.from({ length: count }, (_, place) =>
    rows.slice(place * jobsPerInvoiceMax, (place + 1) * jobsPerInvoiceMax),
  );
}
