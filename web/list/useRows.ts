// The rows of a list as far as somebody has scrolled. They stand in the cache as one thing, and each time that they are
// asked again, only what is in view is (renewed.ts): a change by a colleague costs a request however long the list is.

import type { QueryFunctionContext } from '@tanstack/react-query';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef } from 'react';
import { currentFirmId } from '../api/firm.ts';
import type { ListQuestion } from '../api/resource.ts';
import { askPage, topicOf } from '../api/resource.ts';
import type { HeldPages, InView } from './renewed.ts';
import { continued, isOldInView, renewed } from './renewed.ts';

type RowsQuestion<Row> = {
  path: string;
  question: ListQuestion;
  idOf: (row: Row) => string;
  changesWith?: readonly string[] | undefined;
  isPaged?: boolean | undefined;
};

/** Rows that come into view for a moment, as somebody scrolls past, are not asked for. */
const restingMs = 150;

export function useRows<Row>({ path, question, idOf, changesWith = [], isPaged = true }: RowsQuestion<Row>) {
  const inView = useRef<InView>({ first: 0, last: 0 });
  const wantsMore = useRef(false);
  const query = useQuery({
    queryKey: [topicOf(path), currentFirmId(), path, question, 'pages'],
    queryFn: async ({ client, queryKey, signal }: QueryFunctionContext) => {
      const asking = {
        inView: inView.current,
        idOf,
        askPage: (cursor: string) => askPage<Row>(path, question, { cursor, isPaged, signal }),
      };
      const { data, isInvalidated = false } = client.getQueryState<HeldPages<Row>>(queryKey) ?? {};
      const isMore = wantsMore.current && data !== undefined;
      const held = isMore && !isInvalidated ? data : await renewed(data, asking);
      const answer = isMore ? await continued(held, asking) : held;
      wantsMore.current = false;
      return answer;
    },
    placeholderData: keepPreviousData,
    meta: { changesWith },
  });
  const { data, isFetching, isError, isPlaceholderData, refetch } = query;
  const rows = useMemo(() => data?.pages.flatMap(({ items }) => items) ?? [], [data]);
  const isWhole = data !== undefined && (data.pages.at(-1)?.nextCursor ?? null) === null;
  const mayAsk = data !== undefined && !isFetching && !isError && !isPlaceholderData;
  const onEndReached = useCallback(() => {
    if (!mayAsk || isWhole) return;
    wantsMore.current = true;
    void refetch();
  }, [mayAsk, isWhole, refetch]);
  const loadRest = useCallback(
    async (rowsMax: number) => {
      for (let held = data; held !== undefined && !isEnough(held, rowsMax);) {
        wantsMore.current = true;
        const answer = await refetch({ throwOnError: true });
        held = answer.data;
      }
    },
    [data, refetch],
  );
  const resting = useRef<ReturnType<typeof setTimeout>>(undefined);
  const look = useCallback(() => {
    clearTimeout(resting.current);
    if (!mayAsk || !isOldInView(data, inView.current)) return;
    resting.current = setTimeout(() => void refetch({ cancelRefetch: false }), restingMs);
  }, [mayAsk, data, refetch]);
  useEffect(() => {
    look();
    return () => clearTimeout(resting.current);
  }, [look]);
  const onInView = useCallback(
    (first: number, last: number) => {
      inView.current = { first, last };
      look();
    },
    [look],
  );
  return { query: { ...query, onEndReached, onInView, loadRest }, rows, isWhole };
}

/** Whether all rows are here, or as many. */
function isEnough<Row>({ pages }: HeldPages<Row>, rowsMax: number): boolean {
  return (
    (pages.at(-1)?.nextCursor ?? null) === null ||
    pages.reduce((sum, { items }) => sum + items.length, 0) >= rowsMax
  );
}
