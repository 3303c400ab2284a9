// Thresholds as monitoring plugins write them, and what a measured value means against them.
//
//     10        alert below 0 or above 10
//     10:       alert below 10
//     ~:10      alert above 10, however far below
//     10:20     alert outside of 10 to 20
//     @10:20    alert inside of 10 to 20

import { done, refuse, type Result } from '../refusal.ts';

export type Range = { readonly from: number; readonly to: number; readonly alertInside: boolean };

export type State = 'ok' | 'warning' | 'critical' | 'unknown';

/** What a check ends with, so that whoever called it knows. */
export const exitCodes: Readonly<Record<State, number>> = { ok: 0, warning: 1, critical: 2, unknown: 3 };

const shape = /^(@?)(?:(~|-?\d+(?:\.\d+)?)?(:))?(-?\d+(?:\.\d+)?)?$/;

export function parseRange(text: string): Result<Range> {
  const found = shape.exec(text.trim());
  const [, at = '', first, colon, last] = found ?? [];
  const isEmpty = first === undefined && last === undefined;
  const from = first === undefined ? 0 : first === '~' ? -Infinity : Number(first);
  const to = last === undefined ? Infinity : Number(last);
  if (found === null || isEmpty || (colon === undefined && last === undefined) || from > to)
    return refuse('invalidRequest', `"${text}" is no range.`, {
      value: text,
      accepted: 'a range such as 10, 10:, ~:10, 10:20 or @10:20',
    });
  return done({ from, to, alertInside: at === '@' });
}

export function isAlert(value: number, { from, to, alertInside }: Range): boolean {
  const isInside = value >= from && value <= to;
  return isInside === alertInside;
}

export type Thresholds = { readonly warning: Range; readonly critical: Range };

export function stateOf(value: number, { warning, critical }: Thresholds): State {
  if (isAlert(value, critical)) return 'critical';
  return isAlert(value, warning) ? 'warning' : 'ok';
}

const severity: readonly State[] = ['ok', 'unknown', 'warning', 'critical'];

/** The state that matters most. */
export function worst(states: readonly State[]): State {
  return states.reduce<State>(
    (found, state) => (severity.indexOf(state) > severity.indexOf(found) ? state : found),
    'ok',
  );
}
