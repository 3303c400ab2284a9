// How the pages look on this device: kept in the browser, because a desk and a phone want different things.
// public/appearance.js reads the same keys before the first paint.

import { localStorageColorSchemeManager } from '@mantine/core';
import { useSyncExternalStore } from 'react';

export const colorSchemeManager = localStorageColorSchemeManager({ key: 'workledger.colorScheme' });

export type Density = 'comfortable' | 'compact';

const densityKey = 'workledger.density';
const listeners = new Set<() => void>();

export function useDensity(): Density {
  return useSyncExternalStore(subscribe, currentDensity);
}

export function setDensity(density: Density): void {
  document.documentElement.dataset['density'] = density;
  keep(densityKey, density);
  for (const listener of listeners) listener();
}

const navKey = 'workledger.nav';

/** Whether the list of pages is folded to its signs. */
export function useNavFolded(): boolean {
  return useSyncExternalStore(subscribe, () => document.documentElement.dataset['nav'] === 'folded');
}

export function setNavFolded(folded: boolean): void {
  document.documentElement.dataset['nav'] = folded ? 'folded' : 'open';
  keep(navKey, folded ? 'folded' : 'open');
  for (const listener of listeners) listener();
}

/** Reads a value that this browser keeps; null when there is none or the browser keeps nothing. */
export function kept(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

export function keep(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // A browser that keeps nothing still works; it only forgets.
  }
}

function currentDensity(): Density {
  return document.documentElement.dataset['density'] === 'compact' ? 'compact' : 'comfortable';
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
