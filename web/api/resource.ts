// How pages ask. Whatever is asked stands in the cache under [topic, firm, path, question]; the topic is what the path begins
// with ('/jobs/3/ledger' is 'jobs', every report is 'reports'). When something of a topic changes, by this person or by a
// colleague, what stands under the topic is asked again. An answer that also changes with other topics names them; 'wip'
// is the topic of whatever is read out of the ledger.

import type { Query, QueryClient } from '@tanstack/react-query';
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { ask } from './client.ts';
import { currentFirmId } from './firm.ts';

export type ListQuestion = Readonly<Record<string, string | number | undefined>>;

type Reading = {
  /** Other topics that the answer changes with. */
  changesWith?: readonly string[];
  staleMs?: number;
};

/** One answer: a record, or a report. */
export function resourceQuery<T>(path: string, question: ListQuestion = {}, reading: Reading = {}) {
  return queryOptions({
    queryKey: [topicOf(path), currentFirmId(), path, question],
    queryFn: ({ signal }) => ask<T>(path, { search: question, signal }),
    meta: { changesWith: reading.changesWith ?? [] },
    ...(reading.staleMs === undefined ? {} : { staleTime: reading.staleMs }),
  });
}

/** A page of a list, as every list answers it. */
export type ListPage<Row> = { items: Row[]; nextCursor?: string | null };

/** A screenful first, so that there is something to read; then as much as a list gives at once. */
const firstPageRows = 100;
const pageRows = 500;

type PageAsked = {
  /** '' for the first page. */
  cursor: string;
  /** A list that has no pages is answered whole, and takes no limit. */
  isPaged?: boolean;
  signal: AbortSignal;
};

export function askPage<Row>(
  path: string,
  question: ListQuestion,
  { cursor, isPaged = true, signal }: PageAsked,
): Promise<ListPage<Row>> {
  const limit = cursor === '' ? firstPageRows : pageRows;
  return ask<ListPage<Row>>(path, { search: { ...question, ...(isPaged ? { limit, cursor } : {}) }, signal });
}

/** A list of which all that is shown is asked again: one of a few pages. Long ones are for `list/useRows.ts`. */
export function listQuery<Row>(path: string, question: ListQuestion = {}, reading: Reading = {}) {
  return infiniteQueryOptions({
    queryKey: [topicOf(path), currentFirmId(), path, question, 'short'],
    queryFn: ({ pageParam, signal }) => askPage<Row>(path, question, { cursor: pageParam, signal }),
    initialPageParam: '',
    getNextPageParam: (last) => last.nextCursor ?? null,
    placeholderData: keepPreviousData,
    meta: { changesWith: reading.changesWith ?? [] },
  });
}

/** Asks again whatever stands under these topics, if it is on the screen; else when it comes back. */
export async function refresh(queryClient: QueryClient, topics: readonly string[]): Promise<void> {
  await queryClient.invalidateQueries({ predicate: (query) => changesWith(query, topics) });
}

/** Whether what was asked is another answer when something of the topics changes. */
export function changesWith({ queryKey, meta }: Query, topics: readonly string[]): boolean {
  const [topic] = queryKey;
  const others = (meta?.['changesWith'] ?? []) as readonly string[];
  return topics.some((each) => each === topic || others.includes(each));
}

export function topicOf(path: string): string {
  return path.replace(/^\//, '').split('/')[0] ?? '';
}
