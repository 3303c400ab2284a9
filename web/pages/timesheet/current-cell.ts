// Which cell the focus is in or was in last. Kept outside of what is drawn: only the line below the grid listens.

import { useSyncExternalStore } from 'react';
import type { Place } from './grid-keys.ts';

export type CurrentCell = ReturnType<typeof makeCurrentCell>;

export function makeCurrentCell() {
  let place: Place | null = null;
  const listeners = new Set<() => void>();
  return {
    get: () => place,
    set: (next: Place | null) => {
      place = next;
      for (const listener of listeners) listener();
    },
    subscribe: (listener: () => void) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

export function useCurrentCell({ subscribe, get }: CurrentCell): Place | null {
  return useSyncExternalStore(subscribe, get);
}
