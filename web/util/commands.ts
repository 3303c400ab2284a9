// What can be done on the page that shows: the command palette offers it, a key does it at once, and the list of keys
// names it. A page hands in its commands while it is there.

import { useEffect, useId, useSyncExternalStore } from 'react';
import { useKeys } from './keys.ts';

export type Command = {
  /** What happens, as a person would say it: 'Add a client'. */
  label: string;
  onChoose: () => unknown;
  /** As the keyboard says it: 'n', 'e', 'g x'. */
  key?: string;
  /** Other words that it should be found by. */
  words?: string;
};

const registered = new Map<string, readonly Command[]>();
const listeners = new Set<() => void>();
let all: readonly Command[] = [];

export function useCommands(commands: readonly Command[]): void {
  const owner = useId();
  useKeys(
    Object.fromEntries(commands.flatMap(({ key, onChoose }) => (key === undefined ? [] : [[key, onChoose]]))),
  );
  useEffect(() => {
    registered.set(owner, commands);
    announce();
  });
  useEffect(
    () => () => {
      registered.delete(owner);
      announce();
    },
    [owner],
  );
}

/** The commands of everything that is on the screen. */
export function useRegisteredCommands(): readonly Command[] {
  return useSyncExternalStore(subscribe, () => all);
}

function announce(): void {
  const next = [...registered.values()].flat();
  // Nobody listens to the same commands being handed in again; the newest functions still take the place of the old.
  const isSame =
    next.length === all.length &&
    next.every(({ label, key }, place) => label === all[place]?.label && key === all[place]?.key);
  if (isSame) {
    for (const [place, command] of next.entries()) Object.assign(all[place] ?? {}, command);
    return;
  }
  all = next.map((command) => ({ ...command }));
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
