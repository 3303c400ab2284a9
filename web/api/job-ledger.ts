import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type {
  LedgerLine as ContractLine,
  journalAnswer,
  jobLedgerAnswer,
} from '#contract/reports/job-ledger.ts';
import type { LedgerSearch } from '../pages/job-ledger/search.ts';
import { ask } from './client.ts';
import { currentFirmId } from './firm.ts';

export type LedgerLine = ContractLine;
export type JobLedger = z.input<typeof jobLedgerAnswer>;
export type Journal = z.input<typeof journalAnswer>;

const pageLines = 200;

export function jobLedgerQuery(jobId: string, search: LedgerSearch) {
  const question = {
    from: search.from,
    to: search.to,
    kind: search.kind,
    account: search.account,
    staffId: search.staff,
    itemId: search.item,
    start: search.order ?? 'newest',
  };
  return infiniteQueryOptions({
    queryKey: ['jobs', currentFirmId(), 'ledger', jobId, question],
    queryFn: ({ pageParam, signal }) =>
      ask<JobLedger>(`/jobs/${jobId}/ledger`, {
        search: { ...question, limit: pageLines, cursor: pageParam },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (last) => (search.order === 'oldest' ? last.nextCursor : last.previousCursor),
    placeholderData: keepPreviousData,
    meta: { changesWith: ['wip'] },
  });
}

export function journalQuery(journalId: string) {
  return queryOptions({
    queryKey: ['journals', currentFirmId(), journalId],
    meta: { changesWith: ['wip'] },
    queryFn: ({ signal }) => ask<Journal>(`/journals/${journalId}`, { signal }),
    // A journal never changes; only a reversal of it may come.
    staleTime: 60_000,
  });
}
