// The state of a page is in its address: filters, sorting, the tab, what lies open beside a list.

import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';

export type PageSearch = Readonly<Record<string, string | undefined>>;

/** `replace` for what is typed letter by letter, so that Back is not a letter. */
export type ChangePageSearch = (change: PageSearch, how?: 'replace') => void;

/** For `validateSearch` of a route: whatever is text may stand in the address. */
export function pageSearch(search: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(search).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string' && entry[1] !== '',
    ),
  );
}

/** The address of the page that shows, and how to change it. Undefined takes a parameter away. */
export function usePageSearch(): [search: PageSearch, change: ChangePageSearch] {
  const search = useSearch({ strict: false }) as PageSearch;
  const navigate = useNavigate();
  const change = useCallback<ChangePageSearch>(
    (changed, how) => {
      void navigate({
        to: '.',
        search: ((before: PageSearch) => pageSearch({ ...before, ...changed })) as never,
        replace: how === 'replace',
      });
    },
    [navigate],
  );
  return [search, change];
}
