// Closing periods, the lock dates, and what the WIP journal books where.

import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type { locks } from '#contract/firms/firms.ts';
import type { allJournalAccounts, journalAccounts } from '#contract/periods/journal-accounts.ts';
import type { checklist, periodClose } from '#contract/periods/periods.ts';
import type { wipJournalAnswer, wipJournalLinesAnswer } from '#contract/reports/wip-journal.ts';
import { ask } from './client.ts';
import { currentFirmId } from './firm.ts';
import type { ListPage } from './resource.ts';
import { resourceQuery } from './resource.ts';

export type Checklist = z.input<typeof checklist>;
export type Check = Checklist['checks'][number];
export type PeriodClose = z.input<typeof periodClose>;
export type Locks = z.input<typeof locks>;
export type JournalAccounts = z.input<typeof journalAccounts>;
export type WipJournal = z.input<typeof wipJournalAnswer>;
export type WipJournalLines = z.input<typeof wipJournalLinesAnswer>;

/** What a period shows changes with nearly everything. */
const changesWith = ['wip', 'invoices', 'payments', 'mails', 'billing-runs', 'timesheets', 'cost-entries'];

export function checklistQuery(end: string) {
  return resourceQuery<Checklist>('/periods/checklist', { end }, { changesWith });
}

export function closesQuery() {
  return resourceQuery<ListPage<PeriodClose>>('/periods', { limit: 100 });
}

export function locksQuery() {
  return resourceQuery<Locks>('/firm/locks', {}, { changesWith: ['periods'] });
}

/** One pair is saved at the address of all of them, so these stand under a key of their own. */
export function journalAccountsQuery() {
  return queryOptions({
    queryKey: ['wip-journal-accounts', currentFirmId(), 'all'],
    queryFn: ({ signal }) => ask<z.input<typeof allJournalAccounts>>('/wip-journal-accounts', { signal }),
  });
}

/** What changes when a period is closed or opened again. */
export const periodTopics: readonly string[] = ['periods', 'firm', 'reports', 'wip'];
