// A rounding policy stands in two columns and applies as a whole: both hold a value or neither does.

import type { RoundingDirection, RoundingIncrement, RoundingPolicy } from '#core/pricing/rounding.ts';

export type RoundingColumns = {
  readonly roundingIncrementMinutes: RoundingIncrement | null;
  readonly roundingDirection: RoundingDirection | null;
};

export function roundingOf(
  incrementMinutes: RoundingIncrement | null,
  direction: RoundingDirection | null,
): RoundingPolicy | null {
  return incrementMinutes === null || direction === null ? null : { incrementMinutes, direction };
}

/** The columns of a policy; null clears them and undefined leaves them as they are. */
export function roundingColumns(policy: RoundingPolicy | null | undefined): Partial<RoundingColumns> {
  if (policy === undefined) return {};
  return {
    roundingIncrementMinutes: policy?.incrementMinutes ?? null,
    roundingDirection: policy?.direction ?? null,
  };
}
