// The header of a table is one stop of Tab, however many sortings and question marks stand in it: the arrow keys lead from
// one to the next, Home and End to the ends. Where Tab stops is where somebody was last.

import type { FocusEvent, KeyboardEvent } from 'react';
import { useEffect, useRef } from 'react';

export function useHeadStops() {
  const head = useRef<HTMLTableSectionElement>(null);
  const last = useRef<HTMLElement>(undefined);

  const stopAt = (control: HTMLElement | undefined) => {
    for (const each of controlsIn(head.current)) each.tabIndex = each === control ? 0 : -1;
  };
  // Columns come and go, and with them what there is to press.
  useEffect(() => {
    const controls = controlsIn(head.current);
    stopAt(controls.find((each) => each === last.current) ?? controls[0]);
  });
  const onFocus = ({ target }: FocusEvent<HTMLElement>) => {
    if (!controlsIn(head.current).includes(target)) return;
    last.current = target;
    stopAt(target);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const controls = controlsIn(head.current);
    const at = controls.indexOf(event.target as HTMLElement);
    const next = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: controls.length - 1 }[event.key];
    if (at < 0 || next === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    controls[next]?.focus();
  };
  return { ref: head, onFocus, onKeyDown };
}

/** What can be pressed in the header itself: what opens from it lies elsewhere. */
function controlsIn(head: HTMLElement | null): HTMLElement[] {
  return head === null ? [] : [...head.querySelectorAll<HTMLElement>('button, input')];
}
