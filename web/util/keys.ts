// Keys that work anywhere on a page, as long as nobody is typing and nothing lies on top of the page.

import { useEffect, useRef } from 'react';

export type Keys = Readonly<Record<string, () => unknown>>;

const sequenceWithinMs = 1_500;

/** Keys are what the keyboard says ('j', '/', '?'), or two in a row after `g` ('g w'). */
export function useKeys(keys: Keys): void {
  const current = useRef(keys);
  useEffect(() => {
    current.current = keys;
  });
  useEffect(() => {
    let wentAt = -Infinity;
    const listen = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey || isBusy(event.target))
        return;
      if (belongsToControl(event)) return;
      // What is pressed for the sake of the next key, such as `?`, is no key by itself.
      if (event.key === 'Shift') return;
      const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
      const action = current.current[event.timeStamp - wentAt < sequenceWithinMs ? `g ${key}` : key];
      wentAt = key === 'g' ? event.timeStamp : -Infinity;
      if (action === undefined) return;
      event.preventDefault();
      action();
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);
}

function isBusy(target: EventTarget | null): boolean {
  if (document.querySelector('[role="dialog"][aria-modal="true"]') !== null) return true;
  if (!(target instanceof HTMLElement)) return false;
  return (
    target.isContentEditable ||
    target.matches('input:not([type="checkbox"]):not([type="radio"]), textarea, select')
  );
}

/** Enter and Space press what has the focus; only Space on a link does nothing by itself. */
function belongsToControl({ key, target }: KeyboardEvent): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (key === 'Enter') return target.closest('a, button, input, summary') !== null;
  return key === ' ' && target.closest('button, input, summary') !== null;
}
