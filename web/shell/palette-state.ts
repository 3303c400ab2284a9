// Whether the command palette is open. It opens from anywhere, so the state is not in a component.

import { useSyncExternalStore } from 'react';

let opened = false;
const listeners = new Set<() => void>();

export function openPalette(): void {
  set(true);
}

export function closePalette(): void {
  set(false);
}

export function usePaletteOpened(): boolean {
  return useSyncExternalStore(subscribe, () => opened);
}

function set(value: boolean): void {
  opened = value;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
