// Where a list was left, with its filters, so that the way back from a page of one of its rows leads there.

import { useEffect } from 'react';

const addresses = new Map<string, string>();

/** Remembers the address of the page that shows this list. */
export function useLastAddress(path: string, href: string): void {
  useEffect(() => {
    addresses.delete(path);
    addresses.set(path, href);
  }, [path, href]);
}

export function lastAddress(path: string): string {
  return addresses.get(path) ?? path;
}

type Way = { href: string; label: string };

/** The way back to the one of these lists that was looked at last; to the first of them if none was. */
export function wayBack(lists: readonly [Way, ...Way[]]): Way {
  const latest = [...addresses.keys()].findLast((path) => lists.some(({ href }) => href === path));
  const { href, label } = lists.find((list) => list.href === latest) ?? lists[0];
  return { href: lastAddress(href), label };
}
