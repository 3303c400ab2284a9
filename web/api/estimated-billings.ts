import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type {
  EstimatedBillings,
  EstimatedBillingsRow,
  estimatedBillingsTotal,
} from '#contract/reports/estimated-billings.ts';
import type { receiptAnswer } from '#contract/reports/receipt.ts';
import { parseSort } from '../table/columns.ts';
import type { WipSearch } from '../pages/wip/search.ts';
import { ask } from './client.ts';
import { currentFirmId } from './firm.ts';

export type BillingRow = EstimatedBillingsRow;
export type BillingTotal = z.input<typeof estimatedBillingsTotal>;
export type BillingGroups = NonNullable<EstimatedBillings['groups']>;
export type Receipt = z.input<typeof receiptAnswer>;

export const estimatedBillingsPath = '/reports/estimated-billings';

/** A screenful first, so that there is something to read; the rest in one or two large pages right behind it. */
const firstPageRows = 200;
const pageRows = 10_000;

export function estimatedBillingsQuery(search: WipSearch) {
  const question = questionOf(search);
  return infiniteQueryOptions({
    queryKey: ['reports', currentFirmId(), 'estimated-billings', question],
    queryFn: ({ pageParam, signal }) =>
      ask<EstimatedBillings>(estimatedBillingsPath, {
        search: { ...question, limit: pageParam === '' ? firstPageRows : pageRows, cursor: pageParam },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (last) => last.nextCursor,
    placeholderData: keepPreviousData,
    meta: { changesWith: ['jobs', 'clients'] },
  });
}

/** Which clients, managers or partners there are to filter by, with what each of them holds. */
export function facetQuery(facet: 'client' | 'manager' | 'partner' | 'state', search: WipSearch) {
  const { asAt, knownAt } = search;
  const question = { asAt, knownAt, groupBy: facet, limit: 1 };
  return queryOptions({
    queryKey: ['reports', currentFirmId(), 'estimated-billings facet', question],
    queryFn: ({ signal }) => ask<EstimatedBillings>(estimatedBillingsPath, { search: question, signal }),
    select: (answer) => answer.groups ?? [],
    staleTime: 60_000,
  });
}

export type ReceiptQuestion = {
  jobId: string;
  from: string | undefined;
  to: string | undefined;
  knownAt: string | undefined;
};

export function receiptQuery(question: ReceiptQuestion) {
  return queryOptions({
    queryKey: ['reports', currentFirmId(), 'receipt', question],
    queryFn: ({ signal }) => ask<Receipt>('/reports/receipt', { search: question, signal }),
    placeholderData: keepPreviousData,
    meta: { changesWith: ['jobs', 'clients'] },
  });
}

/** What the address of the page asks of the API. */
export function questionOf(search: WipSearch) {
  const sort = parseSort(search.sort);
  return {
    asAt: search.asAt,
    knownAt: search.knownAt,
    clientId: search.client,
    managerId: search.manager,
    partnerId: search.partner,
    stateId: search.state,
    sign: search.sign,
    minimum: search.minimum,
    text: search.text,
    groupBy: search.group,
    sort: sort?.key,
    order: sort === null ? undefined : sort.descending ? 'descending' : 'ascending',
  };
}
