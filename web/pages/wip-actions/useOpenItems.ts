import { useQueries } from '@tanstack/react-query';
import { useMemo } from 'react';
import { openItemsJobsMax, openItemsQuery } from '../../api/wip-actions.ts';
import { useFormats } from '../../util/firm-context.ts';
import type { Chosen, WipItem } from './acting.ts';
import { wipItemOf } from './acting.ts';

/**
 * The entries that an action is about: those chosen, or all that are open on the jobs. Interims are absorbed, not acted
 * on. What a closed dialog was about is not asked again.
 */
export function useOpenItems(chosen: Chosen, opened: boolean) {
  const formats = useFormats();
  const jobs = 'jobs' in chosen ? chosen.jobs : [];
  const asked = useQueries({
    queries: chunksOf(jobs.map(({ id }) => id)).map((jobIds) => ({
      ...openItemsQuery(jobIds),
      enabled: opened,
    })),
    combine: (answers) => ({
      rows: answers.some(({ data }) => data === undefined)
        ? undefined
        : answers.flatMap(({ data }) => data ?? []),
      error: answers.find(({ error }) => error !== null)?.error ?? null,
      refetch: () => Promise.all(answers.map((each) => each.refetch())),
    }),
  });
  const given = 'items' in chosen ? chosen.items : undefined;
  const items = useMemo<readonly WipItem[] | undefined>(
    () =>
      (given ?? asked.rows?.map((row) => wipItemOf(row, formats)))?.filter(({ kind }) => kind !== 'interim'),
    [given, asked.rows, formats],
  );
  return { items, error: given === undefined ? asked.error : null, refetch: asked.refetch };
}

function chunksOf(ids: readonly string[]): string[][] {
  return Array.from({ length: Math.ceil(ids.length / openItemsJobsMax) }, (_, place) =>
    ids.slice(place * openItemsJobsMax, (place + 1) * openItemsJobsMax),
  );
}
