import { getRouteApi } from '@tanstack/react-router';
import { useCallback } from 'react';
import type { ChangeSearch, WipSearch } from './search.ts';

const route = getRouteApi('/shell/wip');

/** Changes the address and with it the page; Back undoes it. Typing replaces, so that Back is not a letter. */
export function useChange(): ChangeSearch {
  const navigate = route.useNavigate();
  return useCallback(
    (change, how) => {
      void navigate({
        search: (before) => withoutUndefined({ ...before, ...change }),
        replace: how === 'replace',
      });
    },
    [navigate],
  );
}

function withoutUndefined(search: object): WipSearch {
  return Object.fromEntries(
    Object.entries(search).filter(([, value]) => value !== undefined && value !== ''),
  );
}
