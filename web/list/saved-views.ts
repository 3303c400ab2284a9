// Views of a list: its filters, sorting, groups and columns under a name, for oneself or for everybody in the firm. A view
// is what stands in the address of the list, as far as it belongs to how the list is looked at.

import { useQuery } from '@tanstack/react-query';
import type { z } from 'zod';
import type { savedView, savedViewsPage } from '#contract/preferences/preferences.ts';
import { resourceQuery } from '../api/resource.ts';
import { useTell } from '../api/useTell.ts';
import type { PageSearch } from '../util/page-search.ts';

export type SavedView = z.input<typeof savedView>;

const changes = ['saved-views'];
const viewsMax = 200;

/** The views of a list that somebody has: their own, and those that others share. */
export function useViews(list: string, asks: boolean) {
  return useQuery({
    ...resourceQuery<z.input<typeof savedViewsPage>>('/saved-views', { list, limit: viewsMax }),
    select: ({ items }) => items,
    enabled: asks,
  });
}

/** What of an address a view keeps. */
export function filtersIn(search: PageSearch, keys: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    keys.flatMap((key) => {
      const value = search[key];
      return value === undefined ? [] : [[key, value]];
    }),
  );
}

/** The address that shows a view: what it keeps, and nothing else of these parameters. */
export function searchOf(view: SavedView, keys: readonly string[]): PageSearch {
  return Object.fromEntries(keys.map((key) => [key, view.filters[key]]));
}

export function isShown(view: SavedView, search: PageSearch, keys: readonly string[]): boolean {
  return keys.every((key) => view.filters[key] === search[key]);
}

type NewView = Pick<SavedView, 'list' | 'name' | 'filters' | 'shared'>;
type Changed = { view: SavedView; to: Partial<Pick<SavedView, 'filters' | 'shared'>>; said: string };

/** Saving, changing and removing; all of it at once, with Undo. */
export function useViewActs() {
  const saving = useTell<NewView, SavedView>({
    send: (body) => ({ path: '/saved-views', body }),
    changes,
    quiet: true,
  });
  const restoring = useTell<NewView, SavedView>({
    send: (body) => ({ path: '/saved-views', body }),
    changes,
    said: ({ name }) => `View “${name}” is back`,
  });
  const changing = useTell<Changed, SavedView>({
    send: ({ view, to }) => ({
      path: `/saved-views/${view.id}`,
      method: 'PATCH',
      version: view.version,
      body: to,
    }),
    changes,
    said: (_, { said }) => said,
  });
  const removing = useTell<SavedView>({
    send: ({ id, version }) => ({ path: `/saved-views/${id}`, method: 'DELETE', version }),
    changes,
    said: (_, { list, name, filters, shared }) => ({
      text: `View “${name}” removed`,
      onUndo: () => restoring.tell({ list, name, filters, shared }),
    }),
  });
  return { saving, changing, removing };
}
