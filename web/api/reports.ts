// Any report, as its page reads it: rows of whatever columns it has, sums per currency, and links to what rows are of.

import { infiniteQueryOptions, keepPreviousData } from '@tanstack/react-query';
import type { ListQuestion } from './resource.ts';
import { ask } from './client.ts';
import { currentFirmId } from './firm.ts';

export type ReportRow = { readonly currency: string; readonly links?: Readonly<Record<string, string>> } & {
  readonly [key: string]: unknown;
};

export type ReportAnswer = {
  readonly items: readonly ReportRow[];
  readonly totals?: readonly ReportRow[];
  readonly nextCursor?: string | null;
  /** What was not asked, as the server took it: the day, the first and the last day. */
  readonly asAt?: string | null;
  readonly from?: string | null;
  readonly to?: string | null;
};

const firstPageRows = 200;
const pageRows = 10_000;

/** A screenful first; the rest in large pages behind it. */
export function reportQuery(name: string, question: ListQuestion, isPaged: boolean) {
  return infiniteQueryOptions({
    queryKey: ['reports', currentFirmId(), name, question],
    queryFn: ({ pageParam, signal }) =>
      ask<ReportAnswer>(`/reports/${name}`, {
        search: isPaged
          ? { ...question, limit: pageParam === '' ? firstPageRows : pageRows, cursor: pageParam }
          : question,
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (last) => last.nextCursor ?? null,
    placeholderData: keepPreviousData,
    meta: { changesWith: ['wip', 'jobs', 'clients', 'invoices', 'payments'] },
  });
}
