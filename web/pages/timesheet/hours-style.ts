// Hours as 1.5 or as 1:30, by the choice of whoever sits here. Both are understood when typed, whatever is shown.

import { useSyncExternalStore } from 'react';
import { formatDuration, parseDuration, type DurationStyle } from '#core/calendar/durations.ts';
import { keep, kept } from '../../theme/appearance.ts';

const key = 'workledger.hours';
const listeners = new Set<() => void>();
let style: DurationStyle = kept(key) === 'clock' ? 'clock' : 'decimal';

export type HoursStyle = DurationStyle;

export function useHoursStyle(): HoursStyle {
  return useSyncExternalStore(subscribe, () => style);
}

export function setHoursStyle(next: HoursStyle): void {
  style = next;
  keep(key, next);
  for (const listener of listeners) listener();
}

/** Hours as they stand in a cell; nothing is empty. */
export function hoursIn(minutes: number, as: HoursStyle): string {
  return minutes === 0 ? '' : hoursOf(minutes, as);
}

/** Hours as they stand in a sum. */
export function hoursOf(minutes: number, as: HoursStyle): string {
  return formatDuration(minutes, as).replace('-', '−');
}

export type Typed = { minutes: number } | { minutes: null; why: string };

const dayMinutes = 1440;

/** What was typed into a cell: nothing is no time. */
export function readHours(text: string): Typed {
  if (text.trim() === '') return { minutes: 0 };
  const parsed = parseDuration(text);
  if (!parsed.ok) return { minutes: null, why: 'Type hours as 1.5 or 1:30, or minutes as 90m.' };
  if (parsed.value > dayMinutes) return { minutes: null, why: 'A day has 24 hours.' };
  return { minutes: parsed.value };
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}
