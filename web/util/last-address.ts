// Where a list was left, with its filters, so that the way back from a page of one of its rows leads there.

import { useEffect } from 'react';

const addresses = new Map<string, string>();

/** Remembers the address of the page that shows this list. */
export function useLastAddress(path: string, href: string): void {
  useEffect(() => void addresses.set(path, href), [path, href]);
}

export function lastAddress(path: string): string {
  return addresses.get(path) ?? path;
}
