// How the pages look. Theme and density follow the person, who has them among the preferences; the browser keeps a copy, which
// public/appearance.js reads before the first paint. Whether the list of pages is folded belongs to the screen alone.

import { localStorageColorSchemeManager, useMantineColorScheme } from '@mantine/core';
import { useEffect, useSyncExternalStore } from 'react';

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

type Look = { density: Density; theme: 'system' | 'light' | 'dark' };

/** Takes on the look that the person prefers, once it is known and whenever it changes. */
export function useLook(look: Look | undefined): void {
  const { setColorScheme } = useMantineColorScheme();
  const { density, theme } = look ?? {};
  useEffect(() => {
    if (density !== undefined && density !== currentDensity()) setDensity(density);
  }, [density]);
  useEffect(() => {
    if (theme !== undefined) setColorScheme(theme === 'system' ? 'auto' : theme);
  }, [theme, setColorScheme]);
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
