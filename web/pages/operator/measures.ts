// Sizes, durations and ages, in the units that fit.

import { instantNow } from '../../util/days.ts';
import type { Formats } from '../../util/formats.ts';

const units = ['bytes', 'kB', 'MB', 'GB', 'TB', 'PB'] as const;

export function bytesText(bytes: number, formats: Formats): string {
  let value = Math.abs(bytes);
  let unit = 0;
  while (value >= 1_000 && unit < units.length - 1) {
    value /= 1_000;
    unit += 1;
  }
  const digits = unit === 0 || value >= 100 ? 0 : 1;
  return `${bytes < 0 ? '−' : ''}${formats.amount(value.toFixed(digits))} ${units[unit]}`;
}

/** A duration that was measured: '12 ms', '1.5 s', '4 min', '3.2 h', '5 days'. */
export function durationText(seconds: number, formats: Formats): string {
  const number = (value: number) => formats.amount(value.toFixed(value < 10 && value % 1 !== 0 ? 1 : 0));
  if (seconds < 1) return `${number(Math.round(seconds * 1_000))} ms`;
  if (seconds < 90) return `${number(seconds)} s`;
  if (seconds < 5_400) return `${number(Math.round(seconds / 60))} min`;
  if (seconds < 48 * 3_600) return `${number(seconds / 3_600)} h`;
  return `${number(Math.round(seconds / 86_400))} days`;
}

export function millisecondsText(ms: number | null, formats: Formats): string {
  return ms === null ? '' : durationText(ms / 1_000, formats);
}

/** By the server's clock where it was told, because that of the device may be wrong. */
export function agoText(instant: string, formats: Formats, now = instantNow()): string {
  const seconds = (Date.parse(now) - Date.parse(instant)) / 1_000;
  return seconds < 10 ? 'just now' : `${durationText(seconds, formats)} ago`;
}

export function secondsBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / 1_000;
}

export function percentText(share: number, digits: number, formats: Formats): string {
  return `${formats.amount((share * 100).toFixed(digits))} %`;
}
