// How this person wants to work in this firm. It is kept on the server, so that every device knows it.

import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import type { preferences } from '#contract/preferences/preferences.ts';
import { resourceQuery } from './resource.ts';
import { useTell } from './useTell.ts';

export type Preferences = z.input<typeof preferences>;

export function preferencesQuery() {
  return resourceQuery<Preferences>('/preferences', {}, { staleMs: 300_000 });
}

/** Before the first page shows, so that nothing on it is written in one way and then in another. */
export async function preparePreferences(queryClient: QueryClient): Promise<void> {
  const query = preferencesQuery();
  if (queryClient.getQueryState(query.queryKey) !== undefined) return;
  await queryClient.ensureQueryData({ ...query, retry: false }).catch(() => undefined);
}

/** Changes some of them at once, and keeps them. */
export function useKeepPreferences(): (changed: Partial<Preferences>) => Promise<void> {
  const queryClient = useQueryClient();
  const { queryKey } = preferencesQuery();
  const keeping = useTell<Preferences, Preferences>({
    send: (body) => ({ path: '/preferences', method: 'PUT', body }),
    changes: [],
    atOnce: (_, kept) => {
      const before = queryClient.getQueryData(queryKey);
      queryClient.setQueryData(queryKey, kept);
      return () => queryClient.setQueryData(queryKey, before);
    },
  });
  return async (changed) => {
    const before = await queryClient.ensureQueryData(preferencesQuery()).catch(() => undefined);
    if (before !== undefined) keeping.tell({ ...before, ...changed });
  };
}
