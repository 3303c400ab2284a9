// What stands in the fields of numbers, read.

import { formatDuration, parseDuration } from '#core/calendar/durations.ts';

/** Whether a field's value is a number that was read, and not still what somebody typed. */
export function isDecimal(value: string, digitsMax = 4): boolean {
  const match = /^-?\d+(?:\.(\d+))?$/.exec(value);
  return match !== null && (match[1] ?? '').length <= digitsMax;
}

/** The minutes in what was typed; undefined when it is empty or cannot be read. */
export function minutesOf(typed: string): number | undefined {
  if (typed.trim() === '') return undefined;
  const read = parseDuration(typed);
  return read.ok ? read.value : undefined;
}

/** 90 minutes as '1:30', the way a duration field holds them; it shows them as the person reads durations. */
export function durationText(minutes: number | null): string {
  return minutes === null ? '' : formatDuration(minutes, 'clock');
}
