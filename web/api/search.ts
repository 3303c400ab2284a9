// Finding any record by words.

import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { RecordKind } from '../util/addresses.ts';
import { ask } from './client.ts';
import { currentFirmId } from './firm.ts';
import { Problem } from './problem.ts';

export type Found = {
  kind: RecordKind;
  id: string;
  title: string;
  subtitle: string | null;
  clientId?: string | null;
};

export function searchQuery(text: string) {
  return queryOptions({
    queryKey: ['search', currentFirmId(), text],
    queryFn: async ({ signal }) => {
      try {
        return (await ask<{ items: Found[] }>('/search', { search: { text, limit: 12 }, signal })).items;
      } catch (error) {
        // An older server, or one that finds nothing for this role: pages and commands are still found.
        if (error instanceof Problem && [403, 404].includes(error.said.status)) return [];
        throw error;
      }
    },
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  });
}
