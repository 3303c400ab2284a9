// Durations as people type and read them; between the two a duration is a whole number of minutes.
//
//   hours            1.5   1,5   .5   2   1.5h
//   hours:minutes    1:30  0:45  :45
//   hours, minutes   1h30  1h 30m  1h  1 h 30 min
//   minutes          90m   90 min
//
// A bare number is hours. Decimal hours are rounded half up to the minute: 0.33 is 19.8, so 20 minutes. That rounding
// cannot hide an hour: what was understood is always shown back to the person as hours or as a clock.

import type { Result } from '#core/refusal.ts';
import { done, refuse } from '#core/refusal.ts';

export type DurationStyle = 'decimal' | 'clock';

// The longest duration that can be read. What one entry may hold is for the caller to judge.
const durationHoursMax = 9999;

const decimalHours = /^(\d{0,4})(?:[.,](\d{1,6}))?\s*(?:h|hr|hrs|hours?)?$/;
const clock = /^(\d{0,4}):([0-5]\d)$/;
const hoursAndMinutes = /^(\d{1,4})\s*h\s*([0-5]?\d)\s*(?:m|min|mins|minutes?)?$/;
const minutesOnly = /^(\d{1,6})\s*(?:m|min|mins|minutes?)$/;

/**
 * Reads a typed duration and returns whole minutes from 0 to 599,999; decimal hours round half up.
 * Refuses with `invalidDuration` what it cannot read, a sign among them.
 */
export function parseDuration(text: string): Result<number> {
  const durationMinutes = minutesIn(text.trim().toLowerCase());
  if (durationMinutes !== undefined && durationMinutes < (durationHoursMax + 1) * 60)
    return done(durationMinutes);
  return refuse('invalidDuration', 'This is not a duration that can be read.', {
    value: text.slice(0, 40),
    accepted: `1.5, 1:30, 1h30, 1h 30m or 90m, up to ${durationHoursMax} hours; a bare number is hours`,
  });
}

function minutesIn(text: string): number | undefined {
  const asClock = clock.exec(text) ?? hoursAndMinutes.exec(text);
  if (asClock) return Number(asClock[1]) * 60 + Number(asClock[2]);

  const asMinutes = minutesOnly.exec(text);
  if (asMinutes) return Number(asMinutes[1]);

  const asHours = decimalHours.exec(text);
  if (!asHours || !/^[\d.,]/.test(text)) return undefined;
  const [, whole = '', fraction = ''] = asHours;
  return Number(whole) * 60 + minutesOfFraction(fraction);
}

/** Minutes in a decimal fraction of an hour, rounded half up, in integers so that no binary fraction gets a say. */
function minutesOfFraction(fraction: string): number {
  const scale = 10 ** fraction.length;
  const scaledMinutes = Number(fraction) * 60;
  const remainder = scaledMinutes % scale;
  return (scaledMinutes - remainder) / scale + (remainder * 2 >= scale ? 1 : 0);
}

/**
 * Whole minutes as a person reads them: 90 is '1.5' or '1:30'. Decimal hours have at most two decimals, rounded half
 * away from zero; every duration written by this function is read back by `parseDuration` as the same minutes.
 * A negative duration, such as a correction in a report, gets a leading hyphen.
 */
export function formatDuration(durationMinutes: number, style: DurationStyle): string {
  const sign = durationMinutes < 0 ? '-' : '';
  const minutes = Math.abs(durationMinutes);
  if (style === 'clock') {
    const hours = Math.floor(minutes / 60);
    return `${sign}${hours}:${String(minutes % 60).padStart(2, '0')}`;
  }
  // Hundredths of an hour are minutes × 10 / 6; half of the divisor added before the floor rounds half up.
  const hundredths = Math.floor((minutes * 10 + 3) / 6);
  const fraction = String(hundredths % 100).padStart(2, '0');
  return `${sign}${Math.floor(hundredths / 100)}.${fraction}`.replace(/\.?0+$/, '');
}
