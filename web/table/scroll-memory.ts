// Where each address was scrolled to, so that coming back finds the same lines. It lives as long as the tab.

import type { RefObject } from 'react';
import { useEffect, useRef } from 'react';

const offsets = new Map<string, number>();

/** Scrolls back to where this address was left, once there are lines to scroll. */
export function useScrollMemory(scroller: RefObject<HTMLElement | null>, hasLines: boolean): void {
  // The address changes while the page is still there, so it is taken down when the table comes.
  const address = useRef(location.pathname + location.search);
  useEffect(() => {
    const box = scroller.current;
    if (!hasLines || box === null) return;
    const key = address.current;
    box.scrollTo({ top: offsets.get(key) ?? 0 });
    const remember = () => void offsets.set(key, box.scrollTop);
    box.addEventListener('scroll', remember, { passive: true });
    return () => box.removeEventListener('scroll', remember);
  }, [scroller, hasLines]);
}
