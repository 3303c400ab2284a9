// Hours as 1.5 or as 1:30, by the preference of whoever sits here. Both are understood when typed, whatever is shown.

import { formatDuration, parseDuration, type DurationStyle } from '#core/calendar/durations.ts';

export type HoursStyle = DurationStyle;

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
